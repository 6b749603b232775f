"""The token vectors of every passage, stored with the index so that asking need not make them.

A unit vector is kept as 8-bit integers, scaled so that its largest entry is 127: brought to length
one again it is the vector it was, to a cosine of 0.999 or better. A passage of 165 tokens takes
21 kB at 128 dimensions. Only what a question needs is read, and by `pread`: were the file mapped
into memory, somebody who cuts it short would end this process (SIGBUS).

    tokens/vectors.i8   (tokens of all passages, dimensions), int8
    tokens/places.i4    (tokens of all passages, 2), int32: characters of the passage; those of
                        its context line, which is read before it, are below 0
    tokens/rows.i8      (passages + 1,), int64: where each passage's tokens begin
"""

import os
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import TokenVectors
from index.errors import DamagedIndex

VECTORS, PLACES, ROWS = "vectors.i8", "places.i4", "rows.i8"
LARGEST = 127


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


def write_tokens(folder: Path, passages: Iterable[Packed]) -> None:
    """Write the token vectors of passages, in their order, to an empty folder.

    Raises:
        OSError: the files cannot be written.
    """
    rows = [0]
    with (folder / VECTORS).open("wb") as vectors, (folder / PLACES).open("wb") as places:
        for tokens in passages:
            vectors.write(tokens.vectors.tobytes())
            places.write(tokens.places.tobytes())
            rows.append(rows[-1] + len(tokens.vectors))
    (folder / ROWS).write_bytes(np.array(rows, "<i8").tobytes())


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
        self._folder = folder
        try:
            self._rows = np.fromfile(folder / ROWS, "<i8")
            total = int(self._rows[-1])
            self._places = np.fromfile(folder / PLACES, "<i4").reshape(total, 2)
            self._file = os.open(folder / VECTORS, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            weakref.finalize(self, os.close, self._file)
            size = os.fstat(self._file).st_size
            self._width, odd = divmod(size, total) if total else (1, size)
            if odd or not self._width:
                raise ValueError(f"{size} bytes for {total} tokens")
        except (OSError, ValueError, IndexError) as error:
            raise _damaged(folder) from error
        if len(self._rows) != passages + 1:
            raise _damaged(folder)

    def __getitem__(self, place: int) -> Packed:
        """The token vectors of a passage.

        Raises:
            DamagedIndex: the file is shorter than it was.
        """
        start, end = int(self._rows[place]), int(self._rows[place + 1])
        data = os.pread(self._file, (end - start) * self._width, start * self._width)
        if len(data) != (end - start) * self._width:
            raise _damaged(self._folder)
        vectors = np.frombuffer(data, np.int8).reshape(end - start, self._width)
        return Packed(vectors, self._places[start:end])


def _damaged(folder: Path) -> DamagedIndex:
    return DamagedIndex(
        f"The token vectors in {folder} cannot be read. "
        "Run `python -m index repair` to rebuild them."
    )
