import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.build import build
from index.canaries import TEXTS as CANARIES
from index.embed import HashingEmbedder, Vectors
from index.errors import (
    BadSettings,
    DamagedIndex,
    IndexBusy,
    NoIndex,
    SourcesMissing,
    StaleIndex,
)
from index.generation import current
from index.report import BuildReport, FileReport, Outcome
from index.retrieve import Index
from index.settings import IndexSettings
from tests.conftest import TIDES, Write


class CountingEmbedder(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += [text for text in texts if text not in CANARIES]
        return super().embed(texts)


class OtherModel(HashingEmbedder):
    """Of the same dimensions, so that nothing but its name tells."""

    fingerprint = "other"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def outcomes(report: BuildReport) -> dict[str, str]:
    return {file.uri: file.outcome.value for file in report.files}


def found(index: Path, question: str) -> list[str]:
    return [hit.passage.text for hit in Index.open(index, HashingEmbedder()).search(question)]


def everything(index: Path) -> str:
    """All the words that the current generation holds, in any of its files."""
    files = (path for path in current(index).rglob("*") if path.is_file())
    return " ".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_a_folder_becomes_an_index(tides: Path, index: Path) -> None:
    report = build(tides, index, HashingEmbedder())
    assert outcomes(report) == dict.fromkeys(sorted(TIDES), "indexed")
    assert report.documents == 3
    assert report.written
    assert report.failed == ()
    opened = Index.open(index, HashingEmbedder())
    assert len(opened.passages) == report.passages == sum(file.passages for file in report.files)
    assert set(opened.documents) == set(TIDES)
    assert opened.manifest.sources == str(tides.resolve())


def test_nothing_is_done_for_what_has_not_changed(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    before, embedder = current(index), CountingEmbedder()
    report = build(tides, index, embedder)
    assert set(outcomes(report).values()) == {"unchanged"}
    assert not report.written
    assert current(index) == before
    assert embedder.texts == []


def test_a_file_that_was_only_touched_has_not_changed(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    os.utime(tides / "tides.md")
    assert not build(tides, index, HashingEmbedder()).written


def test_what_was_edited_is_replaced_and_the_old_words_are_gone(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    (tides / "harbour.txt").write_text("Every boat must show two lamps at night.")
    embedder = CountingEmbedder()
    report = build(tides, index, embedder)
    assert outcomes(report) == {
        "harbour.txt": "indexed", "lights.html": "unchanged", "tides.md": "unchanged"
    }  # fmt: skip
    assert len(embedder.texts) == 1
    assert "Every boat must show two lamps at night." in found(index, "boat lamps")
    assert "must show a light" not in everything(index)
    assert len(Index.open(index, HashingEmbedder()).store) == report.passages


def test_what_was_removed_is_dropped(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    (tides / "harbour.txt").unlink()
    report = build(tides, index, HashingEmbedder())
    assert outcomes(report)["harbour.txt"] == "removed"
    assert report.documents == 2
    assert "must show a light" not in everything(index)
    assert not any("boat" in text for text in found(index, "boat light fee"))


def test_what_was_renamed_is_found_under_its_new_name_alone(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    (tides / "harbour.txt").rename(tides / "port.txt")
    build(tides, index, HashingEmbedder())
    hits = Index.open(index, HashingEmbedder()).search("boat light")
    uris = [hit.passage.document.uri for hit in hits if "boat" in hit.passage.text]
    assert uris == ["port.txt"]


def test_ten_builds_hold_no_more_than_one(tides: Path, index: Path) -> None:
    first = build(tides, index, HashingEmbedder())
    for turn in range(5):
        (tides / "new.txt").write_text(f"Turn number {turn} has come.")
        build(tides, index, HashingEmbedder())
    (tides / "new.txt").unlink()
    last = build(tides, index, HashingEmbedder())
    assert last.passages == first.passages == len(Index.open(index, HashingEmbedder()).store)


def test_a_title_that_was_edited_is_shown_and_embedded(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    text = (tides / "tides.md").read_text()
    (tides / "tides.md").write_text(text.replace("Harbour office", "Weather bureau"))
    embedder = CountingEmbedder()
    assert build(tides, index, embedder).written
    opened = Index.open(index, HashingEmbedder())
    assert opened.document("tides.md").about.publisher == "Weather bureau"
    assert embedder.texts
    assert all("Weather bureau" in words for words in embedder.texts)
    (place,) = [p.id for p in opened.passages if "causeway" in p.text]
    asked = HashingEmbedder().embed([next(t for t in embedder.texts if "causeway" in t)])[0]
    ((name, cosine),) = opened.store.nearest(asked, 1)
    assert name == place
    assert cosine == pytest.approx(1, abs=1e-5)


def test_one_file_that_fails_is_named_and_the_others_are_indexed(write: Write, index: Path) -> None:
    folder = write({f"{n:02}.txt": f"The moon of day {n} pulls the sea." for n in range(20)})
    write({"07.txt": b"\x89PNG\r\n\x1a\n", "x.mp3": b"ID3"})
    told: list[FileReport] = []
    report = build(folder, index, HashingEmbedder(), tell=told.append)
    assert tuple(told) == report.files
    (failed,) = report.failed
    assert (failed.uri, failed.outcome) == ("07.txt", Outcome.WRONG_TYPE)
    assert failed.why.startswith("it is a PNG picture, not text; save it as text")
    assert outcomes(report)["x.mp3"] == "skipped"
    assert report.documents == 19


def test_a_file_that_fails_later_on_is_no_longer_quoted(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    (tides / "harbour.txt").write_bytes(b"")
    report = build(tides, index, HashingEmbedder())
    assert outcomes(report)["harbour.txt"] == "empty"
    assert "must show a light" not in everything(index)


def test_a_link_out_of_the_folder_is_reported_and_never_indexed(tides: Path, index: Path) -> None:
    (tides.parent / "secret.txt").write_text("The password is swordfish.")
    (tides / "link.txt").symlink_to("../secret.txt")
    report = build(tides, index, HashingEmbedder())
    assert [file.uri for file in report.failed] == ["link.txt"]
    assert "swordfish" not in everything(index)


@pytest.mark.parametrize("content", ["# Only\n## Headings\n", "Share\n"])
def test_a_file_with_nothing_to_quote_is_reported(write: Write, index: Path, content: str) -> None:
    folder = write({"a.txt": "The moon pulls.", "b.md": content})
    (failed,) = build(folder, index, HashingEmbedder()).failed
    assert "nothing to quote; add sentences or remove it" in failed.why


EMPTY = {
    "a.txt": b"",
    "b.md": b" ",
    "c.txt": b"\n\n",
    "d.html": b"",
    "e.md": b"---\n---\n",
    "f.txt": b".",
}


def test_six_empty_files_are_six_reports(write: Write, index: Path) -> None:
    folder = write({**EMPTY, "moon.txt": "The moon pulls."})
    report = build(folder, index, HashingEmbedder())
    assert [file.uri for file in report.failed] == list(EMPTY)
    assert all(";" in file.why for file in report.failed)  # each names a way out


def test_where_every_file_fails_the_old_index_stays(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    before = current(index)
    for name in TIDES:
        (tides / name).write_bytes(b"")
    with pytest.raises(SourcesMissing, match=r"Not one of the files .* is kept"):
        build(tides, index, HashingEmbedder())
    assert current(index) == before
    assert "causeway" in found(index, "when does the causeway flood?")[0]


def test_where_every_file_fails_the_first_time_there_is_no_index(write: Write, index: Path) -> None:
    with pytest.raises(SourcesMissing):
        build(write(EMPTY), index, HashingEmbedder())
    with pytest.raises(NoIndex):
        Index.open(index, HashingEmbedder())


def test_progress_ends_at_its_total(tides: Path, index: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = build(
        tides, index, HashingEmbedder(), progress=lambda done, total: steps.append((done, total))
    )
    assert steps[0] == (0, report.passages)
    assert steps[-1] == (report.passages, report.passages)


def test_another_model_is_refused_and_a_build_makes_the_index_anew(
    tides: Path, index: Path
) -> None:
    build(tides, index, HashingEmbedder())
    with pytest.raises(
        StaleIndex, match=f"`python -m index build --sources {tides} --index {index}`"
    ):
        Index.open(index, OtherModel())
    report = build(tides, index, OtherModel())
    assert report.written
    assert "model 'hashing', not with 'other'" in report.rebuilt
    assert Index.open(index, OtherModel()).search("tide")


def test_other_settings_are_refused_and_a_build_makes_the_index_anew(
    tides: Path, index: Path
) -> None:
    build(tides, index, HashingEmbedder())
    small = IndexSettings(passage_tokens=20)
    with pytest.raises(StaleIndex, match="settings"):
        Index.open(index, HashingEmbedder(), small)
    assert "settings" in build(tides, index, HashingEmbedder(), small).rebuilt
    assert Index.open(index, HashingEmbedder(), small).search("tide")


def test_another_format_is_refused_and_a_build_makes_the_index_anew(
    tides: Path, index: Path
) -> None:
    build(tides, index, HashingEmbedder())
    manifest = current(index) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    with pytest.raises(StaleIndex, match=r"its format is 99.*python -m index build"):
        Index.open(index, HashingEmbedder())
    assert "format is 99" in build(tides, index, HashingEmbedder()).rebuilt
    assert Index.open(index, HashingEmbedder()).search("tide")


DAMAGE = ["manifest.json", "documents.jsonl", "seal.json", "chroma/chroma.sqlite3",
          "lexical/vocab.index.json", "lexical/data.csc.index.npy"]  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("how", ["missing", "empty", "half", "altered"])
def test_damage_is_noticed_and_mended_by_a_build_that_says_so(
    tides: Path, index: Path, name: str, how: str
) -> None:
    build(tides, index, HashingEmbedder())
    path = current(index) / name
    whole = path.read_bytes()
    if how == "missing":
        path.unlink()
    else:
        noise = bytes(len(whole)) if name.endswith("sqlite3") else whole[:-3] + b"~" + whole[-2:]
        path.write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "altered": noise}[how])
    with pytest.raises(DamagedIndex, match="python -m index repair"):
        Index.open(index, HashingEmbedder())
    report = build(tides, index, HashingEmbedder())
    assert report.written
    assert "missing or not what was written" in report.rebuilt
    assert "causeway" in found(index, "when does the causeway flood?")[0]


def test_words_that_were_altered_in_the_index_are_never_quoted(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    path = current(index) / "documents.jsonl"
    path.write_text(path.read_text().replace("must show", "must not show"))
    with pytest.raises(DamagedIndex, match=r"documents.jsonl"):
        Index.open(index, HashingEmbedder())


def test_a_large_index_whose_graph_was_cut_short_is_never_opened(write: Write, index: Path) -> None:
    """Chroma itself would die of it, and take the process along."""
    text = "\n".join(f"The moon of day {n} pulls the sea of day {n}." for n in range(1200))
    small = IndexSettings(passage_tokens=20)
    build(write({"a.txt": text.replace(".", ". " + "x " * 10)}), index, HashingEmbedder(), small)
    (header,) = current(index).rglob("header.bin")
    assert header.with_name("index_metadata.pickle").exists()
    header.write_bytes(header.read_bytes()[:10])
    with pytest.raises(DamagedIndex, match=r"header.bin"):
        Index.open(index, HashingEmbedder(), small)


def test_an_index_opened_many_times_stays_whole(tides: Path, index: Path) -> None:
    build(tides, index, HashingEmbedder())
    for _ in range(5):
        opened = Index.open(index, HashingEmbedder())
        opened.search("tide")
        opened.store.close()
    assert not build(tides, index, HashingEmbedder()).written


class Meddler(HashingEmbedder):
    """Starts a second build while the first is embedding."""

    def __init__(self, sources: Path, index: Path) -> None:
        self.sources, self.index, self.refusals = sources, index, 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        with pytest.raises(IndexBusy, match="Wait for it"):
            build(self.sources, self.index, HashingEmbedder())
        self.refusals += 1
        return super().embed(texts)


def test_of_two_builders_at_once_one_works_and_one_is_told(tides: Path, index: Path) -> None:
    meddler = Meddler(tides, index)
    assert build(tides, index, meddler).written
    assert meddler.refusals >= 1
    assert not build(tides, index, HashingEmbedder()).written


def test_a_reader_goes_on_while_the_index_is_rebuilt_and_then_moves_over(
    tides: Path, index: Path
) -> None:
    build(tides, index, HashingEmbedder())
    reader = Index.open(index, HashingEmbedder())
    before = reader.search("boat light")
    assert reader.fresh() is reader
    (tides / "harbour.txt").write_text("Every boat must show two lamps at night.")
    build(tides, index, HashingEmbedder())
    assert reader.search("boat light") == before
    moved = reader.fresh()
    assert moved is not reader
    assert moved.search("boat lamps")[0].passage.text == "Every boat must show two lamps at night."
    assert reader.search("boat light") == before


def test_a_reader_with_its_own_settings_moves_over_with_them(tides: Path, index: Path) -> None:
    small = IndexSettings(passage_tokens=20)
    build(tides, index, HashingEmbedder(), small)
    reader = Index.open(index, HashingEmbedder(), small)
    (tides / "new.txt").write_text("The ferry leaves at six.")
    build(tides, index, HashingEmbedder(), small)
    assert "new.txt" in reader.fresh().documents


@pytest.mark.parametrize("text", ["It is.", "The the the.", "Who are you?"])
def test_sources_of_stop_words_alone_can_be_indexed(write: Write, index: Path, text: str) -> None:
    build(write({"the.txt": text}), index, HashingEmbedder())
    assert found(index, "who is it?") == [text]


class Short(HashingEmbedder):
    """A model that reads little."""

    limit = 180


def test_passages_that_the_model_cannot_read_whole_are_a_matter_of_settings(
    tides: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match="passage_tokens to at most that, not 200"):
        build(tides, tmp_path / "index", Short())
    assert build(tides, tmp_path / "index", Short(), IndexSettings(passage_tokens=131)).written
