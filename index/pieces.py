"""Pieces of a large file, read by several threads."""

import os
import sys
import weakref
from pathlib import Path
from threading import Lock


class Pieces:
    """A file that stays open as long as this lives, even where its name is removed."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            OSError: it cannot be opened.
        """
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)
        self.size = os.fstat(self._file).st_size
        self._lock = Lock()

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`.

        Raises:
            OSError: they cannot be read.
            ValueError: the file is shorter than it was.
        """
        if sys.platform == "win32":  # it has no pread
            with self._lock:
                os.lseek(self._file, start, os.SEEK_SET)
                data = os.read(self._file, end - start)
        else:
            data = os.pread(self._file, end - start, start)
        if len(data) != end - start:
            raise ValueError(f"{len(data)} bytes of {end - start}")
        return data
