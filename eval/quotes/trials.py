"""Texts with one quotation each, of which it is known whether a checker may accept it."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from eval.quotes import alter, vary
from eval.quotes.corpus import Corpus, Sentence
from index.document import Document

NEARBY = 1500  # characters; what is farther apart is no passage
CARRIERS = (
    "{}",
    "It says {} there.",
    "- {}\n- Don't forget the employees' rights of the '90s.\n",
    "In short: {}\n\nThat is rock 'n' roll, 6' tall and 5\" wide.",
    "**Note.** {} (so far)",
)
NAMING = (
    "According to {name}, {quote}",
    "{quote} ({name})",
    "{name} says: {quote}",
    "As the document *{name}* has it, {quote}",
    "### {name}\n\n{quote}",
    "In “{name}” it says {quote}.",
)


@dataclass(frozen=True)
class Trial:
    """A text with a quotation; `true` is whether the quotation is."""

    kind: str
    text: str
    true: bool


def altered(corpus: Corpus, each: int, seed: int = 0) -> Iterator[Trial]:
    """Texts with untrue quotations, `each` of every kind as far as there are sentences for it."""
    source = Squeezed(corpus.documents)
    for kind, rule in alter.RULES.items():
        made = _made(corpus, rule, random.Random(f"{seed} {kind}"))
        yield from islice(_shown(kind, made, source, seed), each)
    for kind, pairs in (
        ("stitched", _stitched),
        ("stitched by an ellipsis", _far),
        ("invented", invented),
    ):
        made = pairs(corpus, random.Random(f"{seed} {kind}"))
        yield from islice(_shown(kind, made, source, seed), each)
    yield from islice(_misnamed(corpus, source, random.Random(f"{seed} named")), each)


def honest(corpus: Corpus, each: int, seed: int = 0) -> Iterator[Trial]:
    """Texts with true quotations, `each` of every kind as far as there are sentences for it."""
    for kind, rule in vary.RULES.items():
        chance = random.Random(f"{seed} {kind}")
        quotes = (quote for quote in _made(corpus, rule, chance) if quote)
        shown = (Trial(kind, chance.choice(CARRIERS).format(quote), True) for quote in quotes)
        yield from islice(shown, each)
    yield from islice(_rightly_named(corpus, random.Random(f"{seed} named")), each)


DRESSED = "typography of the source"


def altered_of_dressed(corpus: Corpus, each: int, seed: int = 0) -> Iterator[Trial]:
    """The same of documents in other typography, all rules in turn."""
    rules = list(alter.RULES.values())
    chance = random.Random(f"{seed} dressed")
    made = (
        words
        for place, sentence in enumerate(corpus.sentences)
        if (words := rules[place % len(rules)](sentence.text, chance))
    )
    yield from islice(_shown(DRESSED, made, Squeezed(corpus.documents), seed), each)


def honest_of_dressed(corpus: Corpus, each: int, seed: int = 0) -> Iterator[Trial]:
    """The same of documents in other typography."""
    chance = random.Random(f"{seed} dressed")
    quotes = (quote for quote in _made(corpus, vary.curly, chance) if quote)
    yield from islice((Trial(DRESSED, quote, True) for quote in quotes), each)


def _made(corpus: Corpus, rule: alter.Rule, chance: random.Random) -> Iterator[str]:
    # the same sentences in another order for every rule
    for sentence in chance.sample(corpus.sentences, len(corpus.sentences)):
        if made := rule(sentence.text, chance):
            yield made


class Squeezed:
    """The documents as one string, to ask by a plain search whether words stand in them."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._text = "\n".join(_squeeze(document.text) for document in documents)

    def holds(self, words: str) -> bool:
        """Whether they do, up to quotation marks and white space."""
        return _squeeze(words).strip(".,") in self._text


def _squeeze(text: str) -> str:
    return " ".join(re.sub("[“”„«»\"‘’']", "'", text).split())


def _shown(kind: str, made: Iterator[str], source: Squeezed, seed: int) -> Iterator[Trial]:
    """The made sentences in quotation marks, without those that happen to be true."""
    chance = random.Random(f"{seed} shown {kind}")
    for words in made:
        quote = chance.choice([vary.curly, vary.straight, vary.block])(words, chance)
        if quote and not source.holds(words):
            yield Trial(kind, chance.choice(CARRIERS).format(quote), False)


def halves(corpus: Corpus, chance: random.Random) -> Iterator[tuple[Sentence, Sentence, str, str]]:
    """Two sentences, with the first half of the one and the second half of the other; endless."""
    while len(corpus.sentences) > 1:
        one, other = chance.sample(corpus.sentences, 2)
        first, second = one.text.split(), other.text.split()
        yield one, other, " ".join(first[: len(first) // 2]), " ".join(second[len(second) // 2 :])


def _stitched(corpus: Corpus, chance: random.Random) -> Iterator[str]:
    """Halves of two sentences, also of one document and near each other, made one."""
    for place, (_, _, first, second) in enumerate(halves(corpus, chance)):
        if place % 2:
            yield f"{first} {second}"
            continue
        one = chance.choice(corpus.sentences)
        near = [s for s in corpus.sentences if s.number == one.number and s.start > one.start]
        if near:
            words, rest = one.text.split(), chance.choice(near).text.split()
            yield " ".join([*words[: len(words) // 2], *rest[len(rest) // 2 :]])


def _far(corpus: Corpus, chance: random.Random) -> Iterator[str]:
    """Halves of two sentences far from each other, or in the wrong order, with an ellipsis."""
    for one, other, first, second in halves(corpus, chance):
        apart = other.start - one.start
        if one.number != other.number or apart > NEARBY or apart < 0:
            yield f"{first} {chance.choice(['…', '...', '[…]'])} {second}"


def invented(corpus: Corpus, chance: random.Random) -> Iterator[str]:
    """Sentences of words of the documents that nobody wrote in this order."""
    words = sorted({word for one in corpus.sentences for word in one.text.split()})
    while words:
        yield " ".join(chance.choices(words, k=chance.randrange(4, 25)))


def _misnamed(corpus: Corpus, source: Squeezed, chance: random.Random) -> Iterator[Trial]:
    """True words, said to stand in another document."""
    for sentence in chance.sample(corpus.sentences, len(corpus.sentences)):
        others = [d for n, d in enumerate(corpus.documents) if n != sentence.number]
        other = chance.choice(others)
        if _squeeze(sentence.text) in _squeeze(other.text):
            continue
        for text in _named(sentence, other, chance):
            yield Trial("wrong document", text, False)


def _rightly_named(corpus: Corpus, chance: random.Random) -> Iterator[Trial]:
    for sentence in chance.sample(corpus.sentences, len(corpus.sentences)):
        for text in _named(sentence, corpus.documents[sentence.number], chance):
            yield Trial("rightly named", text, True)


def _named(sentence: Sentence, document: Document, chance: random.Random) -> Iterator[str]:
    quote = vary.curly(sentence.text, chance)
    name = chance.choice([document.title, document.uri, document.about.publisher or document.uri])
    if quote:
        yield chance.choice(NAMING).format(name=name, quote=quote)
