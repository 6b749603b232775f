"""A page over three small documents, with a model that knows no meaning; and the real one."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from index.build import build
from index.embed import Embedder, HashingEmbedder
from page.live import LiveAssistant
from page.settings import PageSettings
from page.site import LOOPBACK, Site
from tests.browser.server import ROOT, serving
from tests.conftest import write_files

WAGES: Mapping[str, str] = {
    "clerk.md": (
        "---\ntitle: The clerk\npublisher: Guild\npublished: 2021-05-03\nkind: rule\n---\n"
        "# The clerk\n\nThe clerk is paid nine crowns a week.\n"
    ),
    "sub/smith.txt": "The smith is paid ten crowns a week by the guild of the town.\n",
    "cook.html": (
        "<html><head><title>The cook</title></head><body><h1>The cook</h1>"
        "<p>The cook is paid six crowns a week by the guild of the town.</p></body></html>"
    ),
}


def make_site(
    folder: Path,
    files: Mapping[str, str | bytes] = WAGES,
    embedder: Embedder | None = None,
    **given: object,
) -> Site:
    """A site over some files, for this machine alone unless told otherwise."""
    sources, index = write_files(folder / "sources", files), folder / "index"
    settings = folder / "settings.toml"
    settings.write_text('[assistant]\nwrong = 100\njudge = "none"\n', "utf-8")
    model = embedder or HashingEmbedder()
    build(sources, index, model)
    how: dict[str, object] = {"hosts": LOOPBACK, "settings": PageSettings(), **given}
    return Site(LiveAssistant(index, settings, model), sources, index, settings, **how)  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over the documents of the repository, with the tools of MCP."""
    work = tmp_path_factory.mktemp("served")
    with serving(ROOT / "sources", work, "[page]\nmcp = true\n") as address:
        yield address


def forbidden(folder: Path) -> list[Site]:
    """Sites whose library nobody may change, for one reason each."""
    off = PageSettings(library=False)
    return [make_site(folder, settings=off), make_site(folder, hosts=("*",))]
