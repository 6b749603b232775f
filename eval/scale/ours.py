"""What our index takes to build, to change and to ask."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.build import build
from index.embed import Embedder, Vectors
from index.generation import current
from index.retrieve import Index

NEAREST = 10


def build_ours(sources: Path, index: Path, embedder: Embedder) -> dict[str, float]:
    """Bring an index up to date with a folder of sources."""
    embedder.passages(["warm"])
    started, cpu = time.perf_counter(), time.process_time()
    report = build(sources, index, embedder)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    size = sum(path.stat().st_size for path in current(index).rglob("*") if path.is_file())
    return {"seconds": seconds, "cpu_seconds": cpu, "passages": report.passages, "bytes": size}


def ask_ours(index: Path, questions: Sequence[str], embedder: Embedder) -> dict[str, float]:
    """Search for questions, and hold the store's ten nearest against an exact scan."""
    embedder.ask("warm")
    started = time.perf_counter()
    opened = Index.open(index, embedder)
    found = {"open_seconds": time.perf_counter() - started}
    found |= timed("search", opened.search, questions)
    ids, vectors = _all(opened)
    asked = [embedder.ask(question)[0] for question in questions]
    exact = timed("exact", lambda vector: nearest(vectors, vector), asked)
    near = timed("store", lambda vector: opened.store.nearest(vector, NEAREST), asked)
    right, count = 0, min(NEAREST, len(ids))
    for vector in asked:
        tenth = np.sort(vectors @ vector)[-count]
        names = [name for name, _ in opened.store.nearest(vector, NEAREST)]
        # a tie for the tenth place may go either way
        right += sum(float(vectors[ids[name]] @ vector) >= tenth - 1e-6 for name in names)
    return {**found, **exact, **near, "recall": right / (count * len(asked))}


def timed(name: str, ask: Callable[[Any], object], questions: Sequence[Any]) -> dict[str, float]:
    """The median and the 95th percentile of some questions, in milliseconds."""
    ask(questions[0])
    times = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        times.append(1000 * (time.perf_counter() - started))
    return {f"{name}_median_ms": float(np.median(times)),
            f"{name}_p95_ms": float(np.percentile(times, 95))}  # fmt: skip


def nearest(vectors: Vectors, asked: Vectors) -> list[int]:
    """The rows of the nearest vectors, best first, by looking at all of them."""
    cosines = vectors @ asked
    few = np.argpartition(-cosines, min(NEAREST, len(cosines) - 1))[:NEAREST]
    return [int(row) for row in few[np.argsort(-cosines[few])]]


def _all(index: Index) -> tuple[dict[str, int], Vectors]:
    """Every vector of the store, with the row of each id."""
    wanted = [passage.id for passage in index.passages]
    parts = [index.store.vectors(wanted[i : i + 2000]) for i in range(0, len(wanted), 2000)]
    ids = {name: row for row, name in enumerate(name for names, _ in parts for name in names)}
    return ids, np.concatenate([vectors for _, vectors in parts])
