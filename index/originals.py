"""Whether the files that an index was read from are still what they were.

A file is read again only where its time, its size or its place has changed since it was last found
to be the same; so this can be asked at every answer.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from index.errors import Unreadable
from index.load import Source, fingerprint

Stamp = tuple[int, int, int, int]


class Standing(StrEnum):
    """How the file of a document stands to what the index holds of it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Originals:
    """The files of some documents; safe to share.

    Args:
        folder: where they lie. Where that is not known, or not there, as on a machine to which
            only the index was brought, there is nothing to compare, and every file is the same.
        files: the SHA-256 of each when it was read, by its path within the folder.
    """

    def __init__(self, folder: Path | None, files: Mapping[str, str]) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._files = files
        self._seen: dict[str, Stamp] = {}  # of files that were the same when they looked like this

    def standing(self, uri: str) -> Standing:
        """How the file of a document stands at this moment."""
        if self._folder is None or not self._folder.is_dir():
            return Standing.SAME
        path = self._folder / uri
        try:
            status = path.stat()
        except OSError:
            return Standing.GONE
        # the last of the four changes even where a program sets the first two back
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
        if self._seen.get(uri) == stamp:
            return Standing.SAME
        try:
            digest = fingerprint(Source(path, uri).data())
        except Unreadable:
            return Standing.CHANGED
        if digest != self._files.get(uri):
            return Standing.CHANGED
        self._seen[uri] = stamp
        return Standing.SAME
