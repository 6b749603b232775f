"""A hit and a document as JSON, for commands and programs alike; docs/json.md has every field."""

from typing import Any

from index.document import Document, Span
from index.passage import Hit


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """A passage that was found; offsets count characters of what `index text` prints."""
    passage = hit.passage
    about = passage.document.about
    first, last = passage.document.pages_of(passage.span) or (None, None)
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
        "page": first,
        "last_page": last,
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
        "pages": len(document.pages),
    }


def pages_as_text(document: Document, span: Span) -> str:
    """On which pages or slides a span stands; empty where there are none.

    >>> paper = Document("a.pdf", "one two", "application/pdf", pages=(0, 4))
    >>> pages_as_text(paper, Span(0, 3)), pages_as_text(paper, Span(0, 7))
    ('p. 1', 'pp. 1–2')
    """
    pages = document.pages_of(span)
    if pages is None:
        return ""
    first, last = pages
    one, several = ("slide", "slides") if document.in_slides else ("p.", "pp.")
    return f"{one} {first}" if first == last else f"{several} {first}–{last}"
