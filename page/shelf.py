"""What documents there are: those of the index beside the files of the folder, and how they stand.

No file is parsed here: why one gave nothing to the index is told by the report of the build that
tried (`index.ledger`), as long as the file is the same. A document is named to and by the browser
with a key made of its path, so that no path ever comes in from outside.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from index.document import Document
from index.errors import SourcesMissing, Unreadable
from index.ledger import read_report
from index.load import Source, fingerprint, list_sources
from index.lookalike import posing
from index.readers import READERS
from index.report import FileReport, Outcome, of_error
from index.retrieve import Index
from page.live import LiveAssistant


class State(StrEnum):
    """How a document stands."""

    INDEXED = "indexed"
    CHANGED = "changed"  # on the disk, since it was indexed
    WAITING = "waiting"  # on the disk, and not indexed yet
    FAILED = "failed"  # on the disk, and cannot be indexed
    SKIPPED = "skipped"  # on the disk, and there is no reader for it
    GONE = "gone"  # from the disk, and still in the index


@dataclass(frozen=True)
class Item:
    """A document, or a file that might be one.

    `size` counts bytes of the file, None where it is gone. `kind` is what the document says that it
    is, `media_type` the format by its file's ending. `outcome` is the sort of a failure and `why`
    its reason; `unread` are the numbers of the pages whose text could not be read, and `near` names
    the document that this one is nearly the same as, by the share `alike`. `like` is another title
    or publisher that its own looks like, or its own with letters of two scripts.
    """

    uri: str
    state: State
    title: str
    media_type: str = ""
    publisher: str = ""
    published: str = ""
    kind: str = ""
    size: int | None = None
    passages: int = 0
    outcome: Outcome | None = None
    why: str = ""
    unread: tuple[int, ...] = ()
    near: str = ""
    alike: float = 0.0
    like: str = ""

    @property
    def key(self) -> str:
        """Names the document to the browser."""
        return key(self.uri)

    @property
    def lot(self) -> str:
        """How it stands in a word, as the page's catalogues name it."""
        return self.outcome.name.lower() if self.outcome else self.state

    @property
    def answers(self) -> bool:
        """Whether answers may come from it."""
        return self.state in (State.INDEXED, State.CHANGED, State.GONE)

    @property
    def stale(self) -> bool:
        """Whether the index does not say what the disk says."""
        return self.state in (State.CHANGED, State.WAITING, State.GONE)


def key(uri: str) -> str:
    """Twelve hexadecimal digits that stand for the path of a document.

    >>> key("tides.md")
    'c0175ccd2345'
    """
    return hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def among(keys: Iterable[str], index: Index) -> frozenset[str]:
    """The uris of an index that some keys stand for; keys that stand for none are passed over."""
    wanted = set(keys)
    return frozenset(uri for uri in index.documents if key(uri) in wanted)


@dataclass(frozen=True)
class _Seen:
    """A file as it was when it was last read: its stamp, its SHA-256, or why it has none."""

    stamp: tuple[int, int, int]
    digest: str = ""
    failed: FileReport | None = None


class Shelf:
    """The documents of a page, as they are at the moment; safe to share.

    Args:
        live: follows the index.
        sources: the folder of the files.
        index: the folder of the index, with the report of the last build.
    """

    def __init__(self, live: LiveAssistant, sources: Path, index: Path) -> None:
        """Read nothing yet."""
        self._live = live
        self._sources = sources
        self._index = index
        # a file is read again only when it has changed: of thousands, most never do
        self._seen: dict[str, _Seen] = {}

    def items(self) -> tuple[Item, ...]:
        """Every document of the index and every file of the folder, by title.

        Raises:
            Problem: the index cannot be opened.
        """
        index = self._live.now()
        try:
            files = {source.uri: source for source in list_sources(self._sources)}
        except SourcesMissing:
            files = {}
        ledger = read_report(self._index)
        told = {report.uri: report for report in ledger.files} if ledger else {}
        passages = Counter(passage.document.uri for passage in index.passages)
        items = []
        for uri, document in index.documents.items():
            item = _indexed(document, passages[uri], self._state(uri, files, index))
            report = told.get(uri)
            if report and report.file_sha256 == index.files[uri]:
                item = replace(item, near=report.near, alike=report.alike)
            items.append(replace(item, size=_size(files.get(uri))))
        items += [
            self._unindexed(source, told.get(uri))
            for uri, source in files.items()
            if uri not in index.documents
        ]
        return tuple(sorted(_marked(items), key=lambda item: (item.title.casefold(), item.uri)))

    def find(self, wanted: str) -> Item | None:
        """The document that a key stands for."""
        return next((item for item in self.items() if item.key == wanted), None)

    def _state(self, uri: str, files: dict[str, Source], index: Index) -> State:
        if uri not in files:
            return State.GONE
        same = self._look(files[uri]).digest == index.files[uri]
        return State.INDEXED if same else State.CHANGED

    def _unindexed(self, source: Source, told: FileReport | None) -> Item:
        item = Item(
            uri=source.uri,
            state=State.WAITING if source.readable else State.SKIPPED,
            title=source.uri.rsplit("/", 1)[-1],
            media_type=_media_type(source),
            size=_size(source),
        )
        if not source.readable:
            return item
        seen = self._look(source)
        same = told and told.failed and told.file_sha256 == seen.digest
        failed = seen.failed or (told if same else None)
        if failed is None:
            return item
        return replace(item, state=State.FAILED, outcome=failed.outcome, why=failed.why)

    def _look(self, source: Source) -> _Seen:
        """The hash of a file as it is now."""
        stamp = _stamp(source.path)
        seen = self._seen.get(source.uri)
        if seen is None or seen.stamp != stamp:
            seen = self._seen[source.uri] = _read(source, stamp)
        return seen


def _read(source: Source, stamp: tuple[int, int, int]) -> _Seen:
    try:
        return _Seen(stamp, fingerprint(source.data()))
    except Unreadable as error:
        return _Seen(stamp, failed=of_error(source.uri, error, ""))


def _indexed(document: Document, passages: int, state: State) -> Item:
    about = document.about
    return Item(
        uri=document.uri,
        state=state,
        title=document.title,
        media_type=document.media_type,
        publisher=about.publisher or "",
        published=about.published or "",
        kind=about.kind or "",
        passages=passages,
        outcome=Outcome.PARTLY if document.unread and state is State.INDEXED else None,
        unread=document.unread,
    )


def _marked(items: Sequence[Item]) -> Iterator[Item]:
    """The items, with what a title or a publisher looks like and is not."""
    names = [name for item in items for name in (item.title, item.publisher) if name]
    alike = posing(names)
    for item in items:
        like = next((alike[one] for one in (item.title, item.publisher) if one in alike), "")
        yield replace(item, like=like)


def _media_type(source: Source) -> str:
    reader = READERS.get(source.path.suffix.lower())
    return reader.media_type if reader else ""


def _size(source: Source | None) -> int | None:
    return _stamp(source.path)[1] if source else None


def _stamp(path: Path) -> tuple[int, int, int]:
    """What tells that a file has changed without reading it: its time, its size, its place."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)
