"""The token vectors of every passage, stored with the index so that asking need not make them.

A unit vector is kept as 8-bit integers, scaled so that its largest entry is 127: brought to length
one again it is the vector it was, to a cosine of 0.999 or better. A passage of 165 tokens takes
21 kB at 128 dimensions, so what has not changed is not written again: vectors stand in segments
that the next generation takes over whole, by a hard link (O'Neil et al. 1996, the log-structured
merge tree). Only what a question needs is read, and by `pread`: were a file mapped into memory,
somebody who cuts it short would end this process (SIGBUS).

    tokens/N.vectors.i8  (tokens of segment N, dimensions), int8
    tokens/N.places.i4   (tokens of segment N, 2), int32: characters of the passage; those of its
                         context line, which is read before it, are below 0
    tokens/rows.i8       (passages, 3), int64: the segment of each passage, its first token there,
                         and the one after its last
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import TokenVectors
from index.errors import DamagedIndex
from index.pieces import Pieces

VECTORS, PLACES, ROWS = "vectors.i8", "places.i4", "rows.i8"
LARGEST = 127
PLACE = 8  # bytes


@dataclass(frozen=True)
class Packed:
    """The token vectors of one passage as they are stored."""

    vectors: NDArray[np.int8]
    places: NDArray[np.int32]


def pack(tokens: TokenVectors, context: int) -> Packed:
    """Make token vectors small; `context` characters stand before the passage in what was read."""
    places = np.stack([tokens.starts, tokens.ends], axis=1) - context
    return Packed(quantised(tokens.vectors), places.astype("<i4"))


def unpack(packed: Packed) -> TokenVectors:
    """The vectors at length one again; what stands before the passage has places below 0."""
    vectors = packed.vectors.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    places = packed.places.astype(np.int64)
    return TokenVectors(vectors, places[:, 0], places[:, 1], np.ones(len(places), np.float32))


def quantised(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit vectors, shape (tokens, dimensions), as integers from -127 to 127.

    >>> quantised(np.array([[0.6, -0.8]], np.float32)).tolist()
    [[95, -127]]
    """
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0), 1e-12)
    return np.asarray(np.rint(vectors / largest * LARGEST), dtype=np.int8)


class TokenStore:
    """The stored token vectors of some passages, known by their place in the list."""

    def __init__(self, folder: Path, passages: int) -> None:
        """Read where each passage begins; its vectors are read when they are asked for.

        Raises:
            DamagedIndex: a file is missing, or is not one of so many passages.
        """
        self.folder = folder
        try:
            self.rows = np.fromfile(folder / ROWS, "<i8").reshape(passages, 3)
            self.segments = {n: Segment(folder, n) for n in sorted({*self.rows[:, 0].tolist()})}
        except (OSError, ValueError) as error:
            raise _damaged(folder) from error

    def __getitem__(self, place: int) -> Packed:
        """The token vectors of a passage.

        Raises:
            DamagedIndex: a file is shorter than it was.
        """
        number, start, end = self.rows[place].tolist()
        try:
            return self.segments[number].read(start, end)
        except (OSError, ValueError) as error:
            raise _damaged(self.folder) from error


class Segment:
    """The two files of a segment, open for reading."""

    def __init__(self, folder: Path, number: int) -> None:
        """Open them; raises OSError, or ValueError where one does not fit the other."""
        self._vectors = Pieces(folder / f"{number}.{VECTORS}")
        self._places = Pieces(folder / f"{number}.{PLACES}")
        self.tokens, odd = divmod(self._places.size, PLACE)
        self._width, left = divmod(self._vectors.size, self.tokens) if self.tokens else (1, 0)
        if odd or left or not self._width:
            raise ValueError(f"{self._vectors.size} bytes for {self.tokens} tokens")

    def read(self, start: int, end: int) -> Packed:
        """The tokens from `start` to before `end`; raises OSError or ValueError."""
        vectors = self._vectors.read(start * self._width, end * self._width)
        places = self._places.read(start * PLACE, end * PLACE)
        return Packed(
            np.frombuffer(vectors, np.int8).reshape(end - start, self._width),
            np.frombuffer(places, "<i4").reshape(end - start, 2),
        )


def write_tokens(
    folder: Path, known: Sequence[int | None], made: Iterator[Packed], old: TokenStore | None = None
) -> tuple[str, ...]:
    """Write the token vectors of passages, in their order, to an empty folder.

    A segment of the generation before is taken over where more than half of its passages are still
    wanted and they are more than what is written anew: so there are never more segments than the
    logarithm of the passages, and each is written again that often at most.

    Args:
        folder: where they are written.
        known: the place of each passage in `old`; None where it is new.
        made: the token vectors of what is new, in the order of the passages.
        old: those of the generation before.

    Returns:
        The names of the files that were taken over as they are.

    Raises:
        DamagedIndex: `old` cannot be read.
        OSError: the files cannot be written.
    """
    rows: list[tuple[int, int, int]] = []
    taken = _taken_over(known, old) if old else frozenset[int]()
    number = max(old.segments, default=0) + 1 if old else 1
    end = 0
    with (
        (folder / f"{number}.{VECTORS}").open("wb") as vectors,
        (folder / f"{number}.{PLACES}").open("wb") as places,
    ):
        for place in known:
            if old and place is not None and old.rows[place, 0] in taken:
                rows.append(tuple(old.rows[place].tolist()))
                continue
            tokens = next(made) if place is None or not old else old[place]
            vectors.write(tokens.vectors.tobytes())
            places.write(tokens.places.tobytes())
            start, end = end, end + len(tokens.vectors)
            rows.append((number, start, end))
    if all(one != number for one, _, _ in rows):
        for name in (VECTORS, PLACES):
            (folder / f"{number}.{name}").unlink()
    (folder / ROWS).write_bytes(np.array(rows, "<i8").tobytes())
    names = tuple(f"{one}.{kind}" for one in sorted(taken) for kind in (VECTORS, PLACES))
    if old:
        for name in names:
            _link(old.folder / name, folder / name)
    return names


def _taken_over(known: Sequence[int | None], old: TokenStore) -> frozenset[int]:
    """The segments of a store that the next one holds too."""
    rows = old.rows[[place for place in known if place is not None]]
    anew = len(known) - len(rows)
    taken = set()
    for number, wanted in sorted(Counter(rows[:, 0].tolist()).items(), key=lambda pair: pair[::-1]):
        alive = np.diff(rows[rows[:, 0] == number, 1:]).sum()
        if wanted > anew and 2 * alive > old.segments[number].tokens:
            taken.add(number)
        else:
            anew += wanted
    return frozenset(taken)


def _link(old: Path, new: Path) -> None:
    """The same file in a second folder; a copy where the file system has no hard links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _damaged(folder: Path) -> DamagedIndex:
    return DamagedIndex(
        f"The token vectors in {folder} cannot be read. "
        "Run `python -m index repair` to rebuild them."
    )
