"""From the words of a page to pieces of lines, and from the pieces of a column to its lines."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.readers.pdf.words import Box, Word, upright
from index.sentences import CLOSED, item_mark

GAP = 0.9  # of the size of the letters: wider space parts a line into pieces
CELL_GAP = 0.45  # the same between two text objects, as the cells of a table are
SENTENCE_GAP = 1.8  # as wide may the space between two sentences of a line that fills its column be
SPACE = 0.25  # of the size: from here on space is space between words
NEAR = 3  # lines from a row of a table to the next, at the most
CELLS = 3  # pieces beside each other that are always a row of a table
LEADER = re.compile(r"(?:\. ?){4,}|…{2,}")  # the dots from a title to the number of its page


@dataclass(frozen=True)
class Piece:
    """Words that stand close together on one line.

    `parts` are the same words cut where a table with narrow space between its columns would be.
    """

    text: str
    box: Box
    size: float
    bold: bool
    parts: "tuple[Piece, ...]" = ()


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
    held: list[list[Word]] = []
    for word in words:
        gap = _gap(held[-1][-1], word, turn) if held else math.inf
        if held and gap >= GAP:
            yield _whole(held, turn)
            held = []
        if held and (gap < CELL_GAP or word.owner == held[-1][-1].owner):
            held[-1].append(word)
        else:
            held.append([word])
    if held:
        yield _whole(held, turn)


def _gap(last: Word, word: Word, turn: int) -> float:
    """The space between two words in sizes of their letters; infinite if they are on two lines."""
    if word.style.turn != turn or last.style.turn != turn:
        return 0.0 if word.style.turn == last.style.turn != turn else math.inf
    here, before = upright(word.box, turn), upright(last.box, turn)
    gap = (here.left - before.right) / max(word.style.size, last.style.size)
    return gap if gap > -0.5 and _level(before, here) else math.inf


def _whole(parts: Sequence[Sequence[Word]], turn: int) -> Piece:
    """The words as one piece, with its parts."""
    whole = _piece([word for part in parts for word in part], turn)
    return replace(whole, parts=tuple(_piece(part, turn) for part in parts))


def _level(one: Box, other: Box) -> bool:
    """Whether two boxes are on one line; a raised number is, at half its height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _piece(words: Sequence[Word], turn: int) -> Piece:
    text, box = words[0].text, upright(words[0].box, turn)
    letters = Counter({words[0].style.size: len(text)})
    for last, word in pairwise(words):
        here, size = upright(word.box, turn), word.style.size
        # pdfium puts space around a raised number, where the page has none
        space = word.spaced and size == last.style.size
        text += (" " if space or here.left - box.right > SPACE * size else "") + word.text
        box = box.around(here)
        letters[size] += len(word.text)
    size = max(letters, key=letters.__getitem__)
    return Piece(text, box, size, all(word.style.bold for word in words))


def rows(column: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand side by side, from above to below and from left to right."""
    found: list[list[Piece]] = []
    tallest: Piece | None = None  # of the last row
    for piece in sorted(column, key=lambda one: one.box.middle):
        if tallest and _level(tallest.box, piece.box):
            found[-1].append(piece)
            tallest = max(tallest, piece, key=lambda one: one.size)
        else:
            found.append([piece])
            tallest = piece
    return [sorted(row, key=lambda one: one.box.left) for row in found]


def lines(column: Iterable[Piece]) -> list[Line]:
    """The lines of a column. What stands side by side is one piece unless it is a table's row."""
    coarse = [_marked(row) for row in rows(column)]
    fine = [_marked([part for piece in row for part in piece.parts or (piece,)]) for row in coarse]
    cells: dict[int, list[Piece]] = {
        place: row for place, row in enumerate(coarse) if len(row) >= CELLS and not _is_running(row)
    }
    for found, alike in ((coarse, _aligned), (fine, _in_columns)):
        several = [at for at, row in enumerate(found) if len(row) > 1 and not _is_running(row)]
        for above, below in pairwise(several):
            if below - above <= NEAR and alike(found[above], found[below]):
                cells |= {above: found[above], below: found[below]}
    return [Line(tuple(cells.get(place, [_one(row)]))) for place, row in enumerate(coarse)]


def _is_running(row: Sequence[Piece]) -> bool:
    """Whether wide space in a row parts no cells: dots lead over it, or sentences end before it."""
    return bool(LEADER.search(_joined(row))) or all(
        CLOSED.search(last.text)
        and piece.text[0].isupper()
        and piece.box.left - last.box.right < SENTENCE_GAP * piece.size
        for last, piece in pairwise(row)
    )


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


def _in_columns(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether two rows have the same cells, each beginning where the other's does."""
    return len(above) == len(below) and all(
        abs(one.box.left - other.box.left) < one.size / 6
        for one, other in zip(above, below, strict=True)
    )


def _joined(found: Sequence[Piece]) -> str:
    text = found[0].text
    for last, piece in pairwise(found):
        # what begins before the end of the one before it stands on a line below
        space = abs(piece.box.left - last.box.right) > SPACE * min(piece.size, last.size)
        text += (" " if space else "") + piece.text
    return text
