"""Hostile documents, files and questions in a real browser: nothing of them comes to life (B6, B7).

tests/page/test_sinks.py shows the same payloads in every place of the code, without a browser.
"""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from page.reading import sources_as_html
from tests.browser.hostile import NAME, STONES, Watched, listening, write_hostile, write_runs
from tests.browser.server import beyond_repair, serving
from tests.page.markup import seen
from tests.page.payloads import FAMILIES, LIVE_ADDRESSES, PAYLOADS, aimed
from tests.page.shown import ENTRIES, answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

# all that is found is read and said, whatever is asked
SETTINGS = "[assistant]\nwrong = 100\nstatements = 10\nmargin = 1\npassages = 20\n"
TITLE = "Chapter & Verse"
LONGEST = 1900  # characters of a question, beside what the test adds

# the parts of the page whose words are HTML, by the test below that looks at each
ASKED = {"notice", "chat", "panel"}
KEPT = {"history"}
LIBRARY = {"library-shelf", "library-status", "library-book"}
EVALUATION = {f"evaluation-{part}" for part in ("begin", "status", "past", "plotted", "report")}
# those that show words of our own alone: numbers, and lines of the catalogues
OWN_WORDS = {"about", "among", "hint", "wire", "library-top", "library-chosen"}
# suggested questions stand in tests/page/shown.py; of these documents none can be made
UNSEEN = {"chips"}
# parts of which Gradio shows no words, or shows them as text
TEXT = {"api", "column", "form", "nativeplot", "row", "state", "tabitem", "tabs", "textbox"}


@dataclass(frozen=True)
class Served:
    """A page over hostile documents, and where they would call."""

    address: str
    work: Path
    host: str
    calls: list[str]

    def payloads(self) -> list[str]:
        return [aimed(payload, self.host) for payload in PAYLOADS]


@pytest.fixture(scope="module")
def served(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    work = tmp_path_factory.mktemp("hostile")
    with listening() as (host, calls):
        write_hostile(work / "sources", host)
        write_runs(work / ".runs", host)
        cases = work / "cases"
        cases.mkdir()
        (cases / f"{NAME}.yaml").write_text("- [", "utf-8")
        settings = f"{SETTINGS}[page]\ncases = {json.dumps(str(cases))}\n"
        with serving(work / "sources", work, settings) as address:
            yield Served(address, work, host, calls)


@pytest.fixture
def visit(browser: "Browser", served: Served) -> Iterator["Visit"]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en"
    )
    visit = Visit(Watched(context, served.address), served)
    visit.go("/")
    yield visit
    context.close()


@dataclass(frozen=True)
class Visit:
    """A visit to the page over hostile documents."""

    watched: Watched
    served: Served

    def go(self, path: str) -> None:
        self.watched.page.goto(f"{self.served.address}{path}")
        self.watched.page.locator("#panel :is(.documents, .turn)").first.wait_for()

    def ask(self, question: str) -> "Locator":
        page = self.watched.page
        replies = page.locator("#chat :is(.answer, .refusal, .problem)")
        before = replies.count()
        box = page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")
        replies.nth(before).wait_for()
        return replies.nth(before)

    def unfold(self) -> None:
        self.watched.page.evaluate(
            "document.querySelectorAll('#chat details').forEach((one) => { one.open = true; })"
        )

    def is_inert(self) -> None:
        """Nothing has come to life, and nobody was called."""
        assert self.watched.alive(self.served.host) == []
        assert self.watched.page.title() == TITLE
        assert self.served.calls == []

    def missing(self, selector: str, payloads: list[str]) -> list[str]:
        """Payloads that cannot be read in a part of the page."""
        shown = self.watched.shows(selector)
        return [payload for payload in payloads if seen(payload) not in shown]


@pytest.mark.parametrize(
    ("raw", "sign"),
    [
        ("<img evil src=x onerror=alert(1)>", "dialog: 1"),
        ("<b evil>x</b>", '<b evil="">'),
        ("<b onmouseover=alert(1)>x</b>", "onmouseover"),
        ("<img src=http://evil.test/a.png>", "called"),
        ("<script>throw new Error('thrown')</script>", "thrown"),
        ("<meta http-equiv=refresh content='0;url=http://evil.test/'>", "called"),
        ("<a href=http://evil.test>x</a>", "href"),
    ],
)
def test_the_watch_sees_what_comes_to_life(
    browser: "Browser", tmp_path: Path, raw: str, sign: str
) -> None:
    with listening() as (host, calls):
        (tmp_path / "page.html").write_text(aimed(raw, host), "utf-8")
        watched = Watched(browser, tmp_path.as_uri())
        watched.page.goto((tmp_path / "page.html").as_uri())
        assert any(sign in one for one in watched.alive(host))
        watched.page.close()
        assert bool(calls) is (sign == "called")


def test_no_place_of_the_code_brings_a_payload_to_life(browser: "Browser", tmp_path: Path) -> None:
    """With no policy of the page and no sanitiser of Gradio in between."""
    with listening() as (host, calls):
        families = [[aimed(one, host) for one in family] for family in FAMILIES.values()]
        several = [" ".join(family) for family in families]
        made = {
            name: [entry.show(words) for words in (several[:2] if entry.slow else several)]
            for name, entry in ENTRIES.items()
        }
        fragments = "".join(
            html for some in made.values() for html in some if not html.startswith("<!doctype")
        )
        pages = [
            f"<!doctype{page}"
            for some in made.values()
            for html in some[:2]
            for page in html.split("<!doctype")[1:]
        ]
        assert len(fragments) > 100_000 < sum(map(len, pages))
        watched = Watched(browser, tmp_path.as_uri())
        for html in (f"<!doctype html><meta charset=utf-8><title>x</title>{fragments}", *pages):
            (tmp_path / "page.html").write_text(html, "utf-8", "replace")
            watched.page.goto((tmp_path / "page.html").as_uri())
            assert watched.page.title() != "evil"
            assert watched.alive(host) == []
        watched.page.close()
        assert calls == []


def test_a_link_leads_to_the_host_that_it_names(browser: "Browser", tmp_path: Path) -> None:
    shown = "".join(sources_as_html(answer("words", url=url)) for url in LIVE_ADDRESSES)
    file = tmp_path / "page.html"
    file.write_text(f"<meta charset=utf-8>{shown}", "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    links: list[list[str]] = page.locator("a[target=_blank]").evaluate_all(
        "all => all.map((link) => [link.hostname, link.textContent])"
    )
    page.close()
    assert len(links) >= len(LIVE_ADDRESSES)
    assert [one for one in links if f"original at {one[0]}" not in one[1]] == []


@pytest.mark.model
def test_every_part_of_the_page_whose_words_are_html_is_looked_at(served: Served) -> None:
    with urllib.request.urlopen(f"{served.address}/config", timeout=30) as config:
        parts = json.load(config)["components"]
    known = ASKED | KEPT | LIBRARY | EVALUATION | OWN_WORDS | UNSEEN
    names = {part["props"].get("elem_id") for part in parts if part["type"] not in TEXT}
    assert names == known, (
        "Look at the part with hostile documents in a test of this file, and add its name to what "
        "that test looks at; or to OWN_WORDS, if no word of a document, a file or a question can "
        "ever stand in it."
    )


@pytest.mark.model
def test_hostile_documents_are_only_words_in_the_conversation_and_beside_it(visit: Visit) -> None:
    page = visit.watched.page
    payloads = visit.served.payloads()
    assert visit.missing("#panel .documents", payloads) == []
    assert "onerror=alert" in page.locator("#notice").inner_text()
    # a line that begins so is shown as a heading, without its mark
    unread = {one for one in payloads if "\n#" not in one}
    for stone in STONES.split():
        reply = visit.ask(f"what does the {stone} lamp say all night?")
        visit.unfold()
        reply.locator("a.cite").last.click()
        page.locator("#panel mark.current:focus").first.wait_for()
        unread &= set(visit.missing("#panel .source", payloads))
        visit.is_inert()
        if not unread:
            break
    # copies of one text take at most two of the first five places, so some are never read here;
    # the library shows them all
    assert len(unread) < len(payloads) / 2
    read = [one for one in payloads if one not in unread]
    assert visit.missing("#chat .search", [one for one in read if "\n#" not in one]) == []


@pytest.mark.model
def test_a_hostile_question_is_only_words_wherever_it_stands(visit: Visit) -> None:
    page = visit.watched.page
    questions = asked(visit.served.payloads())
    for number, question in enumerate(questions):
        visit.ask(question)
        visit.unfold()
        assert seen(question) in visit.watched.shows("#chat .question"), number
        assert seen(question) in visit.watched.shows("#panel .asked"), number
        visit.is_inert()
    # in another script than the sources, so that it is refused
    visit.ask(f"{'谁在夜里点灯' * 50} <img evil src=x onerror=alert(1)> {{{{x}}}} ${{x}} ![x](//x)")
    assert page.locator("#chat .refusal .read").count() > 0
    with beyond_repair(visit.served.work / "index"):
        visit.ask(questions[1])
        page.get_by_role("button", name="Try again").wait_for(timeout=90_000)
    visit.is_inert()
    visit.go(f"/?q={quote(questions[0], safe='')}")
    page.locator("#chat :is(.answer, .refusal)").wait_for()
    assert seen(questions[0]) in visit.watched.shows("#chat .question")
    visit.is_inert()


def asked(payloads: list[str]) -> list[str]:
    """All payloads in a few questions, each as long as questions may be."""
    questions = ["what does the agate lamp say of"]
    for payload in payloads:
        if len(questions[-1]) + len(payload) > LONGEST:
            questions.append("what does the amber lamp say of")
        questions[-1] += f" {' '.join(payload.split())}"
    return questions


@pytest.mark.model
def test_what_a_browser_keeps_is_only_words_in_the_list_and_in_files(
    visit: Visit, browser: "Browser", tmp_path: Path
) -> None:
    page = visit.watched.page
    payloads = visit.served.payloads()
    visit.ask(asked(payloads)[0])
    # one conversation for each payload, by whatever name somebody has given it
    page.evaluate(
        """names => {
          const key = "chapter-and-verse.conversations";
          const [one] = JSON.parse(localStorage.getItem(key));
          const all = names.map((name, number) => ({ ...one, id: `c${number}`, name }));
          localStorage.setItem(key, JSON.stringify([one, ...all]));
        }""",
        payloads[:49],
    )
    page.reload()
    page.locator("#chat .reopened").wait_for()
    visit.unfold()
    side = page.locator("#history")
    if not side.locator("li").first.is_visible():
        side.locator(".kept > summary").click()
    assert visit.missing("#history", payloads[:49]) == []
    visit.is_inert()
    first = side.locator("li").first
    first.locator("summary").click()
    first.get_by_role("button", name="Rename").click()
    side.locator("li input").fill(payloads[60])
    side.locator("li input").press("Enter")
    assert visit.missing("#history", [payloads[60]]) == []
    first.locator("summary").click()
    with page.expect_download() as download:
        first.get_by_role("button", name="Save as a web page").click()
    visit.is_inert()
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    saved = Watched(browser, tmp_path.as_uri())
    saved.page.goto(file.as_uri())
    assert saved.alive(visit.served.host) == []
    saved.page.close()


@pytest.mark.model
def test_hostile_words_are_only_words_in_the_dialog_of_a_judgement(visit: Visit) -> None:
    page = visit.watched.page
    payloads = visit.served.payloads()
    for stone in STONES.split():
        reply = visit.ask(f"what does the {stone} lamp say all night?")
        if reply.locator("blockquote").count() > 1:  # which of several, it is asked
            break
    reply.locator("a.act", has_text="Wrong quote").click()
    dialog = page.locator("dialog")
    assert "lamp says" in dialog.locator("select").inner_text()
    visit.is_inert()
    dialog.locator("textarea").fill(" ".join(payloads)[:LONGEST])
    dialog.get_by_role("button", name="Send").click()
    page.locator('a.act[aria-pressed="true"]').wait_for()
    visit.is_inert()


@pytest.mark.model
def test_hostile_documents_are_only_words_in_the_library(visit: Visit) -> None:
    page = visit.watched.page
    payloads = visit.served.payloads()
    page.get_by_role("tab", name="Library").click()
    page.locator("#library-shelf tbody tr").first.wait_for()
    assert visit.missing("#library-shelf", payloads) == []
    visit.is_inert()
    rows = page.locator("#library-shelf tbody tr", has=page.locator("button.open"))
    for number in range(rows.count()):
        rows.nth(number).locator("button.open").click()
        title = rows.nth(number).locator("button.open").inner_text()
        page.locator("#library-book h3", has_text=title).wait_for()
        visit.is_inert()
    name = '<img evil src=x onerror=alert(1)> " evil onmouseover="alert(1).md'
    text = f"---\ntitle: {json.dumps(payloads[14])}\n---\nThe new lamp is lit at dawn."
    files = [{"name": name, "mimeType": "text/markdown", "buffer": text.encode()}]
    page.locator("#library-top input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    page.locator("#library-status li").first.wait_for()
    assert visit.missing("#library-status", [name]) == []
    visit.is_inert()
    new = page.locator("#library-shelf tbody tr", has_text=name)
    new.get_by_role("button", name="Remove").click()
    page.locator("#library-status .undo").wait_for()
    assert visit.missing("#library-status", [payloads[14]]) == []
    assert visit.missing("#library-shelf .removed", [payloads[14]]) == []
    visit.is_inert()


@pytest.mark.model
def test_hostile_runs_are_only_words_in_the_evaluation(visit: Visit) -> None:
    page = visit.watched.page
    payloads = visit.served.payloads()[::2]
    page.get_by_role("tab", name="Evaluation").click()
    rows = page.locator("#evaluation-past tbody tr")
    rows.first.wait_for()
    for part in ("past tbody", "plotted"):
        assert visit.missing(f"#evaluation-{part}", [NAME, *payloads]) == []
    assert visit.missing("#evaluation-past .trouble", [NAME]) == []
    assert visit.missing("#evaluation-begin option", [NAME]) == []
    visit.is_inert()
    rows.first.get_by_role("button").click()
    page.locator("#evaluation-report .passages").wait_for(state="attached")
    assert visit.missing("#evaluation-report .case", payloads) == []
    visit.is_inert()
    page.locator("#evaluation-report .against button").click()
    page.locator("#evaluation-report .comparison").wait_for()
    assert visit.missing("#evaluation-report .comparison", payloads) == []
    visit.is_inert()
    page.locator("#evaluation-begin select").select_option(f"{NAME}.yaml")
    page.locator("#evaluation-begin button").click()
    page.locator("#evaluation-status .trouble").wait_for()
    assert visit.missing("#evaluation-status", [NAME]) == []
    visit.is_inert()
