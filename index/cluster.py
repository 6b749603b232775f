"""Passages read on many machines at once, by Ray Data (Moritz et al. 2018). The home of ray.

`RAY_ADDRESS` names a cluster, on whose machines this program must be installed in the same version;
without it the processors of this machine are used. One process each holds the model; one that dies
is started again, and what it was reading is read again. An extra: `pip install ".[ray]"`.
"""

import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.errors import BadInput, ClusterAway
from index.models import open_embedder
from index.reading import Batch, Part, ReadBatch, read_batch
from index.settings import IndexSettings
from index.token_store import Packed

ADDRESS = "RAY_ADDRESS"


class Worker:
    """The model on one processor; what it gives is bytes, which travel without a copy."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._embedder = open_embedder(IndexSettings(**settings))

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """The vectors of a batch of texts; `contexts` counts the characters before each passage."""
        texts = [str(text) for text in row["texts"]]
        made = read_batch(list(zip(texts, map(int, row["contexts"]), strict=True)), self._embedder)
        return {
            "vectors": made.vectors.astype("<f4").tobytes(),
            "tokens": b"".join(packed.vectors.tobytes() for packed in made.tokens),
            "places": b"".join(packed.places.astype("<i4").tobytes() for packed in made.tokens),
            "counts": [len(packed.vectors) for packed in made.tokens],
        }


def on_a_cluster(settings: IndexSettings) -> ReadBatch:
    """What reads batches with as many workers as the cluster has processors.

    Raises:
        BadInput: Ray is not installed.
        ClusterAway: the cluster that is named does not answer, or gives up.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # it would report its use to its makers
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise BadInput('--ray needs Ray: `pip install "chapter-and-verse[ray]"`.') from error

    def read(batches: Sequence[Batch]) -> Iterator[Part]:
        try:
            yield from _read(ray, batches, settings)
        except (ray.exceptions.RayError, ConnectionError) as error:
            where = os.environ.get(ADDRESS, "on this machine")
            raise ClusterAway(
                f"The Ray cluster {where} could not read the passages "
                f"({type(error).__name__}: {str(error)[:200]}). Look at `ray status`, or build "
                "without --ray; the old index is kept."
            ) from error

    return read


def _read(ray: Any, batches: Sequence[Batch], settings: IndexSettings) -> Iterator[Part]:
    if not batches:
        return
    ray.init(ignore_reinit_error=True, log_to_driver=False, logging_level="ERROR")
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    workers = max(1, min(int(ray.cluster_resources().get("CPU", 1)), len(batches)))
    rows = [
        {"texts": [text for text, _ in batch], "contexts": [before for _, before in batch]}
        for batch in batches
    ]
    made = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        Worker,
        fn_constructor_args=[settings.model_dump()],
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=1,
    )
    yield from map(_part, made.iter_rows())


def _part(row: dict[str, Any]) -> Part:
    counts = np.asarray(row["counts"], np.int64)
    vectors = np.frombuffer(row["vectors"], "<f4").reshape(len(counts), -1)
    places = np.frombuffer(row["places"], "<i4").reshape(-1, 2)
    tokens = np.frombuffer(row["tokens"], np.int8).reshape(len(places), -1)
    ends = np.cumsum(counts)[:-1]
    pairs = zip(np.split(tokens, ends), np.split(places, ends), strict=True)
    return Part(vectors, [Packed(*pair) for pair in pairs])
