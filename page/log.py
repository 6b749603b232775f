r"""The log of the page: one JSON object a line, in which nothing that a name or text holds can act.

Every line has `time` (UTC, ISO 8601), `level` and `event`, then what it is about. All but printable
ASCII is escaped, so that no line break forges a line and no control reaches a terminal. What is
told to the person who starts the program is no log: those lines stay plain text (`index.command`).
A question is never in it, and so neither are the words of an error that nobody foresaw: only its
type, and where it came from.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from io import TextIOBase
from logging.handlers import WatchedFileHandler
from pathlib import Path
from uuid import uuid4

from index.command import visible
from index.errors import BadSettings, came_from

logger = logging.getLogger("chapter-and-verse")


def note(event: str, level: int = logging.INFO, **about: object) -> None:
    """Write a line: what happened, and what it is about."""
    words = ", ".join(map(str, about.values()))
    logger.log(level, "%s", visible(f"{event}: {words}"), extra={"event": event, "about": about})


def note_fault() -> str:
    """Write a line about the exception that is being handled; gives the number that it names."""
    fault = uuid4().hex[:8]
    about = {"event": "fault", "about": {"fault": fault}}
    logger.error("fault %s", fault, exc_info=True, extra=about)
    return fault


class AsJson(logging.Formatter):
    r"""A record as a line of JSON.

    >>> said = logging.makeLogRecord({"event": "problem", "about": {"why": "a\r\n\x1b[2Jb\x7f"}})
    >>> AsJson().format(said)[-44:]
    ': "problem", "why": "a\\r\\n\\u001b[2Jb\\u007f"}'
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", record.name),
        }
        about = getattr(record, "about", None)
        row |= {"message": record.getMessage()} if about is None else about
        if record.exc_info and record.exc_info[1]:
            row = {**row, "fault": row.get("fault", uuid4().hex[:8]), **_told(record.exc_info[1])}
        # DEL is the one control that JSON leaves as it is
        return json.dumps(row, default=str).replace("\x7f", "\\u007f")


def _told(error: BaseException) -> dict[str, object]:
    """The type of an error and where it came from; its words may be those of a question."""
    at = came_from(error) + getattr(error, "__notes__", [])
    return {"error": type(error).__qualname__, "at": at}


class _Lines(TextIOBase):
    """A stream whose lines go to the log: what libraries print to stderr."""

    def __init__(self) -> None:
        self._begun = ""

    def write(self, words: str) -> int:
        """Log every line that has come to its end."""
        *lines, self._begun = (self._begun + words).split("\n")
        for line in filter(str.strip, lines):
            note("stderr", logging.WARNING, message=line)
        return len(words)


@contextmanager
def logging_to(file: Path | None) -> Iterator[None]:
    """Whatever is logged within the block, by whomever, is appended to a file, or goes to stderr.

    Raises:
        BadSettings: the file cannot be written.
    """
    try:
        # opens the file anew where it was moved away: for logrotate
        handler = WatchedFileHandler(file) if file else logging.StreamHandler(sys.stderr)
    except OSError as error:
        raise BadSettings(f'[page] "log": {file} cannot be written: {error.strerror}.') from error
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    before, level = root.handlers[:], logger.level
    root.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    try:
        with redirect_stderr(_Lines()):
            logging.captureWarnings(True)
            yield
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = before
        logger.setLevel(level)
        handler.close()
