"""Documents that were removed: each in a folder of its own, from which it can be put back.

They lie beside the index, under names that we give, for 30 days; of more than 100, the oldest are
let go. What is let go is deleted. The record of where a document was fetched from goes with it.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from index.load import fingerprint
from index.retrieved import forget, retrieved
from page.intake import place

FOLDER = "removed"  # within the folder of the index
DAYS, MOST = 30, 100  # how long a document is kept, and how many are
FILE, NOTE = "file", "removed.json"


@dataclass(frozen=True)
class Removed:
    """A document that was removed: its number here, its path, its title, and when (ISO 8601)."""

    id: str
    uri: str
    title: str
    at: str


class Trash:
    """The documents that were removed from a folder of sources.

    Args:
        folder: where they are kept; made when there is something to keep.
        sources: where they came from, and go back to.
    """

    def __init__(self, folder: Path, sources: Path) -> None:
        """Let go of what was kept long enough."""
        self._folder = folder
        self._sources = sources
        self.purge()

    def put(self, uri: str, title: str) -> Removed:
        """Move a file of the sources here.

        Raises:
            OSError: the system did not let us; the file is where it was.
        """
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        removed = Removed(uuid4().hex, uri, title, at)
        kept = self._folder / removed.id
        kept.mkdir(parents=True)
        try:
            (kept / NOTE).write_text(json.dumps(asdict(removed)), "ascii")
            place(self._sources / uri, kept / FILE)
            (self._sources / uri).unlink()
        except BaseException:
            shutil.rmtree(kept, ignore_errors=True)
            raise
        self._take_record(kept)
        self.purge()
        return removed

    def restore(self, removed: Removed) -> None:
        """Put a file back where it was; it is kept here too until it is dropped.

        Raises:
            FileExistsError: another file has taken its name.
            OSError: the system did not let us.
        """
        kept = self._folder / removed.id
        place(kept / FILE, self._sources / removed.uri)
        with suppress(OSError):  # the document is back, with or without its record
            digest = fingerprint((kept / FILE).read_bytes())
            if known := retrieved(kept, digest):
                known.keep(self._sources, digest)

    def _take_record(self, kept: Path) -> None:
        """Move the record of a removed file to it; a file of the same bytes keeps the record."""
        with suppress(OSError):  # the document is removed, with or without its record
            digest = fingerprint((kept / FILE).read_bytes())
            if known := retrieved(self._sources, digest):
                known.keep(kept, digest)
                size = (kept / FILE).stat().st_size
                others = (path for path in self._sources.rglob("*") if path.is_file())
                alike = (path for path in others if path.stat().st_size == size)
                if not any(fingerprint(path.read_bytes()) == digest for path in alike):
                    forget(self._sources, digest)

    def drop(self, removed: Removed) -> None:
        """Keep a file no longer."""
        shutil.rmtree(self._folder / removed.id, ignore_errors=True)

    def kept(self) -> list[Removed]:
        """What is here, the last that was removed first."""
        found = [_read(note) for note in self._folder.glob(f"*/{NOTE}")]
        there = [one for one in found if one and os.path.lexists(self._folder / one.id / FILE)]
        return sorted(there, key=lambda one: (one.at, one.id), reverse=True)

    def purge(self, now: datetime | None = None) -> None:
        """Delete what was kept long enough."""
        oldest = ((now or datetime.now(UTC)) - timedelta(days=DAYS)).timestamp()
        for number, one in enumerate(self.kept()):
            if number >= MOST or datetime.fromisoformat(one.at).timestamp() < oldest:
                self.drop(one)


def _read(note: Path) -> Removed | None:
    try:
        removed = Removed(**json.loads(note.read_text("ascii")))
        datetime.fromisoformat(removed.at)
    except (OSError, ValueError, TypeError):
        return None
    # a note that was copied elsewhere is none of ours
    return removed if removed.id == note.parent.name else None
