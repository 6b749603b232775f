"""What a database of Chroma's holds, apart from the notes that Chroma makes when it opens one.

Its bytes change whenever somebody opens it, so that no hash of the file says whether it is still
what was written. The rows of all other tables do not, and every vector, id and link is in them.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

DATABASE = "chroma.sqlite3"
# one row each time that Chroma opens the database, or tidies it up
NOTES = (b"acquire_write", b"maintenance_log")


def contents(path: Path) -> str:
    """SHA-256 of all rows of all tables, without those in which Chroma makes its notes.

    Raises:
        sqlite3.Error: it is no database, or a page of it cannot be read or contradicts another.
    """
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.text_factory = bytes  # text that was damaged need not be UTF-8
        (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != b"ok":
            raise sqlite3.DatabaseError(verdict.decode("utf-8", "replace"))
        schema = database.execute("SELECT name, type, sql FROM sqlite_master ORDER BY name")
        for name, kind, sql in schema.fetchall():
            digest.update(repr((name, sql)).encode())
            # a virtual table shows what is in others
            if kind == b"table" and name not in NOTES and not sql.startswith(b"CREATE VIRTUAL"):
                for row in database.execute(f'SELECT * FROM "{name.decode()}"'):
                    digest.update(repr(row).encode())
    return digest.hexdigest()
