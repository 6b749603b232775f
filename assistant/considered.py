"""What became of the passages that were read for a question: why each is quoted or not."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.extract import Choice
from assistant.parts import Part
from assistant.reader import Reading
from assistant.reply import Considered, Quote, Why
from index.passage import Hit

Found = tuple[Sequence[Hit], Reading]  # the passages found for a question, and what a reader says


def considered(
    parts: Sequence[Part], found: Sequence[Found], choices: Sequence[Sequence[Choice]]
) -> tuple[Considered, ...]:
    """The passages that were read, the best of each part of the question first.

    One that was read for several parts stands there once, with the part in which it did best.

    Args:
        parts: the parts of the question.
        found: what was found and read for each of them.
        choices: what became of the sentences that the reader scored for each of them.
    """
    names = [part.words if len(parts) > 1 else None for part in parts]
    read = zip_longest(*map(_of_part, names, found, choices))
    best: dict[str, Considered] = {}
    for one in (one for some in read for one in some if one is not None):
        name = one.hit.passage.id
        best[name] = max(best.get(name, one), one, key=_success)
    said = [choice.statement for some in choices for choice in some if choice.statement]
    quotes = [quote for statement in said for quote in statement.quotes]
    return tuple(
        replace(
            one,
            hit=replace(one.hit, rank=rank),
            # a quotation that was widened may reach into the passage beside its own
            why=Why.USED if any(_holds(one.hit, quote) for quote in quotes) else one.why,
        )
        for rank, one in enumerate(best.values(), start=1)
    )


def _of_part(part: str | None, found: Found, choices: Sequence[Choice]) -> list[Considered]:
    """The passages read for one part, each with the sentence of it that did best."""
    hits, reading = found
    read = []
    # a sentence that contradicts the best one may stand in a passage that was found with that one
    for hit in dict.fromkeys([*hits, *(choice.evidence.hit for choice in choices)]):
        unjudged = Why.SILENT if hit in reading.silent else Why.NOT_JUDGED
        judged = [
            Considered(hit, choice.why, choice.evidence.span, choice.evidence.support, part)
            for choice in choices
            if choice.evidence.hit == hit
        ]
        read.append(max(judged, key=_success, default=Considered(hit, unjudged, part=part)))
    return read


def _holds(hit: Hit, quote: Quote) -> bool:
    """Whether a quotation, or a part of it, lies in a passage."""
    return quote.document == hit.passage.document and quote.span.meets(hit.passage.span)


def _success(one: Considered) -> tuple[bool, bool, float]:
    return one.used, one.sentence is not None, one.support or 0.0
