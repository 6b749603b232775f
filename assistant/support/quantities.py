"""Numbers, amounts and dates of prose that its quotation does not give."""

import re
from collections.abc import Iterator

from assistant.differ.amounts import LEAST, MOST, Amount
from assistant.differ.moments import MONTHS, Moment
from assistant.support.basis import Basis
from assistant.support.operators import Check
from assistant.support.reading import Sentence, read
from assistant.support.wording import bare
from index.document import Span
from index.terms import stem

MEASURES = frozenset({"$", "£", "€", "¥", "%", "minutes", "months"}) | {
    stem(word)
    for word in "mile km kilometre kilometer metre meter feet foot ft inch inches yard cm mm "
    "acre hectare mi sq "
    "square cubic ton tonne pound kg kilogram gram g litre liter gallon barrel degree dollar "
    "euro cent franc mph "
    "hz khz mhz ghz watt kw mw volt amp byte kb mb gb tb bit knot mbit kbit pixel rpm hp psi "
    "nm".split()
}
FIELDS = ("year", "month", "day", "weekday", "clock")
DIGITS = re.compile(r"(?<![\w.])[\w@.(){}§#/:+-]*\d[\w@().:+/,-]*")
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
# a sign at a number, which makes another one of it; "5-7" and "(503) 555-1234" have none
SIGN = re.compile(
    r"(?<![\w.,/)%-])(?P<before>[-−–—+±~≈<=.$£€¥]+)(?=\d)|(?<=\d)(?P<behind>[%‰°+²³]+)"
)
SPELT = {"$": "dollar", "£": "pound", "€": "euro", "%": "percent", "°": "degree"}
NEAR = 30  # characters after a number within which what is counted may stand
VAGUE = re.compile(
    r"\b(?:hundreds|thousands|millions|billions|dozens|tens|half|third|quarter|double[ds]?|"
    r"tripled?|"
    r"twice|thrice|once|majority|minority|average|percent|daily|weekly|monthly|yearly|annual|"
    r"annually|hourly)\b",
    re.IGNORECASE,
)


def wrong_amounts(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The amounts and other numbers of prose that the quotation does not give."""
    given = list(basis.sentence.amounts)
    for span, amount in prose.amounts:
        same = [(place, one) for place, one in given if _one_number(amount, one)]
        words = span.cut(prose.text)
        if not same:
            yield Check.NUMBERS, words
        elif not (fit := [one for one in same if _one_unit(prose, span, amount, basis, *one)]):
            yield Check.UNITS, words
        elif not any(_kind(one) == _kind(amount) for _, one in fit):
            yield Check.HEDGES, words
        elif not any(
            _of_one(prose, span, basis.sentence, place)
            and _of_the_next(prose, span, basis.sentence, place)
            for place, _ in fit
        ):
            yield Check.ORDER, words
        else:
            given.remove(same[0])  # each stands for one: "22 to 22" is not "20 to 22"
    for found in VAGUE.finditer(prose.text):
        if not re.search(rf"\b{found[0]}\b", basis.sentence.text, re.IGNORECASE):
            yield Check.NUMBERS, found[0]
    yield from _unread(prose, basis)
    yield from _signed(prose, basis)


def wrong_moments(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The dates and times of prose that the quotation does not give.

    The date on which the document was published may be given of what it says, not of what happened.
    """
    for month in MONTH.findall(prose.text):
        if month not in basis.sentence.text and not any(
            str(month) in span.cut(prose.text) for span, _ in prose.moments
        ):
            yield Check.DATES, month
    given = list(basis.sentence.moments)
    for span, moment in prose.moments:
        fit = [place for place, one in given if _within(moment, one)]
        words = span.cut(prose.text)
        if not fit:
            if not (prose.attributed(span) and _is_published(moment, basis)):
                yield Check.DATES, words
        elif not prose.attributed(span) and not any(
            _of_one(prose, span, basis.sentence, place) for place in fit
        ):
            yield Check.ORDER, words
        else:
            given = [(place, one) for place, one in given if place != fit[0]]


def _unread(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The tokens with a digit that are neither amount nor date, such as "§ 287.4(d)"."""
    read_already = [span for span, _ in (*prose.moments, *prose.amounts)]
    there = {found.strip(".,:()") for found in DIGITS.findall(basis.sentence.text)}
    for found in DIGITS.finditer(prose.text):
        span, token = Span(*found.span()), found[0].strip(".,:()")
        if any(one.meets(span) for one in read_already):
            continue
        if token not in there:
            yield Check.NUMBERS, found[0]


def _signed(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The numbers with a sign that the quotation has at none; on a date or time, not at this."""
    quoted = basis.sentence
    there = {found[0] for found in SIGN.finditer(quoted.text)}
    dates = [Span(span.start - 1, span.end + 1) for span, _ in prose.moments if span.start]
    for found in SIGN.finditer(prose.text):
        spelt = bare(SPELT.get(found[0], "")) in quoted.stems
        dated = any(one.meets(Span(*found.span())) for one in dates)
        if dated or (found[0] not in there and not spelt):
            yield Check.NUMBERS, prose.text[max(0, found.start() - 1) : found.end() + 1]


def _one_number(mine: Amount, theirs: Amount) -> bool:
    """Whether two numbers are equal; an age may be given without "years"."""
    if not mine.unit and theirs.unit == "months":
        return mine.number * 12 == theirs.number
    return mine.number == theirs.number


def _one_unit(
    prose: Sentence, span: Span, mine: Amount, basis: Basis, place: Span, theirs: Amount
) -> bool:
    """Whether two amounts count the same: units that measure are equal, things counted are near."""
    if mine.unit == theirs.unit or (not mine.unit and theirs.unit == "months"):
        return True
    if {mine.unit, theirs.unit} & MEASURES:
        return False
    after = read(basis.sentence.text[place.end : place.end + NEAR]).meanings
    said = read(prose.text[span.end : span.end + NEAR]).meanings
    return not mine.unit or not theirs.unit or bool(after & said)


def _kind(amount: Amount) -> int:
    """2 where it is said to be about right, else whether it is a limit."""
    if not amount.hedge:
        return 0
    if amount.hedge in LEAST:
        return 3 if amount.hedge == "at least" else 1
    if amount.hedge in MOST:
        return 4 if amount.hedge in ("at most", "up to", "no more than") else -1
    return 5 if amount.hedge in ("nearly", "almost") else 2


def _within(mine: Moment, theirs: Moment) -> bool:
    """Whether a moment gives nothing that another does not give."""
    pairs = [(getattr(mine, name), getattr(theirs, name)) for name in FIELDS]
    return all(one is None or one == two for one, two in pairs)


def _is_published(moment: Moment, basis: Basis) -> bool:
    given = [int(part) for part in (basis.quote.document.about.published or "").split("-") if part]
    parts = (moment.year, moment.month, moment.day)[: len(given)]
    late = (moment.year, moment.month, moment.day)[len(given) :]
    exact = all(one is None or one == two for one, two in zip(parts, given, strict=False))
    return bool(given) and moment.year is not None and exact and not any(late)


def _of_one(prose: Sentence, span: Span, quoted: Sentence, place: Span) -> bool:
    """Whether a quantity is of the same thing in both: its clauses share a word beside names."""
    if any(_leads(*one) for one in ((prose, span), (quoted, place))):
        return True  # "In 1912, …" says when all that follows was
    mine, theirs = _around(prose, span), _around(quoted, place)
    return not mine or not theirs or bool(mine & theirs)


def _of_the_next(prose: Sentence, span: Span, quoted: Sentence, place: Span) -> bool:
    """Whether the word after an amount has no other amount nearer before it in the quotation.

    "$4 for children" is not in "$9 for adults and $4 for babies and children" by chance.
    """
    clause = next((one for one in prose.clauses if one.meets(span)), span)
    after = [word for word in prose.words if span.end <= word.span.start < clause.end]
    if not after or len(quoted.amounts) < 2:
        return True
    same = [word.span.start for word in quoted.words if word.meaning == after[0].meaning]
    nearest = [max((p for p, _ in quoted.amounts if p.end <= at), default=None) for at in same]
    return not nearest or None in nearest or place in nearest


def _leads(sentence: Sentence, span: Span) -> bool:
    """Whether a place is in a first clause that has few words but it."""
    first = sentence.clauses[0]
    words = [word for word in sentence.words if first.meets(word.span)]
    return first.meets(span) and len(words) < 2


def _around(sentence: Sentence, span: Span) -> frozenset[str]:
    """What the words of the clause of a place mean, without names; a short clause has the next."""
    clauses = sentence.clauses
    at = next((n for n, clause in enumerate(clauses) if clause.meets(span)), 0)
    for reach in ((at, at), (at, at + 1), (at - 1, at + 1), (0, len(clauses))):
        inside = clauses[max(0, reach[0]) : reach[1] + 1]
        found = frozenset(
            word.meaning
            for word in sentence.words
            if not word.text[0].isupper()
            and any(clause.meets(word.span) for clause in inside)
            and not sentence.attributed(word.span)
        )
        if len(found) >= 2:
            return found
    return found
