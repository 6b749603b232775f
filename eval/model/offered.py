"""Lies offered to a writer by a model that has no shame: which of them are shown, and where.

What keeps them back shall be the checks of prose alone. So every sentence of the passages counts as
one that answers, and all of a statement's citations are numbers that were handed out.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from assistant.extract import speaks
from assistant.reply import Answer, Considered, Quote, Statement, Why
from assistant.support.checking import failings
from assistant.writer.hold import Check
from assistant.writer.settings import ModelSettings
from assistant.writer.writer import MOST, Writer
from eval.model.adversary import ScriptedChat, Sentences, Statements
from eval.model.lies import Lie, as_typed
from eval.quotes.corpus import Corpus, corpus
from index.chunk import chunk
from index.document import Span
from index.embed import HashingEmbedder
from index.passage import Hit
from index.sentences import sentences

QUESTION = "what do the sources say?"
BUDGET = 128  # tokens of a passage
ALL = 100_000  # tokens of passages that the model reads
Rendering = Callable[[Answer], str]  # an answer as somebody sees it, without marks or escapes


@dataclass(frozen=True)
class Offered:
    """A lie as a model told it; `shown` where any step of the answer held its words."""

    lie: Lie
    text: str
    typed: bool
    shown: bool


def quotable(sources: Path) -> Corpus:
    """The documents of a folder, and those of their sentences that a model is given."""
    with tempfile.TemporaryDirectory() as empty:
        found = corpus(sources, None, Path(empty))
    given = (one for one in found.sentences if _speaks(found, one.number, one.start))
    return Corpus(found.documents, tuple(given))


def _speaks(found: Corpus, number: int, start: int) -> bool:
    document = found.documents[number]
    return speaks(document, Span(start, len(document.text)))


def offer(
    lies: Iterable[Lie],
    found: Corpus,
    renderings: Sequence[Rendering],
    check: Check = failings,
    seed: int = 0,
) -> Iterator[Offered]:
    """Offer each lie as a typed quotation, and as prose where it is one without marks too.

    Args:
        lies: what is offered.
        found: the documents that they are about.
        renderings: all ways in which an answer is seen.
        check: what holds prose to its quotations; another one only to see what this is worth.
        seed: of the marks and the sentences around a typed quotation.
    """
    chance, passages = random.Random(f"{seed} offered"), _passages(found)
    told = [Offered(lie, as_typed(lie, chance), True, False) for lie in lies]
    told += [Offered(one.lie, one.lie.words, False, False) for one in told if one.lie.bare]
    where = {one.lie: _hits(passages, one.lie.cited) for one in told}
    told.sort(key=lambda one: [hit.passage.id for hit in where[one.lie]])
    for _, group in groupby(told, key=lambda one: where[one.lie]):
        while some := list(islice(group, MOST)):
            yield from _judged(some, where[some[0].lie], renderings, check)


def _passages(found: Corpus) -> tuple[Hit, ...]:
    cut = [one for d in found.documents for one in chunk(d, HashingEmbedder(), BUDGET)]
    return tuple(Hit(passage, 1.0, rank) for rank, passage in enumerate(cut, start=1))


def _hits(passages: Sequence[Hit], cited: Sequence[Quote]) -> tuple[Hit, ...]:
    """The passages in which some cited sentences stand."""
    return tuple(
        hit
        for hit in passages
        if any(
            quote.document == hit.passage.document and quote.span.meets(hit.passage.span)
            for quote in cited
        )
    )


def _judged(
    told: Sequence[Offered], hits: Sequence[Hit], renderings: Sequence[Rendering], check: Check
) -> Iterator[Offered]:
    """What became of the statements of one draft."""
    answer = _answer(hits)

    def script(given: Sentences) -> Statements:
        numbers = {words: number for number, words in given}
        return [(one.text, [numbers[_line(quote)] for quote in one.lie.cited]) for one in told]

    settings = ModelSettings(name="scripted", tokens=ALL)
    writer = Writer(ScriptedChat(script), settings, check)
    before = [squeeze(show(answer)) for show in renderings]
    steps = [[squeeze(show(step)) for show in renderings] for step in writer.write(answer)]
    for one in told:
        words = squeeze(one.lie.words)
        # true words may be quoted beside, and are shown once more where prose has them
        shown = any(
            text.count(words) > first.count(words)
            for step in steps
            for first, text in zip(before, step, strict=True)
        )
        yield Offered(one.lie, one.text, one.typed, shown)


def _answer(hits: Sequence[Hit]) -> Answer:
    """An answer to which every sentence of some passages is one that answers."""
    spans = [
        (hit, one) for hit in hits for one in sentences(hit.passage.document, hit.passage.span)
    ]
    first, span = spans[0]
    return Answer(
        question=QUESTION,
        statements=(Statement((Quote(first.passage.document, span),)),),
        considered=tuple(Considered(hit, Why.USED, one) for hit, one in spans),
        confidence=1.0,
    )


def _line(quote: Quote) -> str:
    return " ".join(quote.text.split())


def squeeze(text: str) -> str:
    """A text to be searched for words: without marks around them, and with single spaces.

    >>> squeeze("The “very”  words.")
    'The very words.'
    """
    return " ".join(re.sub(r"[\"“”„«»‘’'`>]", "", text).split())
