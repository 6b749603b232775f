"""E3, E4: a file of an index that is not what was written is noticed before anything is served."""

import json
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from index.build import build
from index.database import DATABASE, contents
from index.embed import HashingEmbedder
from index.errors import DamagedIndex, NoIndex
from index.generation import POINTER, current
from index.retrieve import Index
from index.seal import SEAL
from index.settings import IndexSettings
from tests.conftest import TIDES, write_files

SMALL = IndexSettings(passage_tokens=20)
WAYS = ("cut short", "flipped", "emptied", "deleted")
# each mends a thousand passages; all of them in the nightly run
MENDED = 100 if os.environ.get("CHAPTER_FULL") else 4


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources and an index with a graph of its own on the disk, in its second generation."""
    folder = tmp_path_factory.mktemp("large")
    filler = " and so the sea follows the moon" * 2
    days = "\n".join(f"The moon of day {n} pulls the sea of day {n}{filler}." for n in range(1030))
    sources = write_files(folder / "sources", {**TIDES, "days.txt": days})
    build(sources, folder / "index", HashingEmbedder(), SMALL)
    (sources / "new.txt").write_text("The pier of the new harbour was opened by nobody.")
    build(sources, folder / "index", HashingEmbedder(), SMALL)
    assert any(current(folder / "index").rglob("index_metadata.pickle"))
    return folder


def damage(path: Path, way: str, chance: random.Random) -> None:
    data = path.read_bytes()
    if way == "deleted":
        path.unlink()
    elif not data:
        path.write_bytes(b"more")
    elif way in ("cut short", "emptied"):
        path.write_bytes(data[: len(data) // 2] if way == "cut short" else b"")
    else:
        place = chance.randrange(len(data))
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def free(database: Path) -> bool:
    """Whether what was flipped in a database belongs to no row of it."""
    noted = json.loads((database.parents[1] / SEAL).read_text())
    try:
        return bool(contents(database) == noted[f"chroma/{DATABASE}"])
    except sqlite3.Error:
        return False


def search(index: Path, settings: IndexSettings = SMALL) -> list[tuple[str, int, float]]:
    opened = Index.open(index, HashingEmbedder(), settings)
    try:
        hits = opened.search("when does the causeway flood?", 5)
        return [(hit.passage.id, hit.rank, hit.score) for hit in hits]
    finally:
        opened.close()


def test_every_corruption_of_every_file_is_noticed_before_it_is_opened_and_mended(
    large: Path, tmp_path: Path
) -> None:
    """E3: this process would be gone with the first header that Chroma opens too early."""
    chance, whole = random.Random(3), current(large / "index")
    before = search(large / "index")
    files = sorted(path for path in whole.rglob("*") if path.is_file())
    names = [path.relative_to(whole.parent) for path in files]
    trials = [(name, way) for name in [*names, Path(POINTER)] for way in WAYS]
    assert len(trials) >= 60
    mended = set(chance.sample(range(len(trials)), min(MENDED, len(trials))))
    for number, (name, way) in enumerate(trials):
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        shutil.copytree(large / "index", tmp_path / "index")
        damage(tmp_path / "index" / name, way, chance)
        if way == "flipped" and name.name == DATABASE and free(tmp_path / "index" / name):
            continue
        with pytest.raises((DamagedIndex, NoIndex)):
            Index.open(tmp_path / "index", HashingEmbedder(), SMALL)
        if number in mended:
            report = build(large / "sources", tmp_path / "index", HashingEmbedder(), SMALL)
            assert "missing or not what was written" in report.rebuilt
            assert search(tmp_path / "index") == before


def test_thirty_corruptions_of_the_database_are_noticed_or_change_nothing(tmp_path: Path) -> None:
    """E4: also those of a vector, of which SQLite itself knows nothing."""
    chance, index = random.Random(4), tmp_path / "index"
    sources = write_files(tmp_path / "sources", TIDES)
    build(sources, index, HashingEmbedder())
    before = search(index, IndexSettings())
    shutil.copytree(index, tmp_path / "whole")
    noticed = 0
    for trial in range(30):
        shutil.rmtree(index)
        shutil.copytree(tmp_path / "whole", index)
        (path,) = current(index).rglob(DATABASE)
        data = bytearray(path.read_bytes())
        size = 4096 if trial % 3 else 20  # whole pages, and a few bytes
        # every third within the header and the first pages, which SQLite reads first
        place = chance.randrange(100 if trial % 3 == 2 else len(data))
        data[place : place + size] = chance.randbytes(min(size, len(data) - place))
        path.write_bytes(data)
        try:
            assert search(index, IndexSettings()) == before
        except DamagedIndex:
            noticed += 1
            assert build(sources, index, HashingEmbedder()).rebuilt
            assert search(index, IndexSettings()) == before
    assert noticed >= 20
