"""Questions for a date: "The gate fell on 3 May." becomes "When did the gate fall?"."""

import re
from collections.abc import Iterator, Sequence

from assistant.kinds import MONTH
from eval.case import Group
from eval.make.clause import Clause, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.plain import has_speech, has_verb, is_whole, part_around, plain_sentences, statement
from eval.make.verbs import BE
from eval.make.words import Word, joined, question
from index.document import Span

ASKS = {
    "in": "when", "on": "when", "since": "since when", "until": "until when",
    "through": "until when", "by": "by when",
}  # fmt: skip
MONTHS = re.compile(MONTH.replace("mar(?:ch)?", "mar(?:ch)?|may") + r"\.?", re.IGNORECASE)
WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", re.IGNORECASE)
YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
DAY = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?")


def date_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each date that a plain sentence gives for what it states."""
    for sentence in plain_sentences(folder):
        words = statement(sentence.words)
        if not has_speech(words):
            for start, end in dates(words):
                draft = _draft(folder, sentence, words, start, end)
                if draft:
                    yield draft
                    break


def _draft(
    folder: Folder, sentence: Sentence, words: Sequence[Word], start: int, end: int
) -> Draft | None:
    before, after = part_around(words, start, end)
    if not before:  # "In May, the gate fell": what follows is the statement
        before, after = _whole(words, end), ()
    clause = read_clause(before)
    if clause is None and after:
        clause = read_clause([*before, *after])
        after = ()
    if clause is None or has_verb(after) or not is_whole(clause):
        return None
    if clause.base is None and not clause.rest and clause.verb.lower not in BE:
        return None
    wh = ASKS[words[start].lower]
    asked = question(
        wh, clause.turned(folder.uncapitalised), joined([*clause.rest, *_without_dates(after)])
    )
    answer = Span(words[start + 1].span.start, words[end - 1].span.end)
    return Draft(Rule.DATE, Group.DATES_AND_NUMBERS, asked, sentence, (Evidence(sentence, answer),))


def _whole(words: Sequence[Word], end: int) -> Sequence[Word]:
    """What follows a date that opens a sentence, up to the next comma that closes no aside."""
    rest = words[end:]
    clause: Clause | None = None
    for stop in [at + 1 for at, word in enumerate(rest) if word.ends_part] + [len(rest)]:
        clause = read_clause(rest[:stop])
        if clause:
            return rest[:stop]
    return rest


def _without_dates(words: Sequence[Word]) -> Sequence[Word]:
    found = next(dates(words), None)
    return words[: found[0]] if found else words


def dates(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where a preposition with a date begins and ends, in words.

    >>> from eval.make.words import words_of
    >>> words = words_of("It fell on Monday, July 30, in the town, and by May 1912 it stood.")
    >>> [joined(words[start:end]) for start, end in dates(words)]
    ['on Monday, July 30', 'by May 1912']
    """
    at = 0
    while at < len(words):
        end = at + 1
        if words[at].lower in ASKS:
            end = _date_end(words, at + 1)
            if end > at + 1:
                yield at, end
        at = max(end, at + 1)


def _date_end(words: Sequence[Word], at: int) -> int:
    first, telling = at, False
    while at < len(words):
        text, earlier = words[at].text, words[at - 1]
        month = MONTHS.fullmatch(text) is not None and text[:1].isupper()
        day = DAY.fullmatch(text) is not None and (
            MONTHS.fullmatch(earlier.text) is not None
            or (at + 1 < len(words) and MONTHS.fullmatch(words[at + 1].text) is not None)
        )
        named = WEEKDAY.fullmatch(text) is not None or YEAR.fullmatch(text) is not None
        if not (month or day or named):
            break
        if at > first and earlier.ends_part and not (named or month or day):
            break
        telling = True
        at += 1
        if ";" in words[at - 1].after or ":" in words[at - 1].after or ")" in words[at - 1].after:
            break
    return at if telling else first
