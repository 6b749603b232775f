"""Sentences that prose can be made of, with the documents that they stand in."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.reply import Quote
from index.document import Document, Metadata, Span
from index.errors import BadInput
from index.load import list_sources, read_document
from index.sentences import sentences

PUBLISHER, PUBLISHED = "The Harbour Ledger", "2016-05-03"  # of paragraphs, which have none
EVERY = 3  # of the paragraphs one in so many is taken, spread over all articles
LENGTHS = range(7, 36)  # words
# quotation marks and markup fail at once, whatever else is made of the sentence
PLAIN = re.compile(r"^[A-Z][^\"“”„«»`\[\]<>|*_{}\\#–—‘\u200b\xad\ufeff°]*[^\W_]\.$")

QUOTING = re.compile(r"(?<!\w)['’]\w")


@dataclass(frozen=True)
class Cited:
    """A sentence of a document, and the next one where both stand in one paragraph."""

    document: Document
    span: Span
    following: Span | None = None

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.span.cut(self.document.text).split())

    @property
    def next(self) -> "Cited | None":
        """The sentence that follows."""
        return Cited(self.document, self.following) if self.following else None

    @property
    def quote(self) -> Quote:
        """The quotation of it."""
        return Quote(self.document, self.span)


@dataclass(frozen=True)
class Example:
    """Prose with the quotations that it cites."""

    kind: str
    prose: str
    quotes: tuple[Quote, ...]


def from_folder(folder: Path) -> list[Cited]:
    """The plain sentences of a folder of sources."""
    read = (read_document(source, source.data()) for source in list_sources(folder))
    return [one for document in read for one in _plain(document)]


def from_paragraphs(path: Path) -> list[Cited]:
    """The plain sentences of a file of paragraphs, JSON lines with `title` and `text`."""
    if not path.is_file():
        return []
    found: list[Cited] = []
    about = {"publisher": PUBLISHER, "published": PUBLISHED}
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if number % EVERY == 0:
            row = json.loads(line)
            known = Metadata(title=row["title"].replace("_", " "), **about)
            document = Document(f"{row['id']}.txt", row["text"], "text/plain", known)
            found.extend(_plain(document))
    return found


def _plain(document: Document) -> Iterator[Cited]:
    spans = sentences(document)
    for one, two in zip(spans, [*spans[1:], None], strict=True):
        follows = two and PLAIN.match(two.cut(document.text))
        cited = Cited(document, one, two if follows else None)
        if (
            PLAIN.match(cited.text)
            and not QUOTING.search(cited.text)
            and len(cited.text.split()) in LENGTHS
        ):
            yield cited


def written(path: Path, folder: Path, kind: str) -> list[Example]:
    """Prose written by hand, from a table of source, opening words of sentences, and prose.

    Raises:
        BadInput: a sentence is not in its source.
    """
    documents = {s.uri: read_document(s, s.data()) for s in list_sources(folder)}
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])
    return [
        Example(kind, prose, tuple(_quote(documents[uri], words) for words in opening.split(" + ")))
        for uri, opening, prose in rows
    ]


def _quote(document: Document, opening: str) -> Quote:
    for span in sentences(document):
        if " ".join(span.cut(document.text).split()).startswith(opening):
            return Quote(document, span)
    raise BadInput(f"{document.uri} has no sentence that begins with {opening!r}.")


def names_of(cited: Sequence[Cited]) -> list[str]:
    """The names of two words or more in some sentences."""
    pattern = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
    return sorted({name for one in cited for name in pattern.findall(one.text)})
