"""The default answerer: it chooses sentences and writes nothing."""

import re
from collections.abc import Iterator, Sequence

from assistant.emphasis import answering_words
from assistant.reader import Evidence, Reading
from assistant.reply import Quote, Statement
from assistant.speaker import speaker
from assistant.widen import widen
from index.document import Document, Span
from index.terms import terms

REPEAT = 0.7  # share of common words above which a second sentence says the first one again
# a document that says what it does not say answers nothing with that
SILENCE = re.compile(
    r"(?:the|this) (?:article|page|text|brief|report|release|document|source)\b[^.;]{0,40}?"
    r"\b(?:does not|do not|doesn['’]t|"
    r"(?:give|contain|carr|quote|report|show|name|set|bear)(?:s|y|ies)? no)\b",
    re.IGNORECASE,
)


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
) -> tuple[Statement, ...]:
    """The statements that a reading supports, best first.

    Args:
        question: what was asked.
        reading: the sentences with their scores.
        most: the most statements.
        margin: how far, as a share of the best score, a further sentence may fall behind it.
        said: statements that stand already, and are not said again.
    """
    chosen: list[Statement] = []
    for evidence in _close(reading.evidence, margin):
        quotes = _quotes(question, evidence)
        if not any(_repeats(quote, other) for quote in quotes for other in _flat([*said, *chosen])):
            chosen.append(Statement(quotes, evidence.met))
        if len(chosen) == most:
            break
    return tuple(chosen)


def _close(evidence: tuple[Evidence, ...], margin: float) -> Iterator[Evidence]:
    best = evidence[0].score if evidence else 0.0
    return (one for one in evidence if one.score >= best - margin * abs(best))


def _quotes(question: str, evidence: Evidence) -> tuple[Quote, ...]:
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


def _flat(statements: list[Statement]) -> list[Quote]:
    return [quote for statement in statements for quote in statement.quotes]


def _repeats(quote: Quote, other: Quote) -> bool:
    if quote.document == other.document and quote.span.meets(other.span):
        return True
    one, two = set(terms(quote.text)), set(terms(other.text))
    return len(one & two) >= REPEAT * min(len(one), len(two))
