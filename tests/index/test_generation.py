import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import DamagedIndex, IndexBusy, NoIndex, NotWritten
from index.generation import current, next_generation, writing
from tests.conftest import REPOSITORY


def make(index: Path, words: str) -> Path:
    with writing(index), next_generation(index) as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "text").write_text(words)
    return current(index)


def test_before_the_first_build_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match=f"python -m index build --index {tmp_path}"):
        current(tmp_path)
    with pytest.raises(NoIndex):
        current(tmp_path / "nowhere")


def test_a_generation_that_is_finished_is_the_current_one(tmp_path: Path) -> None:
    assert (make(tmp_path, "one") / "sub" / "text").read_text() == "one"
    assert (make(tmp_path, "two") / "sub" / "text").read_text() == "two"


def test_the_generation_before_stays_for_those_who_read_it(tmp_path: Path) -> None:
    one, two, three = (make(tmp_path, words) for words in ("one", "two", "three"))
    assert not one.exists()
    assert two.exists()
    assert current(tmp_path) == three


def test_a_block_that_fails_changes_and_leaves_nothing(tmp_path: Path) -> None:
    one = make(tmp_path, "one")

    def fail() -> None:
        with writing(tmp_path), next_generation(tmp_path) as folder:
            (folder / "text").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert current(tmp_path) == one
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == [one.name]


def test_what_a_crash_left_behind_is_cleared_away(tmp_path: Path) -> None:
    make(tmp_path, "one")
    (tmp_path / "gen-000007.unfinished" / "chroma").mkdir(parents=True)
    (tmp_path / "current.unfinished").write_text("gen-000007")
    make(tmp_path, "two")
    assert list(tmp_path.glob("*.unfinished")) == []


def test_a_finished_generation_that_was_never_named_is_passed_over_and_cleared(
    tmp_path: Path,
) -> None:
    one = make(tmp_path, "one")
    orphan = tmp_path / "gen-000002"
    orphan.mkdir()
    two = make(tmp_path, "two")
    assert two.name == "gen-000003"
    assert one.exists()  # the one that was current, and not the orphan, is what a reader may hold
    assert not orphan.exists()


@pytest.mark.parametrize(
    "name", ["gen-000009", "", "../outside", "gen-/../../etc", "\0", "x" * 5000]
)
def test_a_pointer_to_nothing_is_damage(tmp_path: Path, name: str) -> None:
    make(tmp_path, "one")
    (tmp_path / "current").write_text(name)
    with pytest.raises(DamagedIndex, match="python -m index repair"):
        current(tmp_path)


def test_a_pointer_that_cannot_be_read_is_damage_and_not_an_absence(tmp_path: Path) -> None:
    make(tmp_path, "one")
    (tmp_path / "current").write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedIndex, match="cannot be read"):
        current(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    with pytest.raises(DamagedIndex, match="cannot be read"):
        current(tmp_path)


HOLD = """
import sys, time
from pathlib import Path
from index.generation import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_told_that_the_first_is_writing(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy, match="Another process is building"), writing(tmp_path):
            pytest.fail("two writers at once")
        first.kill()
    with writing(tmp_path):
        pass  # the lock of a process that was killed holds nobody up


def test_a_second_writer_in_the_same_process_is_told_so(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexBusy), writing(tmp_path):
        pytest.fail("two writers at once")


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(
            NotWritten, match=r"cannot be written: .*Make room or put the rights in order"
        ),
        writing(tmp_path / "file" / "index"),
    ):
        pytest.fail("written into a file")


def test_everything_is_on_the_disk_before_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of the calls that matters when the power fails."""
    done: list[str] = []
    sync, rename, replace = os.fsync, Path.rename, Path.replace

    def noted_sync(handle: int) -> None:
        done.append("sync " + Path(f"/proc/self/fd/{handle}").resolve().name)
        sync(handle)

    def noted_rename(self: Path, target: Path) -> Path:
        done.append(f"rename {self.name}")
        return rename(self, target)

    def noted_replace(self: Path, target: Path) -> Path:
        done.append(f"replace {target.name}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    monkeypatch.setattr(Path, "replace", noted_replace)
    make(tmp_path, "one")
    assert sorted(done[:3]) == ["sync gen-000001.unfinished", "sync sub", "sync text"]
    assert done[3:] == [
        "rename gen-000001.unfinished",
        f"sync {tmp_path.name}",
        "sync current.unfinished",
        "replace current",
        f"sync {tmp_path.name}",
    ]
