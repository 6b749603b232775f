"""The dates and times that a text gives, read so that two of them can be compared.

In English. Two are at odds only where they cannot be the same: "2018" and "August 2018" can.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from index.document import Span

MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)\.?(?![a-z])"
DATE = re.compile(
    rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}}\b)?"
    rf"|\b{MONTH}\s+\d{{4}}\b|(?<=\b[Ii]n\s){MONTH}"
    r"|\b\d{4}-\d\d-\d\d\b|\b(?:1[5-9]|20)\d\d\b(?![,.]?\d)",
)
CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b", re.IGNORECASE
)
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
SINCE = re.compile(r"\b(?:since|as of|from|effective|starting|beginning)\s+$", re.IGNORECASE)
BEFORE = 12  # characters before a date that may say that it is only a beginning


@dataclass(frozen=True)
class Moment:
    """A date or a time, as far as it is given; `weekday` from 0, `clock` minutes after midnight.

    `since` says that it is only the time from which on something holds.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    clock: int | None = None
    since: bool = field(default=False, compare=False)

    def at_odds(self, other: Self) -> bool:
        """Whether the two cannot be the same.

        >>> Moment(2018).at_odds(Moment(2018, 8)), Moment(2018, 9, 19).at_odds(Moment(month=8))
        (False, True)
        """
        return any(one != two for one, two in self._both(other))

    def agrees(self, other: Self) -> bool:
        """Whether they are the same as far as both are given, and both give something."""
        return bool(self._both(other)) and not self.at_odds(other)

    def _both(self, other: Self) -> list[tuple[int, int]]:
        mine = (self.year, self.month, self.day, self.weekday, self.clock)
        theirs = (other.year, other.month, other.day, other.weekday, other.clock)
        pairs = zip(mine, theirs, strict=True)
        return [(one, two) for one, two in pairs if one is not None and two is not None]


def moments(text: str) -> Iterator[tuple[Span, Moment]]:
    """The dates, weekdays and times of the day of a text, and where they stand.

    >>> [moment for _, moment in moments("Since 30 June 2021, in May and at noon.")]
    [Moment(year=2021, month=6, day=30, weekday=None, clock=None, since=True),
     Moment(year=None, month=5, day=None, weekday=None, clock=None, since=False),
     Moment(year=None, month=None, day=None, weekday=None, clock=720, since=False)]
    """
    for pattern, read in ((DATE, _date), (CLOCK, _clock), (WEEKDAY, _weekday)):
        for match in pattern.finditer(text):
            start = match.start()
            since = bool(SINCE.search(text, max(0, start - BEFORE), start))
            yield Span(*match.span()), replace(read(match[0]), since=since)


def _date(words: str) -> Moment:
    if words[4:5] == "-":
        year, month, day = map(int, words.split("-"))
        return Moment(year, month, day)
    numbers = [int(found) for found in re.findall(r"\d+", words)]
    name = re.search(MONTH, words)
    return Moment(
        year=next((number for number in numbers if number > 31), None),
        month=[full[:3] for full in MONTHS].index(name[0][:3]) + 1 if name else None,
        day=next((number for number in numbers if number <= 31), None),
    )


def _clock(words: str) -> Moment:
    """The time of the day.

    >>> _clock("7:30 p.m.").clock, _clock("noon").clock
    (1170, 720)
    """
    if words.lower() in ("noon", "midnight"):
        return Moment(clock=720 if words.lower() == "noon" else 0)
    hour, minute = (int(found) for found in (*re.findall(r"\d+", words), "0")[:2])
    if "m" in words.lower():
        hour = hour % 12 + (12 if "p" in words.lower() else 0)
    return Moment(clock=60 * hour + minute)


def _weekday(words: str) -> Moment:
    return Moment(weekday=DAYS.index(words[:3]))
