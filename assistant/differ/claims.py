"""What a sentence claims, taken apart so that two claims can be compared.

Its amounts and moments; whether something must, may, need not or must not be; whether it is denied;
who says so; and the words for what all this is about. The rules are for English, and a word that
they do not know stays among those, where it keeps two claims apart.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.differ.amounts import Amount, amounts
from assistant.differ.moments import Moment, moments
from assistant.differ.wording import HARMLESS, OPPOSITE, meaning_of, stem_of
from index.document import Span
from index.terms import STOP, stem


class Mode(StrEnum):
    """Whether something has to be; plain where the sentence only says that it is or is not."""

    PLAIN = "plain"
    MUST = "must"
    MAY = "may"
    MUST_NOT = "must not"
    NEED_NOT = "need not"
    SHOULD = "should"
    WOULD = "would"  # or will: it is not so yet


NEGATIVE = frozenset({Mode.MUST_NOT, Mode.NEED_NOT})


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


BE, NOT = r"(?:is|are|was|were|be|been|being)", r"(?:not|never)(?! only\b)"
LET, DUE = r"(?:allowed|permitted|entitled)", r"(?:required|obliged|obligated|compelled)"
SET = r"(?:mandatory|compulsory|obligatory)"
BANNED = r"(?:forbidden|prohibited|banned|barred)"
MODES = (  # the first that fits
    (
        Mode.NEED_NOT,
        _rule(
            rf"\b(?:need not|needn['’]t|(?:do|does|did)(?: not|n['’]t) (?:have|need) to"
            rf"|{BE} {NOT} (?:{DUE}(?: to)?|{SET})|{BE} (?:optional|voluntary))\b"
        ),
    ),
    (
        Mode.MUST_NOT,
        _rule(
            rf"\b(?:(?:must|may|can|shall) {NOT}|cannot|(?:mustn|can)['’]t|{BE} {NOT} {LET}(?: to)?"
            rf"|{BE} {BANNED}(?: (?:to|from))?|(?:forbid|prohibit|ban|bar)s)\b"
        ),
    ),
    (Mode.MUST, _rule(rf"\b(?:must|shall|ha(?:s|ve) to|needs? to|{BE} (?:{DUE}(?: to)?|{SET}))\b")),
    (Mode.MAY, _rule(rf"\b(?:may|can|{BE} {LET}(?: to)?)\b")),
    (Mode.SHOULD, _rule(r"\b(?:should|ought to)\b")),
    (Mode.WOULD, _rule(r"\b(?:will|would|could|might|going to)\b|['’](?:ll|d)\b")),
)
DENIAL = _rule(
    rf"\b(?:{NOT}|no|nobody|none|neither|nor|(?:refuse[sd]?|decline[sd]?|fail(?:s|ed)?) to)\b"
    r"|n['’]t\b"
)
NOT_ALL = _rule(r"\bnot (?:all|every|each)\b")
NONE = _rule(
    r"\bno (?P<noun>\w+)|\b(?P<free>free)\b(?! (?:to|from)\b)|\b(?P<nobody>nobody|no one)\b"
)
PRICES = frozenset(map(stem, "charge fee fine cost price fare".split()))

SAYING = (
    r"(?:said|says?|wrote|writes?|f(?:ound|inds?)|claim(?:ed|s)?|argue[ds]?|report(?:ed|s)?|"
    r"state[ds]?|note[ds]?|add(?:ed|s)?|insist(?:ed|s)?|announce[ds]?|explain(?:ed|s)?|believes?|"
    r"thinks?|show(?:ed|s)?|estimate[ds]?|told \w+(?: \w+)?)"
)
WHO = r"(?P<who>[^,.;:“”\"]{2,80}?)"
LEAD_IN = r"^(?:[^,“”\"]{2,60}, )?"
DENIED = _rule(rf"{LEAD_IN}{WHO} (?:den(?:y|ies|ied)|dispute[sd]?) that ")
SAID_BY = (
    DENIED,
    _rule(rf"^According to {WHO}, "),
    _rule(rf",? according to {WHO}(?=[,.;]|$)"),
    _rule(rf"[,.!?][\"”’]? {WHO} {SAYING}(?: [^,.;]{{1,40}})?[.,]?$"),  # …, the inspector found.
    _rule(rf",[\"”’]? {SAYING} {WHO}[.,]?$"),  # …," said Ada Marsh.
    _rule(rf"{LEAD_IN}{WHO} {SAYING} that "),
    _rule(rf"^{WHO} (?:counted|estimated|reckoned) (?=\S*\d|\w+ \w)"),
)
OPENING = _rule(
    r"^(?:all in all|in (?:all|truth|fact|short|the end)|however|meanwhile|now|today|for years),? "
)
# a clause before a comma says when or where, and is kept; one after it tells more of the matter
LEADING = _rule(
    r"(?:when|if|while|after|before|as|al?though|since|because|unless|until|once|in|on|at|by|with|"
    r"from|under|for|to|of|during|between|over|through|despite|without|within)\b[^,]*,"
)
ASIDE = _rule(r", (?:which|who|whose)\b[^,;]*(?:,(?= )|$)")
MORE = _rule(
    r"(?:,| [—–]) (?:which|who|whose|where|whether|whatever|and|but|while|although|though|since|as|"
    r"among|most|half|in place|more|less|down|up|an?|the|\w+ing)\b.*$"
)
LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Claim:
    """A sentence, taken apart.

    `text` is what is said, without the words that say by whom, whose stems are `said_by`. `about`
    are the stems of its other content words in their order, and `names` those that are capitalised
    within the sentence. `none` are the stems of what there is none of, "$" where something is free.
    """

    text: str
    said_by: frozenset[str]
    mode: Mode
    denies: bool
    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]
    about: tuple[str, ...]
    names: frozenset[str]
    none: frozenset[str]

    @property
    def negative(self) -> bool:
        """Whether it says that something is not, need not or must not be."""
        return self.denies or self.mode in NEGATIVE


def claim(sentence: str) -> Claim:
    """What a sentence claims.

    >>> found = claim("The gate must not be opened before 9 a.m., the porter said.")
    >>> found.mode, found.about, found.said_by
    (<Mode.MUST_NOT: 'must not'>, ('gate', 'open', 'befor'), frozenset({'porter'}))
    """
    said, said_by, denied = unattributed(" ".join(sentence.split()))
    text = _core(said)
    when = list(moments(text))
    rest = _blank(text, [span for span, _ in when])
    many = list(amounts(rest))
    rest = _blank(rest, [span for span, _ in many])
    mode, rest = _mode(rest)
    words = [word for word in LETTERS.finditer(DENIAL.sub(_spaces, rest)) if _tells(word[0])]
    denials = len(DENIAL.findall(rest)) + sum(stem_of(word[0]) in OPPOSITE for word in words)
    meant = [meaning_of(word[0]) for word in words]
    capital = (word[0][0].isupper() and word.start() > 0 for word in words)
    return Claim(
        text=text,
        said_by=said_by,
        mode=mode,
        denies=(denials + denied) % 2 == 1,
        amounts=tuple(amount for _, amount in many),
        moments=tuple(moment for _, moment in sorted(when, key=lambda found: found[0])),
        about=tuple(meant) + (("not all",) if NOT_ALL.search(text) else ()),
        names=frozenset(one for one, name in zip(meant, capital, strict=True) if name),
        none=_none(rest),
    )


def unattributed(sentence: str) -> tuple[str, frozenset[str], bool]:
    """The sentence without the words that say who says it; their stems; whether they deny it."""
    who: set[str] = set()
    denied = DENIED.search(sentence) is not None
    for pattern in SAID_BY:
        if found := pattern.search(sentence):
            who |= {meaning_of(word) for word in LETTERS.findall(found["who"]) if _tells(word)}
            sentence = sentence[: found.start()] + sentence[found.end() :]
    return sentence.strip(' "“”'), frozenset(who), denied


def _core(said: str) -> str:
    """What is said, without words that only open it and clauses that tell more of the matter."""
    said = ASIDE.sub("", OPENING.sub("", said))
    leading = LEADING.match(said)
    more = MORE.search(said, leading.end() if leading else 0)
    return said[: more.start()] if more else said


def _blank(text: str, spans: list[Span]) -> str:
    """The text with spaces in the place of some spans."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _mode(said: str) -> tuple[Mode, str]:
    """Whether something has to be, and what is said without the words that say so."""
    for mode, pattern in MODES:
        if pattern.search(said):
            return mode, pattern.sub(_spaces, said, count=1)
    return Mode.PLAIN, said


def _none(said: str) -> frozenset[str]:
    """What there is none of."""
    found: set[str] = set()
    for match in NONE.finditer(said):
        noun = stem_of(match["noun"]) if match["noun"] else ""
        found |= {"$"} if match["free"] or noun in PRICES else set()
        found |= {stem_of("people")} if match["nobody"] else {noun} - {""}
    return frozenset(found)


def _tells(word: str) -> bool:
    """Whether a word tells what a claim is about."""
    return word.lower() not in STOP and stem_of(word) not in HARMLESS
