"""Whether the files of a generation are still those that were written."""

import hashlib
import json
from pathlib import Path

from index.errors import DamagedIndex

SEAL = "seal.json"
# Chroma writes to its database when it opens it; `index.store` looks at that by other means
CHANGING = frozenset({"chroma.sqlite3", "chroma.sqlite3-journal", SEAL})
# until a thousand vectors bring this file about, Chroma makes the rest of its graph at each start
GRAPH = "index_metadata.pickle"


def seal(folder: Path) -> None:
    """Note the hash of every file in a finished folder."""
    (folder / SEAL).write_text(json.dumps(_hashes(folder), indent=1) + "\n", "utf-8")


def check_seal(folder: Path) -> None:
    """Compare every file with the hash noted for it.

    Raises:
        DamagedIndex: a file is missing, altered or cannot be read.
    """
    try:
        noted = json.loads((folder / SEAL).read_text("utf-8"))
        found = _hashes(folder)
    except (OSError, ValueError) as error:
        raise _damaged(folder, SEAL) from error
    if not isinstance(noted, dict):
        raise _damaged(folder, SEAL)
    for name in sorted({*noted, *found}):
        if noted.get(name) != found.get(name):
            raise _damaged(folder, name)


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and _lasting(path))
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _lasting(path: Path) -> bool:
    """Whether a file is never written again once it is there."""
    scratch = path.suffix == ".bin" and not path.with_name(GRAPH).exists()
    return path.name not in CHANGING and not scratch


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(folder: Path, name: str) -> DamagedIndex:
    return DamagedIndex(
        f"{folder / name} is missing or is not what was written. "
        f"Run `python -m index build --index {folder.parent}` to rebuild the index."
    )
