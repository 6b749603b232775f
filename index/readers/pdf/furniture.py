"""What stands at the head and the foot of page after page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

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
SHARE = 0.2  # of the pages have what is repeated


def without_furniture(pages: Sequence[list[Piece]], sheets: Sequence[Box]) -> list[list[Piece]]:
    """The pieces of each page without those that repeat at its head or foot.

    A row is repeated if it stands at the edge of two pages or more, of a fifth of all at least;
    numbers in it may differ.
    """
    edges = [_edges(found, sheet) for found, sheet in zip(pages, sheets, strict=True)]
    often = Counter(name for page in edges for name in {name for name, _ in page})
    least = max(2, SHARE * len(pages))
    left = []
    for found, page in zip(pages, edges, strict=True):
        dropped = {
            id(piece)
            for name, row in page
            if often[name] >= least or ONE_NUMBER.fullmatch(_words(row))
            for piece in row
        }
        left.append([piece for piece in found if id(piece) not in dropped])
    return left


def _edges(found: Sequence[Piece], sheet: Box) -> list[tuple[str, list[Piece]]]:
    """The rows at the head and the foot of a page, each with a name that repeats."""
    height = sheet.bottom - sheet.top
    head = [one for one in found if one.box.middle < sheet.top + EDGE * height]
    foot = [one for one in found if one.box.middle > sheet.bottom - EDGE * height]
    named = []
    for edge, some in (("head", rows(head)[:MOST_ROWS]), ("foot", rows(foot)[-MOST_ROWS:])):
        for row in some:
            words = _words(row)
            if len(words) <= LONGEST:
                same = "number" if NUMBER.fullmatch(words) else re.sub(r"\d+", "#", words)
                named.append((f"{edge} {row[0].size:.0f} {same}", row))
    return named


def _words(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row)
