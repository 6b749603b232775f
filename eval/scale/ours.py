"""What our index takes to build, to change and to ask."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from index.build import build
from index.embed import Embedder, Vectors
from index.exact import Dense, Exact
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
    """Search, and hold the ten nearest vectors against an exact scan of our own.

    `dense` is what a search uses, `graph` Chroma's.
    """
    embedder.ask("warm")
    started = time.perf_counter()
    opened = Index.open(index, embedder)
    found = {"open_seconds": time.perf_counter() - started}
    found |= timed("search", opened.search, questions)
    every = Exact.read(opened.store, [passage.id for passage in opened.passages])
    asked = [embedder.ask(question)[0] for question in questions]
    found |= timed("exact", lambda vector: nearest(every.vectors, vector), asked)
    for name, way in (("dense", opened.dense), ("graph", opened.store)):
        found |= timed(name, partial(way.nearest, count=NEAREST), asked)
        found[f"{name}_recall"] = _recall(way, every, asked)
    return found


def _recall(way: Dense, every: Exact, asked: Sequence[Vectors]) -> float:
    """The share of the ten nearest that a way finds; of ties for the tenth any will do."""
    right, count = 0, min(NEAREST, len(every.ids))
    for vector in asked:
        cosines = every.vectors @ vector
        known = dict(zip(every.ids, cosines.tolist(), strict=True))
        tenth = np.sort(cosines)[-count]
        right += sum(known[name] >= tenth - 1e-6 for name, _ in way.nearest(vector, NEAREST))
    return right / (count * len(asked))


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
