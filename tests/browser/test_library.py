"""The tab Library as a person meets it: reading, choosing, adding, removing."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.escape import BIDI
from index.readers import READERS
from tests.browser.server import ROOT, serving
from tests.browser.visit import SMALL, WIDE, Visit, in_view, wait_for_count

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Locator, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.model]

LAMPS = "# The lamps of Vadstena\n\nThe warden of Vadstena lights forty lamps at dusk.\n"
ASKED = "how many lamps does the warden of Vadstena light?"
MANY = "\n\n".join(
    f"The warden of hall {number} keeps {number} lamps, lights them at dusk for the visitors of "
    "the town, and lets nobody put them out before the dawn of the day that follows."
    for number in range(1500)
)
WAGES = """---
title: "Wages <img src=x onerror=alert('title')> **bold** {{value}} ${x}"
publisher: "<b onmouseover=alert(2)>Guild</b>"
kind: "<script>alert(3)</script>"
url: "javascript:alert(4)"
---

# Wages

The clerk is paid <img src="http://evil.test/a.png" onerror="alert(1)"> nine *crowns* a week.
"""
HOSTILE: dict[str, bytes] = {
    "wages <img src=x onerror=alert(5)>.md": WAGES.encode(),
    "x" * 200 + ".md": b"# " + b"Long" * 50 + b"\n\nThe smith is paid ten crowns a week.\n",
    "gpj\u202eexe.md": b"# Turned\n\nThe cook is paid six crowns a week.\n",
    "rtl.md": '---\ntitle: "دليل الأجور"\n---\n\nThe page is paid five crowns.\n'.encode(),
    "empty.md": b"",
    "report.mp3": b"ID3",
}


class Library(Visit):
    """A visit to the library."""

    def __init__(self, browser: "Browser", address: str, size: "ViewportSize" = WIDE) -> None:
        super().__init__(browser, address, size)
        self.page.get_by_role("tab", name="Library").click()
        self.rows().first.wait_for()

    def rows(self) -> "Locator":
        return self.page.locator("#library-shelf tbody tr:visible")

    def row(self, words: str) -> "Locator":
        return self.page.locator("#library-shelf tbody tr", has_text=words)

    def titles(self) -> list[str]:
        return self.rows().locator("th :is(.open, span:first-child)").all_inner_texts()

    def status(self) -> "Locator":
        return self.page.locator("#library-status")

    def bring(self, *files: tuple[str, bytes]) -> None:
        """Choose files, as the button does."""
        given: list[FilePayload] = [
            {"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files
        ]
        self.page.locator("#library-top input[type=file]").set_input_files(given)

    def brought(self) -> list[str]:
        """The result lines of what was added, once they are there."""
        self.status().locator("li").first.wait_for()
        return self.status().locator("li").all_inner_texts()

    def remove(self, words: str) -> None:
        self.row(words).get_by_role("button", name="Remove").click()
        self.status().get_by_role("button", name="Undo").wait_for()

    def chosen(self, words: str) -> None:
        """Wait until the line about what is asked says so."""
        self.page.locator("#library-chosen .chosen", has_text=words).wait_for()

    def ask(self, question: str) -> "Locator":
        self.page.get_by_role("tab", name="Ask").click()
        return super().ask(question)

    def sideways(self) -> float:
        return float(
            self.page.evaluate(
                """Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(
                "#library *:not(.unseen, .unit)")].map((node) => node.getBoundingClientRect().right)
                ) - innerWidth"""
            )
        )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documents of the repository, to be changed."""
    return Path(shutil.copytree(ROOT / "sources", tmp_path_factory.mktemp("library") / "sources"))


@pytest.fixture(scope="module")
def shelves(browser: "Browser", sources: Path) -> Iterator[str]:
    with serving(sources, sources.parent) as address:
        yield address


@pytest.fixture
def library(browser: "Browser", shelves: str) -> Iterator[Library]:
    library = Library(browser, shelves)
    yield library
    library.page.close()


@pytest.fixture(scope="module")
def hostile(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    work = tmp_path_factory.mktemp("hostile")
    (work / "sources").mkdir()
    for name, data in HOSTILE.items():
        (work / "sources" / name).write_bytes(data)
    with serving(work / "sources", work) as address:
        yield address


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_that_is_added_is_asked_about_removed_and_put_back(
    library: Library, sources: Path
) -> None:
    before, endings = names(sources), ", ".join(sorted(READERS))
    library.bring(("lamps.md", LAMPS.encode()), ("report.mp3", b"ID3"), ("empty.md", b""))
    assert sorted(re.sub(r"\s+", " ", line) for line in library.brought()) == [
        "✓ lamps.md indexed, 1 passage",
        "✗ empty.md not indexed: it has no text; write some or remove it",
        f"✗ report.mp3 not added: there is no reader for it; files may be {endings}",
    ]
    assert names(sources) == {*before, "lamps.md"}
    library.row("lamps.md").wait_for()
    answer = library.ask(ASKED)
    assert "The warden of Vadstena lights forty lamps at dusk." in answer.inner_text()

    library.page.get_by_role("tab", name="Library").click()
    library.remove("lamps.md")
    assert names(sources) == before
    wait_for_count(library.row("lamps.md"), 0)
    # the button that was pressed has gone, and the hand rests on the one that takes it back
    assert library.status().locator("button:focus").inner_text() == "Undo"
    refusal = library.ask(ASKED)
    assert "forty" not in refusal.inner_text()

    library.page.get_by_role("tab", name="Library").click()
    library.page.keyboard.press("Tab")
    library.status().get_by_role("button", name="Undo").click()
    # the file is there at once, and its row with it; the index takes a moment
    library.page.locator("#library-shelf tr.indexed", has_text="lamps.md").wait_for()
    assert names(sources) == {*before, "lamps.md"}
    assert "forty lamps" in library.ask(ASKED).inner_text()
    library.page.get_by_role("tab", name="Library").click()
    library.remove("lamps.md")
    assert library.errors == []
    assert library.hosts == {"127.0.0.1"}


def test_what_was_removed_can_be_put_back_later(library: Library, browser: "Browser") -> None:
    title = "Portland police halt ICE agent training"
    library.remove(title)
    library.page.reload()
    library.page.get_by_role("tab", name="Library").click()
    library.rows().first.wait_for()
    wait_for_count(library.row(title), 0)
    library.page.locator("#library-shelf .removed summary").click()
    kept = library.page.locator("#library-shelf .removed li", has_text=title)
    kept.get_by_role("button", name="Put back").click()
    library.row(title).wait_for()


def test_what_is_cancelled_leaves_everything_as_it_was(
    library: Library, browser: "Browser", shelves: str, sources: Path
) -> None:
    before, shown = names(sources), library.titles()
    library.bring(("many.txt", MANY.encode()))
    library.status().locator(".going", has_text="Indexing what is new").wait_for()
    # meanwhile somebody else asks, is told what goes on, and can change nothing
    other = Library(browser, shelves)
    other.status().locator(".going").wait_for()
    assert other.ask("what must employees do if approached?").locator("blockquote").count() >= 1
    other.page.get_by_role("tab", name="Library").click()
    other.rows().first.get_by_role("button", name="Remove").click()
    other.page.locator("#library-top .told", has_text="Somebody is changing").wait_for()
    library.status().get_by_role("button", name="Cancel").click()
    library.status().locator(".trouble").wait_for()
    assert "Cancelled. The documents are as they were." in library.status().inner_text()
    assert names(sources) == before
    assert library.titles() == shown
    other.status().locator(".trouble").wait_for()
    other.page.close()
    library.status().get_by_role("button", name="Close this message").click()
    wait_for_count(library.status().locator(".work"), 0)


def test_a_file_is_dropped(library: Library, sources: Path) -> None:
    library.page.evaluate(
        """(words) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([words], "dropped.md"));
        for (const kind of ["dragover", "drop"]) {
          const event = new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true});
          if (document.body.dispatchEvent(event)) throw Error("the browser would leave the page");
        } }""",
        LAMPS,
    )
    assert "indexed, 1 passage" in library.brought()[0]
    assert (sources / "dropped.md").read_text() == LAMPS
    library.remove("dropped.md")


def test_a_file_that_is_too_large_is_told_so_without_being_sent(library: Library) -> None:
    sent: list[int] = []
    library.page.on(
        "request",
        lambda one: sent.append(len(one.post_data_buffer or b"")) if one.method == "PUT" else None,
    )
    library.page.evaluate(
        """() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "large.txt"));
        document.body.dispatchEvent(
          new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
        }"""
    )
    assert "it has 26 MB, at most 25 MB are read" in library.brought()[0]
    assert sent == [0]


def test_the_table_is_sorted_by_any_column(library: Library) -> None:
    def sorted_by(name: str) -> str | None:
        head = library.page.get_by_role("columnheader", name=name)
        head.get_by_role("button").click()
        return head.get_attribute("aria-sort")

    titles = library.titles()
    assert titles == sorted(titles, key=str.casefold)
    assert sorted_by("Title") == "descending"
    assert library.titles() == titles[::-1]
    assert sorted_by("Date") == "ascending"
    dates = library.rows().locator(".date").all_inner_texts()
    assert [date for date in dates if date] == sorted(date for date in dates if date)
    assert dates[-1] == ""
    assert sorted_by("Date") == "descending"
    assert library.rows().locator(".date").all_inner_texts()[-1] == ""
    assert sorted_by("Size") == "ascending"
    sizes = library.rows().locator("td.size").evaluate_all("all => all.map(n => +n.dataset.value)")
    assert sizes == sorted(sizes)
    wait_for_count(library.page.locator("#library th[aria-sort=ascending]"), 1)


def test_filters_leave_the_rows_that_fit_all_of_them(library: Library) -> None:
    count = library.rows().count()
    library.page.get_by_label("Filter by Title").fill("TRAINING")
    assert all("training" in title.lower() for title in library.titles())
    library.page.get_by_label("Filter by Date").fill("2019")
    assert library.titles() == ["Portland police halt ICE agent training"]
    assert library.page.locator("#library .tally").inner_text() == f"1 of {count} shown"
    library.page.get_by_label("Filter by Publisher").fill("nobody")
    wait_for_count(library.rows(), 0)
    assert library.page.get_by_text("No document fits all of these filters.").is_visible()
    for name in ("Title", "Date", "Publisher"):
        library.page.get_by_label(f"Filter by {name}").fill("")
    library.page.get_by_label("Filter by Kind").select_option("press release")
    wait_for_count(library.rows(), 1)
    library.page.get_by_label("Filter by Kind").select_option("")
    library.page.get_by_label("Filter by State").select_option(label="indexed")
    wait_for_count(library.rows(), count)


def test_only_what_is_chosen_is_asked(library: Library) -> None:
    question = "who provided the training?"
    library.page.get_by_label("Filter by Title").fill("portland police")
    library.page.get_by_label("Select all that are shown").check()
    library.chosen("Questions go only to 1 of 5 documents.")
    library.page.get_by_label("Filter by Title").fill("")
    wait_for_count(library.rows().locator("input:checked"), 1)
    library.page.locator("#library-chosen").get_by_role("button", name="Ask", exact=True).click()
    reply = library.ask(question)
    reply.wait_for()
    found = library.page.locator("#panel .source").evaluate_all(
        "all => all.map(node => node.getAttribute('aria-label'))"
    )
    assert set(found) == {"Portland police halt ICE agent training"}
    library.page.get_by_role("tab", name="Library").click()
    library.page.get_by_role("button", name="Ask all again").click()
    library.chosen("Questions go to all 5 documents.")
    wait_for_count(library.rows().locator("input:checked"), 0)


def test_a_chosen_document_that_is_removed_is_chosen_no_more(library: Library) -> None:
    title = "Portland police halt ICE agent training"
    library.row(title).locator(".one").check()
    library.chosen("only to 1 of 5")
    library.remove(title)
    library.chosen("Questions go to all 4 documents.")
    library.status().get_by_role("button", name="Undo").click()
    library.row(title).wait_for()
    library.chosen("Questions go to all 5 documents.")


def test_any_document_is_read_whole_beside_the_table(library: Library, sources: Path) -> None:
    text = (sources / "oregon-sanctuary-promise-training.md").read_text("utf-8")
    last = text.strip().rsplit("\n", 1)[-1]
    library.row("oregon-sanctuary-promise-training.md").locator(".open").click()
    book = library.page.locator("#library-book .book:focus")
    book.wait_for()
    shown = book.inner_text()
    for known in ("The Post Millennial", "news", "oregon-sanctuary-promise-training.md", "undated"):
        assert known in shown
    assert last in shown
    assert book.locator("h4").first.inner_text() in text
    link = book.get_by_role("link", name="thepostmillennial.com")
    assert link.get_attribute("rel") == "noopener noreferrer"
    # and the table still says which one it is, and can be used
    wait_for_count(library.page.locator("#library tr.current"), 1)
    library.page.keyboard.press("Escape")
    library.page.locator("#library-book .book").wait_for(state="detached")
    focused = library.page.locator("#library .open:focus")
    assert "Oregon mandates training" in focused.inner_text()


def test_a_document_that_is_removed_is_read_no_more(library: Library) -> None:
    title = "Portland police halt ICE agent training"
    library.row(title).locator(".open").click()
    library.page.locator("#library-book .book").wait_for()
    library.remove(title)
    library.page.locator("#library-book .book").wait_for(state="detached")
    library.status().get_by_role("button", name="Undo").click()
    library.row(title).wait_for()


def test_the_library_works_with_the_keyboard_alone(browser: "Browser", shelves: str) -> None:
    visit = Visit(browser, shelves, WIDE)
    keyboard = visit.page.keyboard
    visit.page.get_by_role("tab", name="Ask").focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    visit.page.locator("#library-shelf tbody tr").first.wait_for()
    reached: list[str] = []
    for _ in range(30):
        keyboard.press("Tab")
        reached.append(
            visit.page.evaluate(
                """() => { const node = document.activeElement;
                return node.getAttribute("aria-label") ?? node.type + " " + node.className }"""
            )
        )
        if "submit open" in reached[-1] or "button open" in reached[-1]:
            break
    assert "file " in " ".join(reached)
    assert {"Select all that are shown", "Filter by Title", "Filter by State"} <= set(reached)
    keyboard.press("Enter")
    visit.page.locator("#library-book .book:focus").wait_for()
    keyboard.press("Escape")
    visit.page.locator("#library .open:focus").wait_for()
    keyboard.press("Shift+Tab")
    keyboard.press("Space")
    visit.page.locator("#library-chosen .chosen.some").wait_for()
    visit.page.close()


def test_hostile_names_and_titles_are_shown_letter_by_letter(
    browser: "Browser", hostile: str
) -> None:
    for size in (WIDE, SMALL):
        library = Library(browser, hostile, size)
        assert library.sideways() <= 0
        shown = library.page.locator("#library").inner_text()
        for words in (
            "Wages <img src=x onerror=alert('title')> **bold** {{value}} ${x}",
            "wages <img src=x onerror=alert(5)>.md",
            "<b onmouseover=alert(2)>Guild</b>",
            "<script>alert(3)</script>",
            "gpjexe.md",
            "دليل الأجور",
            "it has no text",
            "no reader",
        ):
            assert words in shown
        assert not BIDI.search(shown)
        library.page.locator("#library .open", has_text="Wages").click()
        library.page.locator("#library-book .book:focus").wait_for()
        assert 'onerror="alert(1)"> nine *crowns* a week.' in (
            library.page.locator("#library-book").inner_text()
        )
        assert library.page.locator("#library :is(img, script, iframe, form, b, em)").count() == 0
        assert library.page.locator("#library a").count() == 0
        assert library.sideways() <= 0
        assert library.dialogs == []
        assert library.hosts == {"127.0.0.1"}
        assert library.errors == []
        library.page.close()


def test_hostile_files_are_added_and_told_letter_by_letter(
    browser: "Browser", hostile: str
) -> None:
    library = Library(browser, hostile)
    library.bring(
        ("../<img src=x onerror=alert(6)>.md", b"The groom is paid four crowns a week."),
        ("<script>alert(7)</script>.exe", b"MZ"),
        ("y" * 240 + ".md", b"The herald is paid three crowns a week."),
    )
    lines = " ".join(library.brought())
    assert "<img src=x onerror=alert(6)>.md" in lines
    assert "<script>alert(7)</script>.exe" in lines or "script>.exe" in lines
    assert library.status().locator(":is(img, script)").count() == 0
    assert library.sideways() <= 0
    library.remove("alert(6)")
    library.remove("yyyy")
    assert library.dialogs == []


def test_a_phone_shows_the_documents_and_the_one_that_is_read(
    browser: "Browser", shelves: str
) -> None:
    library = Library(browser, shelves, SMALL)
    assert library.sideways() <= 0
    library.page.get_by_role("button", name="Filter").click()
    library.page.get_by_label("Filter by Title").fill("portland police")
    assert library.sideways() <= 0
    wait_for_count(library.rows(), 1)
    library.rows().locator(".open").click()
    library.page.locator("#library-book .book:focus").wait_for()
    library.page.wait_for_timeout(300)
    assert in_view(library.page.locator("#library-book h3"))
    assert library.sideways() <= 0
    library.page.get_by_role("button", name="Close", exact=True).click()
    library.page.locator("#library .open:focus").wait_for()
    assert in_view(library.page.locator("#library .open:focus"))
    library.page.close()


def test_the_library_speaks_spanish(browser: "Browser", shelves: str) -> None:
    page = browser.new_page(viewport=WIDE, locale="es-MX")
    page.goto(shelves)
    page.get_by_role("tab", name="Biblioteca").click()
    page.locator("#library-shelf tbody tr").first.wait_for()
    page.locator("#library-chosen .chosen").wait_for()
    shown = page.locator("#library").inner_text()
    for words in ("Elegir archivos", "Título", "Las preguntas van a los 5 documentos.", "Quitar"):
        assert words in shown
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "phone"])
def test_axe_finds_nothing(
    browser: "Browser", shelves: str, size: "ViewportSize", scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    library = Library(browser, shelves, size)
    library.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    steps: list[Callable[[], object]] = [
        library.rows().locator(".one").first.check,
        library.rows().locator(".open").first.click,
        lambda: library.bring(("report.mp3", b"ID3")),
    ]
    for step in steps:
        step()
        library.page.wait_for_timeout(500)
        found = Axe().run(library.page, "#library").response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    library.page.close()
