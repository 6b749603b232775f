"""From an outcome to a score: where spans of gold phrases meet quotations and passages.

The spans are compared here and once. A `Score` holds only yes and no, ranks, lengths and times, so
that the measures can count it, and so that it can be written down and read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reply import Answer, Quote
from assistant.verify import Verdict
from eval.case import Evidence, Place
from eval.run import Outcome, meets
from index.passage import Hit


@dataclass(frozen=True)
class Characters:
    """How many characters are quoted, how many are wanted, and how many are both.

    Wanted are the sentences in which the gold phrases stand. Each character counts once.
    """

    quoted: int = 0
    wanted: int = 0
    shared: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of shared over quoted and shared over wanted; 0 where nothing is.

        >>> Characters(quoted=60, wanted=30, shared=30).f1, Characters().f1
        (0.6666666666666666, 0.0)
        """
        return 2 * self.shared / max(1, self.quoted + self.wanted)

    @property
    def iou(self) -> float:
        """Intersection over union; 0 where nothing is.

        >>> Characters(quoted=60, wanted=30, shared=30).iou, Characters().iou
        (0.5, 0.0)
        """
        return self.shared / max(1, self.quoted + self.wanted - self.shared)


@dataclass(frozen=True)
class Score:
    """What was seen of one case.

    Attributes:
        answerable: whether the sources answer the question.
        facts: for each fact, whether one of its gold phrases lies in a quotation.
        gold: for each quotation, whether it holds a gold phrase of the case; none for a refusal.
        valid: for each quotation, whether it was verified.
        ranks: for each fact, the rank of the first passage found that meets a gold phrase of it.
        seconds: the time of the whole reply.
        confidence: the probability, in [0, 1], that the first statement answers the question.
        leads: whether the first statement, or one that contradicts it, holds a gold phrase, be it
            said or withheld.
        holds: whether any quotation does, said or withheld; None where there was nothing to say.
        relevant: for each passage found, best first, whether it meets a gold phrase.
        judged: how many passages of the whole index meet one.
        characters: how the quotations lie upon the sentences of the evidence.
    """

    answerable: bool
    facts: tuple[bool, ...] = ()
    gold: tuple[bool, ...] = ()
    valid: tuple[bool, ...] = ()
    ranks: tuple[int | None, ...] = ()
    seconds: float = 0.0
    confidence: float = 0.0
    leads: bool = False
    holds: bool | None = None
    relevant: tuple[bool, ...] = ()
    judged: int = 0
    characters: Characters = Characters()

    @property
    def answered(self) -> bool:
        """Whether the reply is an answer; every answer has a quotation."""
        return bool(self.gold)

    @property
    def right(self) -> bool:
        """Whether the reply is what it should be: all facts quoted, or a refusal if there are none.

        >>> Score(True, facts=(True, False), gold=(True,)).right, Score(False).right
        (False, True)
        """
        return (self.answered and all(self.facts)) if self.answerable else not self.answered


Scores = Sequence[Score]


def score(outcome: Outcome) -> Score:
    """What was seen of one outcome."""
    quotes, evidence = outcome.quotes, outcome.evidence
    best = outcome.reply if isinstance(outcome.reply, Answer) else outcome.withheld
    return Score(
        answerable=outcome.case.answerable,
        facts=tuple(
            any(holds(quote, place) for quote in quotes for place in places) for places in evidence
        ),
        gold=tuple(_any(quote, evidence) for quote in quotes),
        valid=tuple(verdict is Verdict.VERIFIED for verdict in outcome.verdicts),
        ranks=tuple(first_rank(outcome.hits, places) for places in evidence),
        seconds=outcome.seconds,
        confidence=outcome.reply.confidence,
        leads=best is not None
        and any(_any(quote, evidence) for one in best.leading for quote in one.quotes),
        holds=any(_any(quote, evidence) for quote in best.quotes) if best else None,
        relevant=tuple(meets(hit.passage, evidence) for hit in outcome.hits),
        judged=outcome.judged,
        characters=overlap(quotes, outcome.sentences),
    )


def _any(quote: Quote, evidence: Evidence) -> bool:
    return any(holds(quote, place) for places in evidence for place in places)


def holds(quote: Quote, place: Place) -> bool:
    """Whether a gold phrase lies whole inside a quotation, in the very document.

    By offsets, so that the same words elsewhere do not count.

    >>> from index.document import Document, Span
    >>> tides = Document("tides.txt", "They turn. Spring tides follow the moon.", "text/plain")
    >>> holds(Quote(tides, Span(11, 40)), Place("tides.txt", Span(18, 23)))
    True
    >>> holds(Quote(tides, Span(0, 20)), Place("tides.txt", Span(18, 23)))
    False
    """
    return quote.document.uri == place.uri and quote.span.holds(place.span)


def first_rank(hits: tuple[Hit, ...], places: tuple[Place, ...]) -> int | None:
    """The rank of the first passage that shares a character with one of the places."""
    return min((hit.rank for hit in hits if meets(hit.passage, (places,))), default=None)


def overlap(quotes: Sequence[Quote], sentences: Evidence) -> Characters:
    """How quotations lie upon the sentences of the evidence.

    A fact may stand in several sentences, any of which will do: those that a quotation touches are
    wanted, or the first where none is touched.

    >>> from index.document import Document, Span
    >>> tides = Document("tides.txt", "They turn. Spring tides follow the moon.", "text/plain")
    >>> either = (Place("tides.txt", Span(0, 10)), Place("tides.txt", Span(11, 40)))
    >>> overlap([Quote(tides, Span(0, 23))], (either,))
    Characters(quoted=23, wanted=39, shared=22)
    >>> overlap([], (either,))
    Characters(quoted=0, wanted=10, shared=0)
    """
    said = [Place(quote.document.uri, quote.span) for quote in quotes]
    wanted: list[Place] = []
    for places in sentences:
        touched = [one for one in places if any(_touch(one, other) for other in said)]
        wanted += touched or places[:1]
    one, two = _characters(said), _characters(wanted)
    return Characters(len(one), len(two), len(one & two))


def _touch(one: Place, two: Place) -> bool:
    return one.uri == two.uri and one.span.meets(two.span)


def _characters(places: Sequence[Place]) -> set[tuple[str, int]]:
    return {(place.uri, at) for place in places for at in range(place.span.start, place.span.end)}
