"""A12, in a folder of sources: a name is a name, is shown as one line, and leads nowhere."""

import re
from pathlib import Path

from assistant.escape import BIDI
from index.build import build
from index.console import report_as_text
from index.embed import HashingEmbedder
from index.ledger import read_report
from index.load import NAMELESS
from index.retrieve import Index
from tests.names import NAMES


def written(folder: Path) -> dict[str, str]:
    """The names that this system takes, each with a file of its own."""
    folder.mkdir()
    taken = {}
    for number, name in enumerate(NAMES):
        if name in ("", ".", "..") or "/" in name or "\0" in name:
            continue  # no name on this system: only an upload can bring it
        text = f"The keeper of lamp {number} is paid {number + 100} crowns."
        try:
            (folder / name).write_text(text, "utf-8")
        except (OSError, UnicodeEncodeError):
            continue
        taken[name] = text
    return taken


def test_sixty_names_are_tried() -> None:
    assert len(set(NAMES)) == 60


def test_every_name_is_indexed_or_refused_and_leads_nowhere(tmp_path: Path) -> None:
    folder, index = tmp_path / "in" / "sources", tmp_path / "in" / "index"
    folder.parent.mkdir()
    (tmp_path / "secret.md").write_text("The password is swordfish.")
    taken = written(folder)
    assert len(taken) >= 35
    (folder / "link.md").symlink_to("../../secret.md")
    (folder / "linked.md").symlink_to(tmp_path, target_is_directory=True)
    (folder / "absolute.md").symlink_to("/etc/hostname")
    report = build(folder, index, HashingEmbedder())
    told = {file.uri: file for file in report.files}
    seen = {n for n in taken if not n.startswith(".") and n.lower() != "readme.md"}
    assert set(told) == seen | {"link.md", "linked.md", "absolute.md"}
    assert all(told[name].failed for name in ("link.md", "linked.md", "absolute.md"))
    assert {name for name in seen if told[name].failed} == set(filter(NAMELESS.search, seen))
    assert {path.name for path in tmp_path.iterdir()} == {"in", "secret.md"}
    # what the index writes is named by us, not by the files
    ours = {path.name for path in index.rglob("*")}
    assert not any(name.rsplit(".", 1)[0] in own for name in seen for own in ours if len(name) > 9)
    documents = Index.open(index, HashingEmbedder()).documents
    assert {uri: document.text for uri, document in documents.items()} == {
        uri: text for uri, text in taken.items() if uri in seen and not told[uri].failed
    }


def test_a_report_has_a_line_for_each_name_and_no_name_makes_two(tmp_path: Path) -> None:
    written(tmp_path / "sources")
    report = build(tmp_path / "sources", tmp_path / "index", HashingEmbedder())
    ledger = read_report(tmp_path / "index")
    assert ledger
    assert ledger.files == report.files
    lines = report_as_text(ledger).split("\n")
    assert len(lines) == len(report.files) + 3
    assert all(re.match(r"indexed|refused", line) for line in lines[: len(report.files)])
    assert not any(BIDI.search(line) or not line.isprintable() for line in lines)
