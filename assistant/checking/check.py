"""The quotations of a text, looked up in documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from assistant.checking.align import Found, align
from assistant.checking.beside import named_beside
from assistant.checking.naming import Names
from assistant.checking.nearest import Words, difference
from assistant.checking.quotations import Quotation, quotations
from assistant.checking.reading import readings
from assistant.checking.shelf import Shelved
from index.canonical import NEWLINES
from index.document import Document


class Verdict(StrEnum):
    """What became of a quotation of a text.

    VERIFIED: its words stand in a document, and in the named one where the text names any.
    ALTERED: something near stands there, or an editor's signs hide what turns the meaning.
    ELSEWHERE: the words stand in another document than in the one that the text names.
    NOT_FOUND: no document holds anything near.
    """

    VERIFIED = "verified"
    ALTERED = "altered"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not found"


@dataclass(frozen=True)
class Replaced:
    """Words of the source, and what the quotation has in brackets in their place."""

    words: str
    by: str


@dataclass(frozen=True)
class Checked:
    """A quotation with its verdict.

    `line` is that of the text, from 1. `source`, `start` and `end` say where the words stand, of
    `altered` the nearest ones; all None where nothing is near. `named` are the documents that the
    text names beside the quotation. `left_out` and `replaced` are what an editor's signs stand for.
    """

    quote: str
    verdict: Verdict
    line: int
    source: str | None = None
    start: int | None = None
    end: int | None = None
    difference: str | None = None
    named: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True)
class Lookup:
    """What looking a quotation up gave; `number` is the place of the document on the shelf."""

    verdict: Verdict
    number: int = -1
    start: int = -1
    end: int = -1
    difference: str | None = None
    found: Found | None = None


@dataclass(frozen=True, eq=False)
class Checker:
    """Looks quotations up in documents.

    >>> sea = Document("sea.md", "Boats may not leave before noon.", "text/markdown")
    >>> for one in Checker([sea]).check("“Boats … leave before noon”, “Boats may leave”."):
    ...     print(one.verdict, "-", one.difference)
    altered - leaves out “may not”
    altered - leaves out “not”
    """

    documents: Sequence[Document]
    _known: dict[tuple[str, frozenset[int]], Lookup] = field(default_factory=dict)

    def check(self, text: str) -> tuple[Checked, ...]:
        """The verdict on each quotation of a text, in their order.

        What is in quotation marks, is the name of a document and stands in none is the name alone.
        """
        text = NEWLINES.sub("\n", text)
        found = quotations(text)
        # a name in quotation marks is text that names, and parts no sentence
        quoting = [one for one in found if not self._names.whole(one.text)]
        named = dict(zip(quoting, named_beside(text, quoting, self._names.in_text), strict=True))
        checked = []
        line, done = 1, 0
        for one in found:
            line, done = line + text.count("\n", done, one.start), one.start
            result = self._checked(one, line, named.get(one, frozenset()))
            if one in named or result.verdict is Verdict.VERIFIED:
                checked.append(result)
        return tuple(checked)

    def _checked(self, one: Quotation, line: int, named: frozenset[int]) -> Checked:
        look = self.look_up(one.text, named)
        names = tuple(self.documents[number].uri for number in sorted(named))
        if look.number < 0:
            return Checked(one.text, look.verdict, line, named=names)
        told = look.found.told if look.found else ()
        return Checked(
            quote=one.text,
            verdict=look.verdict,
            line=line,
            source=self.documents[look.number].uri,
            start=look.start,
            end=look.end,
            difference=look.difference,
            named=names,
            left_out=tuple(one.left_out for one in told if one.left_out),
            replaced=tuple(Replaced(one.replaced, one.by) for one in told if one.replaced),
        )

    def look_up(self, quote: str, named: frozenset[int] = frozenset()) -> Lookup:
        """What stands in the documents of a quotation.

        Args:
            quote: its words, without marks around them.
            named: the places of the documents that are said to hold it; none: any may.
        """
        key = (quote, named)
        if key not in self._known:
            self._known[key] = self._look_up(quote, named)
        return self._known[key]

    def _look_up(self, quote: str, named: frozenset[int]) -> Lookup:
        faulty: Lookup | None = None
        order = [*sorted(named), *(n for n in range(len(self.documents)) if n not in named)]
        for reading in readings(quote):
            for number in order:
                found = align(reading, self._shelf[number])
                if found and not found.wrong:
                    right = not named or number in named
                    verdict = Verdict.VERIFIED if right else Verdict.ELSEWHERE
                    return self._at(number, found, verdict)
                if found and faulty is None:
                    faulty = self._at(number, found, Verdict.ALTERED, "; ".join(found.wrong))
        return faulty or self._nearest(quote)

    def _at(self, number: int, found: Found, verdict: Verdict, why: str | None = None) -> Lookup:
        span = self._shelf[number].folded.span(found.first, found.last)
        return Lookup(verdict, number, span.start, span.end, why, found)

    def _nearest(self, quote: str) -> Lookup:
        near = self._words.nearest(quote)
        if near is None:
            return Lookup(Verdict.NOT_FOUND)
        number = self._shelf.index(near.shelved)
        return Lookup(
            Verdict.ALTERED, number, near.span.start, near.span.end, difference(quote, near)
        )

    @cached_property
    def _shelf(self) -> list[Shelved]:
        return [Shelved(document) for document in self.documents]

    @cached_property
    def _words(self) -> Words:
        return Words(self._shelf)

    @cached_property
    def _names(self) -> Names:
        return Names(self.documents)


def check_text(text: str, documents: Iterable[Document]) -> tuple[Checked, ...]:
    """The verdict on each quotation of a text; see `Checker`."""
    return Checker(list(documents)).check(text)
