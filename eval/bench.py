"""How fast: building an index and answering a question, each beside a plain baseline.

Absolute times say more about the machine than about the program, so every figure stands beside a
baseline that is measured in the same run, turn by turn. sentence-transformers has its home in
index/embed.py; it is imported here too, since the library alone is the baseline of a build.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from assistant.open import open_assistant
from eval.errors import BadData
from eval.retrieval import rankings
from eval.table import columns
from index.build import build
from index.chunk import chunk, embedded_text
from index.embed import Embedder
from index.errors import BadInput, Problem
from index.load import list_sources, read_document
from index.minilm import MiniLM
from index.settings import IndexSettings
from index.weights import model_folder

PARAGRAPHS = 100  # beside the briefs: enough that the fixed costs of a build do not decide
BUILDS = 3
COLD = 3  # processes that are started for each way to ask
WARM = 30  # questions
WAYS = ("plain dense search", "search", "reply")
FOUND = 10  # passages for a question
# what a process runs that answers one question and ends
ONCE = "import sys, eval.bench as b; b.ask(b.Path(sys.argv[1]))[sys.argv[2]](sys.argv[3])"

Ask = Callable[[str], object]


@dataclass(frozen=True)
class Timing:
    """Some measurements of one thing; `ratio` compares their median with that of a baseline."""

    name: str
    values: tuple[float, ...]
    baseline: "Timing | None" = None

    @property
    def ratio(self) -> float | None:
        """This median over the baseline's.

        >>> Timing("ours, s", (2.0, 9.0, 3.0), Timing("plain, s", (2.0,))).ratio
        1.5
        """
        return median(self.values) / median(self.baseline.values) if self.baseline else None


@dataclass(frozen=True)
class Bench:
    """All timings, and the number of passages they were taken over."""

    passages: int
    timings: tuple[Timing, ...]


def bench(sources: Path, questions: Sequence[str], paragraphs: Path, count: int) -> Bench:
    """Measure building and asking over the sources and some paragraphs of other text.

    Args:
        sources: documents that the questions are about.
        questions: what is asked.
        paragraphs: JSON lines with `text`; passed over where the file is missing.
        count: how many of its lines.

    Raises:
        Problem: the sources, the paragraphs or the model cannot be used.
    """
    if not questions:
        raise BadInput("There is no question to ask; name a folder with cases by --cases DIR.")
    with TemporaryDirectory(prefix="eval-") as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        gather(sources, paragraphs, count, corpus)
        passages, built = _building(corpus, index)
        last = index / str(BUILDS - 1)
        cold, warm = _cold(last, questions[:COLD]), _warm(last, questions[:WARM])
        return Bench(passages, (*built, *cold, *warm))


def gather(sources: Path, paragraphs: Path, count: int, folder: Path) -> None:
    """Copy the sources to a new folder and write each paragraph beside them as a text file.

    Raises:
        BadData: a line of the paragraphs is not JSON with `text`.
    """
    shutil.copytree(sources, folder)
    if not paragraphs.is_file():
        return
    try:
        with paragraphs.open(encoding="utf-8") as lines:
            texts = [
                str(json.loads(line)["text"]) for _, line in zip(range(count), lines, strict=False)
            ]
    except (ValueError, KeyError, TypeError) as error:
        raise BadData(f'{paragraphs} must hold JSON lines with "text" ({error}).') from error
    for number, text in enumerate(texts):
        (folder / f"paragraph-{number:05}.txt").write_text(text, "utf-8")


def embedded_texts(corpus: Path, embedder: Embedder) -> list[str]:
    """What a build embeds for each passage of a folder of sources."""
    readable = (source for source in list_sources(corpus) if source.readable)
    documents = (read_document(source, source.data()) for source in readable)
    budget = IndexSettings().passage_tokens
    return [
        embedded_text(passage, embedder)
        for document in documents
        for passage in chunk(document, embedder, budget)
    ]


def _building(corpus: Path, index: Path) -> tuple[int, tuple[Timing, ...]]:
    """The number of passages, and what building them takes beside embedding them, in turns."""
    embedder = MiniLM(threads=os.cpu_count() or 1)
    texts = embedded_texts(corpus, embedder)
    plain = _sentence_transformers()
    embedder.embed(texts[:1])  # both models are warm before the clock runs
    plain(texts[:1])
    full, again, alone = [], [], []
    for turn in range(BUILDS):
        place = index / str(turn)  # an empty folder: nothing there to keep from an earlier turn
        full.append(_seconds(partial(build, corpus, place, embedder)))
        again.append(_seconds(partial(build, corpus, place, embedder)))
        alone.append(_seconds(partial(plain, texts)))
    rate = Timing("sentence-transformers alone, passages/s", tuple(len(texts) / s for s in alone))
    whole = Timing("full build, s", tuple(full))
    return len(texts), (
        rate,
        Timing("full build, passages/s", tuple(len(texts) / s for s in full), rate),
        whole,
        Timing("build without a change, s", tuple(again), whole),
    )


def _sentence_transformers() -> Callable[[Sequence[str]], object]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)
    return lambda texts: model.encode(list(texts), show_progress_bar=False)


def ask(index: Path) -> Mapping[str, Ask]:
    """The ways to ask an index: plain dense search, our search, and the whole reply."""
    assistant = open_assistant(index)
    ranked = rankings(assistant.index, FOUND)
    return dict(zip(WAYS, (ranked["dense"], ranked["ours"], assistant.reply), strict=True))


def _warm(index: Path, questions: Sequence[str]) -> tuple[Timing, ...]:
    """Each way on each question, in turns, in a process that has answered before."""
    ways = ask(index)
    for way in ways.values():
        way(questions[0])
    turns = [[_seconds(partial(way, question)) for way in ways.values()] for question in questions]
    return _compared("warm", turns)


def _cold(index: Path, questions: Sequence[str]) -> tuple[Timing, ...]:
    """Each way in a process of its own: start, imports, model, index, one question, end."""
    turns = []
    for question in questions:
        commands = [[sys.executable, "-c", ONCE, str(index), way, question] for way in WAYS]
        turns.append([_seconds(partial(_process, each)) for each in commands])
    return _compared("cold", turns)


def _process(command: Sequence[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Problem(f"A process that asked one question failed: {last}")


def _compared(state: str, turns: Sequence[Sequence[float]]) -> tuple[Timing, ...]:
    """A timing for each way, from turns of one measurement each; the first is the baseline."""
    times = dict(zip(WAYS, zip(*turns, strict=True), strict=True))
    plain = Timing(f"{state} {WAYS[0]}, s", times[WAYS[0]])
    return (plain, *(Timing(f"{state} {way}, s", times[way], plain) for way in WAYS[1:]))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def as_text(result: Bench) -> str:
    """The timings as a table, under what they were taken over."""
    passages, processors = result.passages, os.cpu_count()
    return f"bench: {passages} passages, {processors} processors\n{timings_as_text(result.timings)}"


def timings_as_text(timings: Sequence[Timing]) -> str:
    """A table; a ratio is that of the medians, and names its baseline."""
    rows: list[tuple[str, ...]] = [("measure", "n", "median", "min", "max", "ratio")]
    for timing in timings:
        values = timing.values
        cells = (f"{value:.4g}" for value in (median(values), min(values), max(values)))
        ratio = f"{timing.ratio:.3f} of {timing.baseline.name}" if timing.baseline else ""
        rows.append((timing.name, str(len(values)), *cells, ratio))
    return columns(rows)
