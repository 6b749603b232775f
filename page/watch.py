"""Keeps the index what the files are: looks every so often, and when a question finds a change.

It polls: the time and size of a few thousand files cost some milliseconds, on every system and on
network folders too, where no notice of a change ever comes.
"""

from threading import Event, Thread
from typing import TYPE_CHECKING

from index.errors import Problem
from index.seal import check_seal
from page.attempt import attempt
from page.log import note
from page.work import step_back

if TYPE_CHECKING:
    from page.site import Site

PATIENCE = 20  # seconds that a question waits for a changed file to be read


class Watch:
    """Brings the index up to date, in the background; a context manager.

    Args:
        site: whose sources and index are looked at.
        seconds: how long it waits between two looks; 0 to look only when a question finds a change.
    """

    def __init__(self, site: "Site", seconds: int) -> None:
        """Look at nothing yet."""
        self._site = site
        self._seconds = seconds
        self._stop = Event()
        self._whole: tuple[object, ...] = ()  # the files of a generation when they were whole

    def __enter__(self) -> None:
        """Begin to look."""
        self._site.live.renew = self.renew
        if self._seconds:
            Thread(target=self._run, daemon=True).start()

    def __exit__(self, *raised: object) -> None:
        """Look no more."""
        self._stop.set()
        self._site.live.renew = None

    def look(self) -> bool:
        """Read what has changed, and mend what is damaged; gives whether anything was."""
        found = self._found()
        if found:
            note("indexing", why=found)
            self.renew()
        return bool(found)

    def renew(self) -> None:
        """Bring the index up to date, and wait for it as long as one who asks may wait."""
        self._site.librarian.renew().finished.wait(PATIENCE)

    def _run(self) -> None:
        step_back()
        while not self._stop.wait(self._seconds):
            attempt(self.look)

    def _found(self) -> str:
        """Why the index must be renewed; empty where it need not be."""
        try:
            self._check_files()
            stale = [item.uri for item in self._site.librarian.shelf.items() if item.stale]
        except Problem as problem:
            return str(problem)
        return f"{stale[0]} has changed" if stale else ""

    def _check_files(self) -> None:
        """See that the files of the index are whole, where they have been touched.

        Raises:
            Problem: they are not, or there is no index.
        """
        folder = self._site.live.now().generation
        files = (path.stat() for path in sorted(folder.rglob("*")) if path.is_file())
        looks = (folder, *((file.st_ino, file.st_size, file.st_mtime_ns) for file in files))
        if looks != self._whole:
            check_seal(folder)
            self._whole = looks
