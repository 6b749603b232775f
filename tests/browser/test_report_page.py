"""The report of an evaluation in a real browser: it needs no network, and is pleasant to read."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.__main__ import main
from index.embed import HashingEmbedder
from tests.eval.conftest import DEV, SOURCES, TEST
from tests.eval.conftest import write as write_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

WIDE, PHONE = 1280, 390  # pixels
ENOUGH = 4.5  # contrast of text, WCAG 2.2, 1.4.3
# every piece of text that can be seen: its colour and the first background behind it
CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let up = node; up; up = up.parentElement) {
      const colour = getComputedStyle(up).backgroundColor;
      if ((parts(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.checkVisibility()) continue;
    if (node.closest("script")) continue;
    const style = getComputedStyle(node);
    const [one, two] = [light(node.closest("svg") ? style.fill : style.color), light(behind(node))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    seen.push([walk.currentNode.data.trim().slice(0, 40), contrast]);
  }
  return seen;
}"""


class Visit:
    """The report in a window, with whatever it asked of the network and complained about."""

    def __init__(self, browser: "Browser", file: Path, width: int, scheme: str = "light") -> None:
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.page: Page = browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.page.set_default_timeout(15_000)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.route("http*://**", lambda route: route.abort())
        self.page.goto(file.as_uri())
        self.section = self.page.locator("#run-briefs")

    def shown(self) -> list[str]:
        """The ids of the cases of the first corpus that can be seen, in order."""
        return self.section.locator(".case:visible code").all_inner_texts()

    def tool(self, name: str) -> "Locator":
        """A control of the first corpus by its label."""
        return self.section.get_by_label(name)

    def sideways(self) -> int:
        """How many pixels the page is wider than its window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return width

    def unfold(self) -> None:
        """Open all that can be opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.fixture(scope="module")
def report(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a real run: three documents, five questions, twice."""
    work = tmp_path_factory.mktemp("report")
    sources = write_folder(work / "sources", SOURCES)
    cases = write_folder(work / "cases", {"dev.yaml": DEV, "test.yaml": TEST})
    (work / "settings.toml").write_text("[assistant]\nwrong = 100\n", "utf-8")
    (work / "thresholds.toml").write_text("", "utf-8")
    options = {"cases": cases, "sources": sources, "originals": sources,
               "settings": work / "settings.toml", "thresholds": work / "thresholds.toml",
               "html": work / "report.html"}  # fmt: skip
    given = [f"--{name}={path}" for name, path in options.items()]
    assert main(given, HashingEmbedder()) == 0
    return work / "report.html"


@pytest.fixture
def visit(browser: "Browser", report: Path) -> Iterator[Visit]:
    visit = Visit(browser, report, WIDE)
    yield visit
    visit.page.close()


def test_it_asks_nothing_of_the_network_and_nothing_goes_wrong(visit: Visit, report: Path) -> None:
    visit.unfold()
    visit.tool("Search").fill("berth")
    visit.page.locator(".found a").first.click()
    # the page itself, and where its own link leads
    assert {url.split("#")[0] for url in visit.asked} == {report.as_uri()}
    assert visit.problems == []


def test_the_first_screen_gives_the_verdict(visit: Visit) -> None:
    for name in (".verdict", ".shares", ".legend", ".tiles"):
        box = visit.section.locator(name).bounding_box()
        assert box is not None
        assert box["width"] > 100
        assert 0 < box["y"] < box["y"] + box["height"] <= 800


def test_every_plot_is_drawn(visit: Visit) -> None:
    for plot in visit.page.locator("svg").all():
        box = plot.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 200
        lines = plot.locator("path").evaluate_all("all => all.map(one => one.getTotalLength())")
        assert lines
        assert min(lines) > 50
    assert visit.page.locator("svg").count() == 4
    widths = visit.section.locator(".bars .track").evaluate_all(
        "all => all.map(one => one.clientWidth)"
    )
    assert len(widths) == 5
    assert min(widths) > 100


def test_in_each_half_failures_come_first_and_only_they_are_unfolded(visit: Visit) -> None:
    folded = visit.section.locator(".half").nth(1)
    assert not folded.locator(".case").first.is_visible()
    folded.locator("summary").first.click()
    for half in visit.section.locator(".half").all():
        tones = half.locator(".case").evaluate_all(
            "all => all.map(one => one.classList.contains('bad'))"
        )
        assert tones == sorted(tones, reverse=True)
        assert True in tones
        open_ = half.locator(".case").evaluate_all("all => all.map(one => one.checkVisibility())")
        assert open_ == tones


def test_search_and_filters_narrow_the_cases_and_clear_brings_them_back(visit: Visit) -> None:
    before = visit.shown()
    visit.tool("Search").fill("COST pilots")
    assert visit.shown() == ["price-and-pilots"]
    assert visit.section.locator("output").inner_text() == "1 of 5 cases"
    visit.section.get_by_role("button", name="Clear").click()
    assert visit.shown() == before
    visit.tool("Group").select_option("dates-and-numbers")
    assert visit.shown() == ["high-water"]
    visit.tool("Group").select_option("off-topic")
    # what matches in the folded half is counted, and not shown
    assert visit.shown() == []
    assert visit.section.locator("output").inner_text() == "1 of 5 cases, 1 in a folded half"
    # the other corpus has its own
    assert visit.page.locator("#run-originals output").inner_text().startswith("5 cases")


def test_names_of_groups_and_outcomes_lead_to_their_cases(visit: Visit) -> None:
    visit.section.locator(".bars a", has_text="near-miss").click()
    assert visit.shown() == ["harbour-master"]
    link = visit.section.locator(".legend a").first
    outcome = link.get_attribute("data-outcome")
    link.click()
    assert visit.tool("Group").input_value() == ""
    of_it = visit.section.locator(f'.half[open] .case[data-outcome="{outcome}"] code')
    assert visit.shown() == of_it.all_text_contents() != []


def test_all_of_it_can_be_worked_by_keyboard(visit: Visit) -> None:
    keys = visit.page.keyboard
    visit.tool("Search").focus()
    keys.type("harbour")
    assert visit.shown() == ["harbour-master"]
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")  # Clear
    assert visit.tool("Search").input_value() == ""
    assert visit.tool("Search").evaluate("one => one === document.activeElement")
    card = visit.section.locator(".case.bad").first
    card.locator("summary").first.focus()
    keys.press("Enter")
    assert card.get_attribute("open") is not None
    found = card.locator(".found > summary")
    keys.press("Tab")
    assert found.evaluate("one => one === document.activeElement")
    outline = found.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    keys.press("Space")
    assert card.locator(".found li").first.is_visible()


def test_open_all_opens_what_is_shown_and_folds_it_again(visit: Visit) -> None:
    button = visit.section.get_by_role("button", name="Open all")
    visit.tool("Search").fill("harbour")
    button.click()
    assert visit.section.locator(".case[open] code").all_text_contents() == ["harbour-master"]
    button.click()
    assert visit.section.locator(".case[open]").count() == 0


def test_a_link_to_a_passage_opens_where_it_stands(visit: Visit) -> None:
    card = visit.section.locator(".case.bad").first
    card.locator("summary").first.click()
    card.locator(".found > summary").click()
    link = card.locator(".found a").first
    place = link.get_attribute("href") or ""
    link.click()
    visit.page.locator(f'[id="{place[1:]}"] + dd').wait_for()


def test_without_its_script_every_case_is_there_all_the_same(
    browser: "Browser", report: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("#run-briefs .case").count() == 5
    assert not page.locator("#run-briefs .tools").is_visible()
    page.locator("#run-briefs .case.bad summary").first.click()
    assert page.locator("#run-briefs .case[open] blockquote").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_every_word_can_be_read(
    browser: "Browser", report: Path, width: int, scheme: str
) -> None:
    visit = Visit(browser, report, width, scheme)
    assert visit.sideways() == 0
    visit.unfold()
    assert visit.sideways() == 0
    contrasts: list[tuple[str, float]] = visit.page.evaluate(CONTRASTS)
    paper = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    visit.page.close()
    assert len(contrasts) > 300
    assert [found for found in contrasts if found[1] < ENOUGH] == []
    assert (paper == "rgb(21, 24, 27)") is (scheme == "dark")
