"""Nearest vectors. The home of chromadb.

Only ids and vectors are kept here; the words of a passage live with its document, so that a fault
in this store can lose a passage but never change a quotation. A store belongs to one generation
(`index.generation`): it is written once, in a folder of its own, and then only read. That is why no
reader can hold a stale index, which Chroma's own clients do when another process has written.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from index.database import DATABASE
from index.embed import Vectors
from index.errors import DamagedIndex

COLLECTION = "passages"
BATCH = 2000  # Chroma refuses more than 5,461 at once
# M 48 and ef 400: recall@10 of 0.9995 against an exact scan on random vectors, its hardest case
HNSW: Any = {"space": "cosine", "ef_construction": 200, "max_neighbors": 48, "ef_search": 400}


class Store:
    """The vectors of one generation.

    Opening an empty or missing folder with `create=True` makes a new store. A context manager:
    leaving it releases the files.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        """Open the store.

        Raises:
            DamagedIndex: there is no store in the folder, or Chroma cannot open it.
        """
        self._folder = folder
        self._size: int | None = None  # known from the first question on: Chroma counts in SQLite
        if not create:
            check_store(folder)
        with self._noticed():
            self._client: Any = _client(folder)
            # never Chroma's own embedding function: it would download a model
            self._collection: Any = (
                self._client.get_or_create_collection(
                    COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
                )
                if create
                else self._client.get_collection(COLLECTION, embedding_function=None)
            )

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the files."""
        self.close()

    def close(self) -> None:
        """Release the files; the store cannot be used afterwards."""
        self._client.close()

    def __len__(self) -> int:
        """How many vectors there are."""
        if self._size is None:
            with self._noticed():
                self._size = int(self._collection.count())
        return self._size

    def put(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors; `vectors` has shape (ids, dimensions), each of length one."""
        if not np.isfinite(vectors).all():
            raise ValueError("a vector with NaN or infinity")
        if not np.any(vectors, axis=1).all():
            raise ValueError("a vector of length 0, which is near to nothing")
        self._size = None
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            # upsert: `add` would silently keep the old vector of an id that is there
            with self._noticed():
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def drop(self, ids: Sequence[str]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        self._size = None
        for start in range(0, len(ids), BATCH):
            with self._noticed():
                self._collection.delete(ids=list(ids[start : start + BATCH]))

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The ids closest to a vector with their cosine, best first.

        Args:
            vector: shape (dimensions,).
            count: how many at most.
            among: only these ids, where given; all of them must be there.

        Raises:
            DamagedIndex: Chroma cannot read its files.
        """
        check_asked(vector)
        wanted = min(count, len(self) if among is None else len(among))
        if wanted < 1:
            return []
        with self._noticed():
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=wanted,
                include=["distances"],
                ids=None if among is None else list(among),
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((i, 1.0 - float(d)) for i, d in pairs), key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The cosine of a vector, shape (dimensions,), with each of some ids that are there.

        Raises:
            DamagedIndex: Chroma cannot read its files.
        """
        if not ids:
            return {}
        names, vectors = self.vectors(ids)
        return {name: float(cosine) for name, cosine in zip(names, vectors @ vector, strict=True)}

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The vectors of some ids, at least one, in an order that is told with them."""
        with self._noticed():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return list(found["ids"]), np.asarray(found["embeddings"], np.float32)

    def sample(self, count: int) -> dict[str, Vectors]:
        """Some ids, evenly spread, with their vectors as they are stored, shape (dimensions,).

        Raises:
            DamagedIndex: Chroma cannot read its files.
        """
        every = self.ids()
        with self._noticed():
            few = every[:: max(1, len(every) // count)][:count]
            found = self._collection.get(ids=few, include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        with self._noticed():
            return list(self._collection.get(include=[])["ids"])

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        """Whatever Chroma raises says the same to us."""
        try:
            yield
        except Exception as error:
            raise _damaged(self._folder, f"{type(error).__name__}: {error}"[:300]) from error


def check_asked(vector: Vectors) -> None:
    """Refuse the vector of a question that is near to nothing; Chroma would answer some of them.

    Raises:
        ValueError: it holds NaN or infinity, or its length is 0.
    """
    if not np.isfinite(vector).all():
        raise ValueError("a question vector with NaN or infinity")
    if not np.any(vector):
        raise ValueError("a question vector of length 0, which is near to nothing")


def check_store(folder: Path) -> None:
    """See that the database is there and whole, before Chroma opens it and maybe dies of it.

    Raises:
        DamagedIndex: it is not.
    """
    address = f"{(folder / DATABASE).resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
            named = "SELECT count(*) FROM collections WHERE name = ?"
            (collections,) = database.execute(named, (COLLECTION,)).fetchone()
    except sqlite3.Error as error:
        raise _damaged(folder, str(error)) from error
    if verdict != "ok" or not collections:
        raise _damaged(folder, verdict if collections else "it holds no vectors")


def copy_store(old: Path, new: Path) -> None:
    """Copy a store that others may be reading.

    Raises:
        OSError: the copy cannot be written.
    """
    shutil.copytree(old, new, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    # through SQLite, so that what another reader notes there at this moment cannot tear the copy
    try:
        with (
            closing(sqlite3.connect(old / DATABASE)) as source,
            closing(sqlite3.connect(new / DATABASE)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error as error:
        raise OSError(f"{new / DATABASE}: {error}") from error


def _damaged(folder: Path, why: str) -> DamagedIndex:
    return DamagedIndex(
        f"The vectors in {folder} cannot be used ({why}). "
        "Run `python -m index repair` to rebuild them."
    )


def _client(folder: Path) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb  # late: it takes a second
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
