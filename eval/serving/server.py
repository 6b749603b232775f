"""A real server: `app.py`, or another program that serves a page, in a process of its own."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import Problem

ROOT = Path(__file__).parents[2]
UP = 180  # seconds: heavy imports on a busy machine
LONGEST_GOODBYE = 15  # seconds
# never by a proxy: what urllib has once read of the environment it keeps for all that follow
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A server that is up: where it can be asked, its process, and the file of what it says."""

    address: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def port(self) -> int:
        """The port on this machine."""
        return urlsplit(self.address).port or 80


@contextmanager
def running(command: Sequence[str], log: Path) -> Iterator[Server]:
    """A Python program that serves, from when it names its address; ended after the block.

    Args:
        command: what follows `python`.
        log: where all goes that it says.

    Raises:
        Problem: it did not start.
    """
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield Server(_address(process, log), process, log)
    finally:
        process.terminate()
        try:
            process.wait(LONGEST_GOODBYE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(LONGEST_GOODBYE)


@contextmanager
def serving(sources: Path, index: Path, settings: Path, log: Path) -> Iterator[Server]:
    """The page over some sources, by settings from a file; see `running`."""
    command = ["app.py", "--port", "0", "--sources", str(sources)]
    with running([*command, "--index", str(index), "--settings", str(settings)], log) as server:
        yield server


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait until the page answers, and give its address."""
    end = time.monotonic() + UP
    while time.monotonic() < end and process.poll() is None:
        words = log.read_text("utf-8").split()
        if address := next((word for word in words if word.startswith("http://127.")), None):
            with DIRECT.open(address, timeout=30):
                return address
        time.sleep(0.2)
    raise Problem(f"The page did not start:\n{log.read_text('utf-8')}")
