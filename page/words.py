"""The page's own words, in the language of whoever reads it; what a source says stays as it is.

One catalogue a language, `page/catalogues/*.toml`, all with the same keys.
"""

import html
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = ("en", "es")  # the first is for everybody else

Line = str | Mapping[str, str]
# a key's words, put in by the browser: Gradio takes them wherever it says that it takes a string
Translated = Callable[[str], Any]


@dataclass(frozen=True)
class Words:
    """The words of one language, by their keys.

    >>> say = words("en")
    >>> say("refusal.verdict")
    'The sources do not say.'
    >>> say("count.document", count=1), say("count.document", count=1200)
    ('1 document', '1,200 documents')
    """

    language: str
    lines: Mapping[str, Line]

    def __call__(self, key: str, count: int | None = None, **values: str) -> str:
        """A line as text, with values in the places that it names.

        Args:
            key: the table and the name in the catalogue, such as "refusal.verdict".
            count: a number by which the line has two forms, one and other.
            values: what to put in.

        Raises:
            KeyError: there is no such line, or a place in it has no value.
        """
        return self._line(key, count).format_map(self._values(count, values))

    def html(self, key: str, count: int | None = None, **values: str) -> str:
        """A line as HTML: its words escaped, its values HTML that is put in as it is.

        >>> words("en").html("answer.searched", question="<bdi>who?</bdi>")
        'Searched for: <bdi>who?</bdi>'
        """
        given = self._values(count, values)
        pieces = Formatter().parse(self._line(key, count))
        return "".join(
            html.escape(text) + (given[name] if name else "") for text, name, _, _ in pieces
        )

    def number(self, number: int) -> str:
        """A whole number as it is written in this language."""
        return f"{number:,}".replace(",", self("number.thousands"))

    def size(self, count: int) -> str:
        """A number of bytes as people say it, where a kilobyte has 1,024.

        >>> [words("es").size(count) for count in (1, 340, 23_400, 2_560_000, 25 << 20)]
        ['1 byte', '340 bytes', '23 kB', '2,4 MB', '25 MB']
        """
        if count < 1 << 10:
            return self("count.byte", count)
        if count < 1 << 20:
            return f"{count / (1 << 10):.0f} kB"
        megabytes = f"{count / (1 << 20):.1f}".removesuffix(".0")
        return megabytes.replace(".", self("number.decimal")) + " MB"

    def _line(self, key: str, count: int | None) -> str:
        line = self.lines[key]
        if isinstance(line, str):
            return line
        return line["one" if count == 1 else "other"]

    def _values(self, count: int | None, values: dict[str, str]) -> dict[str, str]:
        return values if count is None else {"count": self.number(count), **values}


@cache
def words(language: str) -> Words:
    """The words of one of `LANGUAGES`."""
    tables = tomllib.loads((CATALOGUES / f"{language}.toml").read_text("utf-8"))
    lines = {f"{name}.{key}": line for name, table in tables.items() for key, line in table.items()}
    return Words(language, lines)


ENGLISH = words(LANGUAGES[0])


def words_for(accepted: str | None) -> Words:
    """The words for a browser, by the header Accept-Language (RFC 9110, section 12.5.4).

    >>> words_for("es-MX,es;q=0.9,en;q=0.8").language
    'es'
    >>> words_for("fr, es;q=0.2, en;q=0.7").language, words_for(None).language
    ('en', 'en')
    """
    ranked: list[tuple[float, str]] = []
    for part in (accepted or "").split(","):
        name, _, weight = part.partition(";q=")
        language = name.strip().lower().split("-")[0]
        try:
            ranked.append((float(weight or 1), language))
        except ValueError:
            continue
    ranked.sort(key=lambda pair: -pair[0])
    return words(next((name for _, name in ranked if name in LANGUAGES), LANGUAGES[0]))
