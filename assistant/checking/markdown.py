"""Which characters of a text are Markdown marks, and no part of its words.

The marks are blanked and not removed, so that every other character keeps its place. A mark that
could be a sign is kept: `5 * 3`, `snake_case`, a number that only looks like a list's.
"""

import re
from itertools import pairwise

# noncharacters (Unicode Standard 23.7): no text that is exchanged may hold them
BLANK, BULLET = "\ufdd0", "\ufdd1"
NONCHARACTERS = re.compile("[\ufdd0\ufdd1]")

# possessive throughout: brackets without end cost no more than their length
LINK = re.compile(
    r"!?\[(?P<shown>[^\[\]\n]*+)\]"
    r"(?:\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*"
    r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\)|\[[^\[\]\n]++\])"
)
NOTE = re.compile(r"\[\^[^\[\]\s]++\]")
LINE_MARK = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]++(?=\S)|(?<![ \t])[ \t]++#++[ \t]*+$"
    r"|^[ ]{0,3}(?:(?:-[ \t]*+){3,}|(?:\*[ \t]*+){3,}|(?:_[ \t]*+){3,}|={3,}+)$",
    re.MULTILINE,
)
BLOCK = re.compile(r"(?:(?<=\n\n)|\A)(?:[ ]{0,3}>.*+(?:\n|\Z))+")
PREFIX = re.compile(r"^(?:[ ]{0,3}>[ ]?)+", re.MULTILINE)
# what stands before a number could be its sign
BULLETED = re.compile(
    r"^[ \t]*+(?:[*•‣◦▪·]|[-+](?![ \t]*[$€£¥]?[.,]?\d))[ \t]++(?=\S)", re.MULTILINE
)
NUMBERED = re.compile(r"^[ \t]*+(?P<number>\d{1,3})[.)][ \t]++(?=\S)", re.MULTILINE)
EMPHASIS = re.compile(r"\*++|_++|`++")
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def unmarked(text: str) -> str:
    r"""A text of the same length in which Markdown marks are blank.

    >>> unmarked("## The *new* [moon](m.md)").replace(BLANK, "")
    'The new moon'
    >>> unmarked("- so 5 * 3 is a_b") == BULLET * 2 + "so 5 * 3 is a_b"
    True
    """
    text = NONCHARACTERS.sub("\ufffd", text)
    text = LINK.sub(_shown, text)
    text = NOTE.sub(_blank, text)
    text = BLOCK.sub(lambda block: PREFIX.sub(_blank, block[0]), text)
    text = LINE_MARK.sub(_blank, text)
    text = BULLETED.sub(lambda mark: BULLET * len(mark[0]), text)
    counted = _numbers(text)
    text = NUMBERED.sub(lambda m: BULLET * len(m[0]) if m.start() in counted else m[0], text)
    return ESCAPE.sub(_blank, EMPHASIS.sub(_emphasis, text))


def _blank(mark: re.Match[str]) -> str:
    return BLANK * len(mark[0])


def _shown(link: re.Match[str]) -> str:
    """A link without its target."""
    before, after = link.start("shown") - link.start(), link.end() - link.end("shown")
    return BLANK * before + link["shown"] + BLANK * after


def _emphasis(mark: re.Match[str]) -> str:
    """Blank, unless the mark is a sign: between digits, between spaces, within a name."""
    before = mark.string[mark.start() - 1 : mark.start()]
    after = mark.string[mark.end() : mark.end() + 1]
    apart = not before.strip() and not after.strip()
    within = mark[0][0] == "_" and before.isalnum() and after.isalnum()
    times = before.isdigit() and after.isdigit()
    return mark[0] if apart or within or times else BLANK * len(mark[0])


def _numbers(text: str) -> set[int]:
    """Where the numbers of lists begin: of two items or more, counted upwards, each in its line.

    One alone could be a date, or the end of a sentence that was wrapped: it is never a mark.
    """
    items = [item for item in NUMBERED.finditer(text) if _opens(text, item.start())]
    steps = [(a, b) for a, b in pairwise(items) if int(b["number"]) - int(a["number"]) == 1]
    return {item.start() for step in steps for item in step}


def _opens(text: str, start: int) -> bool:
    """Whether a line opens a block, or follows an item: a wrapped line does neither."""
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    return not above.strip() or NUMBERED.match(above) is not None or above[0] in " \t"
