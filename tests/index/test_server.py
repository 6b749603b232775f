"""Vectors on a real Chroma server, the one that `chroma run` starts; rows H5 and E of trust.md."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_connection, socket
from threading import Thread

import pytest

from index.build import build
from index.embed import HashingEmbedder
from index.errors import BadSettings, DamagedIndex, NoIndex, ServerAway
from index.generation import VECTORS, current
from index.retrieve import Index
from index.server import NAME_FILE, TOKEN, client, collection_name
from index.settings import IndexSettings
from tests.conftest import REPOSITORY

QUESTIONS = ("when does the causeway flood?", "boat light", "what is the fee?", "moon")
RIGHT = "a-right-token"


def free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[str]:
    """A server on loopback, with its data in a folder."""
    command = Path(sys.executable).with_name("chroma")
    started = subprocess.Popen(
        [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            try:
                create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma(tmp_path_factory.mktemp("chroma"), free_port()) as place:
        yield place


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def collections(url: str) -> set[str]:
    with client(url) as server:
        return {collection.name for collection in server.list_collections()}


def answers(index: Path, settings: IndexSettings) -> list[list[tuple[str, float]]]:
    opened = Index.open(index, HashingEmbedder(), settings)
    hits = [opened.search(question) for question in QUESTIONS]
    opened.close()
    return [[(hit.passage.text, round(hit.score, 5)) for hit in found] for found in hits]


def test_a_server_gives_the_answers_of_the_index_folder(tides: Path, index: Path, url: str) -> None:
    away = IndexSettings(url=url)
    build(tides, index, HashingEmbedder(), away)
    build(tides, index.with_name("here"), HashingEmbedder())
    assert answers(index, away) == answers(index.with_name("here"), IndexSettings())
    assert not (current(index) / VECTORS / "chroma.sqlite3").exists()


def test_a_build_takes_over_what_has_not_changed_and_old_collections_go(
    tides: Path, index: Path, url: str
) -> None:
    settings, before = IndexSettings(url=url), collections(url)
    for turn in range(4):
        (tides / "new.txt").write_text(f"Turn number {turn} has come.")
        (tides / "harbour.txt").write_text(f"Boat {turn} must show two lamps.")
        assert build(tides, index, HashingEmbedder(), settings).written
    here = index.with_name("here")
    build(tides, here, HashingEmbedder())
    assert answers(index, settings) == answers(here, IndexSettings())
    # the current generation, and the one before for who still reads it
    named = {collection_name(folder / VECTORS) for folder in index.glob("gen-*")}
    assert collections(url) - before == named
    assert len(named) == 2


def test_the_collections_of_another_index_stay(tides: Path, index: Path, url: str) -> None:
    settings, other = IndexSettings(url=url), index.with_name("other")
    build(tides, other, HashingEmbedder(), settings)
    asked = answers(other, settings)
    for turn in range(3):
        (tides / "new.txt").write_text(f"Turn number {turn} has come.")
        build(tides, index, HashingEmbedder(), settings)
    assert answers(other, settings) == asked


def test_a_lost_collection_is_damage_and_a_build_mends_it(
    tides: Path, index: Path, url: str
) -> None:
    settings = IndexSettings(url=url)
    build(tides, index, HashingEmbedder(), settings)
    with client(url) as server:
        server.delete_collection(collection_name(current(index) / VECTORS))
    with pytest.raises(DamagedIndex, match=r"no longer on the server.*python -m index build"):
        Index.open(index, HashingEmbedder(), settings)
    assert build(tides, index, HashingEmbedder(), settings).rebuilt
    assert answers(index, settings)[0]


def test_a_generation_that_names_no_collection_is_damaged(
    tides: Path, index: Path, url: str
) -> None:
    settings = IndexSettings(url=url)
    build(tides, index, HashingEmbedder(), settings)
    (current(index) / VECTORS / NAME_FILE).unlink()
    with pytest.raises(DamagedIndex):
        Index.open(index, HashingEmbedder(), settings)


def test_without_its_server_there_is_a_problem_and_the_old_index_stays(
    tides: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    with chroma(tmp_path / "data", port) as url:
        settings = IndexSettings(url=url)
        build(tides, index, HashingEmbedder(), settings)
        asked, generation = answers(index, settings), current(index)
        opened = Index.open(index, HashingEmbedder(), settings)
        with monkeypatch.context() as patch:
            patch.setattr("index.exact.MOST", 0)  # as if there were too many to hold in memory
            large = Index.open(index, HashingEmbedder(), settings)
    assert opened.search("boat light")
    with pytest.raises(ServerAway, match=f"{url} does not answer.*Start it"):
        large.search("boat light")  # a problem, and never "nothing found"
    opened.close()
    large.close()
    with pytest.raises(ServerAway, match="does not answer"):
        Index.open(index, HashingEmbedder(), settings)
    (tides / "new.txt").write_text("A new day has come.")
    with pytest.raises(ServerAway, match="does not answer"):
        build(tides, index, HashingEmbedder(), settings)
    assert current(index) == generation
    (tides / "new.txt").unlink()
    with chroma(tmp_path / "data", port):
        assert answers(index, settings) == asked


@contextmanager
def guarded(url: str) -> Iterator[str]:
    """A proxy before a server that lets in who has the right token."""
    port = int(url.rpartition(":")[2])

    class Proxy(BaseHTTPRequestHandler):
        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = 401, json.dumps({"message": "Unauthorized"}).encode()
            if self.headers["Authorization"] == f"Bearer {RIGHT}":
                server = http.client.HTTPConnection("127.0.0.1", port)
                server.request(self.command, self.path, body, {"Content-Type": "application/json"})
                response = server.getresponse()
                status, answer = response.status, response.read()
                server.close()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = do_PUT = do

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
        proxy.shutdown()


def test_the_token_comes_from_the_environment_and_a_wrong_one_is_a_problem(
    tides: Path, index: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guarded(url) as place:
        settings = IndexSettings(url=place)
        for token in (None, "a-wrong-token"):
            monkeypatch.delenv(TOKEN, raising=False)
            if token:
                monkeypatch.setenv(TOKEN, token)
            with pytest.raises(ServerAway, match=f"refused the token. Set .* {TOKEN}") as caught:
                build(tides, index, HashingEmbedder(), settings)
            assert "wrong-token" not in str(caught.value)
        with pytest.raises(NoIndex):
            current(index)
        monkeypatch.setenv(TOKEN, RIGHT)
        build(tides, index, HashingEmbedder(), settings)
        assert answers(index, settings)[0]
        written = [path.read_bytes() for path in index.rglob("*") if path.is_file()]
        assert not any(RIGHT.encode() in data for data in written)


def test_a_token_never_goes_over_a_network_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, RIGHT)
    with (
        pytest.raises(BadSettings, match="only sent by https"),
        client("http://chroma.example.org:8000"),
    ):
        pass


def test_nothing_imports_the_server_in_python_or_an_embedding_function_of_chroma() -> None:
    """H5: the advisories are about `chromadb.server` and stored embedding functions."""
    for folder in ("index", "assistant", "eval", "page"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            assert "chromadb.server" not in text, path
            for call in ("create_collection(", "get_collection("):
                for after in text.split(f".{call}")[1:]:
                    assert "embedding_function=None" in after[:120], path
