"""Typing errors in a question, corrected by the words of the documents and of ordinary English.

A word is corrected only where it is in neither, and then to a word that is one or two slips away
(Damerau 1964: a letter added, left out or replaced, or two neighbours swapped). What was searched
for is shown beside what was asked; a name that nobody knows stays, since it is a reason to refuse.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.retrieve import LONGEST_QUESTION
from index.terms import STOP
from index.vocabulary import (
    Beginnings,
    Vocabulary,
    dictionary,
    dictionary_beginnings,
    english_words,
)

SHORTEST = 4  # letters; every shorter word is one slip away from several others
LONG = 7  # letters from which on two slips may be mended
COMMON, USED = 20_000_000, 200_000  # uses of an English word that a short, a long one may become
MANY = 3  # unknown words; where they are a third of all, only one slip is mended in each
ALIKE = 0.85  # what a capitalised word and a name must have in common: 1 - slips / letters
# a word of the question; what is a part of an address, a tag or a number is none
WORD = re.compile(r"(?<![\w@./:#\\])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@/\\]|[.:]\w)")
APOSTROPHE = re.compile("['’]")
BEGINNINGS = ("anti", "de", "dis", "inter", "mis", "non", "over", "pre", "re", "un", "under")
ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly")
# contractions that are typed without their apostrophe
JOINED = frozenset(
    "arent cant couldnt didnt doesnt dont dunno gonna gotta hadnt hasnt havent heres hows isnt "
    "kinda lets mustnt shouldnt thats theres theyll theyre theyve wanna wasnt werent whats whens "
    "wheres whos wont wouldnt youre youve".split()
)
# words of English grammar that are not words of its neighbours too
ENGLISH = STOP - frozenset(
    "a am an any as at be by do for had has he her his i if in into is it me no not of on or so "
    "such to us was we were will you".split()
)


@dataclass(frozen=True)
class Unknown:
    """A word of a question that nobody knows: where it begins, and what its first letter says."""

    start: int
    text: str
    named: bool  # capitalised within the question
    first: bool  # capitalised at its beginning: a name or not

    @property
    def folded(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def slips(self) -> int:
        """How many slips may lie between it and a word of the documents."""
        if self.named:
            return max(1, int(len(self.text) * (1 - ALIKE)))
        return 2 if len(self.text) >= LONG else 1


@dataclass(frozen=True)
class Speller:
    """Corrects questions about some documents.

    >>> speller = Speller(Vocabulary(["The harbour of Sund is deep."]))
    >>> speller.corrected("how deep is the habrour of sund?")
    'how deep is the harbour of sund?'
    >>> speller.corrected("how deep is the harbour of Drammen?")
    'how deep is the harbour of Drammen?'
    """

    vocabulary: Vocabulary

    def corrected(self, question: str) -> str:
        """The question with its typing errors corrected, or as it is.

        It stays as it is where it is not in English, since the words of another language are near
        to English ones, and where it would become longer than what is read.
        """
        words = list(WORD.finditer(question))
        unknown = list(self._unknown(words, question.isupper()))
        if not unknown or not self._english([found[0].lower() for found in words]):
            return question
        long = sum(len(found[0]) >= SHORTEST for found in words)
        careful = len(unknown) >= MANY and len(unknown) > long / 3
        parts, done = [], 0
        for word in unknown:
            best = self._best(word, 1 if careful else 2)
            parts += [question[done : word.start], _written_as(best, word.text)]
            done = word.start + len(word.text)
        spelt = "".join([*parts, question[done:]])
        return spelt if len(spelt) <= LONGEST_QUESTION else question

    def _english(self, words: Sequence[str]) -> bool:
        """Whether words are English: one of them by its grammar, or most of them."""
        known = sum(word in dictionary() or word in self.vocabulary.counts for word in words)
        return not ENGLISH.isdisjoint(words) or known > len(words) / 2

    def _unknown(self, words: Sequence[re.Match[str]], shouted: bool) -> Iterator[Unknown]:
        for place, found in enumerate(words):
            text = APOSTROPHE.split(found[0])[0]
            if len(text) < SHORTEST or not text.isascii() or self._knows(text.lower()):
                continue
            # a capital inside: an abbreviation, or a name that somebody made up
            if shouted or text[1:].islower():
                capital = text[0].isupper() and not shouted
                yield Unknown(found.start(), text, capital and place > 0, capital and place == 0)

    def _knows(self, word: str) -> bool:
        """Whether a lower-case word, or what it is a form of, is known."""
        return word in JOINED or any(self._holds(form) for form in forms(word))

    def _holds(self, word: str) -> bool:
        return word in english_words() or word in self.vocabulary.counts

    def _best(self, unknown: Unknown, slips: int) -> str:
        """The known word that is nearest, at most so many slips away; "" where none is near."""
        near = {
            other: number
            for other, number in self._near(unknown, slips)
            if self._fits(unknown, other, number)
        }
        return min(near, key=lambda o: self._order(unknown.folded, o, near[o]), default="")

    def _near(self, unknown: Unknown, most: int) -> Iterator[tuple[str, int]]:
        """Known words of at least three letters with the number of slips to them."""
        word = unknown.folded
        yield from _beginning_alike(word, self.vocabulary.beginnings, min(most, unknown.slips))
        if unknown.named:
            return
        yield from _beginning_alike(word, dictionary_beginnings(), min(most, unknown.slips))
        for other in (word[1] + word[0] + word[2:], word[1:], *(c + word for c in ascii_lowercase)):
            if other in self.vocabulary.counts or other in dictionary():
                yield other, 1
        for other in (letter + word[1:] for letter in ascii_lowercase):
            # seldom done, and often another word: "lacemakers" is no "pacemakers"
            if len(word) >= LONG and other in self.vocabulary.counts:
                yield other, 1

    def _fits(self, unknown: Unknown, other: str, slips: int) -> bool:
        """Whether a known word may take the place of an unknown one that is near."""
        word, counted = unknown.folded, other in self.vocabulary.counts
        only_name = counted and other not in self.vocabulary.plain
        if unknown.named or (unknown.first and only_name):
            return other in self.vocabulary.capital and alike(word, other, slips)
        if counted:
            return True
        sure = same_letters(word, other)
        if len(word) >= LONG and not unknown.first:
            return dictionary()[other] >= USED and (slips == 1 or sure)
        # a short word that is unknown is often a name in small letters: "gomes" is not to be "goes"
        return dictionary()[other] >= COMMON and (sure or len(word) < len(other))

    def _order(self, word: str, other: str, slips: int) -> tuple[int | str, ...]:
        """What known words are ordered by, the best first."""
        sure = same_letters(word, other)
        replaced = len(word) == len(other) and not sure
        count = self.vocabulary.counts.get(other, 0)
        used = count or dictionary()[other]
        return slips, not sure, count == 0, word[0] != other[0], replaced, -used, other


def _beginning_alike(word: str, some: Beginnings, slips: int) -> Iterator[tuple[str, int]]:
    """Those of some words that are near to a word and have its first letter, with their slips."""
    for length in range(max(len(word) - slips, SHORTEST - 1), len(word) + slips + 1):
        beginning = some.get((word[0], length), ())
        for other, distance, _ in extract(
            word, beginning, scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            yield other, int(distance)


def forms(word: str) -> Iterator[str]:
    """A lower-case word, and what it may be a form of.

    >>> sorted(forms("running")), list(forms("trainning"))
    (['run', 'runn', 'runne', 'running'], ['trainning', 'trainn', 'trainne'])
    """
    yield word
    for beginning in BEGINNINGS:
        rest = word.removeprefix(beginning)
        if rest != word and len(rest) > SHORTEST:
            yield rest
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < SHORTEST - 1 or stem[-1] == ending:
            continue
        yield stem
        if ending[0] in "ei":
            yield stem + "e"
        if stem.endswith("i"):
            yield stem[:-1] + "y"
        # a consonant is doubled after a single vowel: "run", and not "train"
        if re.search(r"[^aeiou][aeiou]([b-df-hj-np-tvz])\1$", stem):
            yield stem[:-1]


def same_letters(word: str, other: str) -> bool:
    """Whether two words have the same letters, but for their order or for which are doubled.

    >>> same_letters("feild", "field"), same_letters("begining", "beginning")
    (True, True)
    """
    once, again = (re.sub(r"(.)\1", r"\1", one) for one in (word, other))
    return once == again or sorted(word) == sorted(other)


def alike(word: str, name: str, slips: int) -> bool:
    """Whether a capitalised word is a slip for a name, and not the name of somebody else.

    >>> alike("melendes", "melendez", 1), alike("hansen", "hanson", 1), alike("oregno", "oregon", 1)
    (True, False, True)
    """
    swapped = slips == 1 and sorted(word) == sorted(name)
    near = 1 - slips / max(len(word), len(name)) >= ALIKE
    return word[0] == name[0] and (swapped or near)


def _written_as(word: str, pattern: str) -> str:
    """A lower-case word with the capitals of another; the other where there is none."""
    if not word:
        return pattern
    if pattern.isupper():
        return word.upper()
    return word.capitalize() if pattern[0].isupper() else word
