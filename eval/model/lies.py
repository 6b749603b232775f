"""Lies for a language model to tell, each with the sentences on which it claims to rest.

They are made from the documents by rules, and are the same on every run. As a quotation, between
marks of the model's own, each is one; `bare` says whether it is one as mere prose too, since there
"began" may stand for "started".
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from assistant.extract import speaks
from assistant.reply import Quote
from eval.quotes import alter
from eval.quotes.corpus import Corpus, Sentence
from eval.quotes.trials import CARRIERS, Squeezed, halves, invented
from eval.support.cited import written
from index.document import Span

MARKS = ("“{}”", '"{}"', "‘{}’", "«{}»", "„{}“", "`{}`", "\n> {}\n", "<q>{}</q>")
# of the rules of `alter`, those that change what is said, and not only how
TELLING = {"number", "negation", "hedge", "modal", "sign or unit", "hidden by an editor"}
# the same modality in other words, and a number written another way
ALIKE = ({"may", "can", "could"}, {"must", "shall"}, {"will", "would"})
FABLES = (
    "{name} paid ${number} to {other} in {year}.",
    "Under the Act, employees who help {name} face a fine of ${number}.",
    "{name} must answer every request within {number} days.",
    "According to {name}, {number} officers were dismissed in {year}.",
    "{name} has sued {other} for ${number}.",
    "The law was repealed in {year}, and {name} has appealed.",
    "Employees may call {name} if they feel unsafe.",
    "A judge ruled in {year} that {name} had broken the law.",
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")


@dataclass(frozen=True)
class Lie:
    """Words that the cited sentences do not say; `bare` where they are false without marks too."""

    kind: str
    words: str
    cited: tuple[Quote, ...]
    bare: bool = True


def fabricated(corpus: Corpus, seed: int = 0) -> Iterator[Lie]:
    """What nobody wrote: words of the documents in no order, and sentences of another story."""
    chance, source = random.Random(f"{seed} fabricated"), Squeezed(corpus.documents)
    names = sorted({name for one in corpus.sentences for name in NAME.findall(one.text)})
    salad = invented(corpus, chance)
    for fable in cycle(FABLES):
        name, other = chance.sample(names, 2)
        number, year = chance.randrange(2, 900), chance.randrange(1950, 2030)
        told = fable.format(name=name, other=other, number=number, year=year)
        for words in (told, next(salad)):
            if not source.holds(words):
                yield Lie("fabricated", words, (_any(corpus, chance),))


def altered(corpus: Corpus, seed: int = 0) -> Iterator[Lie]:
    """True sentences with one word, figure or sign that is another, each rule in turn."""
    chance, source = random.Random(f"{seed} altered"), Squeezed(corpus.documents)
    told = set[str]()
    for kind, rule in cycle(alter.RULES.items()):
        sentence = chance.choice(corpus.sentences)
        words = rule(sentence.text, chance)
        if words and words not in told and not source.holds(words):
            told.add(words)
            bare = kind in TELLING and not alike(sentence.text, words)
            yield Lie(f"altered: {kind}", words, (quote_of(corpus, sentence),), bare)


def stitched(corpus: Corpus, seed: int = 0) -> Iterator[Lie]:
    """Halves of two sentences as one, which claims to rest on both."""
    source = Squeezed(corpus.documents)
    for one, other, first, second in halves(corpus, random.Random(f"{seed} stitched")):
        words = f"{first} {second}"
        if not source.holds(words):
            yield Lie("stitched", words, (quote_of(corpus, one), quote_of(corpus, other)))


def misattributed(corpus: Corpus, seed: int = 0) -> Iterator[Lie]:
    """True sentences that claim to rest on another one, of the same document or of another."""
    chance = random.Random(f"{seed} misattributed")
    while len(corpus.sentences) > 1:
        sentence, other = chance.sample(corpus.sentences, 2)
        far = sentence.number != other.number
        kind = "another document" if far else "another sentence"
        yield Lie(f"misattributed: {kind}", sentence.text, (quote_of(corpus, other),))


def unsupported(table: Path, sources: Path) -> Iterator[Lie]:
    """Prose written by hand that says more than the sentences it cites, or something else."""
    for one in written(table, sources, "unsupported"):
        # what a document says that it does not say is given to no model
        if all(speaks(quote.document, quote.span) for quote in one.quotes):
            yield Lie("unsupported", one.prose, one.quotes)


def as_typed(lie: Lie, chance: random.Random) -> str:
    """A lie as a model types a quotation: in any marks, alone or within a sentence of its own."""
    return chance.choice(CARRIERS).format(chance.choice(MARKS).format(lie.words))


def _any(corpus: Corpus, chance: random.Random) -> Quote:
    return quote_of(corpus, chance.choice(corpus.sentences))


def quote_of(corpus: Corpus, sentence: Sentence) -> Quote:
    """The quotation of a sentence."""
    document = corpus.documents[sentence.number]
    return Quote(document, Span(sentence.start, sentence.start + len(sentence.text)))


def alike(sentence: str, words: str) -> bool:
    """Whether an alteration says the same in another way: "can" for "may", "5000" for "5,000"."""
    one, other = (_plain(text).split() for text in (sentence, words))
    changed = set(one) ^ set(other)
    # of a number it is a hedge, and else the rules have only taken a preposition for one
    if changed == {"about"} and not re.search(r"\babout \d", sentence):
        return True
    return not changed or any(changed <= kind for kind in ALIKE)


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", text.replace(" per cent", "%"))
