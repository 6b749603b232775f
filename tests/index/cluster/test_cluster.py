"""Passages read by a real Ray with two workers; `make test-ray` has it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index.build import build
from index.cluster import on_a_cluster
from index.minilm import MiniLM
from index.retrieve import Index
from index.settings import IndexSettings
from tests.conftest import REPOSITORY, write_files

ray = pytest.importorskip("ray", reason="Ray is not installed here: run `make test-ray`")
pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("default")]

QUESTIONS = (
    "what must employees do if approached?",
    "who signed the letter that ended the training contract?",
    "who won the world cup in 1998?",
)


@pytest.fixture(scope="module", autouse=True)
def two_workers() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The briefs, and five times as much that differs."""
    briefs = sorted((REPOSITORY / "sources").glob("*.md"))
    files = {
        f"{turn:02}-{path.name}": path.read_text("utf-8").replace("Oregon", f"Region {turn}")
        for turn in range(5)
        for path in briefs
    }
    files |= {path.name: path.read_text("utf-8") for path in briefs}
    return write_files(tmp_path_factory.mktemp("ray") / "sources", files)


def ours(name: str) -> Iterator[int]:
    """The processes of that name that this one has started, by way of others."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            named = name.encode() in (folder / "cmdline").read_bytes()
            line = [int(folder.name)]
            while named and line[-1] > 1:
                status = Path("/proc", str(line[-1]), "stat").read_text()
                line.append(int(status.rpartition(")")[2].split()[1]))
        except OSError:
            continue  # it has ended by now
        if named and os.getpid() in line:
            yield line[0]


def opened(folder: Path) -> Index:
    return Index.open(folder, MiniLM())


def stored(index: Index) -> np.ndarray:
    ids = [passage.id for passage in index.passages]
    found = index.store._collection.get(ids=ids, include=["embeddings"])
    by_id = dict(zip(found["ids"], found["embeddings"], strict=True))
    return np.array([by_id[name] for name in ids], np.float32)


def same(one: Index, other: Index) -> None:
    assert [p.id for p in one.passages] == [p.id for p in other.passages]
    assert (stored(one) * stored(other)).sum(1).min() >= 0.9999
    for passage in one.passages[::7]:
        cosines = (one.read(passage).vectors * other.read(passage).vectors).sum(1)
        assert cosines.min() >= 0.9999
    for question in QUESTIONS:
        # scores, since the copies of a passage that differ by a name alone may change places
        scores = [[hit.score for hit in index.search(question)] for index in (one, other)]
        assert scores[0] == pytest.approx(scores[1], abs=1e-4)


@pytest.fixture(scope="module")
def here(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("here")
    build(corpus, folder, MiniLM(threads=2))
    return opened(folder)


def test_two_workers_give_the_index_that_one_process_gives(
    corpus: Path, here: Index, tmp_path: Path
) -> None:
    report = build(corpus, tmp_path, MiniLM(), read=on_a_cluster(IndexSettings()))
    assert report.passages == len(here.passages) > 150
    same(opened(tmp_path), here)


def test_a_worker_that_is_killed_in_the_middle_takes_nothing_along(
    corpus: Path, here: Index, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one() -> None:
        while not killed:
            for worker in ours("ray::MapWorker"):
                killed.append(worker)
                os.kill(worker, signal.SIGKILL)
                return
            time.sleep(0.02)

    thread: list[Thread] = []

    def progress(done: int, total: int) -> None:
        if 0 < done < total and not thread:
            thread.append(Thread(target=kill_one))
            thread[0].start()

    build(corpus, tmp_path, MiniLM(), read=on_a_cluster(IndexSettings()), progress=progress)
    thread[0].join()
    assert killed
    same(opened(tmp_path), here)
