"""E10: what a file says no more is never quoted; the page notices by itself, and mends itself."""

import os
import shutil
import time

import pytest

from assistant.errors import SourceChanged
from assistant.reply import Answer, Reply
from index.errors import DamagedIndex
from index.generation import current
from index.snapshot import MANIFEST
from page.settings import PageSettings
from page.shelf import State
from page.site import Site
from page.watch import Watch
from tests.page.conftest import WAGES

QUESTION = "How much is the clerk paid a week?"
EDITS = 100 if os.environ.get("CHAPTER_FULL") else 12


def quoted(reply: Reply) -> str:
    assert isinstance(reply, Answer)
    return " ".join(quote.text for quote in reply.quotes)


def pay(site: Site, crowns: str) -> None:
    text = WAGES["clerk.md"].replace("nine", crowns)
    (site.sources / "clerk.md").write_text(text)


def test_a_file_that_was_edited_is_read_again_before_it_is_quoted(site: Site) -> None:
    """E10: the words differ by one number, and no scan comes between the edit and the question."""
    with Watch(site, 0):
        for number in range(EDITS):
            pay(site, f"{number + 1000}")
            said = quoted(site.live.reply(QUESTION))
            assert f"paid {number + 1000} crowns" in said
            assert f"paid {number + 999} crowns" not in said


def test_without_a_watch_an_edited_file_is_named_and_not_quoted(site: Site) -> None:
    assert "nine crowns" in quoted(site.live.reply(QUESTION))
    pay(site, "eight")
    with pytest.raises(SourceChanged, match=r"clerk.md is changed since it was read \(20"):
        site.live.reply(QUESTION)


def test_an_edit_that_hides_its_time_and_its_size_is_noticed(site: Site) -> None:
    file = site.sources / "clerk.md"
    site.live.reply(QUESTION)
    before = file.stat()
    pay(site, "five")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    with pytest.raises(SourceChanged):
        site.live.reply(QUESTION)


def test_a_file_that_is_gone_is_not_quoted(site: Site) -> None:
    (site.sources / "clerk.md").unlink()
    with pytest.raises(SourceChanged, match=r"clerk.md is gone since"):
        site.live.reply(QUESTION)
    with Watch(site, 0):
        reply = site.live.reply(QUESTION)
    assert "clerk.md" not in site.live.now().documents
    if isinstance(reply, Answer):
        assert all(quote.document.uri != "clerk.md" for quote in reply.quotes)


def test_an_answer_that_was_shown_loses_its_sources_when_their_file_changes(site: Site) -> None:
    reply = site.live.reply(QUESTION)
    assert site.live.check(reply) is reply
    pay(site, "eight")
    with pytest.raises(SourceChanged):
        site.live.check(reply)


def test_an_index_without_its_folder_of_sources_answers_as_it_is(site: Site) -> None:
    shutil.move(site.sources, site.sources.with_name("elsewhere"))
    assert "nine crowns" in quoted(site.live.reply(QUESTION))


def test_a_look_reads_what_is_new_edited_or_gone_and_then_nothing(site: Site) -> None:
    watch = Watch(site, 0)
    with watch:
        assert not watch.look()
        (site.sources / "jailer.md").write_text("The jailer of the castle keeps the key.")
        (site.sources / "headings.md").write_text("# Only\n\n## Headings\n")
        (site.sources / "cook.html").unlink()
        pay(site, "eight")
        assert watch.look()
        states = {item.uri: item.state for item in site.librarian.shelf.items()}
        assert states == {
            "clerk.md": State.INDEXED, "sub/smith.txt": State.INDEXED,
            "jailer.md": State.INDEXED, "headings.md": State.FAILED,
        }  # fmt: skip
        os.utime(site.sources / "clerk.md")
        assert not watch.look()


def test_it_looks_by_itself_every_so_often(site: Site) -> None:
    with Watch(site, 1):
        (site.sources / "jailer.md").write_text("The jailer of the castle keeps the key.")
        end = time.monotonic() + 60
        while "jailer.md" not in site.live.now().documents and time.monotonic() < end:
            time.sleep(0.1)
    assert "jailer.md" in {document.uri for document in site.live.documents}


@pytest.mark.parametrize("name", ["documents.jsonl", "lexical/vocab.index.json", "tokens/rows.i8"])
def test_an_index_that_is_damaged_while_it_is_served_is_mended(site: Site, name: str) -> None:
    """E3: the page goes on, on what it has open, and moves over to a whole one."""
    watch = Watch(site, 0)
    with watch:
        assert not watch.look()
        path = current(site.index) / name
        path.write_bytes(path.read_bytes()[:-9])
        assert "nine crowns" in quoted(site.live.reply(QUESTION))
        assert watch.look()
        assert current(site.index).name == "gen-000002"
        assert "nine crowns" in quoted(site.live.reply(QUESTION))
        assert not watch.look()


def test_token_vectors_that_are_cut_short_end_no_process_and_are_mended(site: Site) -> None:
    """E3: were they mapped into memory, this would be a SIGBUS."""
    (current(site.index) / "tokens" / "1.vectors.i8").write_bytes(b"")
    with pytest.raises(DamagedIndex, match="token vectors"):
        site.live.reply(QUESTION)
    with Watch(site, 0):
        assert "nine crowns" in quoted(site.live.reply(QUESTION))


@pytest.mark.parametrize("what", ["pointer", "format", "sources too"])
def test_a_question_to_an_index_that_cannot_be_opened_mends_it_first(site: Site, what: str) -> None:
    """E3, E9: of no pointer, of another version, and with nothing left but its own texts."""
    manifest = current(site.index) / MANIFEST
    if what == "pointer":
        (site.index / "current").write_text("gen-000009")
    else:
        manifest.write_text(manifest.read_text().replace('"format": ', '"format": 1'))
        shutil.copytree(manifest.parent, site.index / "gen-000002")
        (site.index / "current").write_text("gen-000002")
    if what == "sources too":
        shutil.rmtree(site.sources)
    with Watch(site, 0):
        assert "nine crowns" in quoted(site.live.reply(QUESTION))


def test_how_often_is_a_setting() -> None:
    assert PageSettings().watch == 60
    assert PageSettings(watch=0).watch == 0
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        PageSettings(watch=-1)
