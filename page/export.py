"""A conversation as a file to keep and to pass on: Markdown, one web page, or JSON.

Each quotation is held against its document once more as the file is made. One that does not stand
there any more is named with what became of it, without its words.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.present import as_json
from assistant.reply import Reply
from assistant.verify import Verdict
from index.document import Document
from index.errors import BadInput
from page.checked import Check, Checked, CheckedQuote
from page.export_html import as_html
from page.export_markdown import as_markdown
from page.history import kept_of
from page.turn import Turn
from page.words import ENGLISH, Words

FORMS = {
    "markdown": (".md", "text/markdown"),
    "html": (".html", "text/html"),
    "json": (".json", "application/json"),
}
LONGEST_NAME = 50  # characters of a question in the name of a file


@dataclass(frozen=True)
class File:
    """A file for the browser to save: its name, its media type and what it holds."""

    name: str
    type: str
    text: str


def export(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    form: str,
    say: Words = ENGLISH,
    at: datetime | None = None,
) -> File:
    """A conversation as a file.

    Args:
        turns: the questions with their replies, some of them perhaps opened again.
        documents: those of the index as it is now, by their uris.
        form: "markdown", "html" or "json".
        say: the words of the page; JSON has the same names in every language.
        at: when it is made; now unless given.

    Raises:
        BadInput: there is no such form, or no question yet.
    """
    if form not in FORMS:
        raise BadInput(say("export.format", known=", ".join(FORMS), format=form[:20]))
    if not turns:
        raise BadInput(say("export.empty"))
    check = Check(documents, at or datetime.now(UTC))
    found = [check(kept_of(turn), claimed=bool(turn.reopened)) for turn in turns]
    if form == "json":
        rows = [_row(turn, one) for turn, one in zip(turns, found, strict=True)]
        text = json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    else:
        text = as_markdown(found, say) if form == "markdown" else as_html(found, say)
    ending, media_type = FORMS[form]
    return File(
        f"{file_stem(turns[0].question, say)}-{check.at:%Y-%m-%d}{ending}", media_type, text
    )


def file_stem(question: str, say: Words = ENGLISH) -> str:
    """A question as the name of a file on any system.

    >>> file_stem("Who signed ../the “letter”?"), file_stem("?!")
    ('who-signed-the-letter', 'conversation')
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFC", question.lower()).replace("_", " "))
    return "-".join(words)[:LONGEST_NAME].strip("-") or say("export.name")


def _row(turn: Turn, found: Checked) -> dict[str, Any]:
    """A reply as docs/json.md has it; what nobody has checked again is null."""
    kept, at = found.kept, found.at.isoformat(timespec="seconds")
    made = {"exported": at, "reopened": found.claimed}
    if kept.status is None:
        why = "The question could not be worked on. Ask it again."
        return {"question": kept.question, "status": "error", "error": why, **made}
    whole = all(one.found.verdict is Verdict.VERIFIED and one.quote for one in found.quotes)
    fresh = turn.reply if whole and not found.claimed else None
    row = _reply_as_json(fresh or found.reply, found)
    if fresh is None:
        row |= {"confidence": None, "passages": None}
    quotes = [quote for statement in row["statements"] for quote in statement["quotes"]]
    for quote, one in zip(quotes, found.standing, strict=True):
        quote["verdict"] = one.found.verdict.value
    return {**row, "seconds": None, **made, "lost": [_lost(one) for one in found.lost]}


def _reply_as_json(reply: Reply | None, found: Checked) -> dict[str, Any]:
    if reply:
        return as_json(reply, 0.0)
    return {
        "question": found.kept.question,
        "searched_as": found.kept.searched_as,
        "status": "lost",
        "reason": None,
        "statements": [],
        "unanswered": list(found.kept.unanswered),
        "unfounded": [],
        "uncovered": [],
    }


def _lost(one: CheckedQuote) -> dict[str, Any]:
    """Where a quotation stood; not its words, for which nothing vouches."""
    kept = one.kept
    place = {"source": kept.source, "start": kept.start, "end": kept.end, "sha256": kept.sha256}
    return {**place, "part": one.part, "verdict": one.found.verdict.value}
