"""`python -m index check`, `repair` and `backup`: what they find, what they mend, what they say."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.__main__ import main
from index.backup import back_up
from index.build import build
from index.check import check
from index.embed import HashingEmbedder, TokenVectors, Vectors
from index.errors import BadInput, DamagedIndex, IndexBusy, SourcesMissing
from index.generation import current, writing
from index.repair import repair
from index.retrieve import Index
from index.settings import IndexSettings
from index.snapshot import DOCUMENTS, FORMAT, MANIFEST, read_manifest
from tests.conftest import write_files

SETTINGS = IndexSettings()
EDITS = 100 if os.environ.get("CHAPTER_FULL") else 8
WAYS = ("The moon of day {n} pulls the sea.", "Day {n} has a boat with {n} lights at night.")


@pytest.fixture
def index(tides: Path, tmp_path: Path) -> Path:
    build(tides, tmp_path / "index", HashingEmbedder())
    return tmp_path / "index"


def look(index: Path, sources: Path | None = None) -> tuple[str, str]:
    """What is damaged, and what is noted."""
    found = check(index, HashingEmbedder(), SETTINGS, sources)
    assert found.whole == (not found.damage)
    return "\n".join(found.damage), "\n".join(found.notes)


def answers(index: Path, questions: int = 50) -> list[list[tuple[str, float]]]:
    opened = Index.open(index, HashingEmbedder())
    try:
        asked = [WAYS[n % 2].format(n=n) for n in range(questions)]
        return [[(hit.passage.id, hit.score) for hit in opened.search(one, 5)] for one in asked]
    finally:
        opened.close()


def test_a_whole_index_is_found_whole_and_nothing_is_changed(index: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.is_file()}
    assert look(index) == ("", "")
    assert {p: p.stat().st_mtime_ns for p in index.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("name", [DOCUMENTS, MANIFEST, "seal.json", "canaries.npy",
                                  "chroma/chroma.sqlite3", "tokens/rows.i8"])  # fmt: skip
@pytest.mark.parametrize("data", [b"", b"\0" * 9, None])
def test_each_file_that_is_damaged_is_named(index: Path, name: str, data: bytes | None) -> None:
    path = current(index) / name
    path.unlink() if data is None else path.write_bytes(data)
    assert name in look(index)[0]


def test_a_pointer_to_nowhere_is_damage_and_what_is_whole_is_noted(index: Path) -> None:
    (index / "current").write_text("gen-000009")
    damage, notes = look(index)
    assert "gen-000009" in damage
    assert "gen-000001 is whole" in notes


def test_another_model_is_damage_to_whoever_asks_with_it(index: Path) -> None:
    class Other(HashingEmbedder):
        fingerprint = "other"

    found = check(index, Other(), SETTINGS)
    assert "it does not fit" in found.damage[0]


def test_files_that_have_changed_and_what_a_crash_left_are_noted(index: Path, tides: Path) -> None:
    (tides / "harbour.txt").write_text("Nobody needs a light.")
    (tides / "lights.html").unlink()
    (tides / "new.txt").write_text("The ferry leaves at six.")
    (index / "gen-000002.unfinished").mkdir()
    damage, notes = look(index)
    assert damage == ""
    assert notes.split("\n") == [
        "gen-000002.unfinished was left behind by a build that was cut off",
        "harbour.txt is changed since it was read",
        "lights.html is gone since it was read",
        "new.txt is new, or could not be read",
    ]


def test_the_command_says_what_is_damaged_and_exits_with_three(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It asks with the bundled model, and so finds that this index is of another."""
    assert main(["check", "--index", str(index), "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said["whole"] is False
    assert said["generation"] == "gen-000001"
    assert "'hashing'" in said["damage"][0]
    assert main(["check", "--index", str(index / "nowhere")]) == 3
    assert "There is no index" in capsys.readouterr().err


@pytest.mark.model
def test_the_commands_mend_what_they_find(
    tides: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(tmp_path / "index")]
    assert main(["build", "--sources", str(tides), *index]) == 0
    assert main(["check", *index]) == 0
    assert "gen-000001 is whole" in capsys.readouterr().out
    (current(tmp_path / "index") / "lexical" / "vocab.index.json").write_text("{}")
    assert main(["check", *index]) == 3
    said = capsys.readouterr()
    assert "damage: lexical/vocab.index.json is missing or is not what was written" in said.err
    assert "Run `python -m index repair" in said.err
    assert main(["repair", *index]) == 0
    assert "is made anew" in capsys.readouterr().err
    assert main(["check", *index]) == 0
    assert main(["backup", str(tmp_path / "copy"), *index]) == 0
    assert main(["check", "--index", str(tmp_path / "copy"), "--json"]) == 0


def break_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")


def lose_all_but_the_texts(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != DOCUMENTS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def older_format(folder: Path) -> None:
    row = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**row, "format": 1}))


@pytest.mark.parametrize("harm", [break_vectors, lose_all_but_the_texts, older_format])
def test_without_its_sources_an_index_is_made_anew_from_its_own_texts(
    index: Path, tides: Path, harm: Callable[[Path], None]
) -> None:
    """The canonical texts and their hashes are the truth; all else can be lost."""
    before, documents = answers(index), Index.open(index, HashingEmbedder()).documents
    shutil.rmtree(tides)
    harm(current(index))
    said: list[str] = []
    report = repair(index, HashingEmbedder(), SETTINGS, say=said.append)
    assert report.written
    assert "made anew from its own texts" in said[0]
    assert answers(index) == before
    again = Index.open(index, HashingEmbedder()).documents
    assert again == documents
    assert [d.read_at for d in again.values()] == [d.read_at for d in documents.values()]
    assert look(index)[0] == ""


def test_texts_that_are_not_what_was_written_are_no_truth(index: Path, tides: Path) -> None:
    shutil.rmtree(tides)
    path = current(index) / DOCUMENTS
    path.write_text(path.read_text().replace("must show", "must not show"))
    with pytest.raises(SourcesMissing):
        repair(index, HashingEmbedder(), SETTINGS)
    assert path.exists()


def test_where_an_older_generation_is_whole_it_answers_until_the_next_one_is_there(
    index: Path, tides: Path
) -> None:
    (tides / "new.txt").write_text("The ferry leaves at six.")
    build(tides, index, HashingEmbedder())
    (current(index) / DOCUMENTS).write_text("")
    meanwhile: list[str] = []

    class Looking(HashingEmbedder):
        def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
            meanwhile.append(Index.open(index, HashingEmbedder()).generation.name)
            return super().both(texts)

    said: list[str] = []
    build(tides, index, Looking(), say=said.append)
    assert meanwhile == ["gen-000001"]
    assert "the one before it is whole and answers meanwhile" in said[0]
    assert "new.txt" in Index.open(index, HashingEmbedder()).documents


def test_a_whole_index_whose_sources_are_gone_stays_as_it_is(index: Path, tides: Path) -> None:
    shutil.rmtree(tides)
    said: list[str] = []
    assert not repair(index, HashingEmbedder(), SETTINGS, say=said.append).written
    assert "is whole without them" in said[0]


@pytest.mark.parametrize("version", [1, 3, 4, 6, 99])
def test_an_index_of_another_version_is_made_anew_and_no_source_is_touched(
    index: Path, tides: Path, version: int
) -> None:
    """E9: up and down; an older one lacks what this one knows, a later one has more."""
    files = {path: path.read_bytes() for path in tides.iterdir()}
    path = current(index) / MANIFEST
    row = {**json.loads(path.read_text()), "format": version}
    for name in ("limit", "splitter"):
        row.pop(name) if version < FORMAT else row.update({f"more {name}": 1})
    path.write_text(json.dumps(row))
    assert f"its format is {version}" in look(index)[0]
    report = repair(index, HashingEmbedder(), SETTINGS)
    assert f"its format is {version}" in report.rebuilt
    assert look(index) == ("", "")
    assert {path: path.read_bytes() for path in tides.iterdir()} == files


def test_what_is_read_again_edited_or_renamed_is_there_once(index: Path, tides: Path) -> None:
    """E11: an id says which text of which file it is, so nothing is doubled and nothing stays."""

    def passages() -> list[str]:
        opened = Index.open(index, HashingEmbedder())
        assert sorted(opened.store.ids()) == sorted(p.id for p in opened.passages)
        return sorted(p.text for p in opened.passages)

    first = passages()
    for _ in range(3):
        build(tides, index, HashingEmbedder())
        assert passages() == first
    old = (tides / "harbour.txt").read_text()
    for number in range(EDITS):
        (tides / "harbour.txt").write_text(old.replace("a light", f"{number} lights"))
        build(tides, index, HashingEmbedder())
        found = "\n".join(passages())
        assert f"show {number} lights" in found
        assert "show a light" not in found
        assert f"show {number - 1} lights" not in found
        assert len(passages()) == len(first)
    (tides / "harbour.txt").rename(tides / "pier.txt")
    build(tides, index, HashingEmbedder())
    assert len(passages()) == len(first)
    assert "harbour.txt" not in Index.open(index, HashingEmbedder()).documents


def test_a_backup_made_while_others_ask_answers_the_same_elsewhere(
    index: Path, tides: Path, tmp_path: Path
) -> None:
    """E14: fifty questions, answered with the same passages and the same scores."""
    reader = Index.open(index, HashingEmbedder())
    before = answers(index)
    back_up(index, tmp_path / "copy")
    assert reader.search("boat light")
    shutil.move(tmp_path / "copy", tmp_path / "other machine")
    shutil.rmtree(index)
    shutil.rmtree(tides)
    assert answers(tmp_path / "other machine") == before
    assert look(tmp_path / "other machine")[0] == ""


def test_a_copy_by_hand_of_an_index_at_rest_is_an_index_too(index: Path, tmp_path: Path) -> None:
    """E14: as a backup of the whole disk has it; what is torn is noticed by the seal."""
    before = answers(index)
    shutil.copytree(index, tmp_path / "copy")
    assert answers(tmp_path / "copy") == before


def test_a_backup_is_made_of_what_is_whole_and_over_nothing(index: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "there", {"a.txt": "kept"})
    with pytest.raises(BadInput, match="There is something at"):
        back_up(index, tmp_path / "there")
    with writing(index), pytest.raises(IndexBusy):
        back_up(index, tmp_path / "copy")
    (current(index) / DOCUMENTS).write_text("")
    with pytest.raises(DamagedIndex):
        back_up(index, tmp_path / "copy")
    assert read_manifest(current(index)).format
