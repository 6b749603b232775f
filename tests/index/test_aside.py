"""A build in a child process: the same index, and whatever becomes of the child, a whole one."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.aside import NICE, BuildAside
from index.build import build
from index.errors import BuildEnded, SourcesMissing
from index.generation import current, generations, unfinished, writing
from index.minilm import MiniLM
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings
from index.snapshot import read_entries
from tests.conftest import Write

pytestmark = pytest.mark.model

# each costs the start of a process
WAYS = [None, signal.SIGKILL] if os.environ.get("CHAPTER_FULL") else [None]


class Stop(Exception):
    """Somebody has cancelled the change."""


class Builds:
    """Builds of one folder, each in a child process; what was told of the last one."""

    def __init__(self, aside: BuildAside, minilm: MiniLM, sources: Path, index: Path) -> None:
        self.aside, self.minilm, self.sources, self.index = aside, minilm, sources, index
        self.files: list[FileReport] = []
        self.steps: list[tuple[int, int]] = []

    def once(self) -> BuildReport:
        self.files.clear()
        return self.aside(
            self.sources, self.index, self.minilm, IndexSettings(), False,
            say=lambda words: None, tell=self.files.append, progress=self.step,
        )  # fmt: skip

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))


class Halted(Builds):
    """Builds that are ended at the first passage, in one way or another."""

    way: signal.Signals | None = None

    def step(self, done: int, total: int) -> None:
        if self.way is None:
            raise Stop
        assert self.aside.child is not None
        os.kill(self.aside.child, self.way)


@pytest.fixture(scope="module")
def aside() -> Iterator[BuildAside]:
    made = BuildAside()
    yield made
    made.end()


def test_a_child_builds_what_this_process_builds_at_a_low_priority(
    aside: BuildAside, minilm: MiniLM, tides: Path, tmp_path: Path
) -> None:
    """F7: and it waits for the next build, with its model loaded."""
    ours = build(tides, tmp_path / "here", minilm)
    builds = Builds(aside, minilm, tides, tmp_path / "index")
    report = builds.once()
    assert report == ours
    assert builds.files == list(ours.files)
    assert builds.steps[-1] == (ours.passages, ours.passages)
    texts, theirs = (
        [entry.document.id for entry in read_entries(current(index))]
        for index in (tmp_path / "here", tmp_path / "index")
    )
    assert texts == theirs
    child = aside.child
    assert child is not None
    assert os.getpriority(os.PRIO_PROCESS, child) == NICE
    again = builds.once()
    assert {file.outcome for file in again.files} == {Outcome.UNCHANGED}
    assert aside.child == child


def test_what_a_child_cannot_do_is_the_same_problem_here(
    aside: BuildAside, minilm: MiniLM, write: Write, tmp_path: Path
) -> None:
    builds = Builds(aside, minilm, write({"empty.md": ""}), tmp_path / "index")
    with pytest.raises(SourcesMissing, match="Not one of the files"):
        builds.once()
    assert [file.outcome for file in builds.files] == [Outcome.EMPTY]


@pytest.mark.parametrize("way", WAYS)
def test_a_child_that_is_stopped_or_killed_leaves_the_index_and_the_lock(
    aside: BuildAside, minilm: MiniLM, tides: Path, tmp_path: Path, way: signal.Signals | None
) -> None:
    """E1: one that is stopped tidies up; the next build begins a new one."""
    builds = Halted(aside, minilm, tides, tmp_path / "index")
    builds.way = way
    with pytest.raises(Stop if way is None else BuildEnded):
        builds.once()
    assert builds.aside.child is None
    with writing(builds.index):
        assert generations(builds.index) == []
        assert way or unfinished(builds.index) == []
