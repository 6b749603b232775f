"""Where sources differ: sentences that speak of the same matter and say otherwise.

Each side is shown with its speaker and date, the newest first, and the assistant takes none. That
sources differ is a statement about them too, and a false one is worse than none: `odds` and
`matter` would rather find nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant.differ.matter import one_matter
from assistant.differ.odds import odds_between
from assistant.differ.said import Said
from assistant.extract import Choice, quotes_of, repeats, speaks
from assistant.reader import Evidence
from assistant.reply import Quote, Statement, Why
from index.document import Span
from index.passage import Hit
from index.sentences import sentences
from index.terms import terms

LIKE = 1 / 3  # share of the words of one sentence that the other must have to be looked at
LOOKED_AT = 24  # sentences; each costs half a millisecond
SIDES = 4  # the most that are shown
LONGEST = 500  # characters of a sentence that can be taken apart


def other_sides(question: str, best: Evidence, hits: Iterable[Hit]) -> tuple[Evidence, ...]:
    """The sentences that contradict the one that answers best, one for each other side.

    Args:
        question: what was asked.
        best: the sentence that answers best.
        hits: the passages in which to look.
    """
    if len(best.text) > LONGEST:
        return ()
    alike = sorted(_alike(best, hits), key=lambda found: -found[0])[:LOOKED_AT]
    newest = sorted((evidence for _, evidence in alike), key=_date, reverse=True)
    sides, found = [_said(best)], list[Evidence]()
    for evidence in newest:
        # of two that do not contradict each other, the newer speaks for their side
        other = _said(evidence)
        if len(sides) < SIDES and all(say_otherwise(question, side, other) for side in sides):
            sides.append(other)
            found.append(evidence)
    return tuple(found)


def say_otherwise(question: str, one: Said, two: Said) -> bool:
    """Whether two sentences contradict each other in what a question asks for.

    >>> from index.document import Document, Metadata
    >>> rules = Metadata("Harbour rules")
    >>> new = Document("b.md", "Boats must show a light.", "text/plain", rules)
    >>> old = Document("a.md", "Boats may show a light.", "text/plain", rules)
    >>> say_otherwise("Must boats show a light?", Said(new, Span(0, 24)), Said(old, Span(0, 23)))
    True
    """
    odds = odds_between(question, one.claim, two.claim)
    return odds is not None and one_matter(question, odds, one, two)


def beside(
    question: str, choices: Sequence[Choice], others: Sequence[Evidence]
) -> tuple[Choice, ...]:
    """The choices with what contradicts the first one beside it, the newest of these first.

    Args:
        question: what was asked.
        choices: the sentences of a reading, the best first.
        others: the sentences that contradict the best.
    """
    judged = {_place(choice.evidence): choice.evidence for choice in choices}
    against = {_place(other): judged.get(_place(other), other) for other in others}
    sides = newest_first([choices[0], *(_otherwise(question, one) for one in against.values())])
    quoted = [quote for side in sides if side.statement for quote in side.statement.quotes]
    rest = [choice for choice in choices[1:] if _place(choice.evidence) not in against]
    return (*sides, *(_unless_said(choice, quoted) for choice in rest))


def newest_first(choices: Iterable[Choice]) -> list[Choice]:
    """By the date of the document, as precisely as it is known; undated and superseded last."""
    return sorted(choices, key=lambda choice: _date(choice.evidence), reverse=True)


def _otherwise(question: str, evidence: Evidence) -> Choice:
    said = Statement(quotes_of(question, evidence), evidence.met, otherwise=True)
    return Choice(evidence, Why.USED, said)


def _unless_said(choice: Choice, quoted: Sequence[Quote]) -> Choice:
    """A choice that is not quoted where one of the sides says the same."""
    if choice.statement is None or not repeats(choice.statement.quotes, quoted):
        return choice
    return Choice(choice.evidence, Why.REPEATS)


def _alike(best: Evidence, hits: Iterable[Hit]) -> Iterator[tuple[float, Evidence]]:
    """The other sentences of some passages that share enough words with one, and how many."""
    words, own = set(terms(best.text)), _place(best)
    for hit in hits:
        document = hit.passage.document
        for span in sentences(document, hit.passage.span):
            other = Evidence(hit, span, score=0.0)
            short = span.end - span.start <= LONGEST
            if short and _place(other) != own and speaks(document, span):
                found = set(terms(other.text))
                share = len(words & found) / max(1, min(len(words), len(found)))
                if share >= LIKE:
                    yield share, other


def _said(evidence: Evidence) -> Said:
    return Said(evidence.hit.passage.document, evidence.span)


def _place(evidence: Evidence) -> tuple[str, Span]:
    return evidence.hit.passage.document.id, evidence.span


def _date(evidence: Evidence) -> tuple[bool, str]:
    document = evidence.hit.passage.document
    return document.successor is None, document.about.published or ""
