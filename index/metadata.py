"""What a plain text plainly shows of itself: its headline, its date, its author, its address.

Only what stands in a line of its own counts. A date in a sentence is part of what the text says,
and a date whose order of day and month is open ("03/04/2020") is not guessed: the year is kept.
"""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from index.document import Metadata, Span
from index.sentences import heading, lines

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
DATE = re.compile(
    rf"""(?<!\d)(?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)
      | (?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<slashed>\d{{4}})
      | {MONTH}\s+(?P<day>\d{{1,2}}?)(?:st|nd|rd|th)?\s*,?\s*(?P<year>(?:19|20)\d\d)(?!\d)
      | (?P<day_first>\d{{1,2}})\s+{MONTH.replace("<month>", "<later>")}\s+(?P<year_last>\d{{4}})
      | {MONTH.replace("<month>", "<alone>")}\s+(?:{DAY_NAME}\s+)?
        (?P<year_alone>(?:19|20)\d\d)(?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
LABEL = re.compile(
    r"(?:published|posted|date|issued|released)\b[^:\n]{0,20}?(?::| on | )\s*", re.IGNORECASE
)
UPDATED = re.compile(r"\b(?:updated|reviewed|modified|retrieved|accessed)\b", re.IGNORECASE)
BYLINE = re.compile(r"(?i:by|author:)\s+(?P<name>[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){1,5})$")
SIGNED = re.compile(r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}) [-–—] (?=.*\d{4}$)")
ADDRESS = re.compile(r"https?://\S+")
SHORT = 60  # characters: a line that holds a date and little else
PROSE = 25  # words: the first line this long begins the text, and no headline follows it
HEADLINE = range(4, 21)  # words


def plain_metadata(text: str, furniture: Iterable[Span]) -> tuple[Metadata, Span | None]:
    r"""Metadata that a text shows in lines of its own, and where its headline stands.

    >>> page = "Tides turn twice a day\nBy Ada Marsh\nPublished: May 3, 2021\nThe moon pulls."
    >>> about, headline = plain_metadata(page, [])
    >>> about.title, about.author, about.published, headline
    ('Tides turn twice a day', 'Ada Marsh', '2021-05-03', Span(start=0, end=22))
    """
    skipped = {span.start for span in furniture}
    shown = [(line, line.cut(text)) for line in lines(text, 0, len(text))]
    headline = _headline([(line, words) for line, words in shown if line.start not in skipped])
    rows = [words for _, words in shown]
    url = next((row for row in rows if ADDRESS.fullmatch(row)), None)
    about = Metadata(
        title=_bare(headline.cut(text)) if headline else _opening(rows),
        publisher=_host(url) if url else None,
        author=_author(rows),
        published=_published(rows),
        url=url,
    )
    return about, headline


def iso_date(words: str) -> str | None:
    """The first date in some words, in ISO 8601, as precise as it is written.

    >>> [iso_date(w) for w in ("September 25, 2019", "02/27/2020", "July Fri, 2018", "03/04/2020")]
    ['2019-09-25', '2020-02-27', '2018-07', '2020']
    """
    found = DATE.search(words)
    if not found:
        return None
    part = found.groupdict()
    if part["iso_year"]:
        return _day(int(part["iso_year"]), int(part["iso_month"]), int(part["iso_day"]))
    if part["slashed"]:
        return _slashed(int(part["first"]), int(part["second"]), int(part["slashed"]))
    if part["year_alone"]:
        return f"{part['year_alone']}-{_month(part['alone']):02}"
    month, day, year = (
        (part["month"], part["day"], part["year"])
        if part["year"]
        else (part["later"], part["day_first"], part["year_last"])
    )
    return _day(int(year), _month(month), int(day))


def _host(url: str) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:  # what looks like an address need not be one: "http://[1"
        return None


def _slashed(first: int, second: int, year: int) -> str | None:
    if first <= 12 and second <= 12 and first != second:
        return str(year)
    return _day(year, first, second) if first <= 12 else _day(year, second, first)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}"


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _published(rows: list[str]) -> str | None:
    """A labelled date first; then a date in a short line, the one that stands alone in it first."""
    short = [row for row in rows if len(row) <= SHORT and not UPDATED.search(row)]
    labelled = [row for row in short if LABEL.match(row)]
    bare = [row for row in short if DATE.fullmatch(re.sub(rf"^{DAY_NAME}\s+", "", row, flags=re.I))]
    for row in (*labelled, *bare, *(row for row in short if SIGNED.match(row))):
        if found := iso_date(row):
            return found
    return None


def _author(rows: list[str]) -> str | None:
    for row in rows:
        if len(row) <= SHORT and (found := BYLINE.match(row) or SIGNED.match(row)):
            return found["name"].strip()
    return None


def _headline(shown: list[tuple[Span, str]]) -> Span | None:
    """The first line before the text itself that is neither a date nor a byline nor an address."""
    for line, words in shown:
        count = len(_bare(words).split())
        if count > PROSE or (count > 8 and words.endswith((".", ":"))):
            return None
        plain = not (DATE.search(words) or BYLINE.match(words) or "](" in words or "://" in words)
        if count in HEADLINE and plain and not words.endswith((".", ",", ":", ";")):
            return line
    return None


def _bare(words: str) -> str:
    found = heading(words)
    return found[1] if found else words


def _opening(rows: list[str]) -> str | None:
    """The first words of a text that shows no headline."""
    first = next((row.split() for row in rows if len(row.split()) > 8), None)
    return " ".join(first[:8]) + " …" if first else None
