"""How old a document is, in plain words: the same beside a quotation and in what is exported."""

from collections.abc import Iterator

from index.document import Document
from page.words import Words


def dated(document: Document, say: Words) -> Iterator[str]:
    """When it was published and read, and what has superseded it."""
    about, newer = document.about, document.successor
    yield about.published or say("answer.undated")
    if about.retrieved:
        yield say("answer.retrieved", date=about.retrieved)
    if newer:
        date = newer.published or say("answer.undated")
        way = "answer.claims" if newer.claimed else "answer.superseded"
        yield say(way, title=newer.title, date=date)


def as_of(document: Document, say: Words, digits: int = 64) -> str:
    """Of which day its words are, and the beginning of the hash of its text."""
    date = document.read_at[:10] or say("answer.undated")
    return say("reading.as_of", date=date, hash=document.sha256[:digits])
