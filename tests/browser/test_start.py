"""E15: the page is ready soon, without a network; without its model it ends with a clear word."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.browser.server import ROOT, serving
from tests.conftest import TIDES, write_files

READY = 30  # seconds of work until the first question is answered
OFFLINE = """
import importlib.util, socket, sys
def refuse(*args):
    print("THE NETWORK WAS ASKED FOR")
    raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = refuse
if sys.argv[1] == "no model":
    real = importlib.util.find_spec
    hidden = lambda name, *of: None if name.startswith("gt_all") else real(name, *of)
    importlib.util.find_spec = hidden
from app import main
sys.exit(main(sys.argv[2:]))
"""


def worked(before: os.times_result) -> float:
    """Seconds of work of the processes that have ended since: others may slow the clock down."""
    now = os.times()
    return now.children_user + now.children_system - before.children_user - before.children_system


@pytest.mark.model
def test_the_page_is_ready_soon_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E15: its index is built first, the model loaded, and a quotation cut and verified."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    sources = write_files(tmp_path / "sources", TIDES)
    before, began = os.times(), time.monotonic()
    with serving(sources, tmp_path) as address:
        answer = httpx.get(f"{address}/readyz", trust_env=False, timeout=60)
        assert answer.json() == {"status": "ready"}
        print(f"ready in {time.monotonic() - began:.1f} s")
    assert worked(before) < READY


def test_without_its_model_the_page_ends_with_a_clear_word_and_asks_no_network(
    tmp_path: Path,
) -> None:
    """E15: exit code 3, and nothing is downloaded."""
    sources = write_files(tmp_path / "sources", TIDES)
    given = ["--port", "0", "--sources", str(sources), "--index", str(tmp_path / "index")]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "no model", *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 3, done.stderr
    assert "The embedding model is missing. Run `make setup`" in done.stderr
    assert "NETWORK" not in done.stdout
