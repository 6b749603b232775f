import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.reader import Evidence, Reader, Reading
from assistant.settings import AssistantSettings
from eval.benchmarks.outcome import Outcome, Run
from eval.benchmarks.registry import BENCHMARKS
from eval.benchmarks.shelf import Shelf
from eval.estimate import Estimate
from index.embed import HashingEmbedder
from index.passage import Hit
from index.sentences import sentences

Measures = dict[tuple[str, str], Estimate]


@dataclass(frozen=True)
class Knowing:
    """Quotes every sentence that holds one of some phrases, and refuses where none does."""

    phrases: tuple[str, ...]

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        found = tuple(
            Evidence(hit, sentence, 1.0)
            for hit in hits
            for sentence in sentences(hit.passage.document, hit.passage.span)
            if any(phrase in sentence.cut(hit.passage.document.text) for phrase in self.phrases)
        )
        return Reading(found, 1.0 if found else 0.0)


class Refusing:
    """Finds nothing, ever."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        return Reading((), 0.0)


@dataclass(frozen=True)
class RunWith(Run):
    """A run whose assistant reads in another way; all else is as it is."""

    reader: Reader = field(default_factory=Refusing)

    @contextmanager
    def shelve(self, texts: Any, name: str) -> Iterator[Shelf]:
        with super().shelve(texts, name) as shelf:
            index = shelf.assistant.index
            yield replace(shelf, assistant=Assistant(index, self.reader, AssistantSettings()))


def run(name: str, data: Path, reader: Reader, limit: int | None = None, part: str = "") -> Outcome:
    """What a set gives with a reader."""
    one = BENCHMARKS[name]
    parts = (part,) if part else one.parts
    return one.run(RunWith(data, HashingEmbedder(), parts, limit, reader=reader))


def measures(outcome: Outcome) -> Measures:
    """The figures by part and name."""
    return {(figure.part, figure.name): figure.estimate for figure in outcome.figures}


def values(outcome: Outcome, part: str) -> dict[str, float | None]:
    """The values of one part by name, without the seconds."""
    return {
        figure.name: figure.estimate.value
        for figure in outcome.figures
        if figure.part == part and not figure.name.startswith("seconds")
    }


def write_lines(file: Path, rows: Sequence[Any]) -> Path:
    """A file of JSON lines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def write_text(file: Path, text: str) -> Path:
    """A file in a folder that is made where it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file
