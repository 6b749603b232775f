"""The real page as a process of its own, and a browser that can reach nothing else."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from filelock import FileLock

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
# never by a proxy: what urllib has once read of the environment it keeps for all that follow
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
UP = 180  # seconds: two heavy imports on a busy machine
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
    command = ["app.py", "--port", "0", "--sources", str(sources),
               "--index", str(work / "index"), "--settings", str(file)]  # fmt: skip
    with running(command, work / "page.log") as address:
        yield address


@contextmanager
def running(command: list[str], log: Path) -> Iterator[str]:
    """The address that a Python program names once it serves; what it says goes into `log`."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _wait(process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait until the page answers, and give its address."""
    end = time.monotonic() + UP
    while time.monotonic() < end and process.poll() is None:
        words = log.read_text("utf-8").split()
        if address := next((word for word in words if word.startswith("http://127.")), None):
            with DIRECT.open(address, timeout=30):
                return address
        time.sleep(0.2)
    raise RuntimeError(f"the page did not start:\n{log.read_text('utf-8')}")


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
