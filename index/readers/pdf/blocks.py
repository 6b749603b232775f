"""From the lines of a column to its paragraphs, items of lists and rows of tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from statistics import median

from index.readers.pdf.lines import LEADER, Line
from index.sentences import CLOSED, item_mark

LOOSE = 1.3  # of the distance between lines: a wider one parts paragraphs
INDENT = 0.8  # of the size of the letters
HALF = 0.5  # of the width: a line that reaches less far is of a list, an address, a poem
QUOTED = 2.5  # of the size: lines that begin so far in have a margin of their own
SAME = 0.11  # of the size: letters that differ by less are of one size


class Kind(Enum):
    """What a block is."""

    TEXT = auto()
    ITEM = auto()
    ROW = auto()
    HEADING = auto()


@dataclass(frozen=True)
class Block:
    """Lines that belong together, each with the number of its page; `full` if the last fills it."""

    kind: Kind
    lines: tuple[tuple[int, str], ...]
    size: float
    bold: bool = False
    full: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        """The words, with a space between two lines."""
        return " ".join(words for _, words in self.lines)


def blocks(column: Sequence[Line], page: int) -> list[Block]:
    """The blocks of a column."""
    if not column:
        return []
    leading = _leading(column)
    left, right = min(one.box.left for one in column), max(one.box.right for one in column)
    found: list[Block] = []
    for run in _runs(column, leading):
        if len(run[0].pieces) > 1:
            found += [Block(Kind.ROW, ((page, row),), run[0].size) for row in _table(run)]
            continue
        size = run[0].size
        inset = min(one.box.left for one in run) > left + QUOTED * size
        margin = max(one.box.right for one in run) if inset else right
        found += [_block(group, page, margin) for group in _paragraphs(run, margin)]
    return found


def _leading(column: Sequence[Line]) -> float:
    """The usual distance from line to line."""
    steps = [
        below.box.bottom - above.box.bottom
        for above, below in pairwise(column)
        if _alike(above.size, below.size)
    ]
    near = [step for step, line in zip(steps, column, strict=False) if 0 < step < 3 * line.size]
    return median(near) if near else 1.2 * column[0].size


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * max(one, other)


def _runs(column: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    """Lines without wider space between them, of one size; rows of a table by themselves."""
    run: list[Line] = []
    for line in column:
        if run and not _runs_on(run, line, leading):
            yield run
            run = []
        run.append(line)
    yield run


def _runs_on(run: Sequence[Line], line: Line, leading: float) -> bool:
    last, first = run[-1], run[0]
    near = line.box.bottom - last.box.bottom <= LOOSE * max(leading, 1.1 * line.size)
    if len(first.pieces) > 1:
        if len(line.pieces) > 1:
            return True
        # a cell goes on below; what stands under the first begins something else
        cells = [piece.box.left for row in run for piece in row.pieces[1:]]
        return near and any(abs(left - line.box.left) < line.size / 3 for left in cells)
    return near and len(line.pieces) == 1 and _alike(last.size, line.size)


def _table(run: Sequence[Line]) -> Iterator[str]:
    """The rows of a table, as Markdown writes them; what goes on in a cell is joined to it."""
    columns = _table_columns(run)
    found: list[dict[int, Line]] = []  # the last line of each cell
    words: list[list[str]] = []
    for line in run:
        cells: dict[int, Line] = {}
        for piece in line.pieces:
            at = sum(left <= piece.box.left for left, _ in columns) - 1
            cells[at] = Line((*(cells[at].pieces if at in cells else ()), piece))
        if not (found and _same_row(found[-1], cells, columns)):
            found.append({})
            words.append([""] * len(columns))
        found[-1] |= cells
        for at, cell in cells.items():
            words[-1][at] = f"{words[-1][at]} {cell.text}".strip()
    yield from (f"| {' | '.join(row)} |" for row in words)


def _table_columns(run: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where the cells of each column reach."""
    spans: list[tuple[float, float]] = []
    for box in sorted(piece.box for line in run for piece in line.pieces):
        if spans and box.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.right))
        else:
            spans.append((box.left, box.right))
    return spans


def _same_row(
    above: Mapping[int, Line], below: Mapping[int, Line], columns: Sequence[tuple[float, float]]
) -> bool:
    """Whether a line goes on with the row above: one of the two is a lone cell that was wrapped."""
    lone = len(above) == 1 or len(below) == 1
    return lone and any(
        not _fits(above[at], below[at], columns[at][1]) for at in above.keys() & below
    )


def _paragraphs(run: Sequence[Line], margin: float) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in run:
        if group and _begins(group, line, margin):
            yield group
            group = []
        group.append(line)
    yield group


def _begins(group: Sequence[Line], line: Line, margin: float) -> bool:
    """Whether a line begins something new below those of a group."""
    last, item = group[-1], bool(item_mark(group[0].text))
    closed = bool(CLOSED.search(last.text))
    fits = _fits(last, line, margin)
    if item_mark(line.text) and (item or closed or fits):
        return True
    reach = (last.box.right - last.box.left) / max(margin - last.box.left, 1.0)
    broken = reach > HALF or last.text.endswith("-")
    if line.text[0].islower() and not closed and broken:
        return False  # a sentence goes on, wherever its line was broken
    if fits or LEADER.search(last.text) or (last.bold != line.bold and closed):
        return True
    shift = (line.box.left - last.box.left) / line.size
    if len(group) == 1 and (shift > INDENT if item else shift < -INDENT):
        return False  # an item that hangs, a paragraph whose first line is set in
    return closed and abs(shift) > INDENT


def _fits(last: Line, line: Line, margin: float) -> bool:
    """Whether the first word of a line would have fitted above it: then the break was meant."""
    first = line.text.split(" ", 1)[0]
    width = (line.box.right - line.box.left) * len(first) / len(line.text)
    return last.box.right + width + line.size < margin


def _block(group: Sequence[Line], page: int, margin: float) -> Block:
    last = group[-1]
    return Block(
        Kind.ITEM if item_mark(group[0].text) else Kind.TEXT,
        tuple((page, line.text) for line in group),
        size=max(line.size for line in group),
        bold=all(line.bold for line in group),
        full=last.box.right > margin - 5 * last.size,
    )


def flowing(columns: Iterable[Sequence[Block]]) -> list[Block]:
    """The blocks of all columns, those that go on from one column or page to the next made one.

    Notes in smaller letters at the foot of a column come before a paragraph that goes on, so that
    its sentence stays whole.
    """
    found = [list(column) for column in columns]
    body = body_size(block for column in found for block in column)
    flow: list[Block] = []
    for column in found:
        at = len(flow) - 1
        while at > 0 and flow[at].size < body * (1 - SAME):
            at -= 1
        if column and at >= 0 and _carries_on(flow[at], column[0]):
            whole = replace(column[0], kind=flow[at].kind, lines=flow[at].lines + column[0].lines)
            del flow[at], column[0]
            flow.append(whole)
        flow += column
    return flow


def body_size(found: Iterable[Block]) -> float:
    """The size of most letters, to half a point."""
    letters = Counter[float]()
    for block in found:
        letters[round(block.size * 2) / 2] += len(block.text)
    return max(letters, key=letters.__getitem__, default=0.0)


def _carries_on(last: Block, block: Block) -> bool:
    if last.kind not in (Kind.TEXT, Kind.ITEM) or block.kind is not Kind.TEXT:
        return False
    if not _alike(last.size, block.size) or CLOSED.search(last.lines[-1][1]):
        return False
    return last.full or block.text[0].islower()
