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
    `support`, in [0, 1], is the probability that it answers, where the reader gives one for each.
    It does not fit, whatever its words, where it lacks the office whose holder is asked for.
    """

    hit: Hit
    span: Span
    score: float
    met: tuple[Met, ...] = ()
    support: float | None = None
    fits: bool = True

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.span.cut(self.hit.passage.document.text)


@dataclass(frozen=True)
class Reading:
    """What a reader makes of some passages.

    `evidence` is best first and may be empty. `probability`, in [0, 1], is that the first sentence
    answers the question. `uncovered` are the words of the question that met nothing, `silent` the
    passages none of whose sentences can answer, since they only say what their document does not.
    """

    evidence: tuple[Evidence, ...]
    probability: float
    uncovered: tuple[str, ...] = ()
    silent: tuple[Hit, ...] = ()


class Reader(Protocol):
    """Reads passages for a question."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the passages."""
