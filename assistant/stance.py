"""Whether a sentence of a source asserts or denies what a question asks or takes for granted.

Strictly: all that the asked claim names has to stand in one clause of the sentence, on the same
side of the same verb, and nothing there may leave it open. A wrong yes or no is far worse than
none, so whatever the rules cannot read decides nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.differ.amounts import Amount, amounts
from assistant.differ.claims import DENIED, unattributed
from assistant.differ.moments import Moment, moments
from assistant.differ.wording import HARMLESS, meaning_of
from assistant.polarity import Polarity, clause
from assistant.rows import Asked, Row, rows_asked, rows_said, stems_of
from index.document import Document, Span
from index.terms import stem


class Stance(StrEnum):
    """What a sentence says to a claim."""

    ASSERTS = "asserts"
    DENIES = "denies"


AGAINST = frozenset({
    frozenset({Polarity.IS, Polarity.IS_NOT}), frozenset({Polarity.MAY, Polarity.MUST_NOT}),
    frozenset({Polarity.MUST, Polarity.MUST_NOT}), frozenset({Polarity.MUST, Polarity.NEED_NOT}),
    frozenset({Polarity.WOULD, Polarity.WOULD_NOT}),
})  # fmt: skip
NEGATIVE = frozenset({
    Polarity.IS_NOT, Polarity.MUST_NOT, Polarity.NEED_NOT, Polarity.WOULD_NOT,
})  # fmt: skip
# what happens to a thing once, so that it did not happen at another time
ONCE = frozenset(
    map(meaning_of, "conclude sign found die born publish pass adopt announce cancel send".split())
)
# whoever is quoted with these is the document itself
DOCUMENT = frozenset(
    map(stem, "article page report release text brief document author authors press".split())
)
ALL = frozenset("all every each always everywhere everybody everyone only both most nobody".split())
STILL = frozenset("still yet already anymore again even ever".split())
LIMITS = re.compile(
    r"\b(?:if|unless|only|except|other than|allegedly|partly|partially|some|few|most|mostly|half|"
    r"provided|as long as|so long as|subject to|might|likely|probably|perhaps|nearly|almost)\b",
    re.IGNORECASE,
)
NOT_UNTIL = re.compile(r"\bnot\b.*\b(?:until|before|only)\b", re.IGNORECASE)  # and so it is
PIECES = re.compile(r";\s+|,\s+(?:and|but|so)\s+(?=\w+ )|\s+[—–]\s+")
# clauses that tell more of the matter, and are not read
ASIDE = re.compile(
    r", (?:which|who|whose|where|while|although|though|since|because|as)\b[^,;]*(?:,(?= )|(?=;)|$)"
)
# "JoAnn Hardesty, a city commissioner" and "The Bureau, a city office, …"
BESIDE = re.compile(
    r"(?P<name>(?:\b[A-Z][\w.-]+(?: of)? ?){2,8}), (?P<what>(?:an?|the|deputy|acting) [^,;:]+)"
    r"(?=[,.;:]|$)"
)


@dataclass(frozen=True)
class Quantities:
    """The amounts and moments of a text, and the text without them."""

    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]
    text: str


@lru_cache(maxsize=100)  # the claim of a question is held against many sentences
def quantities(text: str) -> Quantities:
    """The amounts and moments of a text, with spaces in their place."""
    when = list(moments(text))
    rest = _blank(text, [span for span, _ in when])
    many = list(amounts(rest))
    rest = _blank(rest, [span for span, _ in many])
    return Quantities(tuple(m for _, m in many), tuple(m for _, m in when), rest)


def _blank(text: str, spans: list[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def stance(asked: Asked, document: Document, span: Span) -> Stance | None:
    """What a sentence says to a claim; None where it decides nothing.

    >>> page = Document("a.md", "Boats must not sail at night.", "text/markdown")
    >>> stance(Asked("boats sail at night", "may"), page, Span(0, 29))
    <Stance.DENIES: 'denies'>
    >>> stance(Asked("boats sail", "may"), page, Span(0, 29)) is None
    True
    """
    sentence = " ".join(span.cut(document.text).split())
    named = stems_of(clause(document.title).words)
    if not stems_of(clause(quantities(asked.text).text).words) <= named | stems_of(
        clause(sentence).words
    ):
        return None
    text, by, _ = unattributed(sentence)
    unread = sentence.endswith("?") or DENIED.search(sentence) or NOT_UNTIL.search(sentence)
    if unread or not _by_document(asked, by, document):
        return None
    found = {
        one
        for piece in pieces(text)
        for one in [_stance(asked, quantities(piece), named)]
        if one is not None
    }
    return found.pop() if len(found) == 1 else None


def pieces(text: str) -> list[str]:
    """The clauses of a sentence that stand beside each other, and what a name is said to be.

    >>> pieces("The tide fell, which nobody saw, and Ada Marsh, a porter, slept.")
    ['The tide fell', 'Ada Marsh, a porter, slept.', 'Ada Marsh is a porter']
    """
    beside = [f"{one['name'].strip()} is {one['what']}" for one in BESIDE.finditer(text)]
    found = [piece.strip(" ,") for piece in PIECES.split(ASIDE.sub(",", text))]
    return [piece for piece in found if piece] + beside


def _by_document(asked: Asked, by: frozenset[str], document: Document) -> bool:
    """Whether the document itself says it, or whoever the question names."""
    about = document.about
    own = clause(f"{about.publisher or ''} {about.author or ''} {asked.text}")
    return by <= DOCUMENT | {word.stem for word in own.words}


def _stance(asked: Asked, said: Quantities, named: frozenset[str]) -> Stance | None:
    wanted = quantities(asked.text)
    matching = [
        (mine, theirs)
        for mine in rows_asked(asked, wanted.text)
        for theirs in rows_said(clause(said.text))
        if _match(mine, theirs, named)
    ]
    # what was so says nothing of what is so
    if any(mine.past is False and theirs.past for mine, theirs in matching):
        return None
    if not matching or _left_open(asked, said):
        return None
    found = {_decide(asked, wanted, mine, said, theirs) for mine, theirs in matching} - {None}
    return found.pop() if len(found) == 1 else None


def _match(mine: Row, theirs: Row, named: frozenset[str]) -> bool:
    """Whether a reading of a clause has all of a reading of a claim, each on its side."""
    if mine.verb != theirs.verb or not mine.agent | mine.patient:
        return False
    met = mine.agent <= theirs.agent and mine.patient <= theirs.patient
    limited = theirs.mode in NEGATIVE and not theirs.rest <= mine.all | named | HARMLESS
    return met and mine.all <= theirs.all | named and not limited


def _left_open(asked: Asked, said: Quantities) -> bool:
    """Whether the clause limits what the claim does not, or the claim says more of how much."""
    limits = {found.lower() for found in LIMITS.findall(said.text)} - asked.words
    words = set(re.findall(r"[a-z]+", said.text.lower()))
    return bool(limits) or bool(asked.words & (ALL | STILL) - words)


def _decide(
    asked: Asked, wanted: Quantities, mine: Row, said: Quantities, theirs: Row
) -> Stance | None:
    same = mine.mode is theirs.mode
    if not same:
        opposed = frozenset({mine.mode, theirs.mode}) in AGAINST
        whole = not asked.words & ALL and not _unmet(wanted, said)
        return Stance.DENIES if opposed and whole else None
    if not _unmet(wanted, said):
        return Stance.ASSERTS
    return Stance.DENIES if _otherwise(wanted, said, mine) else None


def _unmet(wanted: Quantities, said: Quantities) -> bool:
    """Whether an amount or moment of the claim is not given."""
    return not (
        all(any(one.agrees(other) for other in said.amounts) for one in wanted.amounts)
        and all(any(one.agrees(other) for other in said.moments) for one in wanted.moments)
    )


def _otherwise(wanted: Quantities, said: Quantities, mine: Row) -> bool:
    """Whether the one amount or moment of a claim is given otherwise, and only one can be right."""
    if mine.mode is not Polarity.IS:
        return False
    if len(wanted.amounts) == len(said.amounts) == 1 and not wanted.moments:
        return wanted.amounts[0].at_odds(said.amounts[0]) and not said.amounts[0].hedge
    if mine.all & ONCE and len(wanted.moments) == 1 and not wanted.amounts and said.moments:
        one = wanted.moments[0]
        agrees = any(one.agrees(other) for other in said.moments)
        return not agrees and any(one.at_odds(other) for other in said.moments)
    return False
