"""Which quotation marks belong together, within one paragraph, in time linear in its length.

Straight and curly double marks, German „…“, guillemets either way round, and single marks where
they are quotation marks and no apostrophes. A double mark that is opened and never closed reaches
to the next mark of its kind, and never past its paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.checking.markdown import BLANK, BULLET
from index.document import Span

DOUBLE, ANGLED, SINGLE = '"“”„‟＂', "«»‹›", "'‘’‚‛"
MARKDOWN = BLANK + BULLET
MARK = re.compile(f"[{DOUBLE}{ANGLED}{SINGLE}]")
OPENING = "([{—–-/¿¡" + DOUBLE + ANGLED + SINGLE  # what may stand right before an opening mark
DEEPEST = 3  # marks within marks; what is deeper is a part of these
WORDS_UNCLOSED = 3  # of fewer words it is a stray mark
# letters left out at the beginning of a word: '90s, 'tis, rock 'n' roll
SHORTENED = re.compile(r"(?:\d0s|tis|twas|em|n|til|cause|bout|round)(?!\w)", re.IGNORECASE)

AND = ("'n", "’n", "‘n")


@dataclass
class Open:
    """Marks of one family that are open: where the words behind each begin, and which mark it is.

    A place of -1 stands for a mark that is too deep to be followed.
    """

    marks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The mark that was opened last, "" where none is open."""
        return self.marks[-1][1] if self.marks else ""

    def push(self, place: int, mark: str) -> None:
        """Open a mark."""
        self.marks.append((place if len(self.marks) < DEEPEST else -1, mark))


@dataclass(frozen=True)
class Beside:
    """A mark and the characters beside it, "" at the end of a paragraph."""

    mark: str
    start: int
    before: str
    after: str

    @property
    def opens(self) -> bool:
        """Whether it stands before words, and not right behind some."""
        if not self.before.strip():
            return bool(self.after.strip())
        words = self.after.isalnum() or (self.after != "" and self.after in OPENING)
        return self.before in OPENING and words

    @property
    def closes(self) -> bool:
        """Whether it stands right behind words."""
        return bool(self.before.strip()) and not (self.opens and self.before not in SINGLE + DOUBLE)


def pairs(text: str, paragraph: Span) -> Iterator[Span]:
    """What stands between marks that belong together.

    Args:
        text: a text whose Markdown marks are blank.
        paragraph: the part of it to look in.

    >>> text = "The “gate's” key, 'the employees' key' and rock 'n' roll"
    >>> [span.cut(text) for span in pairs(text, Span(0, len(text)))]
    ["gate's", "the employees' key"]
    """
    found = list(_marks(text, paragraph))
    for family in (DOUBLE, ANGLED):
        yield from _nested(text, [mark for mark in found if mark.mark in family], paragraph.end)
    yield from _single([mark for mark in found if mark.mark in SINGLE], text)


def _marks(text: str, paragraph: Span) -> Iterator[Beside]:
    for found in MARK.finditer(text, paragraph.start, paragraph.end):
        before, after = found.start() - 1, found.end()
        while before >= paragraph.start and text[before] in MARKDOWN:
            before -= 1
        while after < paragraph.end and text[after] in MARKDOWN:
            after += 1
        yield Beside(
            found[0],
            found.start(),
            text[before] if before >= paragraph.start else "",
            text[after] if after < paragraph.end else "",
        )


def _nested(text: str, marks: list[Beside], end: int) -> Iterator[Span]:
    """Pairs of double marks or guillemets, and what is left unclosed."""
    opened = Open()
    for mark in marks:
        if opened.marks and _ends(mark, opened.last):
            start, _ = opened.marks.pop()
            if 0 <= start < mark.start:
                yield Span(start, mark.start)
        elif _begins(mark):
            opened.push(mark.start + 1, mark.mark)
    following = {mark.start + 1: after.start for mark, after in pairwise(marks)}
    for start, _ in opened.marks:
        rest = text[start : following.get(start, end)].rstrip() if start > 0 else ""
        if len(rest.split()) >= WORDS_UNCLOSED and not rest[0].isspace():
            yield Span(start, start + len(rest))


def _ends(mark: Beside, opened: str) -> bool:
    """Whether a mark closes the one that is open."""
    if mark.mark in ANGLED:
        turned = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
        return mark.mark == turned[opened] or (mark.mark == opened and not mark.opens)
    if mark.mark == "“":
        return opened == "„"
    return mark.mark == "”" or (mark.mark in '"‟＂' and not mark.opens)


def _begins(mark: Beside) -> bool:
    """Whether a mark opens a quotation where none of its family is open."""
    if mark.mark in "“„" + ANGLED:
        return True
    # 5" is a measure, and what stands behind a word closes nothing
    return mark.opens or (mark.mark in '"＂' and mark.before.isalpha() and mark.after.isalpha())


def _single(marks: list[Beside], text: str) -> Iterator[Span]:
    """Pairs of single marks. Where an apostrophe could be the end, a later mark is preferred."""
    start, likely = -1, -1  # where the words begin; where they end, if no better end comes
    for mark in marks:
        opens = mark.mark in "‚‘" or (mark.mark in "'‛" and mark.opens)
        closes = (
            mark.closes
            and not mark.after.isalnum()
            and text[mark.start - 2 : mark.start].lower() not in AND
        )
        if start >= 0 and closes and mark.start > start:
            possessive = mark.before == "s" and mark.after.isspace()
            if not possessive or not text[mark.start + 2 : mark.start + 3].isalpha():
                yield Span(start, mark.start)
                start = likely = -1
            elif likely < 0:
                likely = mark.start
        elif opens and not mark.before.isalnum() and not SHORTENED.match(text, mark.start + 1):
            if 0 <= start < likely:
                yield Span(start, likely)
            start, likely = mark.start + 1, -1
    if 0 <= start < likely:
        yield Span(start, likely)
