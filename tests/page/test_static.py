import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from page.guard import HEADERS, Guard
from page.static import FOREVER, Static

FILE = "/assets/index-Ab12.js"


class Shelf:
    """Files with and without a hash in their names, and the paths that were read."""

    def __init__(self) -> None:
        self.read: list[str] = []
        app = Starlette(routes=[Route("/{path:path}", self._file)])
        app.add_middleware(Static)
        app.add_middleware(Guard)
        self.client = TestClient(app)

    def _file(self, request: Request) -> Response:
        path = request.url.path
        self.read.append(path)
        if "missing" in path:
            return PlainTextResponse("not found", 404)
        return PlainTextResponse(f"{path} {request.headers['accept-encoding']}")


def accepting(encoding: str = "gzip", **more: str) -> dict[str, str]:
    return {"Accept-Encoding": encoding, **more}


def test_a_file_named_by_its_hash_is_read_once_and_may_be_kept_for_ever() -> None:
    shelf = Shelf()
    first, second = (shelf.client.get(FILE, headers=accepting()) for _ in range(2))
    assert shelf.read == [FILE]
    assert first.text == second.text == f"{FILE} gzip"
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == FOREVER


def test_what_is_kept_carries_the_security_headers_once() -> None:
    shelf = Shelf()
    for _ in range(3):
        headers = shelf.client.get(FILE, headers=accepting()).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert len(headers.get_list("content-security-policy")) == 1


def test_each_encoding_is_kept_apart() -> None:
    shelf = Shelf()
    order = ("br", "gzip", "br", "gzip")
    answers = [shelf.client.get(FILE, headers=accepting(name)).text for name in order]
    assert answers == [f"{FILE} {name}" for name in order]
    assert len(shelf.read) == 2


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/theme.css", accepting()),
        (FILE, accepting("identity")),
        (FILE, accepting(Range="bytes=0-3")),
    ],
)
def test_everything_else_is_read_each_time(path: str, headers: dict[str, str]) -> None:
    shelf = Shelf()
    for _ in range(2):
        assert "Cache-Control" not in shelf.client.get(path, headers=headers).headers
    assert shelf.read == [path, path]


def test_a_file_that_is_missing_may_come() -> None:
    shelf = Shelf()
    for _ in range(2):
        answer = shelf.client.get("/assets/missing-1.js", headers=accepting())
        assert (answer.status_code, answer.text) == (404, "not found")
        assert "Cache-Control" not in answer.headers
    assert len(shelf.read) == 2
