"""Which texts are nearly the same: how much of what stands in either stands in both.

A text is the set of its shingles, all runs of so many characters, and two are alike by the share of
shingles that they have in common (Broder, "On the resemblance and containment of documents", 1997).
The smallest hashes of a set are a fair sample of it, so that near copies among many are found by
the few that they share (MinHash, same paper), and then compared whole.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.document import Document

Shingles = npt.NDArray[np.uint64]

WIDTH = 16  # characters, a power of two; three words of English
NEARLY = 0.9  # of two texts that are nearly the same
MARKS = 8  # near copies that share none of them are one in 0.1 to the eighth
PRIME = np.uint64(0x9E3779B97F4A7C15)  # odd: 2^64 divided by the golden ratio (Knuth, 6.4)


@dataclass(frozen=True)
class Near:
    """A document that is nearly the same, and how much of the two is: above 0.9, at most 1."""

    uri: str
    share: float


def shingles(text: str) -> Shingles:
    """The hashes of all runs of 16 characters, sorted, each once; case and white space aside.

    A text that is shorter is one shingle.

    >>> len(shingles("The moon pulls.")), len(shingles("The moon pulls the sea"))
    (1, 7)
    """
    folded = " ".join(text.casefold().split()).ljust(WIDTH)
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    step = 1
    while step < WIDTH:  # a run of twice the length is a run and the one behind it
        codes = _mixed(codes[:-step] * PRIME + codes[step:])
        step *= 2
    codes.sort()  # numpy.unique takes ten times as long (2.4)
    first_of_its_kind: Shingles = codes[np.diff(codes, prepend=~codes[:1]) != 0]
    return first_of_its_kind


def _mixed(codes: Shingles) -> Shingles:
    """Hashes whose high digits tell in the low ones too."""
    return (codes ^ (codes >> np.uint64(31))) * PRIME


def resemblance(one: Shingles, other: Shingles) -> float:
    """The share of shingles that two texts have in common, from 0 to 1.

    >>> resemblance(shingles("The moon pulls the sea."), shingles("the  moon pulls the SEA."))
    1.0
    """
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def marks(own: Shingles) -> tuple[int, ...]:
    """The smallest hashes of a text, by which its near copies are found."""
    return tuple(own[:MARKS].tolist())


class Neighbours:
    """The documents among which near copies are looked for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts: dict[str, str] = {}
        self._marked: dict[int, set[str]] = defaultdict(set)

    def add(self, document: Document, own: Sequence[int]) -> None:
        """Look for copies of this one too, in place of what had its uri; `own` are its marks."""
        self._texts[document.uri] = document.text
        for mark in own:
            self._marked[mark].add(document.uri)

    def nearest(self, document: Document, own: Shingles) -> Near | None:
        """The one most like a document, if the two are nearly the same."""
        names = {name for mark in marks(own) for name in self._marked.get(mark, ())}
        alike = (
            Near(name, resemblance(own, shingles(self._texts[name])))
            for name in sorted(names - {document.uri})
        )
        best = max(alike, key=lambda near: near.share, default=None)
        return best if best and best.share >= NEARLY else None
