"""The gate: what may be shown, and whether a saved answer still stands in its sources.

Every reply passes `check` just before it is shown or printed. `verify_saved` is for third parties:
it needs the sources and the saved answer, and neither index nor model.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from assistant.errors import BadAnswerFile, QuoteMismatch
from assistant.reply import Answer, Quote, Reply
from index.document import Document
from index.errors import BadInput, Unreadable
from index.load import Source, read_document
from index.retrieve import Index


def check(reply: Reply, index: Index) -> Reply:
    """The reply itself, if each of its quotations is what the index holds at this moment.

    Raises:
        QuoteMismatch: one is not. A fault of ours, and never shown as "not in the sources".
    """
    if isinstance(reply, Answer):
        for quote in reply.quotes:
            _check_quote(quote, index.documents.get(quote.document.uri))
    return reply


def _check_quote(quote: Quote, stored: Document | None) -> None:
    same = (
        stored is not None
        and stored.id == quote.document.id
        and _hash(stored.text) == stored.sha256
    )
    if not same or stored is None or quote.span.cut(stored.text) != quote.text:
        raise QuoteMismatch(
            f"A quotation from {quote.document.uri} is not what the index holds, so nothing "
            "is shown. Ask again; if it stays so, run `python -m index build`."
        )


class Verdict(StrEnum):
    """What became of a saved quotation.

    VERIFIED: the very words stand at the very place. MOVED: they stand elsewhere in the document.
    CHANGED: the document has been edited and no longer holds them. GONE: there is no such document.
    ALTERED: the document is the one that was quoted and never held these words.
    """

    VERIFIED = "verified"
    MOVED = "moved"
    CHANGED = "source changed"
    GONE = "source gone"
    ALTERED = "altered"


@dataclass(frozen=True)
class Verification:
    """The verdict on one saved quotation; `start` and `end` say where the words stand now."""

    source: str
    text: str
    verdict: Verdict
    start: int | None = None
    end: int | None = None
    why: str = ""


@dataclass(frozen=True)
class _Saved:
    source: str
    text: str
    start: int
    end: int
    sha256: str


def verify_saved(answer: Path, sources: Path) -> tuple[Verification, ...]:
    """The verdict on each quotation in a saved answer, in order.

    Args:
        answer: a file with what `python -m assistant --json` printed (or JSON lines of it).
        sources: the folder of sources as it is now.

    Raises:
        BadAnswerFile: the file is not a saved answer.
        BadInput: there is no folder of sources.
    """
    if not sources.is_dir():
        raise BadInput(f"There is no folder of sources at {sources}. Name it with --sources DIR.")
    current = cache(partial(_current, sources))  # each file is read once
    return tuple(_verify(saved, current(saved.source)) for saved in _saved_quotes(answer))


def _saved_quotes(path: Path) -> Iterator[_Saved]:
    try:
        text = path.read_text("utf-8")
        for reply in _replies(text):
            # a question of a batch that could not be read has no statements
            for statement in [] if reply["status"] == "error" else reply["statements"]:
                for quote in statement["quotes"]:
                    yield _Saved(
                        source=str(quote["source"]),
                        text=str(quote["text"]),
                        start=int(quote["start"]),
                        end=int(quote["end"]),
                        sha256=str(quote["sha256"]),
                    )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadAnswerFile(
            f"{path} is not an answer as `python -m assistant --json` prints it ({error})."
        ) from error


def _replies(text: str) -> list[dict[str, Any]]:
    """One answer, or an answer in each line."""
    if not text.strip():
        raise ValueError("it is empty")
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _current(sources: Path, name: str) -> Document | tuple[Verdict, str]:
    """A source as it is now, or what became of it."""
    path = sources / name
    inside = path.resolve().is_relative_to(sources.resolve())
    if not inside or not path.is_file():
        return Verdict.GONE, "there is no such file"
    try:
        source = Source(path, name)
        return read_document(source, source.data())
    except Unreadable as error:
        return Verdict.CHANGED, f"it cannot be read: {error}"


def _verify(saved: _Saved, current: Document | tuple[Verdict, str]) -> Verification:
    if isinstance(current, Document):
        return _compare(saved, current)
    verdict, why = current
    return Verification(saved.source, saved.text, verdict, why=why)


def _compare(saved: _Saved, document: Document) -> Verification:
    edited = document.sha256 != saved.sha256
    if saved.text and saved.start >= 0 and document.text[saved.start : saved.end] == saved.text:
        why = "the document has been edited elsewhere" if edited else ""
        return Verification(saved.source, saved.text, Verdict.VERIFIED, saved.start, saved.end, why)
    place = document.text.find(saved.text) if saved.text else -1
    if place >= 0:
        return Verification(saved.source, saved.text, Verdict.MOVED, place, place + len(saved.text))
    if edited:
        return Verification(
            saved.source, saved.text, Verdict.CHANGED, why="it no longer holds the words"
        )
    return Verification(saved.source, saved.text, Verdict.ALTERED, why="it never held these words")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
