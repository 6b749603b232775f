"""E2: a build that has too little room says so before it writes, and the old index answers."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.embed import HashingEmbedder
from index.errors import NotWritten
from index.generation import current
from index.retrieve import Index
from index.snapshot import read_entries
from index.space import A_PASSAGE, SPARE, check_space
from index.writer import Kept

ROOM = 6_000_000  # bytes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_small_disk_is_told_before_it_is_full(tides: Path, small_disk: Path) -> None:
    index = small_disk / "index"
    build(tides, index, HashingEmbedder())
    before, left = current(index), shutil.disk_usage(index).free
    many = "\n".join(f"# Day {day}\n\nOn day {day} the sea was high.\n" for day in range(2000))
    (tides / "days.md").write_text(many, "utf-8")
    with pytest.raises(NotWritten) as caught:
        build(tides, index, HashingEmbedder())
    for words in (f"The disk of {index} has", "MB left", "Make room", "--index", "is kept"):
        assert words in str(caught.value)
    assert current(index) == before
    assert abs(shutil.disk_usage(index).free - left) < 100_000  # nothing was begun
    opened = Index.open(index, HashingEmbedder())
    assert "causeway floods" in opened.search("when does the causeway flood?")[0].passage.text
    opened.close()


def test_what_is_new_counts_and_what_is_kept_does_not(tides_index: Index) -> None:
    (entry, *_) = read_entries(tides_index.generation)
    contexts = {passage.id: passage.context for passage in entry.passages}
    free = shutil.disk_usage(tides_index.folder).free
    too_many = [entry] * (2 * free // (A_PASSAGE * SPARE))  # others write and remove meanwhile
    with pytest.raises(NotWritten, match="Make room"):
        check_space(tides_index.folder, too_many, Kept(None, {}))
    check_space(tides_index.folder, too_many, Kept(None, contexts))
    check_space(tides_index.folder, [entry], Kept(tides_index.generation, {}))
