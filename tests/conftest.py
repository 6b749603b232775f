"""What the tests share: small folders of sources, the seeds, and one real model for all."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import build
from index.embed import HashingEmbedder
from index.minilm import MiniLM
from index.retrieve import Index


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright leaves a loop in this thread, where asyncio wants none."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


REPOSITORY = Path(__file__).parents[1]
SEEDS = REPOSITORY.parent / "shared" / "seeds"

# the same examples on every run, and no folder of examples beside the code
settings.register_profile("ours", derandomize=True, database=None, deadline=None)
settings.load_profile("ours")

TIDES: Mapping[str, str] = {
    "tides.md": (
        "---\ntitle: The tides\npublisher: Harbour office\npublished: 2021-05-03\n---\n"
        "# The tides\n\n## Causes\n\nThe moon pulls the sea. Spring tides follow the new moon.\n\n"
        "## Dangers\n\nDo not walk to the island after noon. The causeway floods within an hour.\n"
    ),
    "harbour.txt": (
        "Rules of the harbour for visiting boats\n\n"
        "Every boat must show a light at night. The master of a boat pays the fee on arrival.\n\n"
        "Share\n"
    ),
    "lights.html": (
        "<html><head><title>Lights</title></head><body><h1>Lights</h1><p>The lighthouse was built "
        "in 1881. Its lamp is seen from twenty miles away.</p></body></html>"
    ),
}

Write = Callable[[Mapping[str, str | bytes]], Path]


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, which is made where it is missing, and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into the folder `sources` of this test."""
    return lambda files: write_files(tmp_path / "sources", files)


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    """A folder with three small documents about the sea."""
    return write_files(tmp_path / "sources", TIDES)


@pytest.fixture
def tides_index(tides: Path, tmp_path: Path) -> Index:
    """An index of the three, with a model that knows no meaning."""
    build(tides, tmp_path / "index", HashingEmbedder())
    return Index.open(tmp_path / "index", HashingEmbedder())


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The real model, loaded once; for tests marked `model`."""
    return MiniLM()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five articles that the project was started with; they are not part of the repository."""
    if not SEEDS.is_dir():
        pytest.skip(f"the seeds are not at {SEEDS}")
    return SEEDS


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network, and no trace of a test in the environment."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked for")

    for name in ("socket.socket.connect", "socket.create_connection", "socket.getaddrinfo"):
        monkeypatch.setattr(name, refuse)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("HF_HUB_OFFLINE")
