"""The bench as a table: every method, every measure, the same questions, one run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answerability import calibration
from assistant.judge import TrainedJudge
from assistant.settings import AssistantSettings
from eval.estimate import proportion
from eval.table import columns
from index.build import build
from index.minilm import MiniLM
from index.retrieve import Index
from train import bench, data
from train.bench import Method
from train.calibrate import area
from train.data import OWN, Lesson
from train.worlds import World, groups, world, write_lessons

TEST = OWN / "test" / "t.jsonl"  # by another hand, never trained on, nothing fitted to it


@dataclass(frozen=True)
class Sizes:
    """How many questions each measure is taken over, at most."""

    given: int = 300
    found: int = 100
    rerank: int = 100
    judged: int = 200
    timed: int = 30


Rows = dict[str, dict[str, str]]


def contest(folder: Path, run: Path, sizes: Sizes) -> str:
    """The table.

    Args:
        folder: the data; see `train.data`.
        run: where the index of all paragraphs is kept for the next time.
        sizes: how many questions.
    """
    rows: Rows = {}
    lessons = data.paragraphs(folder)
    with large(lessons, run) as everything:
        _paragraphs(everything, sizes, rows)
    own = [one for one in data.own(folder) if one.held_out and one.family == "own"]
    squad2 = [one for one in data.squad2(folder) if one.held_out]
    _answerability("own", groups(own), sizes, rows)
    _answerability("test", groups(data.read_own(TEST)), sizes, rows)
    _answerability("squad2", [squad2], sizes, rows)
    return as_text(rows)


@contextmanager
def large(lessons: Sequence[Lesson], run: Path) -> Iterator[World]:
    """An index of all paragraphs, kept in the run's folder; building it takes half an hour."""
    sources = run / "paragraphs"
    if not sources.is_dir():
        write_lessons(lessons, sources)
    embedder = MiniLM(threads=2)
    build(sources, run / "paragraphs-index", embedder)
    opened = Index.open(run / "paragraphs-index", MiniLM())
    try:
        yield World(opened, lessons)
    finally:
        opened.close()


def _paragraphs(made: World, sizes: Sizes, rows: Rows) -> None:
    """What is measured over all 18,850 paragraphs."""
    every = bench.asked(made, max(sizes.given, sizes.found, sizes.rerank), answerable=True)
    for name, method in _methods(made.index).items():
        row = rows.setdefault(name, {})
        row["given its paragraph"] = str(bench.first_right(method, made, every[: sizes.given]))
        row["among all paragraphs"] = str(
            bench.found_right(method, made.index, every[: sizes.found])
        )
        hit, rank = bench.reranked(method, made.index, every[: sizes.rerank])
        row["rerank hit@1"], row["rerank MRR"] = str(hit), str(rank)
        row["ms a question"] = f"{bench.milliseconds(method, made.index, every[: sizes.timed]):.0f}"


@dataclass
class Seen:
    """Best scores: with an answer (and whether it is right), near misses, document left out."""

    asked: list[tuple[float, bool]]
    near: list[float]
    away: list[float]


def _answerability(name: str, worlds: Sequence[Sequence[Lesson]], sizes: Sizes, rows: Rows) -> None:
    """How well the best score tells questions with an answer from those without."""
    seen: dict[str, Seen] = {}
    each = max(1, sizes.judged // len(worlds))
    for lessons in worlds:
        with world(lessons, MiniLM()) as made:
            yes = bench.asked(made, each, answerable=True)
            no = bench.asked(made, each, answerable=False)
            for method_name, method in _methods(made.index).items():
                some = seen.setdefault(method_name, Seen([], [], []))
                some.asked += bench.tops(method, made, yes)
                some.near += [score for score, _ in bench.tops(method, made, no)]
                some.away += [score for score, _ in bench.tops(method, made, yes, removed=True)]
    for method_name, some in seen.items():
        row = rows.setdefault(method_name, {})
        right = [score for score, good in some.asked if good]
        row[f"{name}: first right"] = str(proportion(good for _, good in some.asked))
        row[f"{name}: AUC near misses"] = f"{area(right, some.near):.3f}"
        row[f"{name}: AUC removed"] = f"{area(right, some.away):.3f}"
        if method_name == "whole reader":
            bar = calibration("judged").threshold(AssistantSettings().wrong)
            row[f"{name}: no-answer accuracy"] = str(proportion(s < bar for s in some.near))
            row[f"{name}: wrong abstention"] = str(proportion(s < bar for s, _ in some.asked))


def _methods(index: Index) -> dict[str, Method]:
    return bench.methods(index, MiniLM(trained=False), TrainedJudge())


def as_text(rows: Rows) -> str:
    """Measures as lines, methods as columns."""
    names = list(rows)
    measures = list(dict.fromkeys(measure for row in rows.values() for measure in row))
    lines = [("measure", *names)]
    lines += [(m, *(rows[name].get(m, "") for name in names)) for m in measures]
    return columns(lines)
