"""Whether the page is up, and whether it can answer."""

import shutil
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index.build import build
from index.embed import HashingEmbedder
from page.health import health_routes
from page.live import LiveAssistant
from tests.conftest import TIDES, write_files


@pytest.fixture
def live(tides: Path) -> LiveAssistant:
    build(tides, tides.parent / "index", HashingEmbedder())
    file = tides.parent / "settings.toml"
    file.write_text('[assistant]\njudge = "none"\n', "utf-8")
    return LiveAssistant(tides.parent / "index", file, HashingEmbedder())


@pytest.fixture
def client(live: LiveAssistant) -> TestClient:
    return TestClient(Starlette(routes=health_routes(live)))


def test_the_served_page_is_up_and_ready(served: str) -> None:
    assert httpx.get(f"{served}/healthz").json() == {"status": "ok", "documents": 5}
    assert httpx.get(f"{served}/readyz").json() == {"status": "ready"}


def test_a_page_without_its_index_is_up_but_not_ready(
    client: TestClient, tides: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/readyz").status_code == 200
    shutil.rmtree(tides.parent / "index")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready"}
    assert str(tides.parent) in caplog.text  # why, and for nobody else
    assert client.get("/healthz").status_code == 200


def test_a_text_that_is_not_what_was_read_is_not_ready(
    client: TestClient, live: LiveAssistant
) -> None:
    for document in live.documents:
        # as a fault in the memory would
        object.__setattr__(document, "text", document.text.replace("the", "any"))
    assert client.get("/readyz").status_code == 503


def test_a_page_follows_its_index_and_stays_ready(client: TestClient, tides: Path) -> None:
    write_files(tides, {**TIDES, "boats.md": "# Boats\n\nThe ferry to Skye leaves at ten."})
    build(tides, tides.parent / "index", HashingEmbedder())
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").json()["documents"] == 4
