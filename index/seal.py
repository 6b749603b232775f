"""Whether the files of a generation are still those that were written."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from index.database import DATABASE, contents
from index.errors import DamagedIndex

SEAL = "seal.json"
UNSEALED = frozenset({f"{DATABASE}-journal", SEAL})
# until a thousand vectors bring this file about, Chroma makes the rest of its graph at each start
GRAPH = "index_metadata.pickle"


def seal(folder: Path, taken: Collection[str] = (), before: Path | None = None) -> None:
    """Note the hash of every file in a finished folder.

    Of what was taken over from a generation before it is the one that was noted there: hashed anew,
    what has befallen a file since it was written would be sealed as right.
    """
    noted = _noted(before) if before and taken else {}
    known = {name: noted[name] for name in taken}
    (folder / SEAL).write_text(json.dumps(_hashes(folder, known), indent=1) + "\n", "utf-8")


def check_seal(folder: Path) -> None:
    """Compare every file with the hash noted for it.

    Raises:
        DamagedIndex: a file is missing, altered or cannot be read.
    """
    for name in damaged(folder):
        raise _lost(folder, name)


def damaged(folder: Path) -> list[str]:
    """The names of all files that are missing, altered, added, or cannot be read."""
    try:
        noted = _noted(folder)
    except DamagedIndex:
        return [SEAL]
    found = _hashes(folder)
    names = sorted({*noted, *found})
    return [n for n in names if not found.get(n) or noted.get(n) != found[n]]


def _noted(folder: Path) -> dict[str, str]:
    try:
        noted = json.loads((folder / SEAL).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _lost(folder) from error
    if not isinstance(noted, dict):
        raise _lost(folder)
    return noted


def _lost(folder: Path, name: str = SEAL) -> DamagedIndex:
    return DamagedIndex(
        f"{folder / name} is missing or is not what was written. "
        f"Run `python -m index repair --index {folder.parent}` to rebuild the index."
    )


def _hashes(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and _lasting(path))
    names = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: known.get(name) or _hash(path) for name, path in names}


def _lasting(path: Path) -> bool:
    """Whether a file is never written again once it is there."""
    scratch = path.suffix == ".bin" and not path.with_name(GRAPH).exists()
    return path.name not in UNSEALED and not scratch


def _hash(path: Path) -> str:
    """SHA-256 of what a file holds; empty where it cannot be read."""
    try:
        if path.name == DATABASE:
            return contents(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, sqlite3.Error):
        return ""
