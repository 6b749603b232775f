from pathlib import Path

import gradio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from page.opening import Opening, with_opening
from page.words import ENGLISH

TEMPLATE = Path(gradio.__file__).parent / "templates" / "frontend" / "index.html"


@pytest.fixture
def client() -> TestClient:
    def page(request: Request) -> HTMLResponse:
        return HTMLResponse(TEMPLATE.read_text("utf-8"))

    app = Starlette(routes=[Route("/{path:path}", page)])
    app.add_middleware(Opening)
    return TestClient(app)


def test_the_page_of_the_gradio_that_is_installed_takes_the_opening() -> None:
    page = TEMPLATE.read_text("utf-8")
    opened = with_opening(page, ENGLISH)
    head, body = opened.split("</head>")
    assert "<title>Chapter &amp; Verse</title>" in head
    assert "#opening {" in head
    assert body.index('<div id="opening"') < body.index("<gradio-app")
    assert len(opened) > len(page)


def test_the_opening_speaks_the_language_of_the_browser(client: TestClient) -> None:
    spanish = client.get("/", headers={"Accept-Language": "es-MX"})
    assert '<div id="opening" lang="es">' in spanish.text
    assert "Su pregunta" in spanish.text
    assert "Accept-Language" in spanish.headers["Vary"]
    assert '<div id="opening" lang="en">' in client.get("/").text


def test_the_length_of_the_page_is_what_was_sent(client: TestClient) -> None:
    response = client.get("/")
    assert int(response.headers["content-length"]) == len(response.content)


def test_other_pages_pass_as_they_are(client: TestClient) -> None:
    assert client.get("/elsewhere").text == TEMPLATE.read_text("utf-8")
    assert with_opening("<html><head></head>no Gradio</html>", ENGLISH).endswith("no Gradio</html>")
