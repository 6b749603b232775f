"""The gate: what may be shown, and whether a saved quotation still stands in its source.

Every reply passes `check` just before it is shown or printed. `verify_quote` holds a saved
quotation against its document as it is now, for the page and for `verify_saved`, which is for third
parties: that needs the sources and the saved answer, and neither index nor model.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from assistant.errors import BadAnswerFile, QuoteMismatch, SourceChanged
from assistant.reply import Answer, Quote, Reply
from index.document import Document
from index.errors import BadInput, Unreadable
from index.load import Source, read_document
from index.originals import Standing
from index.retrieve import Index


def check(reply: Reply, index: Index) -> Reply:
    """The reply itself, if it shows what the index and the files hold at this moment.

    Raises:
        QuoteMismatch: a quotation is not what the index holds. A fault of ours, and never shown as
            "not in the sources".
        SourceChanged: a document that is quoted, or that was read in vain, has changed since.
    """
    if isinstance(reply, Answer):
        for quote in reply.quotes:
            check_quote(quote, index.documents.get(quote.document.uri))
        shown = [quote.document for quote in reply.quotes]
    else:
        shown = [considered.hit.passage.document for considered in reply.considered]
    for document in shown:
        _check_file(document, index.originals.standing(document.uri))
    return reply


def _check_file(document: Document, standing: Standing) -> None:
    """Refuse to show words of a file that has been edited or removed."""
    if standing is not Standing.SAME:
        read = document.read_at[:10] or "it was indexed"
        raise SourceChanged(
            f"{document.uri} is {standing} since it was read ({read}), so its old words are not "
            "shown. Ask again in a moment, or run `python -m index build`."
        )


def check_quote(quote: Quote, stored: Document | None) -> None:
    """Refuse a quotation that is not what its stored document holds; see `check`."""
    same = (
        stored is not None
        and stored.id == quote.document.id
        and _hash(stored.text) == stored.sha256
    )
    if not same or stored is None or quote.span.cut(stored.text) != quote.text:
        raise QuoteMismatch(
            f"A quotation from {quote.document.uri} is not what the index holds, so nothing "
            "is shown. Ask again; if it stays so, run `python -m index repair`."
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
class SavedQuote:
    """A quotation as somebody kept it: what a source is said to hold at a place, and not yet more.

    `prefix` and `suffix` are the characters beside the words, where they were kept: by them words
    that a source repeats are told apart (the TextQuoteSelector of the W3C Web Annotation Data
    Model, 4.2.4). `sha256` is that of the text of the whole document.
    """

    source: str
    text: str
    start: int
    end: int
    sha256: str
    prefix: str = ""
    suffix: str = ""


def verify_quote(saved: SavedQuote, current: Document | None) -> Verification:
    """The verdict on a saved quotation.

    Args:
        saved: the quotation.
        current: its document as it is now, None where there is none.

    >>> old = SavedQuote("tides.md", "It turns.", 0, 9, "of the old text", suffix=" Again.")
    >>> new = Document("tides.md", "Then: It turns. It turns. Again.", "text/markdown")
    >>> found = verify_quote(old, new)
    >>> found.verdict.value, found.start, found.end
    ('moved', 16, 25)
    """
    verdict = partial(Verification, saved.source, saved.text)
    if current is None:
        return verdict(Verdict.GONE, why="there is no such file")
    edited = current.sha256 != saved.sha256
    if saved.text and saved.start >= 0 and current.text[saved.start : saved.end] == saved.text:
        why = "the document has been edited elsewhere" if edited else ""
        return verdict(Verdict.VERIFIED, saved.start, saved.end, why)
    place = _place_now(saved, current.text)
    if place is not None:
        return verdict(Verdict.MOVED, place, place + len(saved.text))
    if edited:
        return verdict(Verdict.CHANGED, why="it no longer holds the words")
    return verdict(Verdict.ALTERED, why="it never held these words")


def _place_now(saved: SavedQuote, text: str) -> int | None:
    """Where the words begin: beside the old neighbours if they can, else nearest to the old place.

    Each try is a search for a string, so that no document or quotation makes it long.
    """
    if not saved.text or saved.text not in text:
        return None
    both, left, right = (saved.prefix, saved.suffix), (saved.prefix, ""), ("", saved.suffix)
    for before, after in (both, left, right, ("", "")):
        place = _nearest(text, before + saved.text + after, saved.start - len(before))
        if place is not None:
            return place + len(before)
    return None


def _nearest(text: str, words: str, place: int) -> int | None:
    """Where words begin in a text, as near as can be to a place."""
    place = max(0, place)
    found = (text.rfind(words, 0, place + len(words)), text.find(words, place))
    return min((at for at in found if at >= 0), key=lambda at: abs(at - place), default=None)


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


def _saved_quotes(path: Path) -> Iterator[SavedQuote]:
    try:
        text = path.read_text("utf-8")
        for reply in _replies(text):
            # a question of a batch that could not be read has no statements
            for statement in [] if reply["status"] == "error" else reply["statements"]:
                for quote in statement["quotes"]:
                    yield SavedQuote(
                        source=str(quote["source"]),
                        text=str(quote["text"]),
                        start=int(quote["start"]),
                        end=int(quote["end"]),
                        sha256=str(quote["sha256"]),
                        # older answers have no neighbours
                        prefix=str(quote.get("prefix", "")),
                        suffix=str(quote.get("suffix", "")),
                    )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadAnswerFile(
            f"{path} is not an answer as `python -m assistant --json` prints it ({error})."
        ) from error


def _replies(text: str) -> list[dict[str, Any]]:
    """One answer, a list of them as the page exports it, or an answer in each line."""
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    replies: list[dict[str, Any]] = found if isinstance(found, list) else [found]
    if not replies:
        raise ValueError("it is empty")
    return replies


def _current(sources: Path, name: str) -> Document | Unreadable | None:
    """A source as it is now, why it cannot be read, or None where there is none."""
    path = sources / name
    inside = path.resolve().is_relative_to(sources.resolve())
    if not inside or not path.is_file():
        return None
    try:
        source = Source(path, name)
        return read_document(source, source.data())
    except Unreadable as error:
        return error


def _verify(saved: SavedQuote, current: Document | Unreadable | None) -> Verification:
    if isinstance(current, Unreadable):
        why = f"it cannot be read: {current}"
        return Verification(saved.source, saved.text, Verdict.CHANGED, why=why)
    return verify_quote(saved, current)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
