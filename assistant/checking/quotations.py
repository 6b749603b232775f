"""The quotations of a text: what stands between quotation marks, and Markdown block quotes.

A quotation within another is one by itself. Code and the targets of links are read like other text
and not at all, in this order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checking.markdown import unmarked
from assistant.checking.marks import pairs
from index.document import Span

WORD = re.compile(r"[^\W_]")
PARAGRAPH = re.compile(r"(?:^[ \t]*+\S.*+\n?+)+", re.MULTILINE)
BLOCK = re.compile(r"^[ ]{0,3}>.*+(?:\n[ ]{0,3}>.*+)*", re.MULTILINE)
PREFIX = re.compile(r"^[ ]{0,3}(?:>[ ]?)+", re.MULTILINE)
PREFIX_WITHIN = re.compile(r"\n[ ]{0,3}(?:>[ ]?)+")
# who said it, in the last line of a block quote
SAID_BY = re.compile(r"^[ ]{0,3}(?:>[ ]?)+[ \t]*(?:[—–―]|--).*\Z", re.MULTILINE)
LABEL = re.compile(r"^\s*\[![A-Z]+\]")  # of a note
EDGES = " \t\n*_\"“”„'‘’«»‹›"


@dataclass(frozen=True, order=True)
class Quotation:
    """What a text quotes: where it stands there, and its words without marks.

    `block` is where it is a Markdown block quote.
    """

    start: int
    end: int
    text: str
    block: bool = False


def quotations(text: str) -> tuple[Quotation, ...]:
    r"""The quotations of a text in the order in which they begin.

    >>> [found.text for found in quotations('„Nie“ is "not \'never\'", don\'t\n\n> Open the gate.')]
    ['Nie', "not 'never'", 'never', 'Open the gate.']
    """
    plain = unmarked(text)
    marked = [
        Quotation(span.start, span.end, PREFIX_WITHIN.sub("\n", span.cut(text)))
        for paragraph in PARAGRAPH.finditer(plain)
        for span in pairs(plain, Span(*paragraph.span()))
        if WORD.search(plain, span.start, span.end)
    ]
    inside = {found.text.strip(EDGES) for found in marked}
    blocks = [block for block in _blocks(text) if block.text.strip(EDGES) not in inside]
    return tuple(sorted([*marked, *blocks], key=lambda found: (found.start, -found.end)))


def _blocks(text: str) -> Iterator[Quotation]:
    """The paragraphs of the block quotes, without who said it."""
    for block in BLOCK.finditer(text):
        start = block.start()
        for part in re.split(r"(\n[ ]{0,3}(?:>[ ]?)+[ \t]*(?=\n))", block[0]):
            end = said_by.start() if (said_by := SAID_BY.search(part)) else len(part)
            words = LABEL.sub("", PREFIX.sub("", part[:end])).strip()
            if WORD.search(words):
                yield Quotation(start, start + end, words, block=True)
            start += len(part)
