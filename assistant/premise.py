"""What a question takes for granted, and the sentence of a source that says otherwise.

"Since the law lets me call them, when may I?" asks when, and claims that the law lets. An answer to
it as if that were so would endorse the claim. So it is taken out by rules (for English) and looked
for: where a sentence contradicts it, that is the reply. A clause of its own that no sentence
asserts is named, so that nothing beside it is taken for a yes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.differ.wording import FORMS
from assistant.otherwise import says_otherwise
from assistant.parts import DIRECT
from assistant.reader import Evidence
from assistant.rows import Asked
from assistant.stance import Stance, stance
from assistant.yes_no import HELPER
from index.document import Document

OPENER = (
    r"(?:since|because|given(?: that)?|now that|as|after|seeing that|considering that|"
    r"(?:even )?though|although|assuming(?: that)?)"
)
LEADING = re.compile(rf"^\W*(?:(?:and|but|so|well|ok|okay)\W+)*{OPENER}\s+", re.IGNORECASE)
TRAILING = re.compile(
    r"\s,?(?:since|because|given that|now that|seeing that)\s+(?P<claim>[^?]+)\??\W*$",
    re.IGNORECASE,
)
ASKS_WHY = re.compile(
    rf"^\W*(?:(?:and|but|so|then)\W+)*(?:why|when|how come|for what reason)\s+(?P<helper>{HELPER})"
    r"(?P<not>n['’]t)?\s+(?P<rest>[^?]+)\??\W*$",
    re.IGNORECASE,
)
HELPED = re.compile(rf"^(?P<helper>{HELPER})\s+(?P<rest>.+)$", re.IGNORECASE)
# who speaks of himself tells the sources nothing that they could hold
MYSELF = re.compile(r"\b(?:i|i['’]\w+|my|we|our)\b", re.IGNORECASE)
VERB = re.compile(rf"\b(?:{HELPER}|{'|'.join(FORMS)}|lets?|\w{{2,}}(?:ed|s))\b", re.IGNORECASE)
SHORTEST = 3  # words of a clause


@dataclass(frozen=True)
class Premise:
    """What a question takes for granted.

    `words` are those of the question, `explicit` says that they are a clause of their own.
    """

    words: str
    claim: Asked
    explicit: bool


def premises(question: str) -> tuple[Premise, ...]:
    """What a question takes for granted, as far as the rules can tell.

    >>> premises("Since boats may sail, when do they leave?")[0].words
    'boats may sail'
    >>> premises("Why did the boats leave?")[0].claim
    Asked(text='the boats leave', helper='did')
    >>> premises("Since 2018, who has sailed?")
    ()
    """
    return tuple(_premises(" ".join(question.split())))


def turned(question: str) -> str:
    """A question with the clause that opens it behind it, where it is searched and read better.

    >>> turned("Since boats may sail, when do they leave?")
    'when do they leave? (boats may sail)'
    """
    found = _opening(" ".join(question.split()))
    return f"{found[1]} ({found[0]})" if found else question


def _premises(question: str) -> Iterator[Premise]:
    asking = question
    if found := _opening(question):
        asking = found[1]
        yield Premise(found[0], claim_of(found[0]), explicit=True)
    elif (trailer := TRAILING.search(question)) and _a_clause(trailer["claim"]):
        asking, words = question[: trailer.start()], trailer["claim"].strip()
        yield Premise(words, claim_of(words), explicit=True)
    if light := ASKS_WHY.match(asking):
        # who does not: the rules leave it alone
        words = f"{light['helper']} {light['rest'].strip()}{' not' if light['not'] else ''}"
        yield Premise(words, claim_of(words), explicit=False)


def _opening(question: str) -> tuple[str, str] | None:
    """The clause that opens a question, and what is asked behind it."""
    opener = LEADING.match(question)
    rest = question[opener.end() :] if opener else ""
    for comma in re.finditer(r",\s+", rest):
        words, asking = rest[: comma.start()], rest[comma.end() :]
        if DIRECT.match(asking):
            return (words, asking) if _a_clause(words) else None
    return None


def _a_clause(words: str) -> bool:
    return len(words.split()) >= SHORTEST and bool(VERB.search(words))


@dataclass(frozen=True)
class Taken:
    """What became of what a question takes for granted.

    `against` is the sentence that contradicts the first false one, with its words; `unfounded` are
    the words of clauses that no sentence asserts.
    """

    against: tuple[Evidence, str] | None = None
    unfounded: tuple[str, ...] = ()


def taken(question: str, evidence: Iterable[Evidence]) -> Taken:
    """What some sentences say to what a question takes for granted, the best of them first."""
    found, unfounded = list(evidence), list[str]()
    for premise in premises(question):
        stances = [(one, stance(premise.claim, _document(one), one.span)) for one in found]
        if any(said is Stance.ASSERTS for _, said in stances):
            continue
        against = [one for one, said in stances if said is Stance.DENIES]
        best = against[0] if against else _contradicts(premise, found)
        if best:
            return Taken((best, premise.words))
        if premise.explicit and not MYSELF.search(premise.words):
            unfounded.append(premise.words)
    return Taken(unfounded=tuple(unfounded))


def claim_of(words: str) -> Asked:
    """The claim of a premise, from its words alone.

    >>> claim_of("did the boats leave")
    Asked(text='the boats leave', helper='did')
    """
    found = HELPED.match(words)
    return Asked(found["rest"], found["helper"].lower()) if found else Asked(words)


def _contradicts(premise: Premise, evidence: list[Evidence]) -> Evidence | None:
    """The sentence that says otherwise most clearly; None where none does."""
    scored = [(says_otherwise(premise.claim, _document(one), one.span), one) for one in evidence]
    best, sentence = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return sentence if best > 0 else None


def _document(evidence: Evidence) -> Document:
    return evidence.hit.passage.document
