"""When and in which direction: "raided" is not "raids", and "to Oregon" is not "from Oregon"."""

import re
from collections.abc import Iterator

from assistant.support.basis import Basis
from assistant.support.operators import Check
from assistant.support.reading import Sentence, Word
from assistant.support.wording import PAST

HELPED = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|having|get|got|by)\b[\w\s]{0,18}$"
)
BE = re.compile(r"\b(?P<be>is|are|was|were)\b(?! (?:to|being)\b)")
PREPOSITION = re.compile(
    r"\b(?P<way>from|to|into|towards?|against|for|by|with|under|over)\s+(?:the |an? )?$"
)
WAS = ("was", "were")
SAME_WAY = {"into": "to", "toward": "to", "towards": "to"}
OPPOSED = frozenset({"from", "to", "against", "by"})


def wrong_time(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Verbs of the past that prose puts into the present, and the other way round.

    What somebody said may go into the past with the saying: "he said that it was late".
    """
    quoted = basis.sentence
    shifted = any(one.span.start == 0 for one in prose.sayings)
    for word in prose.words:
        mine = _tense(prose, word)
        theirs = {_tense(quoted, other) for other in quoted.words if other.stem == word.stem}
        known = mine and theirs and theirs <= {"past", "present"}
        if known and mine not in theirs and not (mine == "past" and shifted):
            yield Check.TENSE, word.text
    theirs_be = {after: be for be, after in _being(quoted)}
    for be, after in _being(prose):
        other = theirs_be.get(after)
        if other and (be in WAS) != (other in WAS) and not (be in WAS and shifted):
            yield Check.TENSE, be


def _tense(sentence: Sentence, word: Word) -> str | None:
    """Whether a word is a verb of the past or of the present, as far as its form tells."""
    low = word.text.lower()
    if word.name or sentence.attributed(word.span):
        return None
    if low.endswith("ed") or low in PAST:
        return None if HELPED.search(sentence.text, 0, word.span.start) else "past"
    return "present" if low.endswith("s") and not low.endswith("ss") else None


def _being(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Each "is" or "was" with what the first word after it means."""
    for match in BE.finditer(sentence.text):
        after = sentence.window(match.end(), 1)
        if after:
            yield match["be"], after[0]


def wrong_way(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Names after "from" that the quotation has after "to", and the like."""
    quoted = basis.sentence
    for word in prose.words:
        mine = _way(prose, word)
        if mine is None:
            continue
        theirs = [_way(quoted, other) for other in quoted.words if other.meaning == word.meaning]
        if theirs and None not in theirs and mine not in theirs and OPPOSED & {mine, *theirs}:
            yield Check.ORDER, f"{mine} {word.text}"


def _way(sentence: Sentence, word: Word) -> str | None:
    """The preposition right before a word."""
    if sentence.attributed(word.span) or word.text.endswith("ing"):
        return None  # "according to her", "from helping"
    found = PREPOSITION.search(sentence.text, max(0, word.span.start - 16), word.span.start)
    return SAME_WAY.get(found["way"], found["way"]) if found else None
