"""The real page as a process of its own, and a browser that can reach nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from filelock import FileLock

from eval.serving.server import serving as page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = ""
# whatever is asked, and all that was judged: what is looked at is how it is shown
ALWAYS_ANSWER = "[assistant]\nwrong = 100\nstatements = 10\nmargin = 1\n"


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(sources: Path, work: Path, settings: str = SETTINGS) -> Iterator[str]:
    """The address of the page over some sources, with its index and settings in `work`."""
    file = work / "settings.toml"
    file.write_text(settings, "utf-8")
    with page_of(sources, work / "index", file, work / "page.log") as server:
        yield server.address


@contextmanager
def browsing() -> Iterator["Browser"]:
    """Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def beyond_repair(index: Path) -> Iterator[None]:
    """For as long as it lasts, an index that cannot be opened, nor made anew by the page."""
    pointer, aside = index / "current", index / "aside"
    pointer.rename(aside)
    try:
        with FileLock(index / "lock").acquire(timeout=30):
            yield
    finally:
        aside.rename(pointer)
