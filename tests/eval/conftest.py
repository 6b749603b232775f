from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.reader import Evidence, Reader, Reading
from assistant.settings import AssistantSettings
from eval.case import Case, Corpus, load_cases, locate
from eval.metrics import METRICS
from eval.record import Run
from eval.report import figures
from eval.run import run_cases
from eval.score import score
from index.build import build
from index.document import Span
from index.embed import HashingEmbedder
from index.passage import Hit
from index.retrieve import Index
from index.sentences import sentences

SOURCES = {
    "tides.md": "# Tides\n\nHigh water comes at noon. Boats leave at dawn. Nobody swims.\n",
    "moon.txt": "The moon pulls the water.\n\nSpring tides follow the new moon by two days.\n",
    "fees.txt": "A berth costs nine crowns.\n\nPilots pay nothing for a berth.\n",
}
DEV = """
- id: high-water
  question: when is high water?
  group: dates-and-numbers
  why: a time
  facts:
    - briefs:
        - {document: tides.md, phrase: comes at noon}
      originals:
        - {document: tides.md, phrase: comes at noon}
- id: price-and-pilots
  question: what does a berth cost, and what do pilots pay for a berth?
  group: several-parts
  why: two facts
  facts:
    - briefs:
        - {document: fees.txt, phrase: nine crowns}
      originals:
        - {document: fees.txt, phrase: nine crowns}
    - briefs:
        - {document: fees.txt, phrase: Pilots pay nothing}
      originals:
        - {document: fees.txt, phrase: Pilots pay nothing}
- id: harbour-master
  question: who is the harbour master?
  group: near-miss
  answerable: false
  why: nobody is named
"""
TEST = """
- id: t-spring-tides
  question: how long after the new moon do spring tides come?
  group: other-words
  why: a period
  facts:
    - briefs:
        - {document: fees.txt, phrase: A berth costs}
        - {document: moon.txt, phrase: by two days}
      originals:
        - {document: moon.txt, phrase: by two days}
- id: t-parking
  question: where can I park my car?
  group: off-topic
  answerable: false
  why: other field
"""


@dataclass(frozen=True)
class KnowingReader:
    """Knows every right sentence: the reader that all others are measured against."""

    index: Index
    cases: tuple[Case, ...]

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        # a question of several parts is read part by part
        case = next(case for case in self.cases if question in case.question)
        places = [some[-1] for some in locate(case, Corpus.BRIEFS, self.index.documents)]
        evidence = tuple(
            Evidence(hit, sentence, 1.0)
            for place in places
            for hit in hits
            for sentence in sentences(hit.passage.document, hit.passage.span)
            if hit.passage.document.uri == place.uri and sentence.holds(place.span)
        )
        return Reading(evidence, 1.0 if evidence else 0.0)


class RefusingReader:
    """Finds nothing, ever."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        return Reading((), 0.0)


class FirstSentenceReader:
    """Takes the first sentence of the first passage for the answer to everything."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        first = sentences(hits[0].passage.document, hits[0].passage.span)[0]
        return Reading((Evidence(hits[0], first, 1.0),), 1.0)


@dataclass
class Unsure:
    """Another reader that is never sure, and counts how often it reads."""

    reader: Reader
    read_times: int = 0

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        self.read_times += 1
        return replace(self.reader.read(question, hits), probability=0.2)


@dataclass(frozen=True)
class ShufflingReader:
    """Another reader, whose spans are cut from the wrong documents."""

    reader: Reader

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        reading = self.reader.read(question, hits)
        moved = tuple(self._moved(evidence, hits) for evidence in reading.evidence)
        return Reading(moved, reading.probability)

    def _moved(self, evidence: Evidence, hits: Sequence[Hit]) -> Evidence:
        other = next(hit for hit in hits if hit.passage.document != evidence.hit.passage.document)
        length = len(other.passage.document.text)
        start = min(evidence.span.start, length - 5)
        return Evidence(other, Span(start, min(evidence.span.end, length)), evidence.score)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of three small documents."""
    return write(tmp_path / "sources", SOURCES)


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    """A folder with both halves of the cases on them."""
    return write(tmp_path / "cases", {"dev.yaml": DEV, "test.yaml": TEST})


@pytest.fixture
def cases(case_folder: Path) -> tuple[Case, ...]:
    """Those cases."""
    return load_cases([case_folder / "dev.yaml", case_folder / "test.yaml"])


@pytest.fixture
def index(sources: Path, tmp_path: Path) -> Iterator[Index]:
    """An index of the documents that knows words and no meaning."""
    build(sources, tmp_path / "index", HashingEmbedder())
    opened = Index.open(tmp_path / "index", HashingEmbedder())
    yield opened
    opened.store.close()


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A new folder with some files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def run_of(index: Index, reader: Reader, cases: Sequence[Case], sources: Path) -> Run:
    """The run of an assistant with this reader."""
    assistant = Assistant(index, reader, AssistantSettings())
    outcomes = run_cases(assistant, cases, Corpus.BRIEFS, sources)
    return Run.of("briefs", "2026-11-22", index.documents, len(index.passages), outcomes)


def values(
    index: Index, reader: Reader, cases: Sequence[Case], sources: Path
) -> dict[str, float | None]:
    """The value of every metric for an assistant with this reader; times are left out."""
    assistant = Assistant(index, reader, AssistantSettings())
    outcomes = run_cases(assistant, cases, Corpus.BRIEFS, sources)
    found = figures([score(outcome) for outcome in outcomes])
    names = [metric.name for metric in METRICS if not metric.name.startswith("seconds")]
    return {name: found[name].value for name in names}
