"""A visit to the page: what one sees, and what the page does behind one's back."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page, ViewportSize

PATIENCE = 120_000  # milliseconds; other tests may have every core
ANSWERED = "what must employees do if approached?"
REFUSED = "who won the world cup in 1998?"
WIDE: "ViewportSize" = {"width": 1280, "height": 800}
PHONE: "ViewportSize" = {"width": 390, "height": 740}
SMALL: "ViewportSize" = {"width": 360, "height": 740}


class Visit:
    """A page, with the hosts that it called, the dialogs it opened and the errors it met."""

    def __init__(
        self, browser: "Browser", address: str, size: "ViewportSize", touch: bool = False
    ) -> None:
        self.hosts: set[str | None] = set()
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page: Page = browser.new_page(viewport=size, reduced_motion="reduce", has_touch=touch)
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        self.page.locator("#box textarea").wait_for()

    def _dismiss(self, dialog: "Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ask(self, question: str) -> "Locator":
        """Type a question, wait for its reply, and give that."""
        before = self.replies().count()
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")
        reply = self.replies().nth(before)
        reply.wait_for()
        return reply

    def replies(self) -> "Locator":
        return self.page.locator("#chat :is(.answer, .refusal, .problem)")

    def sideways(self) -> float:
        """How many pixels the page, or what is cut off at its edge, is wider than its window."""
        width: float = self.page.evaluate(
            """Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(
            "#panel *, #chat .prose :not(.search *), #box *")
            ].map((node) => node.getBoundingClientRect().right)) - innerWidth"""
        )
        return width


def in_view(mark: "Locator") -> bool:
    """Whether an element lies in the window and is not scrolled away inside its panel."""
    seen: bool = mark.evaluate(
        """node => { const box = [...node.getClientRects()].find((line) => line.width > 1);
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return node === top || node.contains(top); }"""
    )
    return seen


def wait_for_count(found: "Locator", number: int) -> None:
    """Wait until there are so many of them; a page is drawn a part at a time."""
    if number:
        found.nth(number - 1).wait_for(state="attached")
    found.nth(number).wait_for(state="detached")
