"""A document's canonical text as HTML to be read: its headings, paragraphs and lists, with places.

The text is never read as HTML or Markdown: rules on whole lines tell what a line is, and all its
words pass `literal`. What is marked is told by offsets alone, so words that a document repeats are
marked where they were quoted and nowhere else.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.escape import literal
from index.document import Document, Span
from index.sentences import BULLET, TABLE_ROW
from page.numbering import pages_in_words
from page.words import ENGLISH, Words

SIGN = re.compile(r"[ \t]*#{1,6}[ \t]+(?=\S)")
FULL = 110  # characters: a longer line is a paragraph by itself, as saved web pages have them
SNAP = 2_000  # characters within which a window is drawn to the start or end of a line
CLOSE = 500  # characters between two windows that are not worth leaving out


@dataclass(frozen=True)
class Place:
    """A span to be found in its document, by the name of its anchor: s3-2."""

    anchor: str
    span: Span


@dataclass(frozen=True)
class Block:
    """Lines that belong together, and what they are: heading-2, item, row, furniture or text."""

    kind: str
    span: Span


def typeset(
    document: Document, places: Sequence[Place], room: int, tag: str = "mark", say: Words = ENGLISH
) -> str:
    """The text of a document, escaped, with each place in a `tag` that names its anchor.

    Args:
        document: whose text it is.
        places: the spans to be found in it.
        room: about how many characters to show; of a longer text, what stands around the places
            (without any, its beginning), and a line that says how much is left out.
        tag: the element around the words of a place.
        say: the words of the page.

    >>> tides = Document("tides.md", "The <sea> follows. The <sea> ebbs.", "text/markdown")
    >>> typeset(tides, [Place("s1-1", Span(23, 28))], 1000)  # doctest: +ELLIPSIS
    '<p class="text" ...>The &#60;sea&#62; follows&#46; The <mark ...>&#60;sea&#62;</mark> ebbs&#46;</p>'
    """  # noqa: E501 - a line of HTML
    shown, end = "", 0
    for window in windows(document.text, [place.span for place in places], room):
        shown += _left_out(window.start - end, say)
        shown += typeset_part(document, window, places, tag, say)
        end = window.end
    return shown + _left_out(len(document.text) - end, say)


def typeset_part(
    document: Document,
    part: Span,
    places: Sequence[Place] = (),
    tag: str = "mark",
    say: Words = ENGLISH,
) -> str:
    """A part of a document's text, as `typeset` shows it."""
    return "".join(_block(document, block, places, tag, say) for block in blocks(document, part))


def parts(text: str, room: int) -> list[Span]:
    r"""A text in parts of at most `room` characters; each ends with a line, or else with a word.

    >>> parts("one\ntwo three\nfour", 14)
    [Span(start=0, end=13), Span(start=13, end=18)]
    """
    found = []
    start = 0
    while start < len(text):
        end = _after(text, start + room, Span(start, start + 1))
        found.append(Span(start, end))
        start = end
    return found


def windows(text: str, spans: Sequence[Span], room: int) -> list[Span]:
    """What to show of a text: all of it, or where it is longer than `room` what is around spans.

    >>> windows("word " * 100, [Span(0, 4)], 1000)
    [Span(start=0, end=500)]
    >>> windows("word " * 2000, [Span(0, 4), Span(5000, 5004)], 400)
    [Span(start=0, end=99), Span(start=4905, end=5099)]
    """
    if len(text) <= room or not spans:
        return parts(text, room)[:1]
    reach = max(0, room - sum(span.end - span.start for span in spans)) // (2 * len(spans))
    found: list[Span] = []
    held: list[Span] = []  # from the first to the last of the spans in each window
    for span in sorted(spans):
        start, end = _before(text, span.start - reach, span), _after(text, span.end + reach, span)
        if found and start - found[-1].end < CLOSE:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
            held[-1] = Span(held[-1].start, max(span.end, held[-1].end))
        else:
            found.append(Span(start, end))
            held.append(span)
    # neighbours that share a window leave room for more around them
    return windows(text, held, room) if len(held) < len(spans) else found


def _before(text: str, start: int, span: Span) -> int:
    """Where a window begins: with a line if one begins near `start`, or with a word."""
    if start <= 0:
        return 0
    line = text.find("\n", start, min(start + SNAP, span.start))
    space = text.find(" ", start, span.start) if line < 0 else line
    return start if space < 0 else space + 1


def _after(text: str, end: int, span: Span) -> int:
    """Where a window ends: with a line if one ends near `end`, or with a word."""
    if end >= len(text):
        return len(text)
    line = text.rfind("\n", max(end - SNAP, span.end), end)
    space = text.rfind(" ", span.end, end) if line < 0 else line
    return end if space < 0 else space


def _left_out(characters: int, say: Words) -> str:
    if characters <= 0:
        return ""
    return f'<p class="left-out">{say.html("reading.left_out", characters)}</p>'


def blocks(document: Document, window: Span) -> Iterator[Block]:
    r"""The lines of a part of a document, joined where they belong together.

    >>> tides = Document("tides.md", "They turn\ntwice.\n\n- high\n- low", "text/markdown")
    >>> [(block.kind, block.span.cut(tides.text)) for block in blocks(tides, Span(0, 30))]
    [('text', 'They turn\ntwice.'), ('item', '- high'), ('item', '- low')]
    """
    text, kinds = document.text, _kinds(document)
    block: Block | None = None
    start, full = window.start, False
    while start < window.end:
        stop = text.find("\n", start, window.end)
        stop = window.end if stop < 0 else stop
        line = text[start:stop]
        kind = kinds.get(start + len(line) - len(line.lstrip()), _kind(line))
        if block and kind in ("text", "row") and _goes_on(block.kind, kind) and not full:
            block = Block(block.kind, Span(block.span.start, stop))
        else:
            if block:
                yield block
            block = Block(kind, Span(start, stop)) if kind else None
        full = stop - start > FULL
        start = stop + 1
    if block:
        yield block


def _kinds(document: Document) -> dict[int, str]:
    """What the index knows of lines, by the offset of their first sign."""
    headings = {heading.span.start: f"heading-{heading.level}" for heading in document.headings}
    return {**dict.fromkeys((line.start for line in document.furniture), "furniture"), **headings}


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if TABLE_ROW.match(line):
        return "row"
    return "item" if BULLET.match(line) else "text"


def _goes_on(above: str, kind: str) -> bool:
    """Whether a line carries on the block above it: a row a table, plain words a paragraph."""
    return above == kind or (above == "item" and kind == "text")


def _block(document: Document, block: Block, places: Sequence[Place], tag: str, say: Words) -> str:
    words = "".join(_pieces(document, block, places, tag, say))
    name, _, level = block.kind.partition("-")
    # the page has three levels of headings above those of a document
    element = f"h{min(int(level) + 3, 6)}" if level else "p"
    return f'<{element} class="{name}" dir="auto">{words}</{element}>'


def _pieces(
    document: Document, block: Block, places: Sequence[Place], tag: str, say: Words
) -> Iterator[str]:
    """The words of a block, cut where a place begins or ends, or a page begins."""
    text = document.text
    here = [place for place in places if place.span.meets(block.span)]
    span = block.span
    if block.kind.startswith("heading") and not here:
        # its mark is for programs; where it was quoted with its line it is shown, as quoted
        sign = SIGN.match(text, span.start, span.end)
        span = Span(sign.end(), span.end) if sign else span
    first, last = (bisect_left(document.pages, at) for at in (block.span.start, block.span.end))
    pages = {max(at, span.start) for at in document.pages[first:last]}
    edges = {edge for place in here for edge in (place.span.start, place.span.end)} | pages
    edges = {span.start, span.end, *(edge for edge in edges if span.start < edge < span.end)}
    for start, end in pairwise(sorted(edges)):
        if start in pages:
            # an attribute that the style shows: what is copied is the document's words alone
            label = pages_in_words(document, Span(start, start + 1), say)
            yield f'<span class="page" data-page="{literal(label)}"></span>'
        names = " ".join(p.anchor for p in here if p.span.holds(Span(start, end)))
        words = literal(text[start:end])
        yield f'<{tag} data-at="{names}" tabindex="-1">{words}</{tag}>' if names else words
