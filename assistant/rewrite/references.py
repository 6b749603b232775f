"""What the pronouns of a question mean, by what was said before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.rewrite.conversation import Exchange
from assistant.rewrite.frames import PREPOSITION
from assistant.rewrite.phrases import ASKERS, Phrase, Sort, phrases
from assistant.rewrite.words import GENDERED
from index.terms import stem

LEANING = frozenset("its his her their whose this that these those".split())
TRIED = 3  # antecedents of a pronoun, between which the index decides
# what it costs to go back: to the question before is nothing, to the one before that is 1
IN_ANSWER, IN_QUOTE, UNNAMED, IN_TITLE = 0.4, 0.6, 1.2, 1.5
AGAIN = 1.5  # how much likelier is what the same pronoun meant before
NEAR = 0.3  # how much less likely another antecedent may be for the index to decide


@dataclass(frozen=True)
class Pronoun:
    """A pronoun in a question: where it stands and what it may stand for."""

    words: str
    start: int
    end: int
    sort: Sort
    possessive: bool = False


BE = r"(?:is|was|be|are|were|['’]s)"
# it is raining, how long does it take to …, there is …
EMPTY = re.compile(
    rf"\b(?:{BE}\s+it|it\s+{BE})\s+(?:\w+\s+)?(?:true|possible|legal|illegal|allowed|ok|okay|right|"
    r"important|necessary|known|said|clear|raining)\b|\b(?:does|did|do|will|would)\s+it\s+"
    r"(?:take|cost|mean|matter)\s+(?:\w+\s+)?to\b|\bwhat\s+time\s+is\s+it\b",
    re.IGNORECASE,
)
PERSONAL = re.compile(
    r"\b(he|him|his|she|hers|her|it|its|they|them|theirs|their)\b(?!['’](?!s\b))", re.IGNORECASE
)
HER = re.compile(r"\s+(?!(?:to|in|on|at|for|from|with|by|about|of)\b)\w")  # her letter
BEFORE = re.compile(rf"\s+{PREPOSITION}\s+", re.IGNORECASE)
THAT_NOUN = re.compile(
    r"\b(?:this|that|these|those|such)\s+(?!is\b|was\b|are\b|were\b|of\b|in\b|on\b|to\b|by\b|and\b)"
    r"((?:\w+\s+)?\w+)",
    re.IGNORECASE,
)
SORTS = {
    "he": Sort.PERSON, "him": Sort.PERSON, "his": Sort.PERSON, "she": Sort.PERSON,
    "her": Sort.PERSON, "hers": Sort.PERSON, "it": Sort.THING, "its": Sort.THING,
    "they": Sort.PLURAL, "them": Sort.PLURAL, "their": Sort.PLURAL, "theirs": Sort.PLURAL,
}  # fmt: skip
CLASS = {
    **dict.fromkeys(("he", "him", "his"), "he"), **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
}  # fmt: skip
POSSESSIVE = frozenset("his hers its their theirs".split())


def pronouns(question: str) -> tuple[Pronoun, ...]:
    """The pronouns of a question that mean something outside of it; of each sort the first.

    >>> [one.words for one in pronouns("What did she tell them about it?")]
    ['she', 'them', 'it']
    >>> pronouns("When did the mayor sign his letter?")
    ()
    """
    empty = [match.span() for match in EMPTY.finditer(question)]
    inside = phrases(question)
    found: list[Pronoun] = []
    for match in PERSONAL.finditer(question):
        word, place = match[1].lower(), match.start()
        owns = word in POSSESSIVE or bool(word == "her" and HER.match(question, match.end()))
        one = Pronoun(match[0], *match.span(), SORTS[word], owns)
        known = any(_binds(phrase, one, question) for phrase in inside)
        said = any(other.sort is one.sort for other in found)
        if not (known or said or any(start <= place < end for start, end in empty)):
            found.append(one)
    return tuple(found)


def _binds(one: Phrase, pronoun: Pronoun, question: str) -> bool:
    """Whether a phrase of the question itself is what a pronoun in it means.

    Not in "the email about it", nor where the phrase is what is asked for.
    """
    owner = pronoun.possessive and one.named and Sort.TIME not in one.sorts
    fits = _fits(one, pronoun.sort) > 1 or (owner and one.start < pronoun.start)
    if not fits or one.words.split()[0].lower() in ASKERS:
        return False
    if one.start > pronoun.start:  # "after his return, what did Ben West say"
        return one.named and pronoun.sort is Sort.PERSON and pronoun.possessive
    return not BEFORE.fullmatch(question, one.end, pronoun.start)


def antecedents(
    pronoun: Pronoun, question: str, exchanges: Sequence[Exchange], frames: Sequence[str]
) -> list[str]:
    """What a pronoun may stand for, the likeliest first.

    Args:
        pronoun: which.
        question: where it stands; what this names itself is not meant.
        exchanges: what was said before, the oldest first.
        frames: the question of each, as it stands alone.
    """
    own = CLASS[pronoun.words.lower()]
    known = meant_before(exchanges, frames)
    inside = [one.words for one in phrases(question)]
    ranked: list[tuple[float, str]] = []
    for place, (cost, one) in enumerate(_mentioned(exchanges, frames)):
        fit, before = _fits(one, pronoun.sort), known.get(one.words.lower(), set())
        person = pronoun.sort is Sort.PERSON
        other = person and (before | {gender(one.words) or own}) - {own, "it", "they"}
        if not fit or other or any(_same(one.words, words) for words in inside):
            continue
        ranked.append((cost - fit - (AGAIN if own in before else 0) + place / 100, one.words))
    ranked.sort()
    chosen: list[tuple[float, str]] = []
    for at, words in ranked:
        if not any(_same(words, other) for _, other in chosen):
            chosen.append((at, words))
    near = [words for at, words in chosen if at <= chosen[0][0] + NEAR][:TRIED]
    return [_fullest(words, [one for _, one in ranked]) for words in near]


def _mentioned(
    exchanges: Sequence[Exchange], frames: Sequence[str]
) -> Iterator[tuple[float, Phrase]]:
    """Phrases of the conversation with what it costs to go back to each."""
    pairs = zip(reversed(exchanges), reversed(frames), strict=True)
    for back, (exchange, frame) in enumerate(pairs):
        for one in _with_owners(frame):
            yield back, _asked_for(one)
        for answer in exchange.answers:
            yield from ((back + IN_ANSWER, one) for one in phrases(answer))
        for quote in exchange.quotes[:1]:
            for one in _with_owners(quote):
                yield back + (IN_QUOTE if one.named else UNNAMED), one
        for title in exchange.titles[:1]:
            yield from ((back + IN_TITLE, one) for one in phrases(title) if one.named)


def _with_owners(text: str) -> Iterator[Phrase]:
    """The phrases of a text; of "the mayor's order", the mayor too."""
    for one in phrases(text):
        yield one
        if owner := re.match(r"(.+?)[’']s\s", one.words):
            yield from phrases(owner[1])


def _asked_for(one: Phrase) -> Phrase:
    """The contract that was asked for with "what contract"; it is known from then on."""
    words = re.sub(r"^(?:what|which|an?)\b", "the", one.words, flags=re.IGNORECASE)
    return Phrase(words, one.start, one.end, one.sorts, one.named)


def _fits(one: Phrase, sort: Sort) -> float:
    """How well a phrase may be meant, 0 where it cannot: 2 sure, 1 possible."""
    if one.words.split()[0].lower() in LEANING:
        return 0
    if sort in one.sorts:
        others = len(one.sorts)
        return 2.0 if others == 1 else 1.8 if others == 2 else 1.5
    return 1.0 if sort is Sort.PLURAL and one.named and Sort.TIME not in one.sorts else 0


def _same(left: str, right: str) -> bool:
    """Whether one of two names is the other one shortened: Riddell, Sean Riddell."""
    one, two = (set(re.findall(r"\w+", w.lower())) - {"the"} for w in (left, right))
    return one <= two or two <= one


def _fullest(words: str, others: Sequence[str]) -> str:
    """The longest form in which a name was said: Sean Riddell for Riddell."""
    if words.islower() or " " in words:
        return words
    return max(
        (o for o in others if set(words.split()) <= set(o.split()) and o[:1].isupper()),
        key=len,
        default=words,
    )


def gender(words: str) -> str | None:
    """Whether a phrase is a he or a she, where a word of it says so."""
    return next((GENDERED[w] for w in re.findall(r"\w+", words.lower()) if w in GENDERED), None)


def meant_before(exchanges: Sequence[Exchange], frames: Sequence[str]) -> dict[str, set[str]]:
    """Which phrases were "he", "she", "it" or "they" before, as they were put in their place."""
    found: dict[str, set[str]] = {}
    for exchange, frame in zip(exchanges, frames, strict=True):
        said = {CLASS[w] for w in re.findall(r"\w+", exchange.question.lower()) if w in CLASS}
        if len(said) == 1:
            for one in phrases(frame):
                if one.words not in exchange.question:
                    found.setdefault(one.words.lower(), set()).update(said)
    return found


def put(question: str, pronoun: Pronoun, words: str) -> str:
    """A question with what a pronoun stands for in its place."""
    if pronoun.possessive:
        words += "’" if words.endswith("s") and words.split()[-1].islower() else "’s"
    return question[: pronoun.start] + words + question[pronoun.end :]


def named_again(question: str, exchanges: Sequence[Exchange], frames: Sequence[str]) -> str | None:
    """A question with "that letter" replaced by the fuller phrase of the same noun, if any."""
    mentioned = list(_mentioned(exchanges, frames))
    for match in THAT_NOUN.finditer(question):
        nouns = [stem(word) for word in match[1].lower().split()]
        for _, one in mentioned:
            words = one.words.split()
            if len(words) > 1 and stem(one.head) in nouns and len(words) > 2:
                at = nouns.index(stem(one.head))
                end = match.start(1) + len(" ".join(match[1].split()[: at + 1]))
                return question[: match.start()] + one.words + question[end:]
    return None
