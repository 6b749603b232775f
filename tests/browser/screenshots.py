"""python -m tests.browser.screenshots: docs/screenshots, from the real page over `sources/`."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.assistant.writer.conftest import drafted, numbers
from tests.assistant.writer.scripted import Asked, Play, scripted
from tests.browser.server import ROOT, browsing, chromium, serving
from tests.browser.visit import ANSWERED, REFUSED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "docs" / "screenshots"
WIDE, PHONE = (1280, 800), (360, 740)


@dataclass(frozen=True)
class Picture:
    """What is done before the picture is taken, in which window, light, and language."""

    steps: "Callable[[Page], None]"
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"
    locale: str = "en-US"


def begin(page: "Page") -> None:
    """Wait for the suggestions."""
    page.locator("#chips button").first.wait_for()


def ask(question: str, cite: bool = True) -> "Callable[[Page], None]":
    """Ask a question, and open its first citation."""

    def steps(page: "Page") -> None:
        box = page.locator("#box textarea")
        box.fill(question)
        box.press("Enter")
        page.locator("#chat :is(.answer, .refusal)").last.wait_for()
        if cite:
            page.locator("#chat a.cite").first.click()

    return steps


def search(page: "Page") -> None:
    """Open the search behind an answer, and a proof."""
    ask(ANSWERED, cite=False)(page)
    page.locator("details.verified summary").first.click()
    page.locator("details.search summary").click()
    page.locator("details.search").scroll_into_view_if_needed()


def history(page: "Page") -> None:
    """Two conversations, of which the first is opened again."""
    ask(ANSWERED, cite=False)(page)
    if not page.locator("#history .fresh").is_visible():
        page.locator("#history .kept > summary").click()
    page.locator("#history .fresh").click()
    page.locator("#panel .documents").wait_for()
    ask(REFUSED, cite=False)(page)
    page.locator("#history li .name").last.click()
    page.locator("#chat .reopened").wait_for()


def tab(name: str) -> "Callable[[Page], None]":
    """Open a tab."""

    def steps(page: "Page") -> None:
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(1500)

    return steps


WRITTEN = (  # what a well-behaved model says of the first question, and where it has it from
    (
        "Being asked to help with immigration enforcement is a rare event, Dennis wrote.",
        "Being asked",
    ),
    (
        "The course shows employees how to recognize conduct that is possibly violating the law "
        "should ICE agents approach them, the article says.",
        "The course shows",
    ),
    ("Employees face a fine of $500 under the Act.", "Being asked"),
)


def write(asked: Asked) -> Play:
    """The script of the model in the picture: one statement holds, and the other does not."""
    return Play(drafted(*((words, numbers(asked, begins)) for words, begins in WRITTEN)))


def read_prose(page: "Page") -> None:
    """Wait for the model's checked words, and open the quotation below them."""
    ask(ANSWERED, cite=False)(page)
    page.locator("#chat .wrote").wait_for()
    page.locator("#chat .written a.cite").first.click()


PICTURES = {
    "start": Picture(begin),
    "answer": Picture(ask(ANSWERED)),
    "refusal": Picture(ask(REFUSED)),
    "why": Picture(search, (1280, 1000)),
    "history": Picture(history),
    "library": Picture(tab("Library")),
    "evaluation": Picture(tab("Evaluation")),
    "dark": Picture(ask(ANSWERED), scheme="dark"),
    "phone": Picture(ask(ANSWERED, cite=False), PHONE),
    "spanish": Picture(ask(REFUSED), locale="es-ES"),
}


def main() -> int:
    """Take every picture; 1 where there is no browser."""
    if chromium() is None:
        print("error: no chromium; install it and playwright.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as work,
        browsing() as browser,
        serving(ROOT / "sources", Path(work)) as address,
    ):
        for name, picture in PICTURES.items():
            _take(browser, address, name, picture)
    with tempfile.TemporaryDirectory() as work, browsing() as browser, scripted(write) as model:
        settings = f'[model]\nname = "your-model"\nbase_url = "{model.address}"\n'
        with serving(ROOT / "sources", Path(work), settings) as address:
            _take(browser, address, "model", Picture(read_prose))
    return 0


def _take(browser: "Browser", address: str, name: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        locale=picture.locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.locator("#box textarea").wait_for()
    picture.steps(page)
    page.wait_for_timeout(1500)  # for fonts, scrolling and suggestions to settle
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(FOLDER.relative_to(ROOT) / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
