"""Where a file was fetched from and when, kept beside the sources and named by the file's bytes.

The file itself stays as it was served. Its record lies in the hidden folder `.retrieved` of the
sources, by the SHA-256 of the bytes: it stays true when the file gets another name, and says
nothing any more of a file that was edited or replaced.
"""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from index.document import Metadata

FOLDER = ".retrieved"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Retrieved:
    """The address that served a file, and the day (ISO 8601, UTC) on which it did."""

    url: str
    day: str

    def keep(self, sources: Path, sha256: str) -> None:
        """Write it down for the file with these bytes.

        Raises:
            OSError: the folder may not be written.
        """
        path = _place(sources, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        row = {"url": self.url, "retrieved": self.day}
        path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")


def retrieved(sources: Path, sha256: str) -> Retrieved | None:
    """What is known of a file with these bytes; None where nothing is, or nothing sound."""
    try:
        row = json.loads(_place(sources, sha256).read_text("utf-8"))
        known = Retrieved(row["url"], row["retrieved"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    sound = isinstance(known.url, str) and isinstance(known.day, str) and DAY.fullmatch(known.day)
    return known if sound else None


def forget(sources: Path, sha256: str) -> None:
    """Know no more of where a file with these bytes came from.

    Raises:
        OSError: the folder may not be written.
    """
    _place(sources, sha256).unlink(missing_ok=True)


def with_record(about: Metadata, known: Retrieved | None) -> Metadata:
    """What a document says of itself, with where we had it from in place of its own word for that.

    >>> with_record(Metadata("Fees", url="https://b.test"), Retrieved("https://a.test", "2026-11-22"))
    Metadata(title='Fees', publisher=None, author=None, published=None, url='https://a.test', kind=None, retrieved='2026-11-22', version=None, supersedes=None)
    """  # noqa: E501 - what is printed
    return replace(about, url=known.url, retrieved=known.day) if known else about


def _place(sources: Path, sha256: str) -> Path:
    return sources / FOLDER / f"{sha256}.json"
