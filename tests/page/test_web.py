"""Adding a page of the web in the library, from the address to the citation (trust.md, G8)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.reply import Answer
from index.errors import BadInput, IndexBusy
from index.load import Source, fingerprint, read_document
from index.retrieved import FOLDER, Retrieved, retrieved
from page.answer import details
from page.fetch import Fetched
from page.library_steps import Steps
from page.permission import NotAllowed
from page.settings import PageSettings
from page.shelf import key
from page.site import Site
from page.trash import Trash
from page.web import bring
from page.words import ENGLISH, Words, words
from page.work import Mark
from tests.page.conftest import forbidden, make_site
from tests.page.test_librarian import Halting, ended, files

URL = "https://castle.test/wages/jailer.php"
PAGE = (
    b"<html><head><title>The jailer</title><link rel=canonical href=https://liar.test/x></head>"
    b"<body><h1>The jailer</h1><p>The jailer of the castle is paid %s crowns a week by the guild."
    b"</p><p>He lives in the tower beside the gate of the castle, with his dogs.</p></body></html>"
)
TODAY = datetime.now(UTC).date().isoformat()
NAME = f"castle.test-jailer-{TODAY}.html"


def served(data: bytes = PAGE % b"seven", url: str = URL):  # type: ignore[no-untyped-def]
    """A web on which every address serves the same."""
    return lambda asked, hosts, say: Fetched(url, ".html", data)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path, settings=PageSettings(web_hosts=("castle.test",)))


def unasked(url: str, hosts: tuple[str, ...], say: Words) -> Fetched:
    raise AssertionError("the web was asked")


def test_a_page_is_kept_as_it_was_served_and_its_citation_has_the_address_and_the_day(
    site: Site,
) -> None:
    result = ended(bring(site, f" {URL} ", ENGLISH, served()))
    assert [(line.name, line.mark) for line in result.lines] == [(NAME, Mark.DONE)]
    assert (site.sources / NAME).read_bytes() == PAGE % b"seven"
    reply = site.live.now()
    document = reply.documents[NAME]
    assert (document.about.url, document.about.retrieved) == (URL, TODAY)
    assert f"retrieved {TODAY}" in details(document, "", ENGLISH).replace("&#45;", "-")


def test_the_page_answers(site: Site) -> None:
    ended(bring(site, URL, ENGLISH, served()))
    reply = site.live.reply("How many crowns a week is the jailer of the castle paid?")
    assert isinstance(reply, Answer)
    assert reply.quotes[0].document.about.url == URL


def test_no_page_is_added_where_no_hosts_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="web_hosts"):
        bring(make_site(tmp_path), URL, ENGLISH, unasked)


def test_only_who_may_change_the_library_adds_a_page(tmp_path: Path) -> None:
    for site in forbidden(tmp_path):
        before = files(site)
        with pytest.raises(NotAllowed):
            bring(site, URL, ENGLISH, unasked)
        assert files(site) == before


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://castle.test.evil.test/", "castle"])
def test_a_hostile_address_changes_nothing(site: Site, url: str) -> None:
    before = files(site)
    with pytest.raises(BadInput):
        bring(site, url, ENGLISH)
    assert files(site) == before


def test_what_cannot_be_read_is_not_kept(site: Site) -> None:
    result = ended(bring(site, URL, ENGLISH, served(b"%PDF-1.7")))
    assert [line.mark for line in result.lines] == [Mark.FAILED]
    assert not (site.sources / NAME).exists()


def test_a_page_that_changes_is_another_version(site: Site) -> None:
    """B10: what an address served before is superseded by what it serves now."""
    old = site.sources / "castle.test-jailer-2020-01-01.html"
    old.write_bytes(PAGE % b"six")
    Retrieved(URL, "2020-01-01").keep(site.sources, fingerprint(PAGE % b"six"))
    ended(bring(site, URL, ENGLISH, served()))
    documents = site.live.now().documents
    successor = documents[old.name].successor
    assert successor
    assert successor.uri == NAME
    assert documents[NAME].successor is None


def test_while_another_change_goes_on_no_page_is_added(tmp_path: Path) -> None:
    model = Halting()
    site = make_site(tmp_path, embedder=model, settings=PageSettings(web_hosts=("*",)))
    model.let.clear()
    first = bring(site, URL, ENGLISH, served())
    with pytest.raises(IndexBusy):
        bring(site, URL, ENGLISH, served(PAGE % b"eight"))
    model.let.set()
    assert ended(first).lines[0].mark is Mark.DONE


def test_a_record_is_of_those_bytes_alone(tmp_path: Path) -> None:
    data = b"The moon pulls the sea."
    Retrieved(URL, "2026-11-22").keep(tmp_path, fingerprint(data))
    for uri in ("tides.txt", "sub/other.txt"):
        source = Source(tmp_path / uri, uri)
        assert read_document(source, data).about.url == URL
        assert read_document(source, data + b" Edited.").about.url is None


def test_a_record_goes_with_its_document_and_comes_back_with_it(site: Site) -> None:
    ended(bring(site, URL, ENGLISH, served()))
    digest = fingerprint(PAGE % b"seven")
    record = retrieved(site.sources, digest)
    removed = ended(site.librarian.remove(key(NAME), ENGLISH)).removed
    assert removed
    assert (record is not None, retrieved(site.sources, digest)) == (True, None)
    ended(site.librarian.restore(removed.id, ENGLISH))
    assert retrieved(site.sources, digest) == record
    assert site.live.now().documents[NAME].about.retrieved == TODAY


def test_a_copy_of_a_removed_document_keeps_the_record(tmp_path: Path) -> None:
    data, sources = b"The moon pulls the sea.", tmp_path / "sources"
    sources.mkdir()
    for name in ("tides.txt", "copy.txt"):
        (sources / name).write_bytes(data)
    Retrieved(URL, TODAY).keep(sources, fingerprint(data))
    trash = Trash(tmp_path / "removed", sources)
    trash.put("tides.txt", "Tides")
    assert retrieved(sources, fingerprint(data)) == Retrieved(URL, TODAY)
    trash.put("copy.txt", "Tides")
    assert retrieved(sources, fingerprint(data)) is None


@pytest.mark.parametrize(
    "record",
    ["", "[]", "{}", '{"url": 1, "retrieved": "2026-11-22"}', '{"url": "u", "retrieved": "<b>"}'],
)
def test_a_record_that_is_none_says_nothing(tmp_path: Path, record: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / f"{'0' * 64}.json").write_text(record, "utf-8")
    assert retrieved(tmp_path, "0" * 64) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_field_is_shown_where_it_works_and_nowhere_else(tmp_path: Path, language: str) -> None:
    say = words(language)
    on = make_site(tmp_path / "on", settings=PageSettings(web_hosts=("*",)))
    off = make_site(tmp_path / "off")
    hidden = make_site(tmp_path / "no", settings=PageSettings(web_hosts=("*",)), hosts=("*",))
    tops = [next(Steps(site).show(say)).top or "" for site in (on, off, hidden)]
    assert ['type="url"' in top for top in tops] == [True, False, False]
    assert say("library.web_add") in tops[0]


def test_what_goes_wrong_is_shown(site: Site) -> None:
    (shown,) = Steps(site).change(lambda: bring(site, "file:///etc/passwd", ENGLISH), ENGLISH)
    assert "That is no address of a web page" in (shown.status or "")
