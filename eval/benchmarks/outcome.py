"""What a run of a public set gives: figures with their intervals, and what was indexed for them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.writer.writer import Writer
from eval.benchmarks.shelf import Asked, Shelf, Text, shelve
from eval.estimate import Estimate, mean, proportion, quantile
from eval.table import columns
from index.embed import Embedder
from index.writer import Progress

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A measure of one part of a set."""

    part: str
    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Built:
    """What was indexed: texts, those of them that hold nothing to quote, passages, and seconds."""

    texts: int
    missing: int
    passages: int
    seconds: float

    @classmethod
    def of(cls, shelf: Shelf) -> "Built":
        """What a shelf holds."""
        passages = len(shelf.assistant.index.passages)
        return cls(len(shelf.uris), shelf.missing, passages, shelf.seconds)


@dataclass(frozen=True)
class Outcome:
    """All figures of a run; `notes` say what else the reader of the figures must know."""

    built: tuple[Built, ...]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def silent(done: int, total: int) -> None:
    """Tell nobody how far the embedding is."""


@dataclass(frozen=True)
class Run:
    """What a run was asked for.

    Attributes:
        data: the folder of the set.
        embedder: the model.
        limit: how many questions of each file to ask, spread evenly over it; all where None.
        parts: which parts of the set to measure.
        kept: a folder in which indexes stay.
        progress: called with the passages embedded so far and their total.
        writer: a language model, for the sets that measure one.
    """

    data: Path
    embedder: Embedder
    parts: tuple[str, ...]
    limit: int | None = None
    kept: Path | None = None
    progress: Progress = silent
    writer: Writer | None = None

    def some(self, rows: Sequence[T]) -> Sequence[T]:
        """As many rows as are asked for, spread evenly over all of them.

        Not the first ones: questions about one article stand together in most sets.
        """
        if self.limit is None or self.limit >= len(rows):
            return rows
        return [rows[place * len(rows) // self.limit] for place in range(self.limit)]

    def shelve(self, texts: Iterable[Text], name: str) -> AbstractContextManager[Shelf]:
        """The texts, indexed (`eval.benchmarks.shelf.shelve`); `name` tells kept indexes apart."""
        kept = self.kept / name if self.kept else None
        return shelve(texts, self.embedder, kept, self.progress)


def share(part: str, name: str, flags: Iterable[bool]) -> Figure:
    """A figure that is the share of true flags, with Wilson's interval."""
    return Figure(part, name, proportion(flags))


def average(part: str, name: str, values: Iterable[float]) -> Figure:
    """A figure that is a mean, with its bootstrap interval."""
    return Figure(part, name, mean(list(values)))


def seconds(part: str, took: Iterable[float]) -> Iterator[Figure]:
    """The median and the 95th percentile of the seconds of each question."""
    known = list(took)
    yield Figure(part, "seconds_median", quantile(known, 0.5))
    yield Figure(part, "seconds_p95", quantile(known, 0.95))


def abstention(
    part: str, answerable: Sequence[Asked], not_answerable: Sequence[Asked]
) -> Iterator[Figure]:
    """How well refusing tells questions with an answer from those without.

    `no_answer_accuracy` is the share of unanswerable questions that were refused, and
    `wrong_abstention` the share of answerable ones that were; lower is better for the latter.
    """
    yield share(part, "no_answer_accuracy", (not one.answered for one in not_answerable))
    yield share(part, "wrong_abstention", (not one.answered for one in answerable))


def as_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON values."""
    return {
        "built": [asdict(one) for one in outcome.built],
        "figures": [
            {"part": one.part, "name": one.name, **asdict(one.estimate)} for one in outcome.figures
        ],
        "notes": list(outcome.notes),
    }


def as_text(outcome: Outcome) -> str:
    """An outcome as a table under a line for each index."""
    heads = [
        f"indexed {one.texts:,} texts as {one.passages:,} passages in {one.seconds:,.1f} s"
        + (f"; {one.missing:,} texts hold nothing to quote" if one.missing else "")
        for one in outcome.built
    ]
    rows = [("part", "measure", "value [95 %]", "n")]
    rows += [(f.part, f.name, str(f.estimate), str(f.estimate.n)) for f in outcome.figures]
    return "\n".join([*heads, columns(rows), *(f"note: {note}" for note in outcome.notes)])
