"""Near copies are told, and indexed all the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.document import Document
from index.embed import HashingEmbedder
from index.ledger import read_report
from index.near import Neighbours, Shingles, marks, resemblance, shingles
from index.report import FileReport
from tests.conftest import REPOSITORY, TIDES, Write

SOURCES = sorted((REPOSITORY / "sources").glob("*-*.md"))


def runs(text: str) -> set[str]:
    """Shingles by their definition."""
    folded = " ".join(text.casefold().split()).ljust(16)
    return {folded[start : start + 16] for start in range(len(folded) - 15)}


@given(st.text(max_size=60), st.text(max_size=60))
def test_resemblance_is_the_share_of_runs_that_two_texts_have_in_common(a: str, b: str) -> None:
    one, other = runs(a), runs(b)
    assert resemblance(shingles(a), shingles(b)) == len(one & other) / len(one | other)


def test_the_marks_of_near_copies_meet() -> None:
    texts = [path.read_text("utf-8") for path in SOURCES]
    missed = 0
    for text in texts:
        words = text.split()
        for turn in range(40):  # one word in forty is another, at another place each time
            copy = " ".join("other" if n % 40 == turn else w for n, w in enumerate(words))
            shared = set(marks(shingles(text))) & set(marks(shingles(copy)))
            missed += not shared
    assert missed == 0
    assert len(texts) == 5


def near(report: FileReport) -> tuple[str, float]:
    return report.near, round(report.alike, 2)


def test_a_new_file_that_is_nearly_another_is_told_with_its_name(
    write: Write, tmp_path: Path
) -> None:
    whole = SOURCES[0].read_text("utf-8").replace("---", "")
    folder = write({"whole.md": whole, **TIDES})
    index = tmp_path / "index"
    first = {file.uri: file for file in build(folder, index, HashingEmbedder()).files}
    assert {near(file) for file in first.values()} == {("", 0)}
    words = whole.split(" ")
    write(
        {
            "a-copy.txt": whole.upper().replace("\n", "\n\n"),
            "edited.md": " ".join([*words[:50], "quite", "another", *words[52:]]),
            "half.md": whole[: len(whole) // 2],
        }
    )
    second = {file.uri: file for file in build(folder, index, HashingEmbedder()).files}
    assert near(second["a-copy.txt"]) == ("whole.md", 1)
    assert second["edited.md"].near in ("a-copy.txt", "whole.md")
    assert 0.95 < second["edited.md"].alike < 1
    assert near(second["half.md"]) == ("", 0)
    assert not any(file.failed for file in second.values())
    # and it is still said when nothing has changed
    build(folder, index, HashingEmbedder())
    ledger = read_report(index)
    assert ledger
    assert {f.uri: near(f) for f in ledger.files} == {f.uri: near(f) for f in second.values()}


def test_a_file_is_no_copy_of_its_own_old_text_nor_of_one_that_has_left(
    tides: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build(tides, index, HashingEmbedder())
    text = (tides / "harbour.txt").read_text()
    (tides / "harbour.txt").write_text(text + "The fee is two crowns a day.\n")
    (tides / "tides.md").rename(tides / "new.md")
    report = build(tides, index, HashingEmbedder())
    assert {near(file) for file in report.files} == {("", 0)}


@pytest.mark.parametrize("text", ["", "a", "\ud800", "🌊" * 40, "a" * 100_000])
def test_any_text_has_shingles(text: str) -> None:
    own: Shingles = shingles(text)
    assert len(own) >= 1
    assert resemblance(own, own) == 1


def test_of_two_that_are_near_the_nearer_is_named() -> None:
    text = " ".join(f"word{number}" for number in range(300))
    neighbours = Neighbours()
    for uri, other in (("far.md", text.replace("word7 ", "")), ("exact.md", text)):
        document = Document(uri, other, "text/markdown")
        neighbours.add(document, marks(shingles(other)))
    found = neighbours.nearest(Document("new.md", text, "text/markdown"), shingles(text))
    assert found
    assert (found.uri, found.share) == ("exact.md", 1)
