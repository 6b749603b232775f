"""The tab Library without a browser: its HTML, its way in for files, and who may use it."""

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from shutil import rmtree

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.escape import BIDI
from index.document import Document, Metadata
from index.readers import READERS
from index.report import FAILURES, Outcome
from page.book import PART, book_as_html
from page.guard import LONGEST_BODY, UPLOADS
from page.library_steps import Shown, Steps
from page.listing import COLUMNS, selection_as_html, shelf_as_html, top_as_html
from page.live import LiveAssistant
from page.progress import work_as_html
from page.shelf import Item, State, key
from page.site import LOOPBACK, Site, make_app
from page.trash import Removed
from page.typeset import parts
from page.words import ENGLISH, LANGUAGES, words
from page.work import Line, Mark, Result, Stage, Work
from tests.page.conftest import forbidden, make_site
from tests.page.test_librarian import JAILER, UPLOAD, ended, files, send

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(2)</script>',
    "' onmouseover='alert(3)",
    "{{x}} ${alert(4)} `y` **bold** ![](http://evil.test/a.png)",
    "gpj\u202eexe\u2066",
    "half\ud83d and \udcff",
    "x" * 200,
)
CHANGING = {"bring", "remove", "restore", "refresh", "cancel", "web"}
HERE = "http://127.0.0.1"


def web(site: Site) -> TestClient:
    async def made() -> FastAPI:
        return make_app(site)

    # inside a loop and in another thread: see tests/test_app.py
    with ThreadPoolExecutor(1) as pool:
        app = pool.submit(lambda: asyncio.run(made())).result()
    return TestClient(app, base_url=HERE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One for all tests that leave its documents as they are."""
    return make_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[TestClient]:
    with web(site) as client:
        yield client


def put(
    client: TestClient, name: str, data: bytes = b"x", headers: dict[str, str] | None = None
) -> int:
    given = {"upload": UPLOAD, "name": name, "size": str(len(data))}
    return client.put(UPLOADS, params=given, content=data, headers=headers).status_code


def taken(site: Site) -> list[str]:
    """The names of the files that came in, nothing for those not taken; now thrown away."""
    received, folder = site.librarian.intake.collect(UPLOAD)
    if folder:
        rmtree(folder)
    return [one.name if one.path else "" for one in received]


def documents(site: Site) -> Shown:
    return next(Steps(site).show(ENGLISH))


def tags(shown: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", shown))


def test_a_file_comes_in_by_its_own_route_alone(site: Site, client: TestClient) -> None:
    assert put(client, "jailer.md", JAILER.encode()) == 204
    (held,) = site.librarian.intake._uploads.values()
    (path,) = held.folder.iterdir()
    assert path.read_text() == JAILER
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    for closed in (f"/gradio_api/file={path}", f"/gradio_api/file/{path}"):
        assert client.get(closed).status_code == 404
    assert taken(site) == ["jailer.md"]


def test_a_file_larger_than_a_question_is_taken_on_its_own_route_alone(
    site: Site, client: TestClient
) -> None:
    large = b"x" * (LONGEST_BODY + 1)
    assert put(client, "large.txt", large) == 204
    assert client.put("/healthz", content=large).status_code == 413
    assert client.put(f"{UPLOADS}/x", content=large).status_code == 413
    # a length has to be given, and is not waited for where it is too much
    assert client.put(UPLOADS, content=iter([b"x"])).status_code == 411
    given = {"upload": UPLOAD, "name": "huge.txt", "size": str(10**12)}
    assert client.put(UPLOADS, params=given, content=b"").status_code == 204
    assert taken(site) == ["large.txt", ""]


@pytest.mark.parametrize("number", [0, 1])
def test_no_file_comes_in_where_nobody_may_add_one(tmp_path: Path, number: int) -> None:
    site = forbidden(tmp_path)[number]
    with web(site) as client:
        assert put(client, "jailer.md", JAILER.encode()) == 403
    assert taken(site) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8080"},
    ],
)
def test_the_page_of_another_site_can_change_nothing(
    site: Site, client: TestClient, headers: dict[str, str]
) -> None:
    assert put(client, "jailer.md", headers=headers) == 403
    joined = client.post("/gradio_api/queue/join", json={}, headers=headers)
    assert joined.status_code == 403
    assert taken(site) == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": HERE}, {"Sec-Fetch-Site": "none"}]
)
def test_the_page_itself_can(site: Site, client: TestClient, headers: dict[str, str]) -> None:
    assert put(client, "jailer.md", headers=headers) == 204
    assert taken(site) == ["jailer.md"]


def called(client: TestClient, number: int, event: object) -> str:
    """All that comes back when a step is called by its number, as no button would call it."""
    inputs = client.get("/config").json()["dependencies"][number]["inputs"]
    body = {"fn_index": number, "data": [None for _ in inputs], "event_data": event}
    joined = client.post("/gradio_api/queue/join", json={**body, "session_hash": "s"})
    assert joined.status_code == 200
    return unescape(client.get("/gradio_api/queue/data", params={"session_hash": "s"}).text)


def steps_of(client: TestClient) -> dict[str, int]:
    """The steps of the tab by the names of their events."""
    config = client.get("/config").json()
    shelf = next(
        part["id"] for part in config["components"]
        if part["props"].get("elem_id") == "library-shelf"
    )  # fmt: skip
    return {
        event: one["id"]
        for one in config["dependencies"]
        for target, event in one["targets"]
        if target == shelf
    }


@pytest.mark.parametrize("number", [0, 1])
def test_every_step_that_changes_something_asks_who_may(tmp_path: Path, number: int) -> None:
    site = forbidden(tmp_path)[number]
    send(site, {"jailer.md": JAILER})
    (site.sources / "new.md").write_text(JAILER)
    before = files(site)
    event = {"upload": UPLOAD, "key": key("clerk.md"), "number": "0" * 32, "keys": ""}
    with web(site) as client:
        steps = steps_of(client)
        assert set(steps) == {*CHANGING, "read", "choose"}
        for name in sorted(CHANGING - {"cancel"}):
            said = called(client, steps[name], event)
            assert "Documents are added and removed only while" in said or "not offer it" in said
        called(client, steps["cancel"], event)
    assert site.librarian.work is None
    assert files(site) == before
    assert site.librarian.trash.kept() == []


def test_the_steps_work_for_who_may(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with web(site) as client:
        steps = steps_of(client)
        put(client, "jailer.md", JAILER.encode())
        assert "indexed, 1 passage" in called(client, steps["bring"], {"upload": UPLOAD})
        assert "was removed" in called(client, steps["remove"], {"key": key("clerk.md")})
    assert set(files(site)) == {"cook.html", "sub/smith.txt", "jailer.md"}


@pytest.mark.parametrize("event", [{}, {"key": None, "keys": [1], "part": {}}])
def test_a_step_makes_do_with_whatever_it_is_sent(client: TestClient, event: object) -> None:
    steps = steps_of(client)
    for name in sorted(steps):
        assert '"success":true' in called(client, steps[name], event)


def test_the_table_has_every_document_with_all_that_is_known_of_it(site: Site) -> None:
    shelf = documents(site).shelf
    assert shelf
    rows = re.findall(r'<tr data-key="([0-9a-f]{12})" class="indexed">(.*?)</tr>', shelf)
    assert {name for name, _ in rows} == {key("clerk.md"), key("sub/smith.txt"), key("cook.html")}
    clerk = unescape(re.sub("<[^>]*>", " ", dict(rows)[key("clerk.md")]))
    size = (site.sources / "clerk.md").stat().st_size
    for words_of in ("The clerk", "clerk.md", "Guild", "2021-05-03", "rule", f"{size} bytes"):
        assert words_of in clerk
    assert shelf.count('scope="col"') == len(COLUMNS)
    assert shelf.count("aria-sort=") == len(COLUMNS)


def test_buttons_that_change_something_are_there_for_who_may_alone(tmp_path: Path) -> None:
    allowed = documents(make_site(tmp_path / "may"))
    assert "Choose files" in str(allowed.top)
    assert 'data-send="remove"' in str(allowed.shelf)
    for site in forbidden(tmp_path):
        shown = documents(site)
        assert "Choose files" not in str(shown.top)
        assert "data-send" not in f"{shown.top}{shown.shelf}"
        assert "class=&quot;closed" in str(shown.top) or 'class="closed"' in str(shown.top)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_and_every_outcome_has_its_word(language: str) -> None:
    items = [Item(f"a{end}", State.INDEXED, "a", one.media_type) for end, one in READERS.items()]
    told = sorted({*FAILURES, Outcome.PARTLY})
    failed = [Item(one, State.FAILED, one, "text/plain", outcome=one) for one in told]
    shown = shelf_as_html([*items, *failed], [], False, words(language))
    assert f">{words(language)('library.form_other')}</bdi>" not in shown
    assert shown.count('class="pill"') == len(READERS) + len(FAILURES) + 1


@pytest.mark.parametrize("words_of", HOSTILE)
@pytest.mark.parametrize("state", list(State))
def test_no_sign_of_a_name_or_title_is_markup(words_of: str, state: State) -> None:
    about = Metadata(words_of, words_of, words_of, None, "javascript:alert(5)", words_of)
    document = Document(f"{words_of}.md".replace("\ud83d", ""), words_of, "text/markdown", about)
    item = Item(
        uri=f"{words_of}.md", state=state, title=words_of, publisher=words_of, kind=words_of,
        published=words_of, why=words_of if state is State.FAILED else "",
    )  # fmt: skip
    work = Work()
    removed = Removed("0" * 32, words_of, words_of, words_of)
    work.finish(Result((Line(words_of, Mark.FAILED, words_of),), removed, words_of))
    for language in LANGUAGES:
        say = words(language)
        shown = (
            shelf_as_html([item], [removed], True, say) + top_as_html([item], words_of, say)
            + work_as_html(work, say) + book_as_html(document, item, 1, say)
        )  # fmt: skip
        assert not tags(shown) & {"img", "script", "b", "a", "em", "strong"}
        for sign in ("onerror=", "onmouseover='", "{{", "${", "`", "**", "!["):
            assert sign not in shown
        assert not BIDI.search(unescape(shown))
        json.dumps(shown).encode()
        shown.encode()


def test_a_document_is_read_whole(site: Site) -> None:
    shown = Steps(site).read(key("clerk.md"), "", ENGLISH)
    assert "The clerk is paid nine crowns a week" in unescape(re.sub("<[^>]*>", "", shown))
    for known in ("Guild", "2021-05-03", "rule", "clerk.md"):
        assert known in unescape(shown)
    assert f'data-key="{key("clerk.md")}"' in shown
    assert Steps(site).read("", "", ENGLISH) == ""
    assert "not there any more" in Steps(site).read(key("nowhere.md"), "", ENGLISH)


def test_a_long_document_is_read_in_parts_that_leave_nothing_out(tmp_path: Path) -> None:
    line = "The warden of the hall keeps his lamps and lights them at dusk. "
    text = "\n".join(f"{number} {line * 8}" for number in range(900))
    document = Document("long.txt", text, "text/plain")
    cut = parts(text, PART)
    assert len(cut) == 3
    assert "".join(part.cut(text) for part in cut) == text
    assert max(part.end - part.start for part in cut) <= PART
    item = Item("long.txt", State.INDEXED, "long")
    for number in (1, 2, 3):
        shown = book_as_html(document, item, number)
        assert f"Part {number} of 3" in shown
        assert len(re.findall('<p class="text"', shown)) > 100
    assert book_as_html(document, item, 99) == book_as_html(document, item, 3)
    assert book_as_html(document, item, 0) == book_as_html(document, item, 1)
    assert "Part" not in book_as_html(Document("s.txt", line, "text/plain"), item)


def test_what_is_chosen_is_held_against_the_index(site: Site) -> None:
    steps = Steps(site)
    line, chosen = steps.choose(f"{key('clerk.md')} {key('nowhere.md')} ../..", None, ENGLISH)
    assert chosen == frozenset({"clerk.md"})
    assert "only to 1 of 3 documents" in unescape(line)
    assert hash(chosen) is not None  # Gradio hashes the state of a page at every event
    line, chosen = steps.choose("", chosen, ENGLISH)
    assert chosen is None
    assert "Questions go to all 3 documents." in unescape(line)
    assert steps.choose(key("nowhere.md"), None, ENGLISH)[1] is None


def test_only_what_is_chosen_is_asked(site: Site) -> None:
    question = "How much is the clerk paid a week?"
    assert {hit.hit.passage.document.uri for hit in site.live.reply(question).considered} > {
        "clerk.md"
    }
    few = site.live.reply(question, among=frozenset({"cook.html"}))
    assert {hit.hit.passage.document.uri for hit in few.considered} == {"cook.html"}


def test_an_index_that_cannot_be_read_is_told_and_not_an_empty_library(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site.index / "current").unlink()
    shown = documents(site)
    assert shown.shelf is None
    assert "There is no index" in unescape(str(shown.status))
    line, chosen = Steps(site).choose(key("clerk.md"), frozenset({"cook.html"}), ENGLISH)
    assert chosen == frozenset({"cook.html"})
    assert "There is no index" in unescape(line)


def test_a_change_is_followed_to_its_end_by_whoever_looks(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    send(site, {"jailer.md": JAILER})
    steps = Steps(site)
    shown = list(steps.change(lambda: site.librarian.add(UPLOAD, ENGLISH), ENGLISH))
    assert "jailer" in str(shown[-1].shelf)
    assert "indexed, 1 passage" in unescape(str(shown[-1].status))
    # who looks later finds it done
    assert len(list(steps.show(ENGLISH))) == 1


def test_a_bar_says_how_far_a_change_has_come_and_can_be_cancelled_until_it_is_written() -> None:
    work = Work()
    work.enter(Stage("embedding", 64, 200))
    shown = work_as_html(work)
    assert 'value="64" max="200"' in shown
    assert "64 of 200 passages" in shown
    assert 'data-send="cancel"' in shown
    work.enter(Stage("writing", 200, 200))
    assert "value=" not in work_as_html(work)
    assert "cancel" not in work_as_html(work)
    work.cancel()
    assert "Stopping" in work_as_html(work)


def test_the_line_of_a_selection_counts_in_the_reader_s_language() -> None:
    assert "2 de 1.200 documentos" in unescape(selection_as_html(2, 1200, words("es")))


def test_the_size_of_a_document_is_that_of_its_file(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    items = {item.uri: item for item in site.librarian.shelf.items()}
    assert items["clerk.md"].size == (site.sources / "clerk.md").stat().st_size
    (site.sources / "clerk.md").unlink()
    assert site.librarian.shelf.find(key("clerk.md")).size is None  # type: ignore[union-attr]


def test_a_page_for_this_machine_alone_is_one_that_is_called_by_its_names_alone() -> None:
    def local(*hosts: str) -> bool:
        return Site(LiveAssistant.__new__(LiveAssistant), hosts=hosts).local

    assert local(*LOOPBACK)
    assert not local("*")
    assert not local("127.0.0.1", "page.test")


def test_a_removal_can_be_undone_where_it_is_told(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    work = site.librarian.remove(key("clerk.md"), ENGLISH)
    assert ended(work).removed
    assert "Undo" in work_as_html(work)
