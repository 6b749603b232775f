"""The few words of a quoted sentence that are the answer, where a rule can tell them for sure.

A date, an amount, a number, a name, or what a rule demands ("documented, reported, and denied").
They are shown in bold inside the quotation, which stays whole. Where two things would fit, none is
marked: a wrong emphasis misleads more than none.
"""

import re

from assistant.kinds import MONTH, NUMERAL, OPENERS, UNIT, Kind, asked_kind
from index.document import Document, Span

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"\b{MONTH}\.?\s+{DAY}\b(?:,?\s+\d{{4}}\b)?|\b{DAY}\s+{MONTH}\b\.?(?:\s+\d{{4}}\b)?"
    rf"|\b{MONTH}\.?\s+\d{{4}}\b|\b(?:1\d|20)\d\d\b(?:\s?[–-]\s?\d{{2,4}}\b)?"
    r"|\b\d{1,2}:\d\d\b(?:\s?[ap]\.?m\b)?"
)
FIGURE = rf"\b\d[\d,.]*\d\b|\b\d+\b|\b{NUMERAL}(?:[ -]{NUMERAL})*\b"
NAME = r"\b[A-Z][\w.’'-]*(?:\s+(?:(?:of|the|for|de|van|von)\s+)*[A-Z][\w’'-]*)*"
WORDS: dict[Kind, str] = {
    Kind.TIME: DATE,
    Kind.MONEY: r"[$£€¥]\s?\d[\d,.]*\d?(?:\s(?:thousand|million|billion))?",
    Kind.DURATION: rf"(?:{FIGURE})[ -](?:\w+ )?{UNIT}s?\b",
    Kind.AGE: r"(?<=, )\d{1,3}(?=,)|\b\d{1,3}(?=[- ]years?[- ]old)",
    Kind.NUMBER: rf"(?:{FIGURE})(?:\s?%|\s(?:percent|per cent))?",
    Kind.NAME: NAME,
}
# "… to be documented, reported, and denied"
DEMANDED = re.compile(
    r"\b(?:be|must|shall|to)\s+[\"“]?(\w+(?:,\s\w+){1,4},?\sand\s\w+)(?=[\"”]?[.,;]|$)",
    re.IGNORECASE,
)
ASKS_WHAT_TO_DO = re.compile(
    r"\b(?:what|how)\b.*\b(?:must|should|shall|have to|has to|need to|required|supposed|do)\b",
    re.IGNORECASE,
)


def answering_words(question: str, document: Document, span: Span) -> Span | None:
    """The span, inside a sentence, of the words that answer; None where no rule is sure.

    >>> text = "The tower was built in 1881 by the harbour board."
    >>> found = answering_words("when was the tower built?", Document("t.txt", text, "text/plain"),
    ...     Span(0, 49))
    >>> found.cut(text)
    '1881'
    """
    sentence = span.cut(document.text)
    kind = asked_kind(question)
    if kind in WORDS:
        places = {match[0]: match.span() for match in words_of_kind(kind, question, sentence)}
    elif kind is None and ASKS_WHAT_TO_DO.search(question):
        places = {match[1]: match.span(1) for match in DEMANDED.finditer(sentence)}
    else:
        places = {}
    if len(places) != 1:
        return None
    ((start, end),) = places.values()
    return Span(span.start + start, span.start + end)


def words_of_kind(kind: Kind, question: str, sentence: str) -> list[re.Match[str]]:
    """The words of a kind in a sentence that the question does not name, and that are no opener.

    >>> [m[0] for m in words_of_kind(Kind.NAME, "Who is Ada Marsh?", "Ada Marsh met Tom Reed.")]
    ['Tom Reed']
    """
    case = re.NOFLAG if kind is Kind.NAME else re.IGNORECASE
    known = {word.lower() for word in re.findall(r"\w+", question)}
    found = []
    for match in re.finditer(WORDS[kind], sentence, case):
        words = {word.lower() for word in re.findall(r"\w+", match[0])}
        first = not re.search(r"\w", match.string[: match.start()])
        opener = kind is Kind.NAME and len(words) == 1 and (first or words <= OPENERS)
        if not words & known and not opener:
            found.append(match)
    return found
