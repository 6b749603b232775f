"""python -m tests.browser.screenshots: docs/screenshots, from the real page over `sources/`."""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.server import ROOT, browsing, chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = ROOT / "docs" / "screenshots"
ANSWERED = "what must employees do if approached?"
REFUSED = "who won the world cup in 1998?"
WIDE, PHONE = (1280, 800), (360, 740)
PICTURES = {
    "answer": (WIDE, "light", ANSWERED),
    "refusal": (WIDE, "light", REFUSED),
    "dark": (WIDE, "dark", ANSWERED),
    "phone": (PHONE, "light", ANSWERED),
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
        for name in PICTURES:
            _take(browser, address, name)
    return 0


def _take(browser: "Browser", address: str, name: str) -> None:
    (width, height), scheme, question = PICTURES[name]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(address)
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.locator("#chat :is(.answer, .refusal)").wait_for()
    if width > height:
        page.locator("#chat a.cite").first.click()
    page.wait_for_timeout(1000)  # for fonts and scrolling to settle
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()
    print(FOLDER.relative_to(ROOT) / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
