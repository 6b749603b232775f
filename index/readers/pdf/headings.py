"""Which blocks are headings, by the size and the weight of their letters, and how deep they are."""

from collections.abc import Sequence
from dataclasses import replace

from index.readers.pdf.blocks import Block, Kind, body_size
from index.readers.pdf.lines import LEADER
from index.sentences import item_mark

LARGER = 1.12  # of the size of most letters: from here on a block may be a heading
MOST_WORDS, MOST_LETTERS = 25, 200
DEEPEST = 6  # levels of headings


def with_headings(found: Sequence[Block]) -> list[Block]:
    """The same, with those that size or weight shows to be headings as such, in levels."""
    body = body_size(found)
    bold = 2 * sum(len(one.text) for one in found if one.bold) > sum(len(one.text) for one in found)
    marked = [_is_heading(block, body, bold) for block in found]
    sizes = sorted({_rank(b, body) for b, yes in zip(found, marked, strict=True) if yes})
    return [
        replace(b, kind=Kind.HEADING, level=min(sizes.index(_rank(b, body)) + 1, DEEPEST))
        if yes
        else b
        for b, yes in zip(found, marked, strict=True)
    ]


def _is_heading(block: Block, body: float, all_bold: bool) -> bool:
    words = block.text
    short = len(words) <= MOST_LETTERS and len(words.split()) <= MOST_WORDS
    wordless = LEADER.search(words) or not any(map(str.isalpha, words))
    if block.kind is Kind.ROW or not short or wordless:
        return False
    if words.endswith((".", ",", ";", ":")) and not item_mark(words):
        return False
    return block.size > LARGER * body or (block.bold and not all_bold and block.size > body * 0.95)


def _rank(block: Block, body: float) -> float:
    """The larger the letters, the smaller the number; bold ones of the text's size come last."""
    return -round(block.size) if block.size > LARGER * body else 0
