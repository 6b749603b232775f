"""One bad file takes no other along, and each ends in a line: A1, A2, A8 and A13."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.document import Document
from index.embed import HashingEmbedder
from index.errors import SourcesMissing, TooLarge, Unreadable
from index.generation import current
from index.ledger import REPORT, keep_report, read_report
from index.load import Source, read_document
from index.readers.extract import LONGEST
from index.readers.html import DEEPEST
from index.report import BuildReport, FileReport, Outcome
from index.retrieve import Index
from index.snapshot import FORMAT
from tests.conftest import REPOSITORY, Write
from tests.index.pdfs import pdf

EMPTY = {
    "zero.txt": b"",
    "blank.md": b" \n\t\r\n",
    "mark.txt": b"\xef\xbb\xbf",
    "front.md": b"---\ntitle: Tides\n---\n",
    "page.html": b"<html><body></body></html>",
    "sheet.pdf": pdf([""]),
}


def outcomes(report: BuildReport) -> dict[str, Outcome]:
    return {file.uri: file.outcome for file in report.files}


def document(folder: Path, name: str, data: str | bytes) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    source = Source(path, name)
    return read_document(source, source.data()).text


def test_six_empty_files_are_six_lines_and_no_passages(write: Write, tmp_path: Path) -> None:
    """A1."""
    folder = write({**EMPTY, "moon.txt": "The moon pulls the sea."})
    report = build(folder, tmp_path / "index", HashingEmbedder())
    found = outcomes(report)
    assert {found[name] for name in EMPTY} == {Outcome.EMPTY}
    assert [file.passages for file in report.failed] == [0] * 6
    assert report.documents == 1


def test_where_all_are_empty_nothing_is_built_and_the_report_is_there(
    write: Write, tmp_path: Path
) -> None:
    """A1."""
    with pytest.raises(SourcesMissing, match="Not one of the files"):
        build(write(EMPTY), tmp_path / "index", HashingEmbedder())
    ledger = read_report(tmp_path / "index")
    assert ledger
    assert {file.uri: file.outcome for file in ledger.files} == dict.fromkeys(EMPTY, Outcome.EMPTY)


LIES = {
    "a PDF": pdf(["The moon pulls the sea."]),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a photograph": b"\xff\xd8\xff\xe0" + bytes(200),
    "a program": b"MZ\x90\x00" + bytes(200),
    "another program": b"\x7fELF" + bytes(200),
    "an archive": b"\x1f\x8b\x08" + bytes(200),
    "an Office document": b"PK\x03\x04" + bytes(200),
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200),
    "a Rich Text document": b"{\\rtf1 The moon.}",
}


def test_no_ending_makes_a_file_what_it_is_not(write: Write, tmp_path: Path) -> None:
    """A2: beside the lies about Office files and mails in test_archive.py."""
    endings = (".txt", ".md", ".html", ".pdf")
    files = {
        f"{what}{ending}": data
        for what, data in LIES.items()
        for ending in endings
        if (what, ending) != ("a PDF", ".pdf")
    }
    report = build(
        write({**files, "moon.txt": "The moon pulls the sea."}), tmp_path / "i", HashingEmbedder()
    )
    found = outcomes(report)
    assert len(files) == 35
    assert {name for name in files if found[name] is not Outcome.WRONG_TYPE} == set()
    assert report.documents == 1


def test_pages_are_read_as_deep_as_promised_and_no_deeper(tmp_path: Path) -> None:
    """A8: nothing of a page at the limit is lost, which libxml2 would do at half of it."""
    inside = DEEPEST - 3  # html, body and p
    said = "<p>The deep moon pulls the sea of the world today.</p>"
    for depth in (10, 255, 256, inside):
        page = f"<html><body>{'<div>' * depth}{said}{'</div>' * depth}<p>The tide turns.</p>"
        text = document(tmp_path, "a.html", page)
        assert "The deep moon" in text, depth
        assert "The tide turns." in text, depth
    for depth in (inside + 1, 2048, 10_000):
        with pytest.raises(TooLarge, match="more than 500 deep"):
            document(tmp_path, "a.html", f"<html><body>{'<div>' * depth}{said}")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_at_the_limit_is_read_and_a_character_more_is_not(tmp_path: Path, name: str) -> None:
    """A8."""
    with pytest.raises(TooLarge, match="10,485,761 characters of text, at most 10,485,760"):
        document(tmp_path, name, "a" * (LONGEST + 1))
    assert len(document(tmp_path, name, "a b" * (LONGEST // 3))) == LONGEST // 3 * 3


def test_front_matter_without_an_end_in_sight_is_text(tmp_path: Path) -> None:
    """A8: PyYAML would take minutes for it."""
    fields = "".join(f"field{number}: tides\n" for number in range(100_000))
    page = f"---\n{fields}---\nThe moon pulls."
    assert document(tmp_path, "a.md", page) == page
    page = f"---\n{fields[:60_000]}\n---\nThe moon pulls."
    assert document(tmp_path, "a.md", page) == "The moon pulls."


MEASURED = """
import resource, sys
from pathlib import Path
from index.load import Source, read_document
from index.errors import Unreadable
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
path = Path(sys.argv[1])
try:
    source = Source(path, path.name)
    print(len(read_document(source, source.data()).text))
except Unreadable as error:
    print(error)
from index.apart.pool import _end_all
_end_all()
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss - (before if who == resource.RUSAGE_SELF else 0))
"""


@pytest.mark.parametrize("name", ["line.txt", "line.html", "line.eml"])
def test_one_endless_line_takes_less_than_a_gigabyte(tmp_path: Path, name: str) -> None:
    """A8: one line of the largest file that is taken; a hundred megabytes are never opened."""
    path = tmp_path / name
    start = {"line.html": "<html><p>", "line.eml": "From: a@b.example\nDate: today\n\n"}
    path.write_text(start.get(name, "") + "The moon pulls the sea. " * (24_000_000 // 24))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, path],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, own, childs = done.stdout.strip().split("\n")
    assert "at most" in said or "took more" in said or "takes more" in said, said
    assert int(own) + int(childs) < 1 << 20  # kilobytes
    with path.open("ab") as file:
        file.truncate(100 << 20)
    with pytest.raises(TooLarge, match="104,857,600 bytes, at most 26,214,400"):
        Source(path, name).data()


def test_one_bad_file_in_a_hundred_is_named_and_the_others_are_indexed_once(
    write: Write, tmp_path: Path
) -> None:
    """A13; that the command then ends with 2 is in test_command.py and test_mixed_folder.py."""
    folder = write({f"{n:02}.md": f"The moon of day {n} pulls the sea." for n in range(99)})
    write({"bad.html": "<div>" * 10_000 + "The moon."})
    index = tmp_path / "index"
    for turn in ("first", "again"):
        report = build(folder, index, HashingEmbedder())
        (failed,) = report.failed
        assert (failed.uri, report.documents) == ("bad.html", 99), turn
        opened = Index.open(index, HashingEmbedder())
        assert len(opened.documents) == len(opened.passages) == len(opened.store) == 99
        assert len({passage.id for passage in opened.passages}) == 99
    assert not report.written


def test_the_report_is_kept_also_where_nothing_has_changed(tides: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = build(tides, index, HashingEmbedder())
    ledger, generation = read_report(index), current(index)
    assert ledger
    assert (ledger.files, ledger.sources) == (first.files, str(tides))
    (tides / "odd.xyz").write_text("The moon.")
    build(tides, index, HashingEmbedder())
    again = read_report(index)
    assert again
    assert current(index) == generation
    assert {f.uri: f.outcome for f in again.files}["odd.xyz"] is Outcome.SKIPPED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"indexed"', '"excellent"'), ('"passages": 1', '"passages": "1"'),
        ('"unread": []', '"unread": ["1"]'), ('"unread": []', '"unread": 5'),
        ('"hidden": 0', '"hidden": false'), ('"why"', '"because"'), ('"files"', '"lines"'),
        ('"built"', '"made"'), ("{", "["), ("}", ""), ('"sources": "', '"sources": 5, "x": "'),
    ],
)  # fmt: skip
def test_a_report_that_is_damaged_is_none_and_does_no_harm(
    tides: Path, tmp_path: Path, old: str, new: str
) -> None:
    index = tmp_path / "index"
    build(tides, index, HashingEmbedder())
    path = index / REPORT
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert read_report(index) is None
    assert not build(tides, index, HashingEmbedder()).written
    assert read_report(index)
    path.unlink()
    assert read_report(index) is None


def test_a_report_that_cannot_be_kept_does_no_harm(tmp_path: Path) -> None:
    keep_report(tmp_path / "nowhere", tmp_path, [FileReport("a.md", Outcome.INDEXED)])
    assert read_report(tmp_path / "nowhere") is None


def test_a_file_that_must_fail_again_is_not_read_again(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what a busy machine may have caused, each build tries again."""
    index, read = tmp_path / "index", list[str]()

    def noted(source: Source, data: bytes) -> Document:
        read.append(source.uri)
        if source.uri == "slow.txt":
            raise Unreadable("it took more than 60 seconds to read")
        return read_document(source, data)

    monkeypatch.setattr("index.build.read_document", noted)
    bad = {"scan.pdf": EMPTY["sheet.pdf"], "zero.txt": b"", "lie.txt": LIES["a PDF"]}
    folder = write({**bad, "slow.txt": "Slowly.", "moon.txt": "The moon pulls the sea."})
    first = build(folder, index, HashingEmbedder())
    assert sorted(read) == sorted([*bad, "slow.txt", "moon.txt"])
    for _ in range(2):
        read.clear()
        again = build(folder, index, HashingEmbedder())
        assert read == ["slow.txt"]
        assert again.failed == first.failed
    (folder / "zero.txt").write_text("No longer empty.")
    path = index / REPORT
    assert build(folder, index, HashingEmbedder()).documents == 2
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT - 1}'))
    read.clear()
    build(folder, index, HashingEmbedder())
    assert sorted(read) == ["lie.txt", "scan.pdf", "slow.txt"]
