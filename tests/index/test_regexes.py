"""No text, however it was made, may keep a worker busy: each case would take minutes if it did."""

from collections.abc import Callable

import pytest

from index.chunk import chunk
from index.document import Document, Heading
from index.embed import HashingEmbedder
from index.errors import Unreadable
from index.furniture import furniture
from index.metadata import iso_date, plain_metadata
from index.readers import html, markdown
from index.readers.extract import is_html
from index.sentences import headings, sentences
from index.terms import terms
from tests.cost import seconds

SIZE = 100_000
SECONDS = 20.0  # each takes some hundredths, and a few seconds while coverage is counted

TEXTS = {
    "one word": "a" * SIZE,
    "one line of a megabyte": "The moon pulls the sea. " * 42_000,
    "stops": "a" + "." * SIZE,
    "stops apart": ". " * SIZE,
    "stops then spaces": "a" + "." * (SIZE // 2) + " " * (SIZE // 2) + "a",
    "ellipses": "a" + "….!?" * (SIZE // 4) + '"',
    "brackets": "a. " + "(" * SIZE,
    "closed brackets": "a" + ".)" * SIZE,
    "quotes": "a." + '"”’' * SIZE,
    "abbreviations": "U.S." * (SIZE // 4),
    "abbreviations apart": "U.S. " * (SIZE // 5),
    "initials": "A. " * SIZE,
    "headings": "# a" + " #" * SIZE + " a",
    "heading of spaces": "#" + " " * SIZE + "a" + " " * SIZE + "a",
    "many headings": "# a\nb c.\n" * (SIZE // 9),
    "months": "mar" * SIZE,
    "months apart": "mar " * SIZE,
    "digits": "1" * SIZE,
    "byline": "By A" + " a" * SIZE,
    "spaces": "a" + " " * SIZE + "a",
    "newlines": "a" + "\n" * SIZE + "a",
    "links": "[](" * SIZE,
    "menu": "\n".join(["[]()    " * 45 + "x"] * 50),
    "shares": "\n".join(["share " * 60 + "x"] * 50),
    "sections": "§" * SIZE,
    "sections apart": "§ " * SIZE,
    "hyphens": "a-" * SIZE,
    "bars": "a(((" * SIZE,
    "bullets": "- " * SIZE + "a",
    "wrapped": "the moon that pulls the sea and brings the tides along\n" * (SIZE // 50),
    "comments": "<!---->" * (SIZE // 7) + "x",
    "open comments": "<!--" * (SIZE // 4),
    "rules": "---\n" * (SIZE // 4),
    "rules and spaces": "---\n" + "\n---        x" * (SIZE // 12),
    "tags": "<meta " * (SIZE // 6),
    "sheet comments": "/*" * SIZE,
    "sheet rules": "@media a{b{c}" * (SIZE // 13),
    "sheet marks": "@" * SIZE,
    "open rules": "a{" * SIZE,
    "yaml": "---\n" + "[" * 20_000 + "\n---\na",
}


def _sentences(text: str) -> object:
    outline = tuple(Heading(span, level, words) for span, level, words in headings(text))
    return sentences(Document("a.md", text, "text/markdown", headings=outline))


def _chunk(text: str) -> object:
    outline = tuple(Heading(span, level, words) for span, level, words in headings(text))
    document = Document("a.md", text, "text/markdown", headings=outline)
    return chunk(document, HashingEmbedder(), 200)


def _markdown(text: str) -> object:
    try:
        return markdown.read(text.encode())
    except Unreadable as error:
        return str(error)


def _charset(text: str) -> object:
    return html.CHARSET.search(text.encode())


READS: dict[str, Callable[[str], object]] = {
    "sentences": _sentences,
    "chunk": _chunk,
    "furniture": lambda text: list(furniture(text)),
    "metadata": lambda text: plain_metadata(text, []),
    "dates": iso_date,
    "terms": terms,
    "markdown": _markdown,
    "is_html": is_html,
    "charset": _charset,
    "style sheet": lambda text: html.parsed(f"<style>{text}</style><p>a</p>"),
}


@pytest.mark.parametrize("read", READS.values(), ids=list(READS))
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_no_text_takes_more_time_than_its_length(text: str, read: Callable[[str], object]) -> None:
    assert seconds(lambda: read(text)) < SECONDS
