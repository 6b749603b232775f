"""The pieces of a page by column, in reading order.

Recursive cuts at the white space between columns, as in the X-Y cut (Nagy, Seth and Viswanathan
1992), but at those alone, and only where both sides are prose: a table is read row by row.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from index.readers.pdf.lines import Piece

GUTTER = 3.0  # points without the edge of a piece between two columns, at the least
CROSSING = 2 / 3  # of the pieces may be wider than a column: titles, tables, text above
PROSE_LINES, PROSE_LETTERS = 4, 18  # of the longer of two columns, at the least; letters a line
DEEPEST = 4  # cuts within cuts


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
        few = 2 * crossing <= len(left) + len(right)
        if _are_columns(left, right) and (few or min(len(left), len(right)) >= PROSE_LINES):
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
