"""Adding and removing documents, without a browser: what is kept, what is taken back, who may."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from assistant.reply import Answer
from index.embed import HashingEmbedder, TokenVectors, Vectors
from index.errors import BadInput, IndexBusy
from index.generation import current, writing
from index.load import LARGEST
from page.intake import MOST, place, safe_name
from page.permission import NotAllowed
from page.shelf import State, key
from page.site import Site
from page.trash import DAYS, FILE
from page.trash import MOST as KEPT
from page.words import ENGLISH, words
from page.work import Mark, Result, Work
from tests.page.conftest import WAGES, forbidden, make_site

UPLOAD = "0" * 32
JAILER = "# The jailer\n\nThe jailer of the castle is paid seven crowns a week.\n"
NAMES = [
    "../../up.md", "/etc/up.md", "C:\\work\\up.md", ".up.md", "..", "a\x00b.md", "a\nb.md",
    "gpj\u202eexe.md", "\u2066x\u2069.md", "con.md", "<img src=x onerror=alert(1)>.md",
    "x" * 300 + ".md", "é" * 200 + ".md", "🦊" * 100 + ".md", "half\ud83d.md", "tab\there.md",
    " .md", "name.md/", "", "a.b.c.md", "%2e%2e%2fup.md", "\u200b\ufeff\u00ad.md",
]  # fmt: skip


class Halting(HashingEmbedder):
    """A model that says when it has begun, and goes on when it is let."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let = threading.Event()
        self.let.set()

    def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        self.begun.set()
        assert self.let.wait(30)
        return super().both(texts)


async def _bytes(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 7):
        yield data[start : start + 7]


def send(site: Site, files: dict[str, str | bytes], upload: str = UPLOAD) -> None:
    """Bring files on their way, as the browser does."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        asyncio.run(site.librarian.intake.take(upload, name, len(data), _bytes(data)))


def ended(work: Work) -> Result:
    assert work.finished.wait(60)
    assert work.result
    return work.result


def add(site: Site, files: dict[str, str | bytes]) -> Result:
    send(site, files)
    return ended(site.librarian.add(UPLOAD, ENGLISH))


def states(site: Site) -> dict[str, State]:
    return {item.uri: item.state for item in site.librarian.shelf.items()}


def files(site: Site) -> dict[str, bytes]:
    """All that lies in the folder of sources, hidden things too."""
    found = (path for path in site.sources.rglob("*") if path.is_file())
    return {path.relative_to(site.sources).as_posix(): path.read_bytes() for path in found}


def test_a_file_that_is_added_answers_questions(site: Site) -> None:
    result = add(site, {"jailer.md": JAILER})
    assert [(line.name, line.mark) for line in result.lines] == [("jailer.md", Mark.DONE)]
    assert result.lines[0].said == "indexed, 1 passage"
    assert files(site)["jailer.md"] == JAILER.encode()
    reply = site.live.reply("How much is the jailer of the castle paid?")
    assert isinstance(reply, Answer)
    assert reply.quotes[0].document.uri == "jailer.md"


def test_every_file_gets_its_line_and_the_bad_ones_take_no_others_along(site: Site) -> None:
    before = files(site)
    result = add(
        site,
        {
            "jailer.md": JAILER,
            "empty.md": "",
            "report.mp3": b"ID3",
            "README.md": "about the folder",
            "clerk.md": "another clerk",
            "again.txt": WAGES["sub/smith.txt"],
            "headings.md": "# Only\n\n## Headings\n",
        },
    )
    assert {line.name: line.mark for line in result.lines} == {
        "jailer.md": Mark.DONE, "empty.md": Mark.FAILED, "report.mp3": Mark.FAILED,
        "README.md": Mark.FAILED, "clerk.md": Mark.FAILED, "again.txt": Mark.SAME,
        "headings.md": Mark.FAILED,
    }  # fmt: skip
    said = {line.name: line.said for line in result.lines}
    assert "it has no text" in said["empty.md"]
    assert "there is no reader for it" in said["report.mp3"]
    assert "another file is there as clerk.md" in said["clerk.md"]
    assert said["again.txt"] == "unchanged: the same file is there as sub/smith.txt"
    assert files(site) == {**before, "jailer.md": JAILER.encode()}


def test_a_file_that_is_there_already_is_unchanged_and_builds_nothing(site: Site) -> None:
    generation = current(site.index)
    result = add(site, {"clerk.md": WAGES["clerk.md"], "copy.md": WAGES["clerk.md"]})
    assert [line.mark for line in result.lines] == [Mark.SAME, Mark.SAME]
    assert current(site.index) == generation


def test_two_files_of_one_upload_by_one_name_are_not_mixed_up(site: Site) -> None:
    send(site, {"a/jailer.md": JAILER, "b/jailer.md": "# Other\n\nThe other jailer is paid two."})
    result = ended(site.librarian.add(UPLOAD, ENGLISH))
    assert [line.mark for line in result.lines] == [Mark.FAILED, Mark.DONE]
    assert files(site)["jailer.md"] == JAILER.encode()


@pytest.mark.parametrize("said", NAMES)
def test_no_name_leads_out_of_the_folder_or_hides(site: Site, said: str) -> None:
    name = safe_name(said)
    assert name == Path(name).name
    assert name.isprintable()
    assert not name.startswith(".")
    assert 0 < len(name) <= 120
    assert len(name.encode()) <= 200
    around = {path for path in site.sources.parent.rglob("*") if "index" not in path.parts}
    add(site, {said: JAILER})
    new = {path for path in site.sources.parent.rglob("*") if "index" not in path.parts} - around
    assert {path.parent for path in new} <= {site.sources}
    assert not any(path.name.startswith(".") for path in new)


def test_a_file_in_the_way_is_never_written_over(tmp_path: Path) -> None:
    fresh, there = tmp_path / "fresh", tmp_path / "there"
    fresh.write_text("new")
    there.write_text("old")
    with pytest.raises(FileExistsError):
        place(fresh, there)
    assert there.read_text() == "old"
    dangling = tmp_path / "link"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        place(fresh, dangling)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "link", "there"]


def test_what_is_cancelled_leaves_files_and_index_as_they_were(tmp_path: Path) -> None:
    model = Halting()
    site = make_site(tmp_path, embedder=model)
    before, generation = files(site), current(site.index)
    model.begun.clear()
    model.let.clear()
    many = "\n\n".join(f"The warden of hall {n} keeps {n} lamps." * 20 for n in range(200))
    send(site, {"many.md": many})
    work = site.librarian.add(UPLOAD, ENGLISH)
    assert model.begun.wait(30)
    assert work.stage.name == "embedding"
    # questions are answered meanwhile
    assert isinstance(site.live.reply("How much is the clerk paid a week?"), Answer)
    site.librarian.cancel(ENGLISH)
    assert work.stopping
    model.let.set()
    assert ended(work).problem == "Cancelled. The documents are as they were."
    assert files(site) == before
    assert current(site.index) == generation
    assert sorted(path.name for path in site.index.glob("gen-*")) == [generation.name]
    # and the next change finds nothing in its way
    assert add(site, {"jailer.md": JAILER}).lines[0].mark is Mark.DONE


def test_whoever_comes_second_is_told(tmp_path: Path) -> None:
    model = Halting()
    site = make_site(tmp_path, embedder=model)
    model.begun.clear()
    model.let.clear()
    send(site, {"jailer.md": JAILER})
    work = site.librarian.add(UPLOAD, ENGLISH)
    assert model.begun.wait(30)
    with pytest.raises(IndexBusy, match="Somebody is changing the documents"):
        site.librarian.remove(key("clerk.md"), words("en"))
    model.let.set()
    assert ended(work).lines[0].mark is Mark.DONE


def test_a_build_of_another_process_is_a_plain_word_and_takes_the_file_back(site: Site) -> None:
    with writing(site.index):
        result = add(site, {"jailer.md": JAILER})
    assert "Another process is building the index" in result.problem
    assert "jailer.md" not in files(site)


def test_a_document_is_removed_and_put_back(site: Site) -> None:
    before = files(site)
    result = ended(site.librarian.remove(key("sub/smith.txt"), ENGLISH))
    assert result.removed
    assert result.removed.uri == "sub/smith.txt"
    assert "sub/smith.txt" not in states(site)
    assert "sub/smith.txt" not in files(site)
    (kept,) = site.librarian.trash.kept()
    assert kept == result.removed
    back = ended(site.librarian.restore(kept.id, ENGLISH))
    assert back.lines[0].mark is Mark.DONE
    assert files(site) == before
    assert states(site)["sub/smith.txt"] is State.INDEXED
    assert site.librarian.trash.kept() == []


def test_a_removed_document_is_not_put_back_over_another(site: Site) -> None:
    removed = ended(site.librarian.remove(key("clerk.md"), ENGLISH)).removed
    assert removed
    add(site, {"clerk.md": JAILER})
    result = ended(site.librarian.restore(removed.id, ENGLISH))
    assert "another file is there as clerk.md" in result.problem
    assert files(site)["clerk.md"] == JAILER.encode()
    assert site.librarian.trash.kept() == [removed]


def test_the_last_document_stays(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"clerk.md": WAGES["clerk.md"], "empty.md": ""})
    before = files(site)
    result = ended(site.librarian.remove(key("clerk.md"), ENGLISH))
    assert "The last document that can be read cannot be removed" in result.problem
    assert files(site) == before
    assert states(site)["clerk.md"] is State.INDEXED
    assert site.librarian.trash.kept() == []


def test_what_cannot_be_read_can_be_removed_too(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**WAGES, "empty.md": ""})
    assert ended(site.librarian.remove(key("empty.md"), ENGLISH)).removed
    assert "empty.md" not in states(site)


@pytest.mark.parametrize("number", ["", "..", "0" * 32, "../../sources"])
def test_only_what_is_kept_can_be_put_back(site: Site, number: str) -> None:
    before = files(site)
    result = ended(site.librarian.restore(number, ENGLISH))
    assert result.problem == "That document is not kept any more."
    assert files(site) == before


@pytest.mark.parametrize("wanted", ["", "clerk.md", "../index", key("nowhere.md")])
def test_only_what_is_there_can_be_removed(site: Site, wanted: str) -> None:
    result = ended(site.librarian.remove(wanted, ENGLISH))
    assert result.problem == "That document is not there any more."
    assert site.librarian.trash.kept() == []


def test_removed_documents_are_deleted_in_time_and_never_more_than_a_hundred_kept(
    site: Site,
) -> None:
    trash = site.librarian.trash
    for number in range(KEPT + 2):
        (site.sources / f"{number}.md").write_text("words")
        trash.put(f"{number}.md", str(number))
    assert [one.title for one in trash.kept()] == [str(n) for n in range(KEPT + 1, 1, -1)]
    later = datetime.now(UTC) + timedelta(days=DAYS)
    trash.purge(later - timedelta(minutes=1))
    assert len(trash.kept()) == KEPT
    trash.purge(later + timedelta(minutes=1))
    assert trash.kept() == []
    assert list(site.index.rglob(FILE)) == []


def test_the_library_knows_what_the_disk_has_done(site: Site) -> None:
    (site.sources / "clerk.md").write_text(WAGES["clerk.md"] + "More is paid at Easter.\n")
    (site.sources / "sub" / "smith.txt").unlink()
    (site.sources / "jailer.md").write_text(JAILER)
    (site.sources / "empty.md").write_text("")
    (site.sources / "report.mp3").write_bytes(b"ID3")
    (site.sources / b"bad\xff.md".decode("utf-8", "surrogateescape")).write_text(JAILER)
    assert states(site) == {
        "clerk.md": State.CHANGED, "sub/smith.txt": State.GONE, "jailer.md": State.WAITING,
        "empty.md": State.WAITING, "report.mp3": State.SKIPPED, "cook.html": State.INDEXED,
        "bad\udcff.md": State.WAITING,
    }  # fmt: skip
    result = ended(site.librarian.refresh(ENGLISH))
    assert {line.name: line.mark for line in result.lines} == {
        "sub/smith.txt": Mark.DONE, "clerk.md": Mark.DONE, "jailer.md": Mark.DONE,
        "empty.md": Mark.FAILED, "report.mp3": Mark.FAILED, "bad\udcff.md": Mark.FAILED,
    }  # fmt: skip
    after = {item.uri: (item.state, item.lot) for item in site.librarian.shelf.items()}
    assert after == {
        "clerk.md": ("indexed", "indexed"), "jailer.md": ("indexed", "indexed"),
        "cook.html": ("indexed", "indexed"), "report.mp3": ("skipped", "skipped"),
        "empty.md": ("failed", "empty"), "bad\udcff.md": ("failed", "refused"),
    }  # fmt: skip


def test_a_document_that_is_gone_from_the_disk_can_leave_the_index_too(site: Site) -> None:
    (site.sources / "sub" / "smith.txt").unlink()
    result = ended(site.librarian.remove(key("sub/smith.txt"), ENGLISH))
    assert result.problem == ""
    assert "sub/smith.txt" not in states(site)


def test_why_a_file_gave_no_passages_is_remembered(site: Site) -> None:
    (site.sources / "headings.md").write_text("# Only\n\n## Headings\n")
    assert states(site)["headings.md"] is State.WAITING
    ended(site.librarian.refresh(ENGLISH))
    item = site.librarian.shelf.find(key("headings.md"))
    assert item
    assert item.state is State.FAILED
    assert "only headings" in item.why


@pytest.mark.parametrize(
    ("number", "reason"),
    [(0, "Set [page] library to true"), (1, "only while this page is served to its own machine")],
)
def test_nobody_else_may_change_anything(tmp_path: Path, number: int, reason: str) -> None:
    site = forbidden(tmp_path)[number]
    send(site, {"jailer.md": JAILER})
    before, librarian = files(site), site.librarian
    for change in (
        lambda: librarian.add(UPLOAD, ENGLISH),
        lambda: librarian.remove(key("clerk.md"), ENGLISH),
        lambda: librarian.restore("0" * 32, ENGLISH),
        lambda: librarian.refresh(ENGLISH),
        lambda: librarian.cancel(ENGLISH),
    ):
        with pytest.raises(NotAllowed) as no:
            change()
        assert reason in str(no.value)
    assert librarian.work is None
    assert files(site) == before


def test_a_fault_is_logged_with_its_number_and_leaves_everything_as_it_was(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(texts: Sequence[str]) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(site.live.embedder, "both", broken)
    before = files(site)
    result = add(site, {"jailer.md": JAILER})
    assert "written down on the server as fault" in result.problem
    assert "secret" not in result.problem
    assert "secret path" in caplog.text
    assert files(site) == before


def test_an_upload_has_its_limits(site: Site) -> None:
    intake = site.librarian.intake
    large = asyncio.run(intake.take(UPLOAD, "large.md", LARGEST + 1, _bytes(b"")))
    assert large.path is None
    assert "it has 25 MB" in large.why
    for number in range(MOST - 1):
        asyncio.run(intake.take(UPLOAD, f"{number}.md", 1, _bytes(b"x")))
    with pytest.raises(BadInput, match="At most 50 files"):
        asyncio.run(intake.take(UPLOAD, "more.md", 1, _bytes(b"x")))
    for wrong in ("", "..", "0" * 31, "G" * 32, "0" * 33):
        with pytest.raises(BadInput):
            asyncio.run(intake.take(wrong, "a.md", 1, _bytes(b"x")))
    with pytest.raises(BadInput, match="announced"):
        asyncio.run(intake.take("1" * 32, "a.md", 1, _bytes(b"xy")))
    received, folder = intake.collect(UPLOAD)
    assert len(received) == MOST
    assert folder
    rmtree(folder)
    assert intake.collect(UPLOAD) == ([], None)


def test_nothing_of_an_upload_stays_aside(site: Site) -> None:
    send(site, {"jailer.md": JAILER, "report.mp3": b"ID3"})
    (held,) = site.librarian.intake._uploads.values()
    assert held.folder.is_dir()
    ended(site.librarian.add(UPLOAD, ENGLISH))
    assert not held.folder.exists()
