"""Whether two sentences speak of one matter.

Strictly: they must have every word in common but those in which they differ. Words that stand in
one sentence alone may be of a name that the other's document has in its title, of whoever is
quoted, or follow what is denied; any other may tell two matters apart, as "adults" and "children".
"""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.claims import LETTERS, Claim, Mode, claim
from assistant.odds import Odds, name_in, one_alone
from assistant.wording import meaning, stem_of
from index.document import Document, Span
from index.terms import STOP, stem, terms

MEASURES = frozenset(map(stem, "cost take free".split()))  # beside an amount they say no more
# what tells two versions of one document apart
VERSION = frozenset(
    map(stem, "new old revised amended edition version first second third printing notice".split())
)
PRONOUN = re.compile(
    r"\W*(?:it|they|he|she|this|these|that|those|its|their|his|her|such|both)\b", re.IGNORECASE
)
SPEAKER = re.compile(r"\W*(?:he|she|they)\b", re.IGNORECASE)
MYSELF = re.compile(r"\b(?:I|me|my|myself)\b")
BEFORE = 200  # characters before a sentence that say what "it" is
SAME_CONTEXT = 0.6  # share of words that these must have in common
IN_THE_YEAR = re.compile(r"\b(?:last|this|next|past|previous) (?:year|season|term)\b", re.I)
IN_THE_MONTH = re.compile(
    r"\b(?:last|this|next|past|previous) (?:week|month|quarter)\b|\b(?:yesterday|today|tomorrow|"
    r"tonight|ago|so far|yet|currently|recently)\b",
    re.I,
)
PAST = re.compile(r"\b(?:was|were|had|did|\w{2,}ed)\b", re.I)
PRESENT = re.compile(r"\b(?:is|are|has|have|does|do)\b", re.I)


@dataclass(frozen=True)
class Said:
    """A sentence of a document."""

    document: Document
    span: Span

    @cached_property
    def claim(self) -> Claim:
        """What it claims."""
        return claim(self.span.cut(self.document.text))

    @cached_property
    def title(self) -> frozenset[str]:
        """The stems of the words of its document's title, without numbers."""
        return frozenset(map(_meaning, _words(self.document.title)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of all words of its document."""
        return frozenset(terms(f"{self.document.title}\n{self.document.text}"))

    @property
    def before(self) -> frozenset[str]:
        """The stems of the words before it."""
        start = self.span.start
        return frozenset(terms(self.document.text[max(0, start - BEFORE) : start]))


def one_matter(question: str, odds: Odds, one: Said, two: Said) -> bool:
    """Whether two sentences that differ in one thing speak of the same matter.

    Args:
        question: what was asked.
        odds: in what they differ.
        one: a sentence.
        two: another one, of any document.
    """
    shared = set(one.claim.about) & set(two.claim.about)
    return (
        any(map(str.isalpha, shared))
        and not _apart(question, odds, one, two)
        and not _apart(question, odds, two, one)
        and _same_subject(one, two)
        and _same_time(odds, one, two)
        and (odds is not Odds.NAME or _one_name(question, one, two))
        and (_two_speakers(one, two) if one.document.id == two.document.id else _akin(one, two))
        and all((name in one.words) == (name in two.words) for name in _named(question))
    )


def _apart(question: str, odds: Odds, one: Said, two: Said) -> set[str]:
    """The words of a sentence that may tell its matter from the other one's."""
    mine, theirs = one.claim, two.claim
    left = set(mine.about) - set(theirs.about) - theirs.said_by - (mine.names & two.title)
    if odds is Odds.AMOUNT:
        left -= MEASURES | mine.none
    if odds is Odds.NAME:
        left -= set(map(_meaning, LETTERS.findall(name_in(question, mine) or "")))
    if odds in (Odds.MODE, Odds.DENIAL) and theirs.negative and not mine.negative:
        # "they may enter on Sundays" is denied by "they may not enter", but not the other way round
        shared = (at for at, word in enumerate(mine.about) if word in theirs.about)
        last = max(shared, default=0)
        left &= set(mine.about[:last])
    return left


def _same_subject(one: Said, two: Said) -> bool:
    """Whether "it" and "they" can stand for the same, and nobody speaks of himself or asks."""
    texts = one.claim.text, two.claim.text
    if any(text.endswith("?") or MYSELF.search(text) for text in texts):
        return False
    unclear = [bool(PRONOUN.match(said.claim.text)) and not _own_words(said) for said in (one, two)]
    if not any(unclear):
        return True
    fewer = min(len(one.before), len(two.before))
    return all(unclear) and len(one.before & two.before) >= max(1, SAME_CONTEXT * fewer)


def _own_words(said: Said) -> bool:
    """Whether "he" is whoever is quoted."""
    return bool(said.claim.said_by and SPEAKER.match(said.claim.text))


def _same_time(odds: Odds, one: Said, two: Said) -> bool:
    """Whether "last year" is the same year, and these are not counts of one year after another."""
    dates = [said.document.about.published or "" for said in (one, two)]
    texts = [said.claim.text for said in (one, two)]
    for pattern, precise in ((IN_THE_YEAR, 4), (IN_THE_MONTH, 7)):
        if any(map(pattern.search, texts)) and len({date[:precise] for date in dates}) > 1:
            return False
    numbers = [re.findall(r"\d+", said.document.title) for said in (one, two)]
    series = one.title == two.title and numbers[0] != numbers[1]
    past = all(PAST.search(text) and not PRESENT.search(text) for text in texts)
    plain = one.claim.mode is Mode.PLAIN
    return not (odds is Odds.AMOUNT and series and past and plain and not one.claim.moments)


def _one_name(question: str, one: Said, two: Said) -> bool:
    """Whether only one of two names can be right; in a new version, one takes the other's place."""
    names = [name_in(question, said.claim) or "" for said in (one, two)]
    return _versions(one, two) or one_alone(question, names)


def _two_speakers(one: Said, two: Said) -> bool:
    """Whether two sentences of one document are by two speakers: an author agrees with himself."""
    return one.claim.said_by != two.claim.said_by


def _akin(one: Said, two: Said) -> bool:
    """Whether two documents speak of the same: one name, or versions of one text."""
    if _versions(one, two):
        return True
    names = _names(one, two) | _names(two, one)
    shared = [word for word in one.claim.about if word in two.claim.about and word.isalpha()]
    if not names or len(set(shared)) < 2:
        return False
    return bool(names & (one.title | two.title)) or not (_alien(one, two) and _alien(two, one))


def _versions(one: Said, two: Said) -> bool:
    """Whether two documents have one title, but for what tells two versions apart."""
    return one.document != two.document and one.title - VERSION == two.title - VERSION


def _names(one: Said, two: Said) -> set[str]:
    """The names in a sentence that the other one, whoever says it, or its document's title has."""
    return {
        name
        for name in one.claim.names
        if name in two.claim.about or name in two.title or name in two.claim.said_by
    }


def _alien(one: Said, two: Said) -> set[str]:
    """The names in the title of a sentence's document that the other document never uses."""
    words = _words(one.document.title)
    if len(words) > 2 and all(word[0].isupper() for word in words):  # a Title in Capitals
        text = one.document.text
        names = [word for word in words if re.search(rf"[a-z,;] {re.escape(word)}\b", text)]
    else:
        opener = words[:1] if len(words) > 1 and words[1][0].islower() else []
        names = [word for word in words if word[0].isupper() and word not in opener]
    return {stem(name.lower()) for name in names} - two.words


def _named(question: str) -> set[str]:
    """The names and years in a question."""
    return {
        stem(word.lower()) for word in re.findall(r"(?<=\w )[A-Z]\w+|\b(?:1\d|20)\d\d\b", question)
    }


def _words(text: str) -> list[str]:
    """The words of a text, without numbers and those that name nothing."""
    found = (word for word in LETTERS.findall(text) if not any(map(str.isdigit, word)))
    return [word for word in found if word.lower() not in STOP]


def _meaning(word: str) -> str:
    return meaning(stem_of(word))
