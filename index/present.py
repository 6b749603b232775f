"""A hit and a document as JSON, for commands and programs alike; docs/json.md has every field."""

from typing import Any

from index.document import Document
from index.passage import Hit


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """A passage that was found; offsets count characters of what `index text` prints."""
    passage = hit.passage
    about = passage.document.about
    return {
        "source": passage.document.uri,
        "document": passage.document.id,
        "title": passage.document.title,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "rank": hit.rank,
        "sha256": passage.document.sha256,
        "read_at": passage.document.read_at or None,
        "section": passage.section or None,
        "publisher": about.publisher,
        "published": about.published,
        "url": about.url,
    }


def document_as_json(document: Document) -> dict[str, Any]:
    """A document with what is known about it, without its text."""
    return {
        "source": document.uri,
        "document": document.id,
        "sha256": document.sha256,
        "read_at": document.read_at or None,
        **vars(document.about),
        "title": document.title,
        "media_type": document.media_type,
        "characters": len(document.text),
    }
