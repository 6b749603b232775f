"""Whether the verb of a clause is asserted, denied, allowed, demanded or forbidden.

There is no parser: a clause is a row of words, and what stands before one of its verbs says in
which mode that verb is. Whatever stands there that the rules do not know how to read (a wish, a
threat, an opinion, a condition) makes the mode unknown, and then nothing is said about it. The
rules are for English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.differ.wording import OPPOSITE, meaning_of, stem_of
from index.terms import STOP


class Polarity(StrEnum):
    """In which mode something is said; IS and IS_NOT of plain facts."""

    IS = "is"
    IS_NOT = "is not"
    MAY = "may"
    MUST = "must"
    MUST_NOT = "must not"
    NEED_NOT = "need not"
    WOULD = "would"
    WOULD_NOT = "would not"


DENIED = {
    Polarity.IS: Polarity.IS_NOT,
    Polarity.MAY: Polarity.MUST_NOT,
    Polarity.MUST: Polarity.MUST_NOT,
    Polarity.MUST_NOT: Polarity.MAY,
    Polarity.WOULD: Polarity.WOULD_NOT,
}
# "required not to" forbids, "not required to" leaves free
DENIED_DUTY = {**DENIED, Polarity.MUST: Polarity.NEED_NOT}


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


NOT = r"(?:not|never|no longer)"
BE = r"(?:am|is|are|was|were|be|been|being)"
ADVERBS = r"(?:\s+(?:\w+ly|also|then|even|just|now|ever|first|so))*"
SOMEBODY = r"(?:\s+[^\s,;]+|,\s+at [\w ]+ level,){0,9}?"  # "police and staff, at every level,"
LETS = r"(?:lets?|letting|allow(?:s|ed|ing)?|permit(?:s|ted|ting)?)"
BANS = r"(?:forbids?|forbade|forbidden|prohibit(?:s|ed)?|ban(?:s|ned)?|bar(?:s|red)?)"
ORDERS = (
    r"(?:order(?:s|ed)?|direct(?:s|ed)?|require[sd]?|oblige[sd]?|obligate[sd]?|instruct(?:s|ed)?|"
    r"compel(?:s|led)?|tells?|told|force[sd]?)"
)
TO = r"(?:\s+(?P<no>not))?\s+to(?:\s+be)?"
# what stands right before a verb, or before somebody right before it; the first that fits
BEFORE = (
    (Polarity.MUST_NOT, _rule(rf"\b{BANS}{SOMEBODY}(?:\s+(?:to(?:\s+be)?|from))?$")),
    (Polarity.MUST, _rule(rf"\b{ORDERS}{SOMEBODY}{TO}$")),
    (Polarity.MAY, _rule(rf"\b{LETS}{SOMEBODY}(?:\s+to(?:\s+be)?)?$")),
    (
        Polarity.MUST,
        _rule(r"\b(?:must|shall|ha(?:s|ve|d) to|needs? to|(?:obligatory|mandatory) to)(?:\s+be)?$"),
    ),
    (Polarity.MAY, _rule(r"\b(?:may|can|could|able to|entitled to|free to)(?:\s+be)?$")),
    (Polarity.WOULD, _rule(r"\b(?:will|would)(?:\s+be)?$")),
)
NEGATED = _rule(
    rf"\b(?:{NOT}|cannot|(?:refuse[sd]?|decline[sd]?|fail(?:s|ed)?) to)"
    r"(?:\s+(?:be|been|being|have))?$"
)
DENIAL = _rule(rf"\b{NOT}\b")
SHORT = (  # contractions, and words that are written in two ways
    (_rule(r"\b(can|could|must|wo|would|do|does|did|is|are|was|were|has|have|had|need)n['’]t\b"),
     r"\1 not"),
    (_rule(r"\bcannot\b"), "can not"),
    (_rule(r"\bca not\b"), "can not"),
    (_rule(r"\bwo not\b"), "will not"),
)  # fmt: skip
# who may not want, fear, plan or think of what is not so; and what makes it so in part only
UNSURE = _rule(
    r"\b(?:if|whether|unless|except|without|until|should|might|allegedly|alleged|reportedly|"
    r"supposedly|possibly|perhaps|maybe|probably|likely|almost|nearly|partly|partially|hardly|"
    r"scarcely|barely|rarely|seldom|only|some|few|fewer|most|mostly|half|several|attempt\w*|"
    r"tr(?:y|ies|ied|ying)|plan(?:s|ned|ning)?|"
    r"want\w*|wish\w*|hop(?:e|es|ed|ing)|fear\w*|threat\w*|propos\w*|ask(?:s|ed|ing)?|urg(?:e|es|ed)|"
    r"call(?:s|ed)? on|expect\w*|intend\w*|seem\w*|appear(?:s|ed)? to|suppos\w*|claim\w*|argu\w*|"
    r"accus\w*|believ\w*|think\w*|thought|consider\w*|opinion|view|so-called|suggest\w*|demand\w*|"
    r"recommend\w*|request(?:s|ed) (?:that|to)|say|says|said|writes?|wrote|describ\w*|complain\w*|"
    r"predict\w*|warn\w*|promis\w*|would have|should have|could have|might have|"
    r"neither|nor|nobody|none|no(?! longer))\b"
)
WORD = re.compile(r"[^\W_]+(?:['’.&-]+[^\W_]+)*")
NOUN_BEFORE = frozenset(
    "a an the this these those that of in on at by for with from about into its their his her my "
    "our your any no every each such under after before".split()
)


@dataclass(frozen=True)
class Word:
    """A word of a clause: where it stands, in lower case, and the stem that stands for it."""

    start: int
    end: int
    lower: str
    stem: str

    @property
    def tells(self) -> bool:
        """Whether it names something."""
        return self.lower not in STOP and not self.lower.isdigit()


@dataclass(frozen=True)
class Clause:
    """A clause and its words."""

    text: str
    words: tuple[Word, ...]


def clause(text: str) -> Clause:
    """A clause, with its contractions written out.

    >>> [word.stem for word in clause("Boats don't sail.").words]
    ['boat', 'do', 'not', 'sail']
    """
    for pattern, full in SHORT:
        text = pattern.sub(full, text)
    return Clause(text, tuple(_words(text)))


def _words(text: str) -> Iterator[Word]:
    for found in WORD.finditer(text):
        bare = re.sub(r"['’]s?$", "", found[0].lower())
        own = stem_of(bare)  # "closed" does not stand for "open" here
        yield Word(found.start(), found.end(), bare, own if own in OPPOSITE else meaning_of(bare))


def polarity(before: str) -> Polarity | None:
    """The mode of the verb that follows some words; None where it cannot be told.

    >>> polarity("The mayor refused to let the police"), polarity("The ferry does not")
    (<Polarity.MUST_NOT: 'must not'>, <Polarity.IS_NOT: 'is not'>)
    >>> polarity("The rules require guests not to"), polarity("Guests are not required to")
    (<Polarity.MUST_NOT: 'must not'>, <Polarity.NEED_NOT: 'need not'>)
    >>> polarity("The union threatens to") is None
    True
    """
    before = re.sub(rf"{ADVERBS}\s*$", "", before.rstrip(" \"“”'"), count=1)
    before, denied = _without_denial(before)
    for mode, pattern in BEFORE:
        if found := pattern.search(before):
            rest, refused = _without_denial(
                re.sub(rf"\s*\b{BE}{ADVERBS}$", "", before[: found.start()].rstrip())
            )
            if not refused:
                rest, refused = _without_denial(before[: found.start()].rstrip())
            inner = denied or bool(found.groupdict().get("no"))
            if UNSURE.search(rest) or DENIAL.search(rest) or (inner and refused):
                return None
            if refused:
                return DENIED_DUTY[mode]
            return DENIED[mode] if inner else mode
    if UNSURE.search(before) or DENIAL.search(before):
        return None
    if re.search(r"\bto$", before):
        return None  # somebody's purpose, or an order that the rules do not know
    return Polarity.IS_NOT if denied else Polarity.IS


def _without_denial(before: str) -> tuple[str, bool]:
    """Some words without the denial that they end with, and whether they do."""
    found = NEGATED.search(before)
    return (before[: found.start()].rstrip(), True) if found else (before, False)
