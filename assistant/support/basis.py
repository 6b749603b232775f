"""A quoted sentence with what may be said of it: what "it" and "ICE" stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.reply import Quote
from assistant.support.reading import TOKEN, Sentence, read
from assistant.support.wording import bare, meaning, tells
from index.document import Document
from index.sentences import blocks, lines, split

PRONOUN = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|these|that statement|such)\b", re.IGNORECASE
)
ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
NAMED = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:(?:of|and|for|the)\s+)*[A-Z][\w’'-]*)+")
SUBJECT = 4  # words at the start of a sentence that say what the next one calls "it"


@dataclass(frozen=True)
class Basis:
    """A quoted sentence, the quotation that it is of, and the one quoted just before it."""

    quote: Quote
    sentence: Sentence
    before: Sentence | None = None

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What its words mean, with what its pronouns and abbreviations stand for."""
        return self.sentence.meanings | self.extra

    @cached_property
    def extra(self) -> frozenset[str]:
        """What its pronouns and abbreviations stand for."""
        found = set(_spelt_out(self.sentence.text, self.quote.document))
        if self.before and PRONOUN.search(self.sentence.text):
            found |= {word.meaning for word in self.before.words[:SUBJECT]}
            found |= {word.meaning for word in self.before.words if word.name}
        if self.quote.said_by:
            found |= {meaning(word) for word in TOKEN.findall(self.quote.said_by)}
        return frozenset(found)


def bases(quotes: Sequence[Quote]) -> tuple[Basis, ...]:
    """The sentences of some quotations; one that introduces a list stands before each item."""
    found: list[Basis] = []
    for quote in quotes:
        last = found[-1] if found and found[-1].quote.document.id == quote.document.id else None
        lead_in = last.sentence.text if last and last.sentence.text.endswith(":") else ""
        before = last.sentence if last else None
        for text in _sentences(quote):
            found.append(Basis(quote, read(f"{lead_in} {text}"), before))
            before = read(text)
            if text.endswith(":"):
                lead_in = text
    return tuple(found)


def _sentences(quote: Quote) -> Iterator[str]:
    """The sentences of a quotation, and what it holds of one."""
    text, span = quote.document.text, quote.span
    for block in blocks(text, lines(text, span.start, span.end)):
        for sentence in split(text, block):
            yield sentence.cut(text)


def _spelt_out(text: str, document: Document) -> Iterator[str]:
    """The initials of the names in a text, and what its abbreviations stand for in its document."""
    for name in NAMED.findall(text):
        words = [word for word in TOKEN.findall(name) if word[0].isupper()]
        yield bare("".join(word[0] for word in words))
        yield bare("".join(word[0] for word in words if tells(word)))
    for short in set(ACRONYM.findall(text)):
        at = document.text.find(f" ({short})")
        words = TOKEN.findall(document.text[max(0, at - 90) : max(0, at)])
        capital = [word for word in words if word[0].isupper()][-len(short) :]
        if "".join(word[0] for word in capital) == short:
            yield from (meaning(word) for word in capital)
