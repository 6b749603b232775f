"""A browser and a served page for the tests here; skipped where there is nothing to drive."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.server import ALWAYS_ANSWER, ROOT, browsing, chromium, serving
from tests.browser.visit import WIDE, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# what a hostile document might hold; every line of it is to be seen and none to be obeyed
NASTY = """---
title: "Wages <script>alert('title')</script> **bold**"
publisher: "<img src=x onerror=alert('publisher')>"
url: "javascript:alert('url')"
---

# Wages

The clerk is paid <img src="http://evil.test/a.png" onerror="alert(1)"> nine *crowns* a week.

The smith is paid ![wages](http://evil.test/b.png) ten _crowns_ and # $x$ a week.

The cook is paid <form action="//evil.test"><input name="password"></form> six `crowns` a week.

The groom is paid <script>alert(2)</script> {{value}} ${alert(3)} four crowns a week.

The page is paid <a href="javascript:alert(4)">five</a> &lt;crowns&gt; a week.

The porter is paid eight crowns a week.

Unless the *porter* is `ill` ![](http://evil.test/d.png) he comes at noon.

The guard is \u202enot\u202c paid \u2066seven\u2069 crowns a week.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    if chromium() is None:
        pytest.skip("there is no chromium on this machine")
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the page lies."""
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="session")
def address(browser: "Browser", work: Path) -> Iterator[str]:
    """The page over the documents of the repository."""
    with serving(ROOT / "sources", work) as address:
        yield address


@pytest.fixture(scope="session")
def nasty_address(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over one hostile document, with a hostile name."""
    work = tmp_path_factory.mktemp("nasty")
    sources = work / "sources"
    sources.mkdir()
    Path(sources / "wages <b>&amp; (_x_).md").write_text(NASTY, "utf-8")
    with serving(sources, work, ALWAYS_ANSWER) as address:
        yield address


@pytest.fixture
def visit(browser: "Browser", address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, WIDE)
    yield visit
    visit.page.close()


@pytest.fixture
def nasty(browser: "Browser", nasty_address: str) -> Iterator[Visit]:
    visit = Visit(browser, nasty_address, WIDE)
    yield visit
    visit.page.close()
