"""Whether there is room for the next generation, before anything of it is written."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from index.errors import NotWritten
from index.generation import TOKENS
from index.snapshot import Entry
from index.writer import Kept

A_PASSAGE = 30_000  # bytes of an index, as docs/scale.md measures them
SPARE = 3  # times the estimate: a journal, a longer text, somebody else's file


def check_space(index: Path, entries: Iterable[Entry], kept: Kept) -> None:
    """See that what a build would write fits on the disk several times over.

    That is a copy of the generation before without its token vectors, which are taken over by a
    link, and what is new.

    Raises:
        NotWritten: there is too little room.
    """
    passages = (passage for entry in entries for passage in entry.passages)
    new = sum(kept.contexts.get(passage.id) != passage.context for passage in passages)
    needed = SPARE * (new * A_PASSAGE + _copied(kept.folder))
    free = shutil.disk_usage(index).free
    if free < needed:
        raise NotWritten(
            f"The disk of {index} has {free / 1e6:,.0f} MB left, and building the index may need "
            f"{needed / 1e6:,.0f} MB. Make room, or name a folder on another disk with --index; "
            "the old index, if any, is kept."
        )


def _copied(folder: Path | None) -> int:
    if folder is None:
        return 0
    files = (path for path in folder.rglob("*") if path.parent.name != TOKENS and path.is_file())
    return sum(path.stat().st_size for path in files)
