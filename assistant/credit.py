"""Who says what is quoted, and how old it is, as one line."""

from collections.abc import Iterator

from assistant.reply import Quote
from index.document import Document
from index.present import pages_as_text


def credit(quote: Quote) -> str:
    """Who says it and where: speaker, title, publisher, date, section, page."""
    about = quote.document.about
    said_by = f"said by {quote.said_by}" if quote.said_by else None
    parts = (
        said_by,
        quote.document.title,
        about.publisher,
        *dated(quote.document),
        quote.section,
        pages_as_text(quote.document, quote.span),
    )
    return " · ".join(part for part in parts if part)


def dated(document: Document) -> Iterator[str]:
    """When a document was published and read, and what has superseded it."""
    about, newer = document.about, document.successor
    yield about.published or "undated"
    if about.retrieved:
        yield f"retrieved {about.retrieved}"
    if newer:
        words = "superseded by {0}" if not newer.claimed else "{0} says that it supersedes this"
        yield words.format(f"“{newer.title}” ({newer.published or 'undated'})")
