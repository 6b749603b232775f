"""Where the sentences of a text begin and end.

Lines first, then rules: a line break ends a sentence unless the line was plainly wrapped, and a
full stop ends one unless it belongs to an abbreviation, an initial or a number. Headings, page
furniture and lines without a letter or digit are no sentences. A rule is worth more here than a
statistical model, since each span must be exact and stay the same for ever.
"""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise, takewhile

from index.document import Document, Span

HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
# the mark that opens an item of a list; not part of the item's words
BULLET = re.compile(
    r"[ \t>]*(?:[-*+•‣◦▪·–—●○■□▸►➢❖]|\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zA-Z][.)]|\([ivx\d]{1,4}\)"
    r"|\(?(?:[ivx]{2,5}|[IVX]{2,5})[.)]|\(([a-z])\1\))[ \t]+"
)
# "A. Applicants" and "J. Smith" look alike; the letter is kept, since a name must not lose it
INITIAL = re.compile(r"[ \t>]*[A-Z]\.")
TABLE_ROW = re.compile(r"[ \t]*\|")
WORD = re.compile(r"[^\W_]")

# a stop with its closing quotation marks or brackets, then space, then what may open a sentence;
# possessive throughout, so that a page of stops or spaces costs no more than its length
STOP = re.compile(
    r"""(?:(?<![.!?…])[.!?…]++["'”’»)\]*_]{0,4}+\s++(?=["'“‘«(\[*_]{0,4}[^\W_a-z])"""
    r"""|[。！？]++[」』”’]{0,2}+)"""
)
CLOSED = re.compile(r"[.!?:;…][\"'”’)\]*_]*$")
NEXT_WORD = re.compile(r"[\W_]*([^\W_]+)")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# always inside a sentence, whatever follows
TITLES = _words(
    "mr mrs ms mx dr prof st rev hon gov sen rep lt col gen sgt capt cmdr adm maj pres supt atty",
    "dep asst vs v cf e.g i.e viz approx sec secs § vol fig figs pp p para paras ch",
)
# the same with a capital only: "Ill." is a state, "ill." ends a sentence
NAMES = _words(
    "jan feb mar apr jun jul aug sept sep oct nov dec ore wash calif mass penn ariz colo conn fla",
    "ill ind minn tenn tex va wis",
)
NUMBERED = _words("no nos nr art arts")  # the same before a number only
# inside a sentence unless a word that commonly opens one follows
ENDINGS = _words("inc ltd co corp jr sr etc al a.m p.m ph.d m.d b.c a.d dept bros est")
DOTTED = re.compile(r"(?:[a-zA-Z]\.)+[a-zA-Z]$")  # U.S, C.F.R, a.m
OPENERS = _words(
    "the a an this that these those it its he she they we you i in on at by for from as if when",
    "while after before but and or however under there their his her our all no not since although",
    "what who why how",
)
WRAPPED = range(50, 111)  # characters in a line that an editor broke to fit the page


def headings(text: str) -> Iterator[tuple[Span, int, str]]:
    r"""The lines that Markdown marks as headings: span, level and words.

    >>> [(level, words) for _, level, words in headings("# Tides\nThey turn.\n## Causes")]
    [(1, 'Tides'), (2, 'Causes')]
    """
    for line in lines(text, 0, len(text)):
        if found := heading(line.cut(text)):
            yield line, *found


def heading(line: str) -> tuple[int, str] | None:
    """The level and the words of a heading line; None for any other line.

    >>> heading("## Causes ##"), heading("# Written in C#"), heading("#hashtag")
    ((2, 'Causes'), (1, 'Written in C#'), None)
    """
    mark = HEADING.match(line)
    if not mark:
        return None
    words = line[mark.end() :].strip()
    bare = words.rstrip("#")
    return len(mark[1]), bare.rstrip() if bare.endswith((" ", "\t")) else words


def sentences(document: Document, span: Span | None = None) -> tuple[Span, ...]:
    """The sentences of a document, or those that lie whole within a span of it.

    >>> law = Document("law.txt", "See 8 C.F.R. § 287.4(d). It applies.", "text/plain")
    >>> [sentence.cut(law.text) for sentence in sentences(law)]
    ['See 8 C.F.R. § 287.4(d).', 'It applies.']
    """
    text, within = document.text, span or Span(0, len(document.text))
    apart = {mark.start for mark in document.furniture}
    apart |= {heading.span.start for heading in document.headings}
    start = _paragraph_start(text, within.start, apart)
    plain = (line for line in lines(text, start, len(text)) if line.start not in apart)
    near = takewhile(lambda block: block.start < within.end, blocks(text, plain))
    found = (sentence for block in near for sentence in split(text, block))
    return tuple(sentence for sentence in found if within.holds(sentence))


def _paragraph_start(text: str, offset: int, apart: Container[int]) -> int:
    """Where the wrapped lines around a place begin; cut elsewhere, a sentence loses its start."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", start)
    below = next(lines(text, start, len(text) if end < 0 else end), None)
    while start and below and below.start not in apart:
        before = text.rfind("\n", 0, start - 1) + 1
        above = next(lines(text, before, start - 1), None)
        if above is None or above.start in apart or HEADING.match(text, above.start):
            break
        if not _wrapped(text, above, below):
            break
        start, below = before, above
    return start


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines between two offsets that hold a letter or a digit, without surrounding space."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if WORD.search(line):
            left = start + len(line) - len(line.lstrip())
            yield Span(left, start + len(line.rstrip()))
        start = stop + 1


def blocks(text: str, plain: Iterable[Span]) -> Iterator[Span]:
    """Lines joined where they were only wrapped; headings left out."""
    block: Span | None = None
    for line in plain:
        if block and _wrapped(text, block, line):
            block = Span(block.start, line.end)
            continue
        if block:
            yield block
        block = None if HEADING.match(text, line.start) else line
    if block:
        yield block


def item_mark(line: str) -> int:
    """How many characters of a line mark it as an item of a list; 0 where it is none.

    >>> item_mark("- one"), item_mark("2) two"), item_mark("J. Smith signed it.")
    (2, 3, 0)
    """
    bullet = None if INITIAL.match(line) else BULLET.match(line)
    return bullet.end() if bullet else 0


def split(text: str, block: Span) -> Iterator[Span]:
    """The sentences of one block."""
    words = block.cut(text)
    start = item_mark(words)
    if TABLE_ROW.match(words):
        cuts = [start, len(words)]
    else:
        stops = [m.end() for m in STOP.finditer(words, start) if _ends(words, m)]
        cuts = sorted({start, *stops, len(words)})
    for left, right in pairwise(cuts):
        sentence = words[left:right].strip()
        if WORD.search(sentence):
            first = block.start + words.index(sentence, left)
            yield Span(first, first + len(sentence))


def _wrapped(text: str, block: Span, line: Span) -> bool:
    """Whether a line only carries on the block above it."""
    between = text[block.end : line.start]
    if (
        between.count("\n") != 1
        or BULLET.match(text, line.start)
        or TABLE_ROW.match(text, line.start)
    ):
        return False
    if HEADING.match(text, line.start) or TABLE_ROW.match(text, block.start):
        return False
    if line.end - line.start >= WRAPPED.stop:
        return False  # a whole paragraph stands in this line, so nothing here was wrapped
    last = text[text.rfind("\n", block.start, block.end) + 1 or block.start : block.end]
    if CLOSED.search(last):
        return False
    return text[line.start].islower() or len(last) in WRAPPED


def _ends(words: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends its sentence: not after an initial, an abbreviation or a list number."""
    if stop[0][0] != ".":
        return True
    before = words[max(0, stop.start() - 24) : stop.start()].split()
    token = before[-1].lstrip("\"'“‘«([*_") if before else ""
    lower = token.lower()
    follows = NEXT_WORD.match(words, stop.end())
    opener = follows is not None and follows[1].lower() in OPENERS
    if lower in TITLES or (lower in NAMES and token[0].isupper()) or re.fullmatch("[A-Z]", token):
        return False
    if lower in NUMBERED:
        return follows is None or not follows[1][0].isdigit()
    if lower in ENDINGS or DOTTED.fullmatch(token):
        return opener
    return True
