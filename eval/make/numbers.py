"""Questions for a number: "The ferry takes 40 cars." becomes "How many cars does …?"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.kinds import NUMERAL
from eval.case import Group
from eval.make.clause import APPROXIMATE, PREPOSITIONS, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.plain import (
    has_speech,
    has_verb,
    is_whole,
    part_around,
    plain_sentences,
    refers,
    statement,
)
from eval.make.words import Word, joined, question
from index.document import Span

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
NO_COUNT = frozenset(
    "zero one half once twice first second third single both several hundreds thousands millions"
    .split()
)  # fmt: skip
COUNT = re.compile(NUMERAL)
LARGE = frozenset("hundred thousand million billion trillion dozen".split())
MONEY = re.compile(r"[$£€¥]\d[\d,.]*\d|[$£€¥]\d")
PEOPLE = frozenset("people percent men women children metres meters feet crowns".split())
NO_UNIT = frozenset("times others ones is was has this as its".split())
PART_OF_A_NAME = frozenset({"of", "between"})  # "a term of two years"
NO_PLURAL = ("ss", "ous", "is", "us")
LATER = frozenset("ago later earlier before after old ahead".split())
LONGEST_MIDDLE = 5


@dataclass(frozen=True)
class Count:
    """A number of something in a row of words: half-open places of number and unit.

    `start` is where the words that only soften it begin, `preposition` the one right before.
    """

    start: int
    number: int
    unit: int
    end: int
    preposition: str

    def wh(self, words: Sequence[Word]) -> str:
        """The words that ask for it."""
        unit = joined(words[self.unit : self.end])
        if self.unit == self.end:
            return f"{self.preposition} how much".strip()
        if words[self.end - 1].lower in {"percent", "%"}:
            return f"{self.preposition} what percentage".strip()
        return f"{self.preposition} how many {unit}".strip()


def number_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each plain sentence that counts or measures something."""
    for sentence in plain_sentences(folder):
        words = statement(sentence.words)
        if has_speech(words):
            continue
        for count in counts(words):
            asked = _opening(folder, words, count) or _inside(folder, words, count)
            if asked:
                yield _draft(sentence, words, count, asked)
                break


def _draft(sentence: Sentence, words: Sequence[Word], count: Count, asked: str) -> Draft:
    last = max(count.end, count.unit) - 1
    answer = Span(words[count.number].span.start, words[last].span.end)
    evidence = (Evidence(sentence, answer),)
    return Draft(Rule.NUMBER, Group.DATES_AND_NUMBERS, asked, sentence, evidence)


def _opening(folder: Folder, words: Sequence[Word], count: Count) -> str | None:
    """The number begins the subject: the rest of the statement can stand as it is."""
    if count.start or count.preposition or count.unit == count.end:
        return None
    _, after = part_around(words, count.start, count.end)
    clause = read_clause([*words[count.number : count.end], *after])
    if clause is None or not clause.rest or refers(after) or clause.verb.lower == "are":
        return None
    return question(count.wh(words), joined(after))


def _inside(folder: Folder, words: Sequence[Word], count: Count) -> str | None:
    begin = count.start - (1 if count.preposition else 0)
    before, after = part_around(words, begin, count.end)
    number = words[count.start : count.end]
    # with the number, since what follows it tells a verb in -s from a noun
    clause = read_clause([*before, *number]) if before else None
    if clause is None or refers(before) or has_verb(after) or count.preposition in PART_OF_A_NAME:
        return None
    clause = replace(clause, rest=clause.rest[: -len(number)])
    if clause.rest and not is_whole(clause):
        return None
    middle = clause.rest
    crowded = len(middle) > LONGEST_MIDDLE or any(word.lower in {"and", "or"} for word in middle)
    direct = not middle or bool(count.preposition)
    if crowded or not direct or any(word.lower == "not" for word in middle):
        return None
    if after and after[0].lower == "old":
        return question("how old", clause.turned(folder.uncapitalised), joined(middle))
    priced = count.unit == count.end and after and after[0].lower not in PREPOSITIONS
    if priced or (after and after[0].lower in LATER):
        return None
    return question(
        count.wh(words), clause.turned(folder.uncapitalised), joined(middle), joined(after)
    )


def counts(words: Sequence[Word]) -> Iterator[Count]:
    """The numbers of something in a row of words.

    >>> from eval.make.words import words_of
    >>> words = words_of("In 1912 more than 2,000 old boats lay there for five weeks and cost $40.")
    >>> [count.wh(words) for count in counts(words)]
    ['how many old boats', 'for how many weeks', 'how much']
    """
    at = 0
    while at < len(words):
        end = _number_end(words, at)
        if end > at:
            unit_end = _unit_end(words, end)
            money = MONEY.fullmatch(words[at].text) is not None
            if unit_end > end or money:
                yield _count(words, at, end, end if money else unit_end)
            at = max(end, unit_end)
        else:
            at += 1


def _count(words: Sequence[Word], number: int, unit: int, end: int) -> Count:
    start = number
    while start and words[start - 1].lower in APPROXIMATE and not words[start - 1].ends_part:
        start -= 1
    before = words[start - 1] if start else None
    preposition = before.lower if before and before.lower in PREPOSITIONS else ""
    return Count(start, number, unit, end, preposition)


def _number_end(words: Sequence[Word], at: int) -> int:
    word = words[at]
    bare = word.text.removesuffix("%")
    is_money = MONEY.fullmatch(word.text) is not None
    is_digits = DIGITS.fullmatch(bare) is not None and not YEAR.fullmatch(bare)
    is_word = COUNT.fullmatch(word.lower) is not None and word.lower not in NO_COUNT
    if not (is_money or is_digits or is_word) or word.ends_part:
        return at + 1 if is_money else at
    end = at + 1
    while end < len(words) and words[end].lower in LARGE:
        end += 1
    return end


def _unit_end(words: Sequence[Word], at: int) -> int:
    """The end of the noun that is counted, with at most one adjective; `at` where there is none."""
    if words[at - 1].ends_part:
        return at
    for end in (at + 1, at + 2):
        if end > len(words) or (end == at + 2 and words[at].ends_part):
            return at
        word = words[end - 1]
        if word.is_name or word.lower in PREPOSITIONS | NO_UNIT:
            return at
        if word.lower in PEOPLE or (
            word.lower.endswith("s") and not word.lower.endswith(NO_PLURAL)
        ):
            return end
    return at
