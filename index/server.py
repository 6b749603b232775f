"""Vectors on a Chroma server or cluster, by the setting `[index] url`; see docs/scale.md.

Only the vectors move there. Each generation has a collection of its own, whose name stands in
`INDEX/gen-…/chroma/collection.json`; it is dropped when its generation is gone. Texts, words and
token vectors stay in the index folder. A second home of chromadb, of its client alone: the server
to run is the one that `chroma run` starts, never the library's own in Python (its advisories).
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from index.errors import BadSettings, DamagedIndex, Problem, ServerAway
from index.generation import PREFIX, VECTORS
from index.store import BATCH, HNSW, Store, check_store, copy_store

TOKEN = "CHAPTER_INDEX_TOKEN"  # the only place where a token is read from
NAME_FILE = "collection.json"
OURS = "server-id"  # names this index among those that share a server
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PATIENCE = 30.0  # seconds for one request
GREETING = "/api/v2/heartbeat"


class ServerStore(Store):
    """The vectors of one generation, as a collection on a server."""

    def __init__(self, folder: Path, url: str, create: bool = False) -> None:
        """Open the collection that is named in a folder, or make one and name it there.

        Raises:
            ServerAway: the server does not answer, or refuses the token.
            DamagedIndex: no collection is named, or it is not on the server.
        """
        self._folder, self._url, self._size = folder, url, None
        name = _new_name(folder) if create else collection_name(folder)
        self._held = ExitStack()
        with ExitStack() as held:
            server = held.enter_context(client(url))
            with self._noticed():
                self._collection = (
                    server.create_collection(
                        name, embedding_function=None, configuration={"hnsw": HNSW}
                    )
                    if create
                    else server.get_collection(name, embedding_function=None)
                )
            self._held = held.pop_all()  # until it is closed; at once where something failed

    def close(self) -> None:
        """End the connection; the store cannot be used afterwards."""
        self._held.close()

    def fill(self, before: "ServerStore") -> None:
        """Take over all vectors of another store of the same server."""
        for start in range(0, len(before), BATCH):
            with self._noticed():
                some = before._collection.get(limit=BATCH, offset=start, include=["embeddings"])
            self.put(some["ids"], np.asarray(some["embeddings"], np.float32))

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        with reaching(self._url):
            yield


def begin_store(folder: Path, url: str, before: Path | None) -> Store:
    """A store to write into, in a folder that is made; it holds what the one before holds."""
    if not url:
        copy_store(before, folder) if before else folder.mkdir()
        return Store(folder, create=True)
    folder.mkdir()
    store = ServerStore(folder, url, create=True)
    if before:
        with ServerStore(before, url) as old:
            store.fill(old)
    return store


def open_store(folder: Path, url: str) -> Store:
    """The store of a finished generation, in its folder or on the server of the settings."""
    return ServerStore(folder, url) if url else Store(folder)


def check_vectors(folder: Path, url: str) -> None:
    """See that the vectors are there.

    Raises:
        DamagedIndex: they are not.
        ServerAway: nobody can say.
    """
    if url:
        ServerStore(folder, url).close()
    else:
        check_store(folder)


def drop_collections(index: Path, url: str) -> None:
    """Drop this index's collections on the server, if there is one, that no generation names."""
    if not url:
        return
    named = {
        collection_name(path.parent) for path in index.glob(f"{PREFIX}*/{VECTORS}/{NAME_FILE}")
    }
    with client(url) as server, reaching(url):
        for collection in server.list_collections():
            if collection.name.startswith(_prefix(index)) and collection.name not in named:
                server.delete_collection(collection.name)


@contextmanager
def client(url: str) -> Iterator[Any]:
    """A client of the server at an address; the token, if there is one, goes with each request.

    Raises:
        BadSettings: the token would go over the network in the clear.
        ServerAway: the server does not answer, or refuses the token.
        DamagedIndex: what was asked for is not there.
    """
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb  # late: it takes a second
    from chromadb.config import Settings

    place, token = urlsplit(url), os.environ.get(TOKEN)
    secure = place.scheme == "https"
    if token and not secure and place.hostname not in LOOPBACK:
        raise BadSettings(f"{TOKEN} is only sent by https; [index] url is {url!r}.")
    # one header for a proxy in front of the server, one for Chroma's own cloud
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
    _greet(url, headers)
    with reaching(url):
        made: Any = chromadb.HttpClient(
            host=place.hostname or "",
            port=_port(url),
            ssl=secure,
            headers=headers,
            settings=Settings(anonymized_telemetry=False),
        )
    sessions = [part._server._session for part in (made, made._admin_client)]
    for session in sessions:
        session.timeout = PATIENCE  # Chroma itself waits for ever
    try:
        yield made
    finally:
        for session in sessions:
            session.close()  # Chroma leaves them open
        made.close()


def _greet(url: str, headers: dict[str, str]) -> None:
    """See that a server answers and lets us in, before Chroma's client asks."""
    place = urlsplit(url)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    try:
        with closing(kind(place.hostname or "", _port(url), timeout=PATIENCE)) as line:
            line.request("GET", GREETING, headers=headers)
            with line.getresponse() as response:
                status = response.status
    except (OSError, HTTPException) as error:
        raise _away(url, error) from error
    if status in (401, 403):
        raise ServerAway(
            f"The Chroma server at {url} refused the token. Set the environment variable {TOKEN} "
            "to the right one."
        )
    if status != 200:
        raise ServerAway(f"At {url} something answers that is no Chroma server ({status}).")


def _port(url: str) -> int:
    place = urlsplit(url)
    return place.port or (443 if place.scheme == "https" else 8000)


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Whatever Chroma raises, said as what it means for us."""
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise DamagedIndex(
            f"The vectors are no longer on the server at {url}. "
            "Run `python -m index build` to put them there again."
        ) from error
    except ChromaError as error:
        raise DamagedIndex(
            f"The vectors on the server at {url} cannot be used ({error}). "
            "Run `python -m index build` to rebuild them."
        ) from error
    except Problem:
        raise
    except Exception as error:
        raise _away(url, error) from error


def _away(url: str, error: Exception) -> ServerAway:
    why = f"{type(error).__name__}: {error}"[:300]
    return ServerAway(
        f"The Chroma server at {url} does not answer ({why}). Start it, or correct [index] url in "
        "the settings; nothing was changed."
    )


def collection_name(folder: Path) -> str:
    """The collection that holds the vectors of a generation.

    Raises:
        DamagedIndex: none is named.
    """
    path = folder / NAME_FILE
    try:
        return str(json.loads(path.read_text("utf-8"))["collection"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(
            f"{path} does not name a collection. Run `python -m index build` to rebuild the index."
        ) from error


def _new_name(folder: Path) -> str:
    name = f"{_prefix(folder.parent.parent)}{uuid4().hex[:12]}"
    (folder / NAME_FILE).write_text(json.dumps({"collection": name}) + "\n", "utf-8")
    return name


def _prefix(index: Path) -> str:
    """What the names of this index's collections begin with."""
    path = index / OURS
    if not path.is_file():
        path.write_text(uuid4().hex[:12], "ascii")
    return f"chapter-{path.read_text('ascii').strip()}-"
