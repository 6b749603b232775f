"""The first moments of a visit: Gradio's scripts are held back until the test lets them go."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "what must employees do if approached?"
NEXT = "who won the world cup in 1998?"
GIVEN_UP = 30_000  # milliseconds

Visit = Callable[..., "Visitor"]


class Visitor:
    """Somebody who opens the page and types before it has started."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page = page
        self._address = address
        self._held: list[Route] = []
        page.route("**/assets/index-*.js", self._hold)
        self.open()

    def _hold(self, route: "Route") -> None:
        self._held.append(route)

    def open(self) -> None:
        """Open the page, or open it again."""
        self.page.goto(self._address, wait_until="commit")
        self.page.locator("#opening textarea:focus").wait_for()

    def start(self) -> None:
        """Let the page start."""
        while self._held:
            self._held.pop().continue_()
        self.page.locator("#box textarea").wait_for()
        self.page.locator("#opening").wait_for(state="detached")

    def ask_early(self, question: str) -> None:
        """Ask before the page has started."""
        self.page.keyboard.type(question)
        self.page.keyboard.press("Enter")

    def asked(self) -> list[str]:
        """The questions of the conversation, once the last one has its reply."""
        self.page.locator("#chat .message-row").last.locator(".answer, .refusal").wait_for()
        return self.page.locator("#chat .question").all_inner_texts()


@pytest.fixture
def opened(browser: "Browser", address: str) -> Iterator[Visit]:
    pages: list[Page] = []

    def visit(locale: str = "en-GB", clock: bool = False) -> Visitor:
        page = browser.new_page(locale=locale, reduced_motion="reduce")
        pages.append(page)
        if clock:
            page.clock.install()
        return Visitor(page, address)

    yield visit
    for page in pages:
        page.close()


def test_what_was_typed_before_the_page_had_started_stands_in_its_box(opened: Visit) -> None:
    visitor = opened()
    visitor.page.keyboard.type("what must")
    visitor.start()
    box = visitor.page.locator("#box textarea")
    assert box.input_value() == "what must"
    visitor.page.keyboard.type(" employees")  # the cursor is where it was
    assert box.input_value() == "what must employees"
    assert visitor.page.locator("#chat .user-row").count() == 0


def test_a_question_asked_before_the_page_had_started_is_answered(opened: Visit) -> None:
    visitor = opened()
    visitor.ask_early(QUESTION)
    assert "Your question is kept" in visitor.page.get_by_role("status").inner_text()
    visitor.start()
    visitor.page.locator("#chat .answer").wait_for()
    assert visitor.asked() == [QUESTION]
    assert visitor.page.locator("#box textarea").input_value() == ""


def test_a_question_asked_while_a_conversation_comes_back_is_its_next(opened: Visit) -> None:
    visitor = opened()
    visitor.ask_early(QUESTION)
    visitor.start()
    assert visitor.asked() == [QUESTION]
    visitor.open()
    visitor.ask_early(NEXT)
    visitor.start()
    visitor.page.locator("#chat .refusal").wait_for()
    assert visitor.asked() == [QUESTION, NEXT]


def test_a_page_that_does_not_start_says_so(opened: Visit) -> None:
    visitor = opened(clock=True)
    visitor.page.keyboard.type("what must")
    visitor.page.clock.fast_forward(GIVEN_UP)
    assert "has not started" in visitor.page.get_by_role("status").inner_text()
    assert visitor.page.locator("#opening textarea").input_value() == "what must"


def test_the_opening_is_in_the_language_of_the_browser(opened: Visit) -> None:
    visitor = opened(locale="es-ES")
    assert visitor.page.get_by_label("Su pregunta").is_visible()
    assert visitor.page.locator("html").get_attribute("lang") == "es"
