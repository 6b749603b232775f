import json
from pathlib import Path

import pytest

from index.chunk import chunk
from index.embed import HashingEmbedder
from index.errors import DamagedIndex
from index.load import Source, read_document
from index.settings import IndexSettings
from index.snapshot import (
    DOCUMENTS,
    FORMAT,
    MANIFEST,
    Entry,
    Manifest,
    mismatch,
    read_entries,
    read_manifest,
    write,
)
from tests.conftest import TIDES

SETTINGS = IndexSettings().model_dump(mode="json")
HERE = Manifest("hashing", SETTINGS, "/sources", "2026-11-22T03:00:00+00:00", 254)


@pytest.fixture
def entries() -> tuple[Entry, ...]:
    made = []
    for name, content in {
        **TIDES,
        "é\u2028.txt": "Zero\u200bwidth, \0 and 👩‍💻 \u2028 too. \ue000",
    }.items():
        text = content.replace("\0", "nothing")
        document = read_document(
            Source(Path(name.strip("\u2028")), name.replace("\u2028", "")), text.encode()
        )
        made.append(Entry(document, "hash", tuple(chunk(document, HashingEmbedder(), 20))))
    return tuple(made)


def test_what_was_written_is_read_again(tmp_path: Path, entries: tuple[Entry, ...]) -> None:
    write(tmp_path, HERE, entries)
    assert read_entries(tmp_path) == entries
    assert read_manifest(tmp_path) == HERE
    assert [e.document.id for e in read_entries(tmp_path)] == [e.document.id for e in entries]


def test_a_document_is_one_line_that_anyone_can_read(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    write(tmp_path, HERE, entries)
    rows = [json.loads(row) for row in (tmp_path / DOCUMENTS).read_text("utf-8").split("\n") if row]
    assert [row["uri"] for row in rows] == [entry.document.uri for entry in entries]
    for row in rows:
        for start, end, tokens in row["passages"]:
            assert row["text"][start:end].strip()
            assert tokens > 0


@pytest.mark.parametrize("what", ["text", "uri", "id"])
def test_a_document_whose_words_were_altered_is_damage(
    tmp_path: Path, entries: tuple[Entry, ...], what: str
) -> None:
    write(tmp_path, HERE, entries)
    first, rest = (tmp_path / DOCUMENTS).read_text("utf-8").split("\n", 1)
    row = json.loads(first)
    row[what] = row[what].replace("e", "a", 1)
    (tmp_path / DOCUMENTS).write_text(json.dumps(row) + "\n" + rest, "utf-8")
    with pytest.raises(DamagedIndex, match=r"missing or damaged.*Run `python -m index repair`"):
        read_entries(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"passages": [[0, 10_000, 1]]},
        {"passages": [[5, 5, 1]]},
        {"passages": [[1]]},
        {"passages": 3},
        {"headings": [[0]]},
        {"about": {"unknown": 1}},
        {"text": None},
        {"furniture": [["a", "b"]]},
    ],
)
def test_a_row_that_makes_no_sense_is_damage(
    tmp_path: Path, entries: tuple[Entry, ...], change: dict[str, object]
) -> None:
    write(tmp_path, HERE, entries[:1])
    row = json.loads((tmp_path / DOCUMENTS).read_text("utf-8"))
    (tmp_path / DOCUMENTS).write_text(json.dumps({**row, **change}), "utf-8")
    with pytest.raises(DamagedIndex):
        read_entries(tmp_path)


@pytest.mark.parametrize("name", [DOCUMENTS, MANIFEST])
@pytest.mark.parametrize("data", [b"{", b"[]", b"null", b"\xff", b"5", None])
def test_a_file_that_is_missing_or_no_such_json_is_damage(
    tmp_path: Path, entries: tuple[Entry, ...], name: str, data: bytes | None
) -> None:
    write(tmp_path, HERE, entries)
    (tmp_path / name).unlink() if data is None else (tmp_path / name).write_bytes(data)
    read = read_entries if name == DOCUMENTS else read_manifest
    with pytest.raises(DamagedIndex, match=name):
        read(tmp_path)


def test_an_index_fits_its_own_model_settings_and_format() -> None:
    assert mismatch(HERE, HashingEmbedder(), IndexSettings()) == ""


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (Manifest("other", SETTINGS, "", ""), "model 'other', not with 'hashing'"),
        (
            Manifest("hashing", {"passage_tokens": 50}, "", "", 254),
            "settings {'passage_tokens': 50}",
        ),
        (Manifest("hashing", SETTINGS, "", "", 512), "512 tokens of a text were read then, 254"),
        (Manifest("hashing", SETTINGS, "", "", 254, 0), "its passages were cut by rules 0"),
        (
            Manifest("hashing", SETTINGS, "", "", 254, format=FORMAT + 1),
            f"its format is {FORMAT + 1}",
        ),
    ],
)
def test_an_index_that_does_not_fit_says_why(manifest: Manifest, why: str) -> None:
    assert why in mismatch(manifest, HashingEmbedder(), IndexSettings())


def test_a_later_format_is_known_by_its_number_whatever_else_it_holds(tmp_path: Path) -> None:
    later = {**vars(HERE), "format": FORMAT + 1, "shards": 5}
    (tmp_path / MANIFEST).write_text(json.dumps(later))
    assert read_manifest(tmp_path).format == FORMAT + 1
