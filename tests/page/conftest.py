"""The real page as a process of its own, for programs that call it."""

from collections.abc import Iterator

import pytest

from tests.browser.server import ROOT, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over the documents of the repository, with the tools of MCP."""
    with serving(
        ROOT / "sources", tmp_path_factory.mktemp("served"), "[page]\nmcp = true\n"
    ) as address:
        yield address
