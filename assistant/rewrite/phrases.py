"""The phrases of a question or a quotation that a later question may mean, and of what sort.

No grammar is parsed: names are runs of capitalised words, other phrases begin with an article or
the like and end before the next small word or verb. The rules are for English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.emphasis import DATE
from assistant.kinds import OPENERS
from assistant.offices import OFFICES
from assistant.rewrite.words import (
    COLLECTIVES,
    ORGANISATIONS,
    PEOPLE,
    PLACES,
    TIMES,
    VERBS,
)
from index.question import ASKING
from index.terms import STOP


class Sort(StrEnum):
    """What a phrase names; an unknown name may be of several sorts."""

    PERSON = "person"
    PLACE = "place"
    THING = "thing"
    PLURAL = "plural"
    TIME = "time"


CAPITAL = r"(?:(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|St|Sgt|Sr|Jr)\.|[A-Z][\w’'&-]*)"
NAME = re.compile(
    rf"{CAPITAL}(?:\s+(?:(?:of|the|for|de|van|von|and|du|la|&)\s+){{0,2}}(?:{CAPITAL}|\d+\b))*"
)
DATES = re.compile(rf"{DATE}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
DETERMINER = r"(?:the|an?|this|that|these|those|its|his|her|their|which|what|whose)"
COMMON = re.compile(rf"\b{DETERMINER}\s+(?=[\w’'])", re.IGNORECASE)
WORD = re.compile(r"[\w][\w’'-]*")
SMALL = STOP | frozenset(
    "after before during while since until against between within without over under through "
    "across near outside inside toward towards upon per via because although though despite "
    "besides ever never now still again well else first last back away out up down off together "
    "only even much many more most".split()
)
OPENING = (
    SMALL
    | OPENERS
    | ASKING
    | frozenset(
        "tell give list name any why anything anyone anybody everything something else besides "
        "early born later".split()
    )
)
DID = re.compile(
    r"\b(?:do|does|did|will|would|can|could|shall|should|may|might|must)\s+$", re.IGNORECASE
)
ASKERS = frozenset("what which whose".split())
OWNER = re.compile(r"[’']s?$")
# the cease and desist letter
JOINED = re.compile(r"and\s+(?!the\b|an?\b)[a-z]+\s+(?!and\b|or\b|of\b|to\b|in\b)[a-z]+\b")
READ = 500  # characters of a text; a follow-up is short, and its meaning is near
LONGEST = 4  # words of a phrase that is no name, after its article
OFFICE = re.compile(rf"(?:{OFFICES})s?", re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """Words that name something, where they stand, and what they may name."""

    words: str
    start: int
    end: int
    sorts: frozenset[Sort]
    named: bool  # whether it is a name

    @property
    def head(self) -> str:
        """The last word of it, in lower case."""
        return _head(self.words)

    @property
    def people(self) -> bool:
        """Whether its last word is for somebody, or for several."""
        return _of_people(self.head)


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of the first 500 characters of a text, in order; none lies in another.

    >>> [one.words for one in phrases("Did the mayor write to ICE in 2018?")]
    ['the mayor', 'ICE', '2018']
    """
    text = text[:READ]
    every = sorted(
        (*_dates(text), *_common(text), *_plurals(text), *_names(text)),
        key=lambda one: (one.start, -one.end),
    )
    found: list[Phrase] = []
    for one in every:
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)


def _dates(text: str) -> Iterator[Phrase]:
    for match in DATES.finditer(text):
        yield Phrase(match[0], *match.span(), frozenset({Sort.TIME}), named=True)


def _names(text: str) -> Iterator[Phrase]:
    for match in NAME.finditer(text):
        start, words = match.start(), match[0]
        # what opens a sentence, or asks, is no part of the name
        while (first := words.split()[0]) and first.lower().strip("'’") in OPENING:
            rest = words[len(first) :].lstrip()
            start += len(words) - len(rest)
            words = rest
            if not words:
                break
        if words and words[0].isupper():
            words = re.sub(r"[’']s?$", "", words)
            yield Phrase(words, start, start + len(words), _of_name(text, start, words), named=True)


def _common(text: str) -> Iterator[Phrase]:
    """The mayor's order, what contract, the report A Plea for Help."""
    for match in COMMON.finditer(text):
        asks = match[0].split()[0].lower() in ASKERS
        end = _subject_end(text, match.start(), match.end(), _end(text, match.end(), asks))
        if end > match.end():
            words = OWNER.sub("", text[match.start() : end])
            named = any(word[0].isupper() for word in words.split()[1:])
            place = match.start(), match.start() + len(words)
            yield Phrase(words, *place, _of_common(words), named)


def _plurals(text: str) -> Iterator[Phrase]:
    """Federal officers, Democratic lawmakers: what needs no article."""
    for word in WORD.finditer(text):
        start = word.start()
        run = text[start : _subject_end(text, start, start, _end(text, start, True))]
        last = max((w.end() for w in WORD.finditer(run) if _is_plural(w[0].lower())), default=0)
        words = run[:last]
        owned = re.search(r"[’']s?\s", words)  # Ben West's films: he is what may be meant
        if " " in words and not owned and not words.istitle():
            sorts = _of_common(f"the {words}")
            yield Phrase(words, word.start(), word.start() + last, sorts, named=False)


def _end(text: str, start: int, noun_first: bool) -> int:
    """Where a phrase ends that begins at a place; there, where no word of it does.

    Args:
        text: what it stands in.
        start: after its article, if it has any.
        noun_first: whether the first word must be no verb; after an article none is.
    """
    end, count = start, 0
    for word in WORD.finditer(text, start):
        plain = OWNER.sub("", word[0]).lower()
        joins = plain == "and" and count and JOINED.match(text, word.start())
        last = not text[word.end() :].strip(" ?.!")
        verb = plain in VERBS or (plain.endswith(("ed", "ly")) and not last)
        stops = plain in SMALL and not joins
        if word.start() < end:  # within a name
            continue
        if count == LONGEST or text[end : word.start()].strip() or stops:
            break
        if verb and (count or noun_first):
            break
        name = NAME.match(text, word.start())
        end, count = max(end, name.end() if name else word.end()), count + 1
    return end


def _subject_end(text: str, start: int, noun: int, end: int) -> int:
    """Where a phrase ends that may have the verb for its last word: did the spring tide | turn?

    Args:
        text: what it stands in.
        start: of the phrase, and
        noun: of what follows its article.
        end: of all that could be the phrase.
    """
    words, rest = list(WORD.finditer(text, noun, end)), WORD.findall(text[end:])
    if len(words) < 2 or not DID.search(text, 0, start):
        return end
    after = [word.lower() for word in rest]
    # did the tent city in Portland last?
    later = after[:1] and (after[0] in VERBS or (after[0] in SMALL and VERBS.intersection(after)))
    return end if later else words[-2].end()


def _head(words: str) -> str:
    return re.sub(r"[’']s$", "", words.split()[-1]).lower()


def _of_common(words: str) -> frozenset[Sort]:
    head = _head(words)
    single = head.removesuffix("s")
    if head in TIMES or single in TIMES:
        return frozenset({Sort.TIME})
    if _of_people(head):
        several = head.endswith("s") and head not in PEOPLE
        return frozenset({Sort.PLURAL if several else Sort.PERSON})
    if head in COLLECTIVES or any(w.lower() in ORGANISATIONS for w in words.split()[1:]):
        return frozenset({Sort.PLURAL, Sort.THING})
    if head in PLACES:
        return frozenset({Sort.PLACE, Sort.THING})
    if _is_plural(head):
        return frozenset({Sort.PLURAL})
    return frozenset({Sort.THING})


def _of_people(head: str) -> bool:
    return bool(OFFICE.fullmatch(head)) or head in PEOPLE or head.removesuffix("s") in PEOPLE


def _is_plural(head: str) -> bool:
    return head.isalpha() and head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _of_name(text: str, start: int, words: str) -> frozenset[Sort]:
    every = [w.lower().strip(".'’") for w in words.split()]
    before = re.search(r"(\w+)\s+(?:the\s+)?$", text[:start])
    at = before is not None and before[1].lower() in {"in", "at", "near", "from", "outside"}
    if any(OFFICE.fullmatch(one) for one in every) and len(every) > 1:
        return frozenset({Sort.PERSON})
    if set(every) & ORGANISATIONS or (words.isupper() and len(words) > 1):
        return frozenset({Sort.THING, Sort.PLURAL})
    if every[-1] in PLACES:
        return frozenset({Sort.PLACE, Sort.THING})
    if at:
        return frozenset({Sort.PLACE, Sort.THING})
    if " and " in words or words.startswith("The "):
        return frozenset({Sort.PLURAL, Sort.THING})
    if every[-1].endswith("s") and len(every) == 1:
        return frozenset({Sort.PERSON, Sort.PLURAL, Sort.THING})
    if len(every) > 1 and words.replace(" ", "").isalpha() and " of " not in words:
        return frozenset({Sort.PERSON, Sort.THING})
    return frozenset({Sort.PERSON, Sort.THING, Sort.PLACE})
