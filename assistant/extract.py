"""The default answerer: it chooses sentences and writes nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.emphasis import answering_words
from assistant.reader import Evidence, Reading
from assistant.reply import Quote, Statement, Why
from assistant.speaker import speaker
from assistant.widen import widen
from index.document import Document, Span
from index.terms import terms

REPEAT = 0.7  # share of common words above which a second sentence says the first one again
# a document that says what it does not say answers nothing with that
SILENCE = re.compile(
    r"(?:the|this) (?:article|page|text|brief|report|release|document|source)\b"
    r"(?! (?:also )?(?:says?|adds?|states?|reports?|explains?|notes?|argues?|claims?) that\b)"
    r"[^.;]{0,40}?"
    r"\b(?:does not|do not|doesn['’]t|"
    r"(?:give|contain|carr|quote|report|show|name|set|bear)(?:s|y|ies)? no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Choice:
    """A sentence that a reader scored, and why it is quoted or not; `statement` where it is."""

    evidence: Evidence
    why: Why
    statement: Statement | None = None


def speaks(document: Document, span: Span) -> bool:
    """Whether a sentence can answer at all; not if it says that its document does not say.

    >>> page = Document("page.md", "The article does not say who signed. Ada did.", "text/markdown")
    >>> speaks(page, Span(0, 36)), speaks(page, Span(37, 45))
    (False, True)
    """
    return not SILENCE.match(span.cut(document.text))


def extract(
    question: str,
    reading: Reading,
    most: int,
    margin: float,
    said: Sequence[Statement] = (),
) -> tuple[Choice, ...]:
    """Which sentences of a reading are quoted, and why the others are not, best first.

    Args:
        question: what was asked.
        reading: the sentences with their scores.
        most: the most statements.
        margin: how far, as a share of the best score, a further sentence may fall behind it.
        said: statements that stand already, and are not said again.
    """
    quoted = [quote for statement in said for quote in statement.quotes]
    least = _least(reading.evidence, margin)
    choices: list[Choice] = []
    for evidence in reading.evidence:
        if evidence.score < least:
            choices.append(_left_out(evidence, Why.BEHIND))
        elif sum(choice.why is Why.USED for choice in choices) == most:
            choices.append(_left_out(evidence, Why.ENOUGH))
        elif repeats(quotes := quotes_of(question, evidence), quoted):
            choices.append(_left_out(evidence, Why.REPEATS))
        else:
            choices.append(Choice(evidence, Why.USED, Statement(quotes, evidence.met)))
            quoted += quotes
    return tuple(choices)


def left_out(reading: Reading, why: Why) -> tuple[Choice, ...]:
    """The sentences of a reading none of which is quoted, all for one reason."""
    return tuple(_left_out(evidence, why) for evidence in reading.evidence)


def _left_out(evidence: Evidence, why: Why) -> Choice:
    return Choice(evidence, why if evidence.fits else Why.LACKS_OFFICE)


def _least(evidence: Sequence[Evidence], margin: float) -> float:
    """The score below which a sentence has fallen too far behind the best."""
    best = evidence[0].score if evidence else 0.0
    return best - margin * abs(best)


def quotes_of(question: str, evidence: Evidence) -> tuple[Quote, ...]:
    """The quotations of a sentence: widened, with who says it and the few words that answer."""
    document = evidence.hit.passage.document
    short = answering_words(question, document, evidence.span)
    return tuple(
        Quote(
            document,
            span,
            speaker(document, span),
            short if short and span.holds(short) else None,
        )
        for span in widen(document, evidence.span)
    )


def repeats(quotes: Sequence[Quote], quoted: Sequence[Quote]) -> bool:
    """Whether some quotations say again what is quoted already."""
    return any(_repeats(quote, other) for quote in quotes for other in quoted)


def _repeats(quote: Quote, other: Quote) -> bool:
    if quote.document == other.document and quote.span.meets(other.span):
        return True
    one, two = set(terms(quote.text)), set(terms(other.text))
    return len(one & two) >= REPEAT * min(len(one), len(two))
