"""Whatever stops a build, the index that was there answers as before, or the new one is whole."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import index.server
import index.writer
from index.build import build
from index.embed import HashingEmbedder
from index.errors import NotWritten
from index.retrieve import Index
from tests.conftest import REPOSITORY, TIDES, write_files

FULL = bool(os.environ.get("CHAPTER_FULL"))
KILLS = 67 if FULL else 3  # for each size of batch; three times that in all
GOLDEN = 50  # questions that every index must answer
RECOVERY = 5  # seconds

# edits one file and builds, again and again, saying how often it has
DRIVER = """
import sys
from pathlib import Path
import index.reading
from index.build import build
from index.embed import HashingEmbedder
from index.store import Store
sources, index.reading.BATCH = Path(sys.argv[1]), int(sys.argv[3])
index = Path(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for turn in range(1, 1000):
    text = "\\n".join(f"Turn {turn} of wheel {wheel} is done." for wheel in range(40))
    (sources / "turns.txt").write_text(text)
    build(sources, index, HashingEmbedder())
    print(turn, flush=True)
"""


def turns(index: Path) -> set[str]:
    """Which turns the index knows of: one, if it is whole."""
    opened = Index.open(index, HashingEmbedder())
    assert "causeway floods" in opened.search("when does the causeway flood?")[0].passage.text
    for wharf in range(GOLDEN if "wharves.txt" in opened.documents else 0):
        (hit,) = opened.sharing_words(f"wharf W{wharf}", 1)
        assert f"wharf W{wharf} " in hit.passage.text
    hits = opened.search("which turn of which wheel is done?", 50)
    assert len(opened.store) == len(opened.passages)
    found = {turn for hit in hits for turn in re.findall(r"Turn (\d+)", hit.passage.text)}
    opened.store.close()
    return found


@contextmanager
def drivers(folders: list[Path], batch: int) -> Iterator[list["subprocess.Popen[str]"]]:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", DRIVER, folder / "sources", folder / "index", str(batch)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for folder in folders
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("batch", [1, 8, 64])
def test_a_build_that_is_killed_leaves_a_whole_index(tmp_path: Path, batch: int) -> None:
    """E1: the turn that was said to be done, or the one after it, and nothing of two."""
    wharves = "\n\n".join(f"The fee of wharf W{n} is {n + 3} crowns." for n in range(GOLDEN))
    files = {**TIDES, "turns.txt": "Turn 0 of wheel 1 is done.", "wharves.txt": wharves}
    write_files(tmp_path / "0" / "sources", files)
    build(tmp_path / "0" / "sources", tmp_path / "0" / "index", HashingEmbedder())
    folders = [tmp_path / str(number) for number in range(KILLS)]
    for folder in folders[1:]:
        shutil.copytree(folders[0], folder)
    moments, recovery = random.Random(batch), 0.0
    for few in (folders[at : at + 8] for at in range(0, KILLS, 8)):
        with drivers(few, batch) as processes:
            for process, folder in zip(processes, few, strict=True):
                last = kill(process, moments.uniform(0.05, 1.5))
                began = time.perf_counter()
                assert turns(folder / "index") in ({str(last)}, {str(last + 1)})
                recovery = max(recovery, time.perf_counter() - began)
                build(folder / "sources", folder / "index", HashingEmbedder())
                assert not list((folder / "index").glob("*.unfinished"))
    print(f"batch {batch}: {KILLS} kills, recovered in {recovery:.1f} s at most")
    assert recovery < RECOVERY


def kill(process: "subprocess.Popen[str]", after: float) -> int:
    """Let it go, kill it after so many seconds, and give the last turn that it said was done."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    time.sleep(after)
    process.kill()
    return max((int(line) for line in process.stdout.read().split()), default=0)


READER = """
import sys
from pathlib import Path
from index.embed import HashingEmbedder
from index.retrieve import Index
reader = Index.open(Path(sys.argv[1]), HashingEmbedder())
for line in sys.stdin:
    print(reader.search("boat light")[0].passage.text.split("\\n")[0], flush=True)
    reader = reader.fresh()
"""


def test_a_reader_in_another_process_goes_on_and_then_moves_over(
    tides: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    (tides / "harbour.txt").write_text("Every boat must show a light.")
    build(tides, index, HashingEmbedder())
    with subprocess.Popen(
        [sys.executable, "-c", READER, index],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:

        def ask() -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert ask() == "Every boat must show a light."
        (tides / "harbour.txt").write_text("Every boat must show two lights.")
        build(tides, index, HashingEmbedder())
        assert ask() == "Every boat must show a light."
        assert ask() == "Every boat must show two lights."
        reader.communicate()


class DiskFull:
    """Lets a number of calls through and fails the next one, as a full disk would."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == -1:
                raise OSError(28, "No space left on device")
            return real(*args, **kwargs)

        return call


STEPS = [
    (os, "fsync"),
    (Path, "mkdir"),
    (Path, "rename"),
    (Path, "replace"),
    (Path, "write_text"),
    (shutil, "copytree"),
    (index.server, "copy_store"),
    (index.writer, "write"),
    (index.writer, "seal"),
]


def test_a_step_that_fails_leaves_the_old_index_and_the_next_build_succeeds(tmp_path: Path) -> None:
    """E2: the first, the second, the third ... call fails, as SQLite tests itself."""
    sources, folder = tmp_path / "sources", tmp_path / "index"
    write_files(sources, {**TIDES, "turns.txt": "Turn 0 of wheel 1 is done."})
    build(sources, folder, HashingEmbedder())
    (sources / "turns.txt").write_text("Turn 1 of wheel 1 is done.")
    said = []
    for calls in range(100):
        disk = DiskFull(calls)
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in STEPS:
                patch.setattr(owner, name, disk.wrap(getattr(owner, name)))
            try:
                build(sources, folder, HashingEmbedder())
                break
            except NotWritten as error:
                said.append(str(error))
        if turns(folder) == {"1"}:
            break  # what failed came after the switch
        assert turns(folder) == {"0"}
    assert len(said) > 15
    for words in ("No space left on device", "the old index, if any, is kept"):
        assert all(words in message for message in said)
    build(sources, folder, HashingEmbedder())
    assert turns(folder) == {"1"}


LIMITED = """
import resource, sys
from pathlib import Path
from index.build import build
from index.embed import HashingEmbedder
from index.errors import Problem
from index.retrieve import Index
sources, index = Path(sys.argv[1]), Path(sys.argv[2])
build(sources, index, HashingEmbedder())
(sources / "new.txt").write_text("The ferry leaves at six. " * 400)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for size in (0, 1, 100, 500, 1_000, 3_000, 5_000, 8_000, 12_000, 20_000, 30_000, 40_000, 60_000,
             80_000, 100_000, 120_000, 140_000, 160_000, 180_000, 200_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        build(sources, index, HashingEmbedder())
    except Problem as problem:
        print(type(problem).__name__)
        assert str(index) in str(problem), problem  # the message names the place
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    hits = Index.open(index, HashingEmbedder()).search("when does the causeway flood?")
    assert "causeway" in hits[0].passage.text, (size, hits)
build(sources, index, HashingEmbedder())
print("new.txt" in Index.open(index, HashingEmbedder()).documents)
"""


def test_a_disk_without_room_is_a_problem_that_is_told_and_harms_nothing(
    tides: Path, tmp_path: Path
) -> None:
    """E2: at twenty sizes the old index answers on."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, tides, tmp_path / "index"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *problems, rebuilt = done.stdout.split()
    assert len(problems) >= 12
    assert set(problems) <= {"NotWritten", "DamagedIndex"}
    assert rebuilt == "True"


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_folder_that_may_only_be_read_answers_and_says_so(tides: Path, tmp_path: Path) -> None:
    """E2: as on a disk that was mounted again, only to be read."""
    index = tmp_path / "index"
    build(tides, index, HashingEmbedder())
    (tides / "new.txt").write_text("The ferry leaves at six.")
    read_only = (
        "import os, sys; from pathlib import Path\n"
        "from index.build import build; from index.embed import HashingEmbedder\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"  # root may write anywhere
        "try: build(Path(sys.argv[1]), Path(sys.argv[2]), HashingEmbedder())\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() != "root" or folder.stat().st_mode & 0o005:
            break
        folder.chmod(0o755)
    index.chmod(0o555)
    command = [sys.executable, "-c", read_only, str(tides), str(index)]
    try:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    finally:
        index.chmod(0o755)
    assert "NotWritten" in done.stdout, done.stderr
    assert str(index) in done.stdout
    hits = Index.open(index, HashingEmbedder()).search("when does the causeway flood?")
    assert "causeway" in hits[0].passage.text
