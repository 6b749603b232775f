import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import DamagedIndex
from index.seal import SEAL, check_seal, seal

DATABASE = """
CREATE TABLE acquire_write (id INTEGER PRIMARY KEY);
CREATE TABLE embeddings (id INTEGER PRIMARY KEY, vector BLOB);
INSERT INTO acquire_write VALUES (1);
INSERT INTO embeddings VALUES (1, x'0101'), (2, x'0202');
"""


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = tmp_path / "gen-000001"
    (folder / "chroma").mkdir(parents=True)
    (folder / "documents.jsonl").write_text("The moon pulls.")
    (folder / "chroma" / "header.bin").write_bytes(bytes(100))
    (folder / "chroma" / "index_metadata.pickle").write_bytes(b"graph")
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database:
        database.executescript(DATABASE)
    seal(folder)
    return folder


def change(folder: Path, words: str) -> None:
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database, database:
        database.execute(words)


def test_what_was_sealed_is_whole_also_when_chroma_has_noted_that_it_was_opened(
    sealed: Path,
) -> None:
    check_seal(sealed)
    change(sealed, "INSERT INTO acquire_write VALUES (2)")
    check_seal(sealed)


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE embeddings SET vector = x'0102'",
        "DELETE FROM embeddings",
        "INSERT INTO embeddings VALUES (3, x'07')",
        "CREATE TABLE more (id INTEGER)",
        "DROP TABLE embeddings",
    ],
)
def test_a_row_of_the_database_that_is_not_what_was_written_is_noticed(
    sealed: Path, words: str
) -> None:
    """E4: SQLite itself sees nothing wrong with any of these."""
    change(sealed, words)
    with pytest.raises(DamagedIndex, match=r"chroma.sqlite3 is missing or is not what was"):
        check_seal(sealed)


@pytest.mark.parametrize(
    "name", ["documents.jsonl", "chroma/header.bin", "chroma/index_metadata.pickle"]
)
def test_a_flipped_bit_a_missing_and_a_shorter_file_are_noticed(sealed: Path, name: str) -> None:
    whole = (sealed / name).read_bytes()
    for damaged in (bytes([whole[0] ^ 1]) + whole[1:], whole[:-1], b""):
        (sealed / name).write_bytes(damaged)
        with pytest.raises(DamagedIndex, match=f"{name} is missing or is not what was written"):
            check_seal(sealed)
    (sealed / name).unlink()
    with pytest.raises(DamagedIndex, match=f"Run `python -m index repair --index {sealed.parent}`"):
        check_seal(sealed)


def test_a_file_that_was_added_is_noticed(sealed: Path) -> None:
    (sealed / "chroma" / "extra.pickle").write_bytes(b"\x80")
    with pytest.raises(DamagedIndex, match=r"extra.pickle"):
        check_seal(sealed)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"other": "x"}', "\xff"])
def test_a_seal_that_was_damaged_itself_is_noticed(sealed: Path, text: str) -> None:
    (sealed / SEAL).write_text(text, "latin-1")
    with pytest.raises(DamagedIndex):
        check_seal(sealed)
    (sealed / SEAL).unlink()
    with pytest.raises(DamagedIndex, match=SEAL):
        check_seal(sealed)


def test_a_seal_is_plain_json(sealed: Path) -> None:
    noted = json.loads((sealed / SEAL).read_text())
    assert noted["chroma/header.bin"] == hashlib.sha256(bytes(100)).hexdigest()
    names = {"header.bin", "index_metadata.pickle", "chroma.sqlite3"}
    assert set(noted) == {"documents.jsonl", *(f"chroma/{name}" for name in names)}


def test_the_files_of_a_graph_that_was_not_kept_may_change(sealed: Path) -> None:
    (sealed / "chroma" / "index_metadata.pickle").unlink()
    seal(sealed)
    (sealed / "chroma" / "header.bin").write_bytes(b"made anew")
    check_seal(sealed)
