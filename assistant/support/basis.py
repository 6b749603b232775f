"""A quoted sentence with what may be said of it: what "it" and "ICE" stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from assistant.reply import Quote
from assistant.support.reading import TOKEN, Sentence, Word, read
from assistant.support.wording import PAST, bare, meaning, tells
from index.document import Document
from index.sentences import blocks, lines, split

PRONOUN = re.compile(
    r"^(?:[^,]{3,40}, )?(?:and |but )?(?:he|she|it|they|his|her|its|their|in that|the same|"
    # but not "that report is"
    r"(?:this|these|that|those)(?= (?:is|are|was|were|has|have|had|can|could|may|might|must|"
    r"shall|should|will|would|\w+ed|\w+[^s]s)\b))\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
NAMED = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:(?:of|and|for|the)\s+)*[A-Z][\w’'-]*)+")
FULL = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)+")
POSSESSIVE = re.compile(r"^(?:his|her|its|their)\b", re.IGNORECASE)
SUBJECT = 4  # words at the start of a sentence that say what the next one calls "it"


@dataclass(frozen=True)
class Basis:
    """A quoted sentence, the quotation that it is of, and the one quoted just before it."""

    quote: Quote
    sentence: Sentence
    before: Sentence | None = None
    others: tuple[Sentence, ...] = ()

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What its words mean, with what its pronouns and abbreviations stand for."""
        return self.sentence.meanings | self.extra

    @cached_property
    def about(self) -> frozenset[str]:
        """What its words mean, with the start of the sentence of which it goes on to speak."""
        return self.meanings | {word.meaning for word in self._lent}

    @property
    def _lent(self) -> tuple[Word, ...]:
        """The words at the start of the sentence before that a pronoun stands for, and a verb."""
        leans = self.before and PRONOUN.search(self.sentence.text)
        return self.before.words[:SUBJECT] if self.before and leans else ()

    @property
    def possessed(self) -> str | None:
        """What is said to be somebody's at the start: it and not he is spoken of."""
        words = self.sentence.words
        return words[0].meaning if words and POSSESSIVE.match(self.sentence.text) else None

    @cached_property
    def extra(self) -> frozenset[str]:
        """What its pronouns and abbreviations stand for."""
        found = set(_spelt_out(self.sentence.text, self.quote.document))
        for other in self.others:
            found |= _fuller(other.text, self.sentence)
        found |= {word.meaning for word in takewhile(_no_verb, self._lent)}
        if self._lent and self.before:
            found |= {word.meaning for word in self.before.words if word.name}
        if self.quote.said_by:
            found |= {meaning(word) for word in TOKEN.findall(self.quote.said_by)}
        return frozenset(found)


def _no_verb(word: Word) -> bool:
    """Whether a word is none of the verbs that tell what somebody did."""
    low = word.text.lower()
    return word.name or not (low.endswith("ed") or low in PAST)


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
    return tuple(replace(one, others=_beside(one, found)) for one in found)


def _beside(one: Basis, found: Sequence[Basis]) -> tuple[Sentence, ...]:
    """The other quoted sentences of the same document."""
    same = (other for other in found if other.quote.document.id == one.quote.document.id)
    return tuple(other.sentence for other in same if other is not one)


def _fuller(text: str, sentence: Sentence) -> set[str]:
    """What the words of names in a text mean whose last word, a surname, a sentence has."""
    names = {word.text for word in sentence.words if word.name}
    runs = (
        [word for word in TOKEN.findall(run) if word[0].isupper()] for run in FULL.findall(text)
    )
    return {meaning(word) for run in runs if run[-1] in names for word in run}


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
