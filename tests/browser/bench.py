"""python -m tests.browser.bench: how long a visitor waits, by the browser's own clock.

From the page's opening to words on the screen, to a box that can be typed in, and to a question
that was typed there at once and stands in the conversation; and from Enter to the reply on the
screen. In turns with a page that is Gradio alone (`bare.py`). It is no test: it fails nothing.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench import Timing, timings_as_text
from eval.case import load_cases
from eval.serving.server import ROOT, running
from tests.browser.server import browsing, chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

VISITS = 20  # first visits to each page; after each one more, which finds the cache filled
QUESTIONS = 2  # after both
PATIENCE = 30_000  # milliseconds
REST = 300  # milliseconds between two questions
PROBE = Path(__file__).with_name("bench.js").read_text("utf-8")
OPENED = {
    "words": "words, ms",
    "box": "a box, ms",
    "taken": "question taken, ms",
    "requests": "requests",
    "kilobytes": "kB sent",
}
ANSWERED = "Enter to reply, ms"

# the values of each measure, by its name
Values = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Site:
    """A page, and selectors: its boxes, a question that it has taken, and a reply."""

    address: str
    boxes: str
    taken: str
    reply: str


def our_page(address: str) -> Site:
    """The page at its address."""
    boxes, replies = "#opening textarea, #box textarea", "#chat :is(.answer, .refusal)"
    return Site(address, boxes, "#chat .user-row", replies)


def bench(
    browser: "Browser", sites: Sequence[Site], questions: Iterator[str], visits: int = VISITS
) -> list[Values]:
    """What each site took, in turns."""
    found: list[defaultdict[str, list[float]]] = [defaultdict(list) for _ in sites]
    for _ in range(visits):
        first, again, *more = islice(questions, 2 + QUESTIONS)
        for site, values in zip(sites, found, strict=True):
            with browser.new_context(reduced_motion="reduce") as context:
                _visit(context, site, "first visit", first, values).close()
                page = _visit(context, site, "next visit", again, values)
                values[ANSWERED].extend(_ask(page, question) for question in more)
    return list(found)


def _visit(
    context: "BrowserContext", site: Site, name: str, question: str, values: dict[str, list[float]]
) -> "Page":
    """A page that was opened, asked a question at once, and has answered it."""
    page = context.new_page()
    page.add_init_script(f"({PROBE})({json.dumps(asdict(site))}, {json.dumps(question)})")
    page.goto(site.address)
    page.wait_for_function("bench.answered()", timeout=PATIENCE)
    for measure, what in OPENED.items():
        values[f"{name}: {what}"].append(page.evaluate(f"bench.{measure}()"))
    page.wait_for_timeout(REST)
    return page


def _ask(page: "Page", question: str) -> float:
    """Ask, and give the milliseconds from Enter to the reply on the screen."""
    box = page.locator("#box textarea")
    box.fill(question)
    page.evaluate("bench.watch()")
    box.press("Enter")
    page.wait_for_function("bench.waited()", timeout=PATIENCE)
    waited: float = page.evaluate("bench.waited()")
    page.wait_for_timeout(REST)
    return waited


def compared(ours: Values, plain: Values) -> list[Timing]:
    """The timings of both, ours against the plain ones."""
    timings = []
    for name, values in plain.items():
        alone = Timing(f"Gradio alone, {name}", tuple(values))
        timings += [alone, Timing(name, tuple(ours[name]), alone)]
    return timings


def main() -> int:
    """Measure and print; without a browser, say so."""
    if chromium() is None or find_spec("playwright") is None:
        print("page: skipped, there is no chromium to measure with.")
        return 0
    cases = load_cases([ROOT / "eval" / "cases" / "dev.yaml"])
    with (
        tempfile.TemporaryDirectory() as work,
        browsing() as browser,
        running(["-m", "tests.browser.bare"], Path(work, "bare.log")) as bare,
        serving(ROOT / "sources", Path(work)) as address,
    ):
        sites = Site(bare.address, "#box textarea", "#echo p", "#echo p"), our_page(address)
        plain, ours = bench(browser, sites, (case.question for case in cases))
        print(f"page: {VISITS} visits, Chromium {browser.version}")
    print(timings_as_text(compared(ours, plain)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
