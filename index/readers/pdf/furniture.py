"""What stands at the head and the foot of page after page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from index.readers.pdf.lines import Piece, rows
from index.readers.pdf.words import Box

EDGE = 0.13  # of the height of a page: where heads and feet are
MOST_ROWS, LONGEST = 3, 160  # rows at an edge, characters of a row
NUMBER = re.compile(
    r"(?:page|p\.|p[áa]gina|p[áa]g\.|seite)?\s*[-–—|\[(]?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|de|/|von)\s*\d{1,4})?\s*[-–—|\])]?",
    re.IGNORECASE,
)
ONE_NUMBER = re.compile(r"(?:page|p[áa]gina)\s+\d{1,4}(?:\s*(?:of|de|/)\s*\d{1,4})?", re.IGNORECASE)
Row = tuple[str, list[Piece]]  # its name and what stands in it
SHARE = 0.2  # of the pages have what is repeated


def without_furniture(pages: Sequence[list[Piece]], sheets: Sequence[Box]) -> list[list[Piece]]:
    """The pieces of each page without those that repeat at its head or foot.

    A row is repeated if it stands at the edge of two pages or more, of a fifth of all at least;
    numbers in it may differ. Nothing but such rows is between it and the edge of the page.
    """
    edges = [_edges(found, sheet) for found, sheet in zip(pages, sheets, strict=True)]
    often = Counter(name for page in edges for name in {name for row in page for name, _ in row})
    least = max(2, SHARE * len(pages))
    left = []
    for found, page in zip(pages, edges, strict=True):
        repeated = (
            takewhile(lambda row: often[row[0]] >= least or ONE_NUMBER.fullmatch(row[0]), edge)
            for edge in page
        )
        dropped = {id(piece) for edge in repeated for _, row in edge for piece in row}
        left.append([piece for piece in found if id(piece) not in dropped])
    return left


def _edges(found: Sequence[Piece], sheet: Box) -> tuple[list[Row], list[Row]]:
    """The rows at the head and at the foot of a page, from its edge inwards."""
    depth = EDGE * (sheet.bottom - sheet.top)
    head = [one for one in found if one.box.middle < sheet.top + depth]
    foot = [one for one in found if one.box.middle > sheet.bottom - depth]
    return (
        [(_name("head", row), row) for row in rows(head)[:MOST_ROWS]],
        [(_name("foot", row), row) for row in rows(foot)[: -MOST_ROWS - 1 : -1]],
    )


def _name(edge: str, row: Sequence[Piece]) -> str:
    """What a row is called that may repeat; "" of one that is too long for that."""
    words = " ".join(piece.text for piece in row)
    if ONE_NUMBER.fullmatch(words):
        return words
    same = "number" if NUMBER.fullmatch(words) else re.sub(r"\d+", "#", words)
    return f"{edge} {row[0].size:.0f} {same}" if len(words) <= LONGEST else ""
