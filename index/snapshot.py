"""What a generation says of its documents and of itself, as files and as values.

`documents.jsonl` holds the canonical texts, which every quotation is cut from, and where their
passages lie. `manifest.json` says how the index was made. Both are plain JSON.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Any

from index.canonical import OffsetMap
from index.chunk import SPLITTER
from index.document import Document, Heading, Metadata, Span
from index.embed import Embedder
from index.errors import DamagedIndex, StaleIndex
from index.passage import Passage
from index.settings import IndexSettings

FORMAT = 5  # raise it when an older index can no longer be read
DOCUMENTS = "documents.jsonl"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """How an index was made.

    `model` is the embedder's fingerprint, `settings` the index settings as JSON values, `sources`
    the folder that was read, `built` the time in UTC (ISO 8601), `limit` how many tokens of a text
    the embedder reads and `splitter` the version of the rules that cut passages. The vectors that
    the model gave are in a file of their own (`index.canaries`).
    """

    model: str
    settings: dict[str, Any]
    sources: str
    built: str
    limit: int = 0
    splitter: int = SPLITTER
    format: int = FORMAT


@dataclass(frozen=True)
class Entry:
    """A document with the hash of the file that it was read from, and its passages in order.

    `marks` are the hashes by which near copies of it are found (`index.near`), none where they were
    not looked for.
    """

    document: Document
    file_sha256: str
    passages: tuple[Passage, ...]
    marks: tuple[int, ...] = ()


def mismatch(manifest: Manifest, embedder: Embedder, settings: IndexSettings) -> str:
    """Why an index does not fit this program; empty where it does."""
    if manifest.format != FORMAT:
        return f"its format is {manifest.format}, this program reads {FORMAT}"
    if manifest.model != embedder.fingerprint:
        return f"it was built with the model {manifest.model!r}, not with {embedder.fingerprint!r}"
    if manifest.limit != embedder.limit:
        return f"{manifest.limit} tokens of a text were read then, {embedder.limit} are now"
    if manifest.splitter != SPLITTER:
        return f"its passages were cut by rules {manifest.splitter}, this program has {SPLITTER}"
    if manifest.settings != settings.model_dump(mode="json"):
        return (
            f"it was built with the settings {manifest.settings}, not with {settings.model_dump()}"
        )
    return ""


def stale(index: Path, manifest: Manifest, reason: str) -> StaleIndex:
    """What is said of an index that does not fit."""
    return StaleIndex(
        f"The index at {index} does not fit: {reason}. Run `python -m index build "
        f"--sources {quote(manifest.sources)} --index {quote(str(index))}` to rebuild it."
    )


def describe(sources: str, embedder: Embedder, settings: IndexSettings) -> Manifest:
    """The manifest of an index that is made now from a folder of sources."""
    return Manifest(
        model=embedder.fingerprint,
        settings=settings.model_dump(mode="json"),
        sources=sources,
        built=now(),
        limit=embedder.limit,
    )


def now() -> str:
    """The time in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write(folder: Path, manifest: Manifest, entries: Iterable[Entry]) -> None:
    """Write both files into the folder of a generation."""
    with (folder / DOCUMENTS).open("w", encoding="utf-8", newline="\n") as file:
        for entry in entries:
            file.write(json.dumps(_as_json(entry), ensure_ascii=False) + "\n")
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """How the index in a folder was made.

    Raises:
        DamagedIndex: the file is missing or is no manifest.
    """
    try:
        row = json.loads((folder / MANIFEST).read_text("utf-8"))
        # by name: another format may hold more than these, and an older one less
        names = {field.name for field in fields(Manifest)} & set(row)
        return Manifest(**{"format": row["format"]} | {name: row[name] for name in names})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(folder / MANIFEST) from error


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """The documents of an index, in order of their names.

    Raises:
        DamagedIndex: the file is missing, or a document is not what its id says.
    """
    path = folder / DOCUMENTS
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            return tuple(_from_json(json.loads(line)) for line in file)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error


def _as_json(entry: Entry) -> dict[str, Any]:
    document = entry.document
    return {
        "id": document.id,
        "uri": document.uri,
        "file_sha256": entry.file_sha256,
        "media_type": document.media_type,
        "about": asdict(document.about),
        "text": document.text,
        "headings": [[h.span.start, h.span.end, h.level, h.title] for h in document.headings],
        "furniture": [[span.start, span.end] for span in document.furniture],
        "pages": document.pages,
        "unread": document.unread,
        "hidden": document.hidden,
        "read_at": document.read_at,
        "offsets": None if document.offsets is None else document.offsets.steps,
        "passages": [[p.span.start, p.span.end, p.tokens] for p in entry.passages],
        "marks": entry.marks,
    }


def _from_json(row: dict[str, Any]) -> Entry:
    document = Document(
        uri=row["uri"],
        text=row["text"],
        media_type=row["media_type"],
        about=Metadata(**row["about"]),
        headings=tuple(
            Heading(Span(start, end), level, title) for start, end, level, title in row["headings"]
        ),
        furniture=_spans(row["furniture"]),
        pages=tuple(row["pages"]),
        unread=tuple(row["unread"]),
        hidden=row["hidden"],
        read_at=row["read_at"],
        offsets=None if row["offsets"] is None else _offsets(row["offsets"]),
    )
    if document.id != row["id"]:
        raise ValueError(f"{document.uri} is not the text that was indexed")
    passages = tuple(
        Passage.of(document, Span(start, end), tokens) for start, end, tokens in row["passages"]
    )
    return Entry(document, row["file_sha256"], passages, tuple(row.get("marks", ())))


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _offsets(pairs: Sequence[Sequence[int]]) -> OffsetMap:
    return OffsetMap(tuple((inner, outer) for inner, outer in pairs))


def _damaged(path: Path) -> DamagedIndex:
    return DamagedIndex(
        f"{path} is missing or damaged. Run `python -m index repair` to rebuild the index."
    )
