"""In what two claims differ, where a question asks for just that."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from assistant.differ.amounts import Amount
from assistant.differ.claims import Claim, Mode
from assistant.differ.moments import Moment
from assistant.emphasis import words_of_kind
from assistant.kinds import Kind, asked_kind
from assistant.offices import asked_office

Quantity = TypeVar("Quantity", Amount, Moment)


class Odds(StrEnum):
    """In what two claims differ."""

    AMOUNT = "amount"
    MOMENT = "moment"
    NAME = "name"
    MODE = "mode"  # whether it must, may, need not or must not be
    DENIAL = "denial"  # whether it is


OPPOSED = frozenset({
    frozenset({Mode.MUST, Mode.MUST_NOT}), frozenset({Mode.MUST, Mode.NEED_NOT}),
    frozenset({Mode.MUST, Mode.MAY}), frozenset({Mode.MAY, Mode.MUST_NOT}),
})  # fmt: skip
COUNTED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.AMOUNT, Kind.DURATION, Kind.AGE})
ASKS_TIME = re.compile(r"\b(?:deadline|due|dates?|expires?)\b", re.IGNORECASE)
ASKS_RULE = re.compile(
    r"\b(?:may|can|could|must|shall|should|ha(?:ve|s) to|needs?|allowed|permitted|required|obliged|"
    r"supposed|forbidden|prohibited|banned|barred|mandatory|compulsory|optional|voluntary|legal|"
    r"lawful|rules?|policy|law)\b|\bdo (?:if|when|with|about)\b",
    re.IGNORECASE,
)
# what one alone can have done or be: several may have signed, said or opposed something
ONE_ALONE = re.compile(
    r"\b(?:won|wins|founded|wrote|written|author|invented|discovered|painted|designed|leads?|led|"
    r"heads?|chairs?)\b|^\W*who(?:['’]s| is| was) the\b",
    re.IGNORECASE,
)
# a name with one of these is nobody's: of a body and somebody in it both may be true
BODY = re.compile(
    r"\b(?:agency|alliance|association|board|bureau|cent(?:er|re)|city|club|coalition|college|"
    r"committee|company|council|county|court|department|group|inc|institute|ministry|office|party|"
    r"police|school|service|society|state|team|trust|union|university)\b",
    re.IGNORECASE,
)


def odds_between(question: str, one: Claim, two: Claim) -> Odds | None:
    """The one thing in which two claims differ; None where it is none or several.

    What the question does not ask for is no difference: a source that gives another year for the
    same number of boats speaks of another year.

    >>> from assistant.differ.claims import claim
    >>> new, old = claim("The ferry costs $9."), claim("The ferry costs $6.")
    >>> odds_between("What does the ferry cost?", new, old)
    <Odds.AMOUNT: 'amount'>
    >>> odds_between("When does the ferry leave?", new, old) is None
    True
    """
    kind = asked_kind(question)
    asks_time = kind is Kind.TIME or bool(ASKS_TIME.search(question))
    counts = kind is None or kind in COUNTED
    if _none_of(one, two) or _none_of(two, one):
        return Odds.AMOUNT if counts else None
    amounts = _disagreeing(one.amounts, two.amounts)
    moments = _disagreeing(_dated(one, two, asks_time), _dated(two, one, asks_time))
    if amounts is None or moments is None or one.none & two.none:
        return None
    modes = frozenset({one.mode, two.mode})
    if len(modes) > 1 and modes not in OPPOSED:
        return None
    found = [Odds.AMOUNT] * amounts + [Odds.MOMENT] * moments
    found += [Odds.MODE] * (len(modes) > 1) + [Odds.DENIAL] * (one.denies != two.denies)
    if not found and kind is Kind.NAME and _other_name(question, one, two):
        return Odds.NAME
    if len(found) != 1:
        return None
    timed = kind is Kind.TIME and all(a.unit in ("minutes", "months") for a in one.amounts)
    asked = {
        Odds.AMOUNT: counts or timed,
        Odds.MOMENT: asks_time,
        Odds.MODE: bool(ASKS_RULE.search(question)),
    }
    return found[0] if asked.get(found[0], True) else None


def name_in(question: str, claim: Claim) -> str | None:
    """The one name in a claim that the question does not name itself; None where there are more."""
    names = {match[0] for match in words_of_kind(Kind.NAME, question, claim.text)}
    return names.pop() if len(names) == 1 else None


def one_alone(question: str, names: Sequence[str]) -> bool:
    """Whether a question asks for what one person alone can be or have done, and names are such.

    >>> one_alone("Who won the regatta?", ["Ada Marsh", "Tom Reed"])
    True
    >>> one_alone("Who saw the regatta?", ["Ada Marsh", "Tom Reed"])
    False
    """
    if not ONE_ALONE.search(question) and not asked_office(question):
        return False
    return all(" " in name and not BODY.search(name) for name in names)


def _disagreeing(one: Sequence[Quantity], two: Sequence[Quantity]) -> int | None:
    """How many quantities are at odds, in their order; None where they cannot be compared."""
    pairs = list(zip(one, two, strict=False))
    if len(one) != len(two) or not all(a.at_odds(b) or a.agrees(b) for a, b in pairs):
        return None
    return sum(a.at_odds(b) for a, b in pairs)


def _dated(claim: Claim, other: Claim, asks_time: bool) -> list[Moment]:
    """The moments that say of when a claim is, or, where the question asks for one, all of them.

    A mere weekday that the other claim does not give says nothing of another day.
    """
    if asks_time:
        return list(claim.moments)
    given = [moment for moment in claim.moments if not moment.since]
    return given if other.moments else [m for m in given if m != Moment(weekday=m.weekday)]


def _none_of(one: Claim, two: Claim) -> bool:
    """Whether the one gives an amount of what the other says there is none of."""
    if len(one.amounts) != 1 or two.amounts or one.denies:
        return False
    return one.amounts[0].number > 0 and one.amounts[0].unit in two.none


def _other_name(question: str, one: Claim, two: Claim) -> bool:
    """Whether two claims have one name each that have no word in common."""
    names = [name_in(question, claim) for claim in (one, two)]
    words = [set(re.findall(r"[^\W\d_]+", (name or "").lower())) for name in names]
    return all(words) and not words[0] & words[1]
