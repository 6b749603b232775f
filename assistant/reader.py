"""Which sentences of the passages answer a question, and does any?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.document import Span
from index.passage import Hit


@dataclass(frozen=True)
class Met:
    """A word of a question, the word of a document that it met best, and their cosine."""

    word: str
    span: Span
    cosine: float


@dataclass(frozen=True)
class Evidence:
    """A sentence that may answer, where it stands, and its score; higher is better.

    `met` says which words of the question met which of its words, where the reader can tell.
    """

    hit: Hit
    span: Span
    score: float
    met: tuple[Met, ...] = ()

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.span.cut(self.hit.passage.document.text)


@dataclass(frozen=True)
class Reading:
    """What a reader makes of some passages.

    `evidence` is best first and may be empty. `probability`, in [0, 1], is that the first sentence
    answers the question. `uncovered` are the words of the question that met nothing.
    """

    evidence: tuple[Evidence, ...]
    probability: float
    uncovered: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads passages for a question."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the passages."""
