"""What stands at the head and the foot of page after page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.readers.pdf.lines import Piece, rows
from index.readers.pdf.words import Box

EDGE = 0.13  # of the height of a page: where heads and feet are
MOST_ROWS, LONGEST = 3, 160  # rows at an edge, characters of a row
NUMBERED = re.compile(r"(?<!\S)\W?(\d{1,4})\W?(?:(?:of|de|/|von) \W?\d{1,4}\W?)?(?!\S)")
ROMAN = re.compile(r"\W*[ivxlc]{1,7}\W*")
LONE = re.compile(r"(?:page|p[áa]gina)\s+\d{1,4}(?:\s*(?:of|de|/)\s*\d{1,4})?", re.IGNORECASE)
Row = tuple[frozenset[str], list[Piece]]  # what it is called, and what stands in it


def without_furniture(pages: Sequence[list[Piece]], sheets: Sequence[Box]) -> list[list[Piece]]:
    """The pieces of each page without those that repeat at its head or foot.

    A row repeats if it stands at the edge of several pages with the same words, but for numbers, or
    with a number that grows from page to page. Only such rows are between it and the edge.
    """
    both = list(zip(pages, sheets, strict=True))
    edges = [_edges(found, sheet, place) for place, (found, sheet) in enumerate(both)]
    often = Counter(
        name
        for page in edges
        for name in frozenset().union(*(names for edge in page for names, _ in edge))
    )
    least = 2 + len(pages) // 100
    kept = []
    for found, page in zip(pages, edges, strict=True):
        dropped = {
            id(piece)
            for edge in page
            for _, row in takewhile(lambda one: _repeats(one, often, least), edge)
            for piece in row
        }
        kept.append([piece for piece in found if id(piece) not in dropped])
    return kept


def _repeats(row: Row, often: Counter[str], least: int) -> bool:
    return any(often[name] >= least for name in row[0]) or bool(LONE.fullmatch(_words(row[1])))


def _edges(found: Sequence[Piece], sheet: Box, place: int) -> tuple[list[Row], list[Row]]:
    """The rows at the head and at the foot of a page, from its edge inwards."""
    depth = EDGE * (sheet.bottom - sheet.top)
    head = rows(one for one in found if one.box.middle < sheet.top + depth)
    foot = rows(one for one in found if one.box.middle > sheet.bottom - depth)
    return (
        [(frozenset(_names("head", row, place)), row) for row in head[:MOST_ROWS]],
        [(frozenset(_names("foot", row, place)), row) for row in foot[: -MOST_ROWS - 1 : -1]],
    )


def _names(edge: str, row: Sequence[Piece], place: int) -> Iterator[str]:
    """What the same row is called on other pages: by its words, and by how its number grows."""
    words = _words(row)
    if len(words) > LONGEST:
        return
    if ROMAN.fullmatch(words):
        yield f"{edge} roman"
    elif any(map(str.isalpha, words)):
        same = re.sub(r"\d+", "#", words)
        yield f"{edge} {row[0].size:.0f} {same}"
    for number in NUMBERED.finditer(words):
        if number.start() == 0 or number.end() == len(words):
            yield f"{edge} {int(number[1]) - place}"


def _words(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row)
