"""The tab Evaluation in a real browser: a run from its start to its report, and beside another."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from eval.history import History
from eval.record import read_runs
from tests.browser.server import ALWAYS_ANSWER, ROOT, serving
from tests.browser.test_report_page import CONTRASTS, ENOUGH
from tests.browser.visit import SMALL, WIDE, Visit
from tests.conftest import write_files
from tests.eval.conftest import DEV, SOURCES, TEST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.model]

NASTY = """
- id: <img src=x onerror=alert(1)>
  question: why is <script>alert(2)</script> {{value}} ${alert(3)} paid ![](http://evil.test/a.png)?
  group: near-miss
  answerable: false
  why: "\\u202e <img src=http://evil.test/b.png onerror=alert(4)>"
"""
# more than are asked while somebody makes up their mind to cancel
LONG = "".join(
    f"\n- {{id: gulls-{n}, question: who feeds the {n} gulls of the harbour at night?, "
    "group: near-miss, answerable: false, why: nobody does}"
    for n in range(300)
)
CASES = {"own.yaml": DEV + NASTY, "test.yaml": TEST, "long.yaml": LONG}
VEGA = "/embed-"  # the script of Gradio's plots, half a megabyte


class Evaluation(Visit):
    """A visit to the tab."""

    def __init__(
        self, browser: "Browser", address: str, size: "ViewportSize" = WIDE, tab: str = "Evaluation"
    ) -> None:
        super().__init__(browser, address, size)
        self.paths: list[str] = []
        self.page.on("request", lambda request: self.paths.append(urlsplit(request.url).path))
        self.page.get_by_role("tab", name=tab).click()
        self.part("begin").locator("form").wait_for()

    def part(self, name: str) -> "Locator":
        return self.page.locator(f"#evaluation-{name}")

    def run(self, questions: str = "own.yaml") -> None:
        """Begin a run, by the keyboard alone."""
        self.part("begin").get_by_label("Questions").select_option(questions)
        self.part("begin").get_by_label("How many").press("Enter")

    def finish(self) -> None:
        """Run to the end."""
        self.run()
        self.part("status").get_by_text("4 questions asked in").wait_for()

    def open(self, number: int) -> "Locator":
        """The report of a run, by its place in the table."""
        self.part("past").locator("tbody tr").nth(number - 1).get_by_role("button").click()
        self.part("report").locator(".report > section").wait_for()
        return self.part("report")

    def compare(self) -> "Locator":
        self.part("report").get_by_role("button", name="Compare", exact=True).click()
        self.part("report").locator(".comparison").wait_for()
        return self.part("report")

    def focused(self) -> str:
        """What the focused element says."""
        words: str = self.page.evaluate("document.activeElement.innerText")
        return words


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation")


@pytest.fixture(scope="module")
def served(browser: "Browser", place: Path) -> Iterator[str]:
    """A page with questions of one's own, on which they were asked twice before."""
    sources = write_files(place / "sources", SOURCES)
    cases = write_files(place / "cases", CASES)
    settings = f'{ALWAYS_ANSWER}[page]\ncases = "{cases}"\n'
    with serving(sources, place, settings) as address:
        visit = Evaluation(browser, address)
        visit.finish()
        (kept,) = (place / ".runs").iterdir()
        History(place / ".runs").keep(read_runs(kept))
        visit.page.close()
        yield address


@pytest.fixture
def visit(browser: "Browser", served: str) -> Iterator[Evaluation]:
    visit = Evaluation(browser, served)
    yield visit
    assert visit.errors == []
    assert visit.dialogs == []
    assert visit.hosts == {"127.0.0.1"}
    visit.page.close()


def test_a_run_shows_its_progress_and_offers_its_report(visit: Evaluation, place: Path) -> None:
    before = len(list((place / ".runs").iterdir()))
    visit.run()
    visit.part("status").locator("progress").wait_for()
    visit.part("status").get_by_text("4 questions asked in").wait_for()
    rows = visit.part("past").locator("tbody tr")
    assert rows.count() == len(list((place / ".runs").iterdir())) == before + 1
    visit.part("status").get_by_role("button", name="Show the report").click()
    report = visit.part("report")
    assert re.match(
        rf"Run {before + 1}, \d{{4}}-\d\d-\d\d", report.locator("h2").first.inner_text()
    )
    assert visit.focused().startswith(f"Run {before + 1},")
    assert rows.first.get_attribute("aria-current") == "true"


def test_a_report_shows_the_plots_and_every_case_failures_first(visit: Evaluation) -> None:
    report = visit.open(1)
    for plot in report.locator("svg").all():
        box = plot.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 150
    assert report.locator("svg").count() == 2
    tones = report.locator(".case").evaluate_all(
        "all => all.map((one) => one.classList.contains('bad'))"
    )
    assert len(tones) == 4
    assert tones == sorted(tones, reverse=True)
    card = report.locator(".case.bad").first
    card.locator("summary").first.press("Enter")
    assert card.locator("blockquote").first.is_visible()
    assert card.get_by_role("heading", name="Wanted").is_visible()


def test_the_cases_of_each_report_can_be_searched(visit: Evaluation) -> None:
    for number in (1, 2):  # the tools of a second report are its own
        report = visit.open(number)
        report.get_by_label("Search").fill("COST pilots")
        shown = report.locator(".case:visible code").all_inner_texts()
        assert shown == ["price-and-pilots"]
        assert report.locator(".tools output").inner_text() == "1 of 4 cases"
        report.get_by_role("button", name="Clear").click()
        unfold = report.get_by_role("button", name="Open all")
        unfold.click()
        assert unfold.get_attribute("aria-pressed") == "true"
        assert report.locator(".case[open]").count() > 0


def test_two_runs_are_compared_and_there_is_a_way_back(visit: Evaluation) -> None:
    visit.open(1)
    compared = visit.compare()
    assert "0 became wrong, 0 became right" in compared.inner_text()
    assert "→" in visit.focused()
    assert compared.locator("tbody tr").count() == 19
    compared.get_by_role("button", name="Back to the report").click()
    compared.locator(".tools").wait_for()
    assert compared.locator(".case").count() == 4


def test_lines_of_past_runs_are_in_their_order_and_drawn_when_the_tab_is_opened(
    browser: "Browser", served: str, place: Path
) -> None:
    kept = History(place / ".runs")
    (first, *_), _ = kept.past()
    while len(kept.past()[0]) < 11:
        kept.keep(kept.load(first.file))
    paths: list[str] = []
    page = browser.new_page(viewport=WIDE)
    page.on("request", lambda request: paths.append(urlsplit(request.url).path))
    page.goto(served)
    page.locator("#panel .panel-title").wait_for()
    page.wait_for_load_state("networkidle")
    assert [path for path in paths if VEGA in path] == []
    page.get_by_role("tab", name="Evaluation").click()
    for name, lines in (("shares", 4), ("times", 1)):
        plot = page.locator(f"#evaluation-{name} svg")
        plot.wait_for()
        assert plot.locator(".mark-line path").count() >= lines
    assert [path for path in paths if VEGA in path] != []
    axis = page.locator("#evaluation-times .role-axis-label").first
    numbers = axis.locator("text").all_text_contents()
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 11
    page.close()


def test_a_run_can_be_cancelled_by_keyboard_and_the_focus_goes_along(
    visit: Evaluation, place: Path
) -> None:
    before = sorted((place / ".runs").iterdir())
    visit.run("long.yaml")
    visit.part("status").locator("progress[value]").wait_for()
    visit.page.wait_for_function("document.activeElement.textContent === 'Cancel'")
    assert re.search(r"\d+ of 300, about \d+", visit.part("status").inner_text())
    visit.page.keyboard.press("Enter")
    visit.part("status").get_by_text("Nothing of that run is kept").wait_for()
    visit.page.wait_for_function("document.activeElement.textContent === 'Run'")
    assert sorted((place / ".runs").iterdir()) == before


def test_one_run_goes_on_at_a_time_while_others_ask(
    browser: "Browser", visit: Evaluation, served: str
) -> None:
    visit.run("long.yaml")
    visit.part("status").locator("progress[value]").wait_for()
    other = Evaluation(browser, served)
    # who comes later sees it too
    other.part("status").locator("progress").wait_for()
    assert not other.part("begin").get_by_role("button", name="Run").is_enabled()
    other.page.get_by_role("tab", name="Ask").click()
    other.ask("what does a berth cost?")
    assert visit.part("status").locator("progress").count() == 1
    other.page.get_by_role("tab", name="Evaluation").click()
    other.part("status").get_by_role("button", name="Cancel").click()
    for one in (visit, other):
        one.part("status").get_by_text("Nothing of that run is kept").wait_for()
    other.page.close()


def test_nothing_of_the_half_test_is_seen_before_it_is_asked_for(visit: Evaluation) -> None:
    visit.run("test.yaml")
    visit.part("status").get_by_text("2 questions asked in").wait_for()
    visit.part("status").get_by_role("button", name="Show the report").click()
    visit.part("report").locator(".report > section").wait_for()
    assert visit.part("report").locator(".case").count() == 2
    assert visit.part("report").locator(".case:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_nothing_overflows_and_every_word_can_be_read(
    browser: "Browser", served: str, size: "ViewportSize", scheme: str
) -> None:
    visit = Evaluation(browser, served, size)
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.page.reload()
    visit.page.get_by_role("tab", name="Evaluation").click()
    visit.part("begin").locator("form").wait_for()
    visit.open(3)
    for show in (lambda: None, visit.compare):
        show()
        visit.page.evaluate(
            "document.querySelectorAll('.report details').forEach(d => d.open = true)"
        )
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        tab = visit.page.locator("#tab-evaluation")
        assert tab.evaluate("tab => tab.scrollWidth - tab.clientWidth") == 0
        contrasts: list[tuple[str, float]] = visit.page.evaluate(CONTRASTS)
        assert len(contrasts) > 100
        assert [found for found in contrasts if found[1] < ENOUGH] == []
    visit.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: "Browser", served: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = Evaluation(browser, served)
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for show in (lambda: None, lambda: visit.open(3), visit.compare):
        show()
        visit.page.evaluate(
            "document.querySelectorAll('.report details').forEach(d => d.open = true)"
        )
        found = Axe().run(visit.page).response["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []
    visit.page.close()


def test_hostile_words_of_a_case_are_seen_and_not_obeyed(visit: Evaluation) -> None:
    report = visit.open(3)
    report.get_by_label("Search").fill("alert")
    card = report.locator(".case:visible")
    assert "<script>alert(2)</script> {{value}} ${alert(3)} paid" in card.inner_text()
    assert visit.page.locator("#evaluation :is(img, script, iframe, form[action])").count() == 0


def test_the_tab_speaks_the_language_of_the_browser(browser: "Browser", served: str) -> None:
    page = browser.new_page(viewport=SMALL, locale="es-ES")
    page.goto(served)
    page.get_by_role("tab", name="Evaluación").click()
    page.locator("#evaluation-past tbody").wait_for()
    assert "Pruebas anteriores" in page.locator("#evaluation-past").inner_text()
    assert page.locator("#evaluation-begin").get_by_role("button", name="Ejecutar").is_enabled()
    page.locator("#evaluation-past tbody button").first.click()
    report = page.locator("#evaluation-report .report")
    report.wait_for()
    assert report.get_attribute("lang") == "en"
    assert "Los informes están en inglés" in page.locator("#evaluation-report").inner_text()
    page.close()


def test_the_shipped_questions_are_offered_with_the_shipped_documents(
    browser: "Browser", address: str
) -> None:
    visit = Evaluation(browser, address)
    options = visit.part("begin").locator("option").all_inner_texts()
    assert options[:2] == ["Shipped questions, development half", "Shipped questions, both halves"]
    assert (ROOT / "eval/cases/dev.yaml").exists()
    visit.page.close()
