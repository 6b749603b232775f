"""What stands at the head and the foot of page after page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from index.readers.pdf.lines import Piece, rows
from index.readers.pdf.words import Box

EDGE = 0.13  # of the height of a page: where heads and feet are
MOST_ROWS, LONGEST = 3, 160  # rows at an edge, characters of a row
NUMBERED = re.compile(r"(?<!\S)\W?(\d{1,4})\W?(?:(?:of|de|/|von) \W?\d{1,4}\W?)?(?!\S)")
ROMAN = re.compile(r"\W*[ivxlc]{1,7}\W*")
LONE = re.compile(r"(?:page|p[áa]gina)\s+\d{1,4}(?:\s*(?:of|de|/)\s*\d{1,4})?", re.IGNORECASE)
BAND = 6.0  # points: rows of several pages at one height
SHARE = 0.5  # of the rows at one height repeat where furniture stands; text does so by chance


class Row(NamedTuple):
    """A row at an edge: what it is called, what stands in it, and at which edge and height."""

    names: frozenset[str]
    pieces: list[Piece]
    band: tuple[str, int]


def without_furniture(pages: Sequence[list[Piece]], sheets: Sequence[Box]) -> list[list[Piece]]:
    """The pieces of each page without those that repeat at its head or foot.

    A row repeats if it stands at the edge of several pages with the same words, but for numbers, or
    with a number that grows from page to page. Only such rows are between it and the edge, and
    most rows at its height repeat: what begins two pages of forty is text.
    """
    both = list(zip(pages, sheets, strict=True))
    edges = [_edges(found, sheet, place) for place, (found, sheet) in enumerate(both)]
    furniture = _furniture([[*head, *foot] for head, foot in edges])
    kept = []
    for found, page in zip(pages, edges, strict=True):
        dropped = {
            id(piece) for edge in page for row in takewhile(furniture, edge) for piece in row.pieces
        }
        kept.append([piece for piece in found if id(piece) not in dropped])
    return kept


def _furniture(pages: Sequence[Sequence[Row]]) -> Callable[[Row], bool]:
    """Tells of a row at an edge whether it is furniture, by all such rows of a document."""
    found = [row for page in pages for row in page]
    often = Counter(
        name for page in pages for name in frozenset().union(*(row.names for row in page))
    )
    least = 2 + len(pages) // 100

    def repeats(row: Row) -> bool:
        return any(often[name] >= least for name in row.names)

    there = Counter(row.band for row in found)
    repeating = Counter(row.band for row in found if repeats(row))

    def furniture(row: Row) -> bool:
        usual = repeating[row.band] >= SHARE * there[row.band]
        return (usual and repeats(row)) or bool(LONE.fullmatch(_words(row.pieces)))

    return furniture


def _edges(found: Sequence[Piece], sheet: Box, place: int) -> tuple[list[Row], list[Row]]:
    """The rows at the head and at the foot of a page, from its edge inwards."""
    depth = EDGE * (sheet.bottom - sheet.top)
    head = rows(one for one in found if one.box.middle < sheet.top + depth)
    foot = rows(one for one in found if one.box.middle > sheet.bottom - depth)
    return (
        [_row("head", row, place, sheet.top) for row in head[:MOST_ROWS]],
        [_row("foot", row, place, sheet.bottom) for row in foot[: -MOST_ROWS - 1 : -1]],
    )


def _row(edge: str, row: list[Piece], place: int, end: float) -> Row:
    band = round(abs(row[0].box.middle - end) / BAND)
    return Row(frozenset(_names(edge, row, place)), row, (edge, band))


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
