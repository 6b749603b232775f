"""Whether two sentences speak of one matter.

Strictly: they must have every word in common but those in which they differ. Words that stand in
one sentence alone may be of a name that the other's document has in its title, of whoever is
quoted, or follow what is denied; any other may tell two matters apart, as "adults" and "children".
"""

import re

from assistant.differ.akin import akin, versions
from assistant.differ.claims import Mode
from assistant.differ.odds import Odds, name_in, one_alone
from assistant.differ.said import Said, stems
from index.terms import stem

MEASURES = frozenset(map(stem, "cost take free".split()))  # beside an amount they say no more
PRONOUN = re.compile(
    r"\W*(?:it|they|he|she|this|these|that|those|its|their|his|her|such|both)\b", re.IGNORECASE
)
SPEAKER = re.compile(r"\W*(?:he|she|they)\b", re.IGNORECASE)
MYSELF = re.compile(r"\b(?:I|me|my|myself)\b")
OURSELVES = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)
SAME_CONTEXT = 0.6  # share of the words before "it" that must be the same
# the same words on another day speak of another time; with how much of a date tells
PASSING = (
    (re.compile(r"\b(?:last|this|next|past|previous) (?:year|season|term)\b", re.IGNORECASE), 4),
    (
        re.compile(
            r"\b(?:last|this|next|past|previous) (?:week|month|quarter)\b|\b(?:yesterday|today|"
            r"tomorrow|tonight|ago|so far|yet|currently|recently)\b",
            re.IGNORECASE,
        ),
        7,
    ),
)
PAST = re.compile(r"\b(?:was|were|had|did|\w{2,}ed)\b", re.IGNORECASE)
PRESENT = re.compile(r"\b(?:is|are|has|have|does|do)\b", re.IGNORECASE)


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
        and (_two_speakers(one, two) if one.document.id == two.document.id else akin(one, two))
        and all((name in one.words) == (name in two.words) for name in _named(question))
    )


def _apart(question: str, odds: Odds, one: Said, two: Said) -> set[str]:
    """The words of a sentence that may tell its matter from the other one's."""
    mine, theirs = one.claim, two.claim
    left = set(mine.about) - set(theirs.about) - theirs.said_by - (mine.names & two.title)
    if odds is Odds.AMOUNT:
        left -= MEASURES | mine.none
    if odds is Odds.NAME:
        left -= stems(name_in(question, mine) or "")
    if odds in (Odds.MODE, Odds.DENIAL) and theirs.negative and not mine.negative:
        # "they may not enter" contradicts "they may enter on Sundays", but not the other way round
        shared = (at for at, word in enumerate(mine.about) if word in theirs.about)
        left &= set(mine.about[: max(shared, default=0)])
    return left


def _same_subject(one: Said, two: Said) -> bool:
    """Whether nobody asks or speaks of himself, and "it" stands for the same."""
    texts = one.claim.text, two.claim.text
    if any(text.endswith("?") or MYSELF.search(text) for text in texts):
        return False
    if any(map(OURSELVES.search, texts)) and not versions(one, two):
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
    for pattern, precise in PASSING:
        if any(map(pattern.search, texts)) and len({date[:precise] for date in dates}) > 1:
            return False
    numbers = [re.findall(r"\d+", said.named) for said in (one, two)]
    series = one.title == two.title and numbers[0] != numbers[1]
    past = all(PAST.search(text) and not PRESENT.search(text) for text in texts)
    plain = one.claim.mode is Mode.PLAIN and not one.claim.moments
    return not (odds is Odds.AMOUNT and series and past and plain)


def _one_name(question: str, one: Said, two: Said) -> bool:
    """Whether only one of two names can be right; in a new version, one takes the other's place."""
    names = [name_in(question, said.claim) or "" for said in (one, two)]
    return versions(one, two) or one_alone(question, names)


def _two_speakers(one: Said, two: Said) -> bool:
    """Whether two sentences of one document are by two speakers: an author agrees with himself."""
    return one.claim.said_by != two.claim.said_by


def _named(question: str) -> set[str]:
    """The names and years in a question."""
    found = re.findall(r"(?<=\w )[A-Z]\w+|\b(?:1\d|20)\d\d\b", question)
    return {stem(word.lower()) for word in found}
