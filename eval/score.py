"""From an outcome to a score: where spans of gold phrases meet quotations and passages."""

from assistant.reply import Quote
from assistant.verify import Verdict
from eval.case import Place
from eval.metrics import Score
from eval.run import Outcome
from index.passage import Hit


def score(outcome: Outcome) -> Score:
    """What was seen of one outcome, as yes and no."""
    quotes = outcome.quotes
    return Score(
        answerable=outcome.case.answerable,
        facts=tuple(
            any(holds(quote, place) for quote in quotes for place in places)
            for places in outcome.evidence
        ),
        gold=tuple(
            any(holds(quote, place) for places in outcome.evidence for place in places)
            for quote in quotes
        ),
        valid=tuple(verdict is Verdict.VERIFIED for verdict in outcome.verdicts),
        ranks=tuple(first_rank(outcome.hits, places) for places in outcome.evidence),
        seconds=outcome.seconds,
    )


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
    ranks = (
        hit.rank
        for hit in hits
        for place in places
        if hit.passage.document.uri == place.uri and hit.passage.span.meets(place.span)
    )
    return min(ranks, default=None)
