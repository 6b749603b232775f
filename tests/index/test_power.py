"""E13: when the power fails, only what was synced is there; the index is the old or the new one.

As LazyFS does it to a database: after each call that could matter, a disk is made that holds
nothing of a file whose last bytes were not synced, and of the renames whose folder was not synced
since, each choice that the file system may have made.
"""

import os
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from index.build import build
from index.embed import HashingEmbedder
from index.retrieve import Index
from tests.conftest import TIDES, write_files

Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


class Power:
    """Watches over a folder what is synced in it; `fail` makes the disks that may be left."""

    def __init__(self, index: Path, disks: Path) -> None:
        self.index, self.disks, self.made = index, disks, 0
        self.synced = {stamp(path) for path in index.rglob("*") if path.is_file()}
        self.renames: list[tuple[str, str]] = []
        self.pointer = (index / "current").read_bytes()

    def sync(self, path: Path) -> None:
        if path.is_file():
            self.synced.add(stamp(path))
        if path == self.index:
            self.renames.clear()
            self.pointer = (path / "current").read_bytes()
        self.fail()

    def rename(self, old: Path, new: Path) -> None:
        self.renames.append((old.name, new.name))
        self.fail()

    def fail(self) -> None:
        for count in range(len(self.renames) + 1):
            for lost in combinations(self.renames, count):
                self.made += 1
                self._disk(self.disks / str(self.made), lost)

    def _disk(self, disk: Path, lost: tuple[tuple[str, str], ...]) -> None:
        shutil.copytree(self.index, disk)
        for path in self.index.rglob("*"):
            if path.is_file() and stamp(path) not in self.synced:
                (disk / path.relative_to(self.index)).write_bytes(b"")
        for old, new in lost:
            if new == "current":
                (disk / new).write_bytes(self.pointer)
            else:
                os.rename(disk / new, disk / old)


def words(index: Path) -> str:
    opened = Index.open(index, HashingEmbedder())
    try:
        assert len(opened.store) == len(opened.passages)
        return opened.search("boat light turn", 1)[0].passage.text.split("\n")[0]
    finally:
        opened.close()


def test_after_a_power_cut_the_index_is_the_old_one_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E13: every disk of two builds, more than fifty of them."""
    sources, index = write_files(tmp_path / "sources", TIDES), tmp_path / "index"
    text = "Every boat must show {} lights."
    (sources / "harbour.txt").write_text(text.format(0))
    build(sources, index, HashingEmbedder())
    sync, rename, replace = os.fsync, Path.rename, Path.replace
    seen = []
    for turn in (1, 2):
        (sources / "harbour.txt").write_text(text.format(turn))
        power = Power(index, tmp_path / f"disks {turn}")

        def synced(handle: int, power: Power = power) -> None:
            sync(handle)
            power.sync(Path(f"/proc/self/fd/{handle}").resolve())

        def renamed(old: Path, new: Path, power: Power = power) -> Path:
            done = rename(old, new)
            power.rename(old, new)
            return done

        def replaced(old: Path, new: Path, power: Power = power) -> Path:
            done = replace(old, new)
            power.rename(old, new)
            return done

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", synced)
            patch.setattr(Path, "rename", renamed)
            patch.setattr(Path, "replace", replaced)
            build(sources, index, HashingEmbedder())
        for disk in sorted(power.disks.iterdir(), key=lambda path: int(path.name)):
            seen.append(words(disk))
            assert seen[-1] in (text.format(turn - 1), text.format(turn))
        assert seen[-1] == text.format(turn)
    assert len(seen) >= 50
    assert seen.count(text.format(1)) > 3
