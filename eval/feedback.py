"""What people say of replies, kept in one SQLite file. The home of sqlite3 in eval.

`eval.make.feedback` makes evaluation cases of it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.errors import BadFeedback, FeedbackProblem
from eval.rating import Feedback

FILE = Path(".feedback.sqlite3")
MOST_ENTRIES, MOST_BYTES = 10_000, 64 * 2**20

OURS, VERSION = int.from_bytes(b"C&Vf", "big"), 1  # written in the header of the file
PATIENCE = 5.0  # seconds to wait for another thread or process
TABLE = """
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice
    entry TEXT NOT NULL  -- eval.rating.Feedback as JSON
)
"""
TABLES = "SELECT count(*) FROM sqlite_schema"
RIGHTS = "Put the rights of the file and of its folder in order, or name another file."
ROOM = "Make room on the disk and try again."
WAYS_OUT = {
    sqlite3.SQLITE_FULL: ROOM,
    sqlite3.SQLITE_IOERR: ROOM,
    sqlite3.SQLITE_BUSY: "Another program is writing to it: try again in a moment.",
    sqlite3.SQLITE_READONLY: RIGHTS,
    sqlite3.SQLITE_CANTOPEN: RIGHTS,
}
DAMAGED = "It is damaged, or is no feedback of this program. Move it away, and a new one is begun."
_FEEDBACK = TypeAdapter(Feedback)


@dataclass(frozen=True)
class FeedbackStore:
    """The feedback in one file, which is made at the first use.

    Safe to share between threads and processes: each call opens the file for itself, SQLite lets
    one at a time write, and in WAL mode nobody who reads waits. Every call raises `FeedbackProblem`
    where the file cannot be used: the disk is full, it may not be written, another program holds
    it, it is damaged or not ours.

    Attributes:
        file: where it is kept.
        most_entries: how many entries are kept.
        most_bytes: how large the file may grow; the entry that reaches it is the last.
    """

    file: Path = FILE
    most_entries: int = MOST_ENTRIES
    most_bytes: int = MOST_BYTES

    def add(self, feedback: Feedback) -> int:
        """Keep one more entry; its number, which no other will ever have.

        Raises:
            FeedbackProblem: also where as much is kept as may be.
        """
        with self._database() as database, _writing(database):
            self._check_room(database)
            entry = json.dumps(asdict(feedback))
            added = database.execute("INSERT INTO feedback (entry) VALUES (?)", (entry,))
            return int(added.lastrowid or 0)

    def entries(self) -> dict[int, Feedback]:
        """All entries by their numbers, the oldest first."""
        with self._database() as database:
            rows = database.execute("SELECT number, entry FROM feedback ORDER BY number").fetchall()
        return {number: self._read(number, entry) for number, entry in rows}

    def __len__(self) -> int:
        """How many entries there are."""
        with self._database() as database:
            return _number(database, "SELECT count(*) FROM feedback")

    def delete(self, number: int) -> bool:
        """Delete an entry for good; whether it was there."""
        with self._database() as database:
            found = database.execute("DELETE FROM feedback WHERE number = ?", (number,)).rowcount
            _forget(database)
        return bool(found)

    def clear(self) -> int:
        """Delete all entries for good; how many there were."""
        with self._database() as database:
            found = database.execute("DELETE FROM feedback").rowcount
            database.execute("VACUUM")  # gives the room back
            _forget(database)
        return found

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """The file, open and with its table in it; whatever SQLite raises becomes a problem."""
        try:
            if not self.file.exists():
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.touch(0o600)  # what people ask is not for everybody's eyes
            with closing(
                sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)
            ) as database:
                database.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
                database.execute("PRAGMA synchronous = FULL")  # what was added survives a crash
                self._prepare(database)
                yield database
        except sqlite3.Error as error:
            # the lowest byte of SQLite's code is its kind
            kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            raise self._problem(str(error), WAYS_OUT.get(kind, DAMAGED)) from error
        except OSError as error:
            raise self._problem(error.strerror or str(error), RIGHTS) from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Make the table in a new file; refuse a file of somebody else or of a later version."""
        if _format(database) == (OURS, VERSION):
            return
        with _writing(database):  # so that of several processes one makes it and the others see it
            ours, version = _format(database)
            if ours == OURS and version != VERSION:
                raise self._problem(
                    f"it has version {version}, and this program knows version {VERSION}",
                    "Use the newer program, or name another file.",
                )
            if ours != OURS:
                if (ours, version, _number(database, TABLES)) != (0, 0, 0):
                    raise self._problem("another program has made it", "Name another file.")
                database.execute(TABLE)
                database.execute(f"PRAGMA application_id = {OURS}")
                database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("PRAGMA journal_mode = WAL")

    def _check_room(self, database: sqlite3.Connection) -> None:
        entries = _number(database, "SELECT count(*) FROM feedback")
        pages = _number(database, "PRAGMA page_count") - _number(database, "PRAGMA freelist_count")
        used = pages * _number(database, "PRAGMA page_size")
        if entries >= self.most_entries or used >= self.most_bytes:
            raise FeedbackProblem(
                f"{self.file} holds {entries:,} entries of feedback in {used:,} bytes, and no more "
                "are kept. Turn them into cases with `python -m eval cases --from-feedback`, then "
                "clear them or move the file away."
            )

    def _read(self, number: int, entry: str) -> Feedback:
        try:
            return _FEEDBACK.validate_json(entry)
        except (ValidationError, BadFeedback) as error:
            raise self._problem(f"entry {number} cannot be read", DAMAGED) from error

    def _problem(self, why: str, way_out: str) -> FeedbackProblem:
        return FeedbackProblem(f"The feedback in {self.file} cannot be used: {why}. {way_out}")


@contextmanager
def _writing(database: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; the right to write is asked for first, so that it can be waited for."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


def _forget(database: sqlite3.Connection) -> None:
    """Empty the log of what was written, which still holds what was deleted.

    Where somebody who reads holds that up, the last to close the file does it.
    """
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _format(database: sqlite3.Connection) -> tuple[int, int]:
    return _number(database, "PRAGMA application_id"), _number(database, "PRAGMA user_version")


def _number(database: sqlite3.Connection, query: str) -> int:
    (number,) = database.execute(query).fetchone()
    return int(number)
