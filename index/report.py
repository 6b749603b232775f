"""What became of each file of a folder: the lines that a build ends with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from index.errors import Empty, Encrypted, NeedsOcr, TooLarge, Unreadable, WrongType
from index.lookalike import posing
from index.near import Near
from index.snapshot import Entry


class Outcome(StrEnum):
    """What became of a file."""

    INDEXED = "indexed"
    PARTLY = "partly readable"  # indexed, without the pages that are named
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    SKIPPED = "skipped"  # there is no reader for it
    EMPTY = "empty"
    NEEDS_OCR = "needs OCR"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"
    WRONG_TYPE = "wrong type"
    REFUSED = "refused"


OF_ERROR = {
    Empty: Outcome.EMPTY,
    NeedsOcr: Outcome.NEEDS_OCR,
    Encrypted: Outcome.ENCRYPTED,
    TooLarge: Outcome.TOO_LARGE,
    WrongType: Outcome.WRONG_TYPE,
}
FAILURES = frozenset({*OF_ERROR.values(), Outcome.REFUSED})
# what the bytes of a file alone decide; for the rest a busy machine may have been the cause
CERTAIN = frozenset({Outcome.EMPTY, Outcome.NEEDS_OCR, Outcome.ENCRYPTED, Outcome.WRONG_TYPE})


@dataclass(frozen=True)
class FileReport:
    """What became of one file: how much it gave, or why it gave nothing.

    `pages` counts those of the file, 0 where its format has none; `unread` are the numbers of the
    pages whose text could not be read, and `hidden` counts the characters that were left out.
    `file_sha256` is the hash of the file's bytes, empty where there are none to be had. Where the
    text is nearly that of another file (`index.near`), `near` names it and `alike` is the share of
    the two that is the same, else 0. `like` is the title or publisher that its own looks like and
    is not (`index.lookalike`): itself, where its letters are of several scripts.
    """

    uri: str
    outcome: Outcome
    passages: int = 0
    why: str = ""
    characters: int = 0
    pages: int = 0
    unread: tuple[int, ...] = ()
    hidden: int = 0
    file_sha256: str = ""
    near: str = ""
    alike: float = 0.0
    like: str = ""

    @property
    def failed(self) -> bool:
        """Whether the file could not be read."""
        return self.outcome in FAILURES


@dataclass(frozen=True)
class BuildReport:
    """What became of every file, and whether a new generation was written."""

    files: tuple[FileReport, ...]
    documents: int
    passages: int
    written: bool
    rebuilt: str = ""

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that could not be read."""
        return tuple(file for file in self.files if file.failed)


def of_entry(entry: Entry, unchanged: bool = False, near: Near | None = None) -> FileReport:
    """The report of a file that is in the index, and of the one that is nearly the same."""
    document = entry.document
    read = Outcome.PARTLY if document.unread else Outcome.INDEXED
    return FileReport(
        document.uri,
        Outcome.UNCHANGED if unchanged else read,
        len(entry.passages),
        characters=len(document.text),
        pages=len(document.pages),
        unread=document.unread,
        hidden=document.hidden,
        file_sha256=entry.file_sha256,
        near=near.uri if near else "",
        alike=near.share if near else 0.0,
    )


def of_error(uri: str, error: Unreadable, file_sha256: str) -> FileReport:
    """The report of a file that could not be read."""
    outcome = OF_ERROR.get(type(error), Outcome.REFUSED)
    return FileReport(uri, outcome, why=str(error), file_sha256=file_sha256)


def with_lookalikes(files: Iterable[FileReport], entries: Iterable[Entry]) -> Iterator[FileReport]:
    """The reports, with what the title or publisher of a document looks like and is not."""
    documents = (entry.document for entry in entries)
    said = {
        one.uri: [name for name in (one.title, one.about.publisher) if name] for one in documents
    }
    alike = posing(name for names in said.values() for name in names)
    for file in files:
        like = next((alike[one] for one in said.get(file.uri, ()) if one in alike), "")
        yield replace(file, like=like)
