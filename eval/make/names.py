"""Names: which words look like one, what kind it is, and others that a folder may lack.

The names to put in are invented or rare; each is checked against the folder before it is used.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.kinds import MONTH, OPENERS
from eval.make.words import JOINING, Word, joined

PEOPLE = (
    "Marit Oldervik", "Tobias Fennimore", "Ines Calloway", "Rafael Quintrell", "Hanna Sorvali",
    "Dmitri Abelov", "Priya Venkatara", "Callum Strathbogie", "Yuki Morizane", "Odile Pascaut",
    "Kwame Asantewa", "Birgit Holmgaard",
)  # fmt: skip
PLACES = (
    "Tarnwick", "Quillhaven", "Brundley", "Eskerdale", "Vantoro", "Lismarra", "Oxenholt",
    "Kelstrand", "Merribrook", "Zanderville", "Harrowmere", "Pellworm",
)  # fmt: skip
# the last word of a name that is no person's, so that the words before it can be changed alone
KINDS = frozenset(
    "act agency association authority bay board bridge bureau center centre church city club "
    "coalition college commission committee company corporation council county court "
    "department district division force foundation forum fund group guild harbour harbor "
    "hospital house institute island lake law league library ministry mountain museum "
    "newspaper office organization park party police port post press project promise protocol "
    "railway region river road school service services society station street team times "
    "treaty trust union university valley village constitution program programme plan code "
    "fire report toolkit guide".split()
)
# more words of names that are no person's, which cannot be put behind a place
NO_PERSON = KINDS | frozenset(
    "security enforcement amendment states america ocean sea empire war cup newsroom states "
    "health news north south east west new great national central united federal royal saint st "
    "ice camps community communities".split()
)
NO_NAME = NO_PERSON | OPENERS
TITLES = frozenset(
    "mr mrs ms dr mayor chief president governor senator professor sir commissioner officer "
    "judge captain minister secretary director sheriff king queen lady lord deputy attorney".split()
)
PLACE_BEFORE = frozenset("in at near from to".split())
LETTERS = re.compile(r"[^\W\d_]+(?:[-.'’][^\W\d_]*)*")
CALENDAR = re.compile(MONTH + r"|may|\w+day", re.IGNORECASE)


def bare_name(name: Sequence[Word]) -> Sequence[Word]:
    """A name without the titles before it."""
    start = next((at for at, word in enumerate(name) if word.lower not in TITLES), len(name))
    return name[start:]


def is_person(name: Sequence[Word], uncapitalised: frozenset[str] = frozenset()) -> bool:
    """Whether words look like the name of a person: two or three of them, and no institution.

    None of them stands anywhere without its capital, which tells Rose Marsh from Good Practice.

    >>> from eval.make.words import words_of
    >>> [is_person(words_of(name)) for name in ("Ada Marsh", "Harbour Office", "the ANC", "Tide")]
    [True, False, False, False]
    >>> is_person(words_of("Good Practice"), frozenset({"good"}))
    False
    """
    words = bare_name(name)
    return (
        len(words) in (2, 3)
        and all(
            LETTERS.fullmatch(word.text)
            and word.is_name
            and not (word.text.isupper() and len(word.text) > 1)
            and word.lower not in NO_NAME
            and word.lower not in uncapitalised
            for word in words
        )
        and not any(word.after for word in words[:-1])
    )


def names(words: Sequence[Word], joining: frozenset[str] = JOINING) -> Iterator[tuple[int, int]]:
    """Where the names in a question begin and end; its first word is none.

    `joining` are the small words that may stand inside a name.

    >>> from eval.make.words import words_of
    >>> words = words_of("When did Ada Marsh leave the Port of Tarn in May?")
    >>> [joined(words[start:end]) for start, end in names(words)]
    ['Ada Marsh', 'Port of Tarn']
    """
    at = 1
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(words, at, end, joining):
            end += 1
            if words[end - 1].after or words[end - 1].text.endswith(("'s", "’s")):
                break
        if end > at and not CALENDAR.fullmatch(words[at].text.rstrip(".")):
            yield at, end
        at = max(end, at + 1)


def _goes_on(words: Sequence[Word], start: int, at: int, joining: frozenset[str]) -> bool:
    if words[at].is_name:
        return True
    following = [word for word in words[at + 1 : at + 3] if word.lower not in joining]
    joins = start < at and words[at].lower in joining
    return joins and bool(following) and following[0].is_name


def candidates(
    name: Sequence[Word], before: str, people: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Other names of the same kind; none where the kind is not plain to see.

    >>> from eval.make.words import words_of
    >>> next(candidates(words_of("Ada Marsh"), "did", frozenset({"Ada Marsh"})))
    'Marit Oldervik'
    >>> [next(candidates(words_of(name), "in")) for name in ("Dover", "Port of Dover", "Fish Act")]
    ['Tarnwick', 'Port of Tarnwick', 'Tarnwick Act']
    """
    name = [*name[:-1], replace(name[-1], text=re.sub(r"['’]s?$", "", name[-1].text))]
    last = name[-1].text
    of = max((at for at, word in enumerate(name) if word.lower == "of"), default=0)
    if of:
        yield from (f"{joined(name[: of + 1])} {place}" for place in PLACES)
    elif last.lower() in KINDS and len(name) > 1:
        yield from (f"{place} {last}" for place in PLACES)
    elif joined(bare_name(name)) in people:
        titles = joined(name[: len(name) - len(bare_name(name))])
        yield from (f"{titles} {person}".strip() for person in PEOPLE)
    elif len(name) == 1 and any(one.endswith(f" {last}") for one in people):
        yield from (person.split()[-1] for person in PEOPLE)
    elif len(name) == 1 and before in PLACE_BEFORE and not last.isupper():
        yield from PLACES
