"""From the words of a page to its lines in reading order: pieces of lines, columns, rows.

Recursive cuts at the white space between columns, as in the X-Y cut (Nagy, Seth and Viswanathan
1992), but at those alone, and only where both sides are prose: a table is read row by row.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

from index.readers.pdf.words import Box, Word, upright
from index.sentences import item_mark

GAP = 0.9  # of the size of the letters: wider space parts a line into pieces
SPACE = 0.25  # of the size: from here on space is space between words
GUTTER = 8.0  # points between two columns, at the least
CROSSING = 1 / 3  # of the pieces may be wider than a column: titles, tables
PROSE_LINES, PROSE_LETTERS = 4, 18  # of the longer of two columns, at the least; letters a line
NEAR = 3  # lines from a row of a table to the next, at the most
CELLS = 3  # pieces beside each other that are always a row of a table
LEADER = re.compile(r"(?:\. ?){4,}|…{2,}")  # the dots from a title to the number of its page
DEEPEST = 4  # cuts within cuts


@dataclass(frozen=True)
class Piece:
    """Words that stand close together on one line."""

    text: str
    box: Box
    size: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """A line of a column; of a table the pieces are its cells."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words of the line."""
        return _joined(self.pieces)

    @property
    def box(self) -> Box:
        """Where the line is."""
        box = self.pieces[0].box
        for piece in self.pieces[1:]:
            box = box.around(piece.box)
        return box

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)


def pieces(words: Iterable[Word], turn: int) -> Iterator[Piece]:
    """Words that follow each other in the file and on the page, joined.

    Text that is turned otherwise than most is read too, each of its objects by itself.
    """
    held: list[Word] = []
    for word in words:
        if held and not _follows(held[-1], word, turn):
            yield _piece(held, turn)
            held = []
        held.append(word)
    if held:
        yield _piece(held, turn)


def _follows(last: Word, word: Word, turn: int) -> bool:
    if word.style.turn != turn or last.style.turn != turn:
        return word.style.turn == last.style.turn != turn
    here, before = upright(word.box, turn), upright(last.box, turn)
    size = max(word.style.size, last.style.size)
    level = abs(here.middle - before.middle) < 0.3 * size
    return level and -0.5 * size < here.left - before.right < GAP * size


def _piece(words: Sequence[Word], turn: int) -> Piece:
    text, box = "", upright(words[0].box, turn)
    for word in words:
        here = upright(word.box, turn)
        space = word.spaced or here.left - box.right > SPACE * word.style.size
        text += (" " if text and space else "") + word.text
        box = box.around(here)
    letters = Counter[float]()
    for word in words:
        letters[word.style.size] += len(word.text)
    size = max(letters, key=letters.__getitem__)
    return Piece(text, box, size, all(word.style.bold for word in words))


def columns(found: Sequence[Piece], depth: int = 0) -> list[list[Piece]]:
    """The pieces of a page by column, in reading order.

    What is wider than a column, such as a title, stands alone between the columns above it and
    those below.
    """
    gutter = _gutter(found) if depth < DEEPEST else None
    if gutter is None:
        return [list(found)] if found else []
    wide = sorted(
        (one for one in found if one.box.left < gutter < one.box.right), key=lambda p: p.box.middle
    )
    levels = [piece.box.middle for piece in wide]
    bands: list[list[Piece]] = [[] for _ in range(len(wide) + 1)]
    for piece in found:
        if not piece.box.left < gutter < piece.box.right:
            bands[bisect_right(levels, piece.box.middle)].append(piece)
    regions: list[list[Piece]] = [[]]
    for place, band in enumerate(bands):
        left = [piece for piece in band if piece.box.right <= gutter]
        right = [piece for piece in band if piece.box.left >= gutter]
        if _are_columns(left, right):
            regions += [*columns(left, depth + 1), *columns(right, depth + 1), []]
        else:
            regions[-1] += band
        regions[-1] += wide[place : place + 1]
    return [region for region in regions if region]


def _gutter(found: Sequence[Piece]) -> float | None:
    """The middle of the white space between two columns of prose; None where there is none."""
    edges = sorted(
        [(piece.box.left, 1) for piece in found] + [(piece.box.right, -1) for piece in found]
    )
    best, chosen, crossing = (CROSSING * len(found) + 1, 0.0), None, 0
    for (x, step), (following, _) in pairwise(edges):
        crossing += step
        width = following - x
        middle = x + width / 2
        if width < GUTTER or (crossing, -width) >= best:
            continue
        left = [piece for piece in found if piece.box.right <= middle]
        right = [piece for piece in found if piece.box.left >= middle]
        if _are_columns(left, right):
            best, chosen = (crossing, -width), middle
    return chosen


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether both sides are prose; one of them may be short, where the text ends there."""
    return max(len(left), len(right)) >= PROSE_LINES and _is_prose(left) and _is_prose(right)


def _is_prose(column: Sequence[Piece]) -> bool:
    """Whether pieces are lines that fill a column, and not labels, numbers or cells."""
    if not column or mean(len(one.text) for one in column) < PROSE_LETTERS:
        return False
    width = max(one.box.right for one in column) - min(one.box.left for one in column)
    return median(one.box.right - one.box.left for one in column) > width / 2


def rows(column: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand side by side, from above to below and from left to right."""
    found: list[list[Piece]] = []
    for piece in sorted(column, key=lambda one: one.box.middle):
        if found and _beside(found[-1], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(row, key=lambda one: one.box.left) for row in found]


def _beside(row: Sequence[Piece], piece: Piece) -> bool:
    first = max(row, key=lambda one: one.size).box
    shared = min(first.bottom, piece.box.bottom) - max(first.top, piece.box.top)
    return shared > 0.5 * min(first.bottom - first.top, piece.box.bottom - piece.box.top)


def lines(column: Iterable[Piece]) -> list[Line]:
    """The lines of a column. What stands side by side is one piece unless it is a table's row."""
    found = [_marked(row) for row in rows(column)]
    several_cells = [len(row) > 1 and not LEADER.search(_joined(row)) for row in found]
    table = [many and len(row) >= CELLS for many, row in zip(several_cells, found, strict=True)]
    several = [place for place, is_row in enumerate(several_cells) if is_row]
    for above, below in pairwise(several):
        if below - above <= NEAR and _aligned(found[above], found[below]):
            table[above] = table[below] = True
    return [
        Line(tuple(row)) if tabular else Line((_one(row),))
        for row, tabular in zip(found, table, strict=True)
    ]


def _marked(row: list[Piece]) -> list[Piece]:
    """The mark of an item of a list belongs to the words beside it."""
    if len(row) > 1 and item_mark(f"{row[0].text} x") > len(row[0].text):
        return [_one(row[:2]), *row[2:]]
    return row


def _one(row: Sequence[Piece]) -> Piece:
    whole = Line(tuple(row))
    return Piece(whole.text, whole.box, whole.size, whole.bold)


def _aligned(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether two rows are of one table: both have cells, and one beside the first is in line."""
    return any(
        min(
            abs(one.box.left - other.box.left),
            abs(one.box.right - other.box.right),
            abs(one.box.left + one.box.right - other.box.left - other.box.right) / 2,
        )
        < one.size / 3
        for one in above[1:]
        for other in below[1:]
    )


def _joined(found: Sequence[Piece]) -> str:
    text = found[0].text
    for last, piece in pairwise(found):
        space = piece.box.left - last.box.right > SPACE * min(piece.size, last.size)
        text += (" " if space else "") + piece.text
    return text
