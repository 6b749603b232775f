"""Chroma's chunking evaluation (Smith and Troynikov 2024): excerpts of corpora that answer.

The rows are read and matched in `eval.retrieval`, which compares dense, lexical and fused ranking;
here the index's own ranking is measured as the report measures a way of chunking.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from operator import attrgetter
from time import perf_counter

from eval.benchmarks.outcome import Built, Figure, Outcome, Run, average, seconds
from eval.benchmarks.overlap import overlap, places, precision, recall
from eval.benchmarks.shelf import built_in
from eval.retrieval import ALL, Question, matched, read_rows
from eval.score import Characters
from index.build import build
from index.passage import Hit
from index.retrieve import Index

PARTS = (ALL,)
DEPTHS = (5, 10)  # passages; the report retrieves five
MEASURES: dict[str, Callable[[Characters], float]] = {
    "recall": recall, "precision": precision, "iou": attrgetter("iou"),
}  # fmt: skip


def run(how: Run) -> Outcome:
    """Search for every question in an index of all the corpora of the folder.

    A question counts with those of its excerpts that stand at their place; see `eval.retrieval`.
    """
    rows = read_rows(how.data)
    with built_in(how.kept) as folder:
        started = perf_counter()
        build(how.data, folder, how.embedder, progress=how.progress)
        with closing(Index.open(folder, how.embedder)) as index:
            spent = perf_counter() - started
            asked, lost = matched(rows, index.documents)
            figures = tuple(_figures(index, how.some(asked)))
            held = Built(len(index.documents), 0, len(index.passages), spent)
    notes = (f"{lost} excerpts do not stand at their place and are left out",) if lost else ()
    return Outcome((held,), figures, notes)


def _figures(index: Index, asked: Sequence[Question]) -> Iterator[Figure]:
    found: list[list[Hit]] = []
    took = []
    for question in asked:
        started = perf_counter()
        found.append(index.search(question.text, max(DEPTHS)))
        took.append(perf_counter() - started)
    for depth in DEPTHS:
        lain = [_overlap(q, hits[:depth]) for q, hits in zip(asked, found, strict=True)]
        for name, measure in MEASURES.items():
            yield average(ALL, f"{name}_at_{depth}", [measure(one) for one in lain])
    yield from seconds(ALL, took)


def _overlap(question: Question, hits: Sequence[Hit]) -> Characters:
    """What the passages share with the excerpts; passages of other corpora are found in vain."""
    passages = (hit.passage for hit in hits)
    retrieved = set[tuple[str, int]]().union(
        *(places(passage.document.uri, [passage.span]) for passage in passages)
    )
    return overlap(retrieved, places(question.uri, question.references))
