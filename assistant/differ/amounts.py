"""The amounts that a text gives, read so that two of them can be compared.

Counts and measures in figures and in words, money, shares and lengths of time, in English. Two are
at odds only where they cannot both be true: "about 5,000" and "5,100" can, as can "more than 40".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from index.document import Span
from index.terms import STOP, stem

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORTH = {word: float(number) for number, word in enumerate(SMALL)}
WORTH |= {word: 10.0 * number for number, word in enumerate(TENS, start=2)}
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
# a month has no fixed number of days: the two scales are never compared
LENGTHS = {
    "second": ("minutes", 1 / 60), "minute": ("minutes", 1.0), "hour": ("minutes", 60.0),
    "day": ("minutes", 1440.0), "week": ("minutes", 10080.0), "month": ("months", 1.0),
    "year": ("months", 12.0), "decade": ("months", 120.0), "century": ("months", 1200.0),
}  # fmt: skip
LEAST = ("more than", "over", "at least")
MOST = ("fewer than", "less than", "under", "at most", "up to", "no more than")
ROUGHLY = ("about", "around", "roughly", "approximately", "nearly", "almost", "some", "close to")
ROUGH = 0.2  # by which share "about 40" may be off

NUMERAL = "|".join(sorted({*WORTH, *SCALES}, key=len, reverse=True))
FIGURE = (
    r"(?<![\w.§/#-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/(]|-\d)"
    rf"|\b(?:an?\s+)?(?:{NUMERAL})(?:[\s-]+(?:and\s+)?(?:{NUMERAL}))*\b"
)
AMOUNT = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join((*LEAST, *MOST, *ROUGHLY))})\s+)?(?P<money>[$£€¥])?"
    rf"(?P<figure>{FIGURE})(?P<scale>\s+(?:thousand|million|billion)\b)?"
    r"(?P<half>\s+and\s+a\s+half\b)?(?P<share>\s?%|\s+per\s?cent\b)?(?P<unit>[\s-]+[a-z]+)?",
    re.IGNORECASE,
)
# what a number names and does not count: "section 4", "channel 12"
NAMED = re.compile(
    r"(?:§|\b(?:sections?|articles?|rule|chapter|part|phase|page|channel|route|room|line|no\.?|act|"
    r"number|measure|figure|table|item|paragraph|version|appendix|form|unit|title|step|grade|season|"
    r"week|day|year|episode|volume|series|level|class|group|round|game|district|precinct|zone|area))"
    r"\s*$",
    re.IGNORECASE,
)
BEFORE = 12  # characters before a number that may say what it is


@dataclass(frozen=True)
class Amount:
    """A number of something; the unit is "$", "%", "minutes", "months", or the stem of a word."""

    number: float
    unit: str
    hedge: str = ""

    def at_odds(self, other: Self) -> bool:
        """Whether the two cannot both be true of one thing.

        >>> Amount(30, "boat").at_odds(Amount(45, "boat"))
        True
        >>> Amount(11000, "boat", "more than").at_odds(Amount(11240, "boat"))
        False
        """
        if self.unit != other.unit or self.number == other.number:
            return False
        if self._limit or other._limit:
            return self._limit == other._limit  # "at least 18" and "at least 21"
        less, more = sorted((self.number, other.number))
        if self.hedge or other.hedge:
            return less < more * (1 - ROUGH)
        return not (_rounds(less, more) or _rounds(more, less))

    def agrees(self, other: Self) -> bool:
        """Whether the two say the same; "under 18" and "over 18" neither agree nor are at odds."""
        return (self.unit, self._limit) == (other.unit, other._limit) and not self.at_odds(other)

    @property
    def _limit(self) -> int:
        """1 where it may be more, -1 where it may be less, 0 where it is what it is."""
        return (self.hedge in LEAST) - (self.hedge in MOST)


def amounts(text: str) -> Iterator[tuple[Span, Amount]]:
    """The amounts of a text and where they stand, in order; dates are taken for numbers.

    >>> [amount for _, amount in amounts("Some 40 boats in section 4 cost $1.1 million.")]
    [Amount(number=40.0, unit='boat', hedge='some'), Amount(number=1100000.0, unit='$', hedge='')]
    """
    for match in AMOUNT.finditer(text):
        place = match.start("figure")
        unit, size, measure = _unit(match)
        pronoun = match["figure"].lower() == "one" and not unit
        if pronoun or NAMED.search(text, max(0, place - BEFORE), place):
            continue
        number = _number(match["figure"].lower()) + (0.5 if match["half"] else 0.0)
        number *= SCALES.get((match["scale"] or "").strip().lower(), 1.0) * size
        # what is counted stays among the words of the text; a measure of time is none of them
        parts = ("unit",) if measure else ("share", "half", "scale", "figure")
        end = match.end(next(part for part in parts if match[part]))
        yield Span(match.start(), end), Amount(number, unit, (match["hedge"] or "").lower())


def _unit(match: re.Match[str]) -> tuple[str, float, bool]:
    """The unit of an amount, its size in that unit, and whether it is a measure of time."""
    if match["money"] or match["share"]:
        return match["money"] or "%", 1.0, False
    word = (match["unit"] or "").strip(" -\n").lower()
    single = "century" if word == "centuries" else word.removesuffix("s")
    if single in LENGTHS:
        return *LENGTHS[single], True
    return "" if word in STOP else stem(word), 1.0, False


def _rounds(rough: float, exact: float) -> bool:
    """Whether a round number stands for an exact one, as 11,000 does for 11,240."""
    if rough < 100 or rough % 10:
        return False
    step = 10.0
    while rough % (step * 10) == 0:
        step *= 10
    return abs(rough - exact) < step


def _number(figure: str) -> float:
    """The number that a figure or words stand for.

    >>> _number("11,000"), _number("two hundred and six"), _number("a dozen")
    (11000.0, 206.0, 12.0)
    """
    if figure[0].isdigit():
        return float(figure.replace(",", ""))
    total = part = 0.0
    for word in re.findall(NUMERAL, figure):
        if word in WORTH:
            part += WORTH[word]
        elif SCALES[word] < 1000:
            part = max(part, 1.0) * SCALES[word]
        else:
            total, part = total + max(part, 1.0) * SCALES[word], 0.0
    return total + part
