"""A sentence of prose or of a quotation, taken apart so that the one can be held against the other.

Amounts and moments are read as `assistant.differ` reads them; what remains are words that tell, in
their order, operators (see `operators`) and who says so.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.differ.amounts import Amount, amounts
from assistant.differ.moments import Moment, moments
from assistant.support.attribution import SAYING, Saying, sayings
from assistant.support.operators import Operator, operators
from assistant.support.wording import bare, meaning, tells, undone
from index.document import Span

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
SAYS = re.compile(SAYING, re.IGNORECASE)
# where a clause of its own may begin; what stands before and after belongs less together
CLAUSE = re.compile(
    r"[;:] |, (?:and|but|or|so|while|which|who|whom|because|although|when|if|unless|until)\b|"
    r" (?:and|but) (?=(?:that|he|she|it|they|who|which|was|were|is|are|had|has|have|to|not|"
    r"wh\w+)\b)|"
    r" (?:because|although|while|which|who|whom|that|when|if|unless|until|after|before|how)\b|, "
)


@dataclass(frozen=True)
class Word:
    """A word that tells: as written, where it stands, its stem, and what it means."""

    text: str
    span: Span
    stem: str
    meaning: str

    @property
    def name(self) -> bool:
        """Whether it is written like a name."""
        return self.text[0].isupper() or self.text[0].isdigit()


@dataclass(frozen=True)
class Sentence:
    """A sentence, taken apart lazily."""

    text: str

    @cached_property
    def moments(self) -> tuple[tuple[Span, Moment], ...]:
        """Its dates and times."""
        return tuple(sorted(moments(self.text), key=lambda found: found[0]))

    @cached_property
    def amounts(self) -> tuple[tuple[Span, Amount], ...]:
        """Its amounts; what is part of a date is none."""
        text = blank(self.text, [span for span, _ in self.moments])
        return tuple(amounts(text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words that tell, in order, without those of dates and amounts."""
        taken = [span for span, _ in (*self.moments, *self.amounts)]
        return tuple(_words(blank(self.text, taken)))

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """Who it is from."""
        return sayings(self.text)

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """Its operators."""
        return operators(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(bare(found[0]) for found in TOKEN.finditer(self.text))

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What its words mean."""
        return frozenset(word.meaning for word in self.words)

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Where its clauses are, roughly."""
        cuts = [0, *(found.start() + 1 for found in CLAUSE.finditer(self.text)), len(self.text)]
        return tuple(Span(a, b) for a, b in itertools.pairwise(cuts) if a < b)

    def attributed(self, span: Span) -> bool:
        """Whether a place belongs to the words that say who says so."""
        return any(one.span.meets(span) for one in self.sayings)

    def operator_at(self, span: Span) -> Operator | None:
        """The operator at a place."""
        return next((one for one in self.operators if one.span.meets(span)), None)

    def window(self, start: int, count: int) -> list[str]:
        """What the first words from a place on mean, no more than `count`."""
        later = (word.meaning for word in self.words if word.span.start >= start)
        return [found for found, _ in zip(later, range(count), strict=False)]


# of each pair the first is read as the second, in prose and in quotations alike
PHRASES = {
    "at once": "immediately", "right away": "immediately", "without delay": "promptly",
    "work together": "cooperate", "works together": "cooperates", "as well as": "and",
    "in order to": "to", "take part": "participate", "took part": "participated",
    "taken part": "participated", "by email": "by email", "as soon as": "when",
    "prior to": "before", "a number of": "several", "a couple of": "two",
    "each other": "one another",
    "set up": "erect", "put up": "erect", "sets up": "erects", "hand over": "give",
    "handed over": "gave", "handing over": "giving", "turn down": "reject",
    "turned down": "rejected",
    "carry out": "perform", "carried out": "performed", "make sure": "ensure", "find out": "learn",
    "found out": "learned", "point out": "show", "pointed out": "showed", "close to": "near",
    "took place": "occurred", "takes place": "occurs", "take place": "occur",
    "taken place": "occurred",
}  # fmt: skip
PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b")


@lru_cache(maxsize=4096)
def read(text: str) -> Sentence:
    """A sentence, with white space as single spaces."""
    one_line = " ".join(text.split())
    return Sentence(PHRASE.sub(lambda found: PHRASES[found[0]], one_line))


def blank(text: str, spans: list[Span]) -> str:
    """The text with spaces in the place of some spans."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _words(text: str) -> Iterator[Word]:
    for found in TOKEN.finditer(text):
        if tells(found[0]):
            word, span = found[0], Span(*found.span())
            opposite = undone(word)
            yield Word(word, span, opposite or bare(word), opposite or meaning(word))
