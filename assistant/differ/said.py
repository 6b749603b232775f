"""A sentence with what its document says around it."""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.differ.claims import LETTERS, Claim, claim
from assistant.differ.wording import meaning_of
from index.document import Document, Span
from index.sentences import item_mark
from index.terms import STOP, terms

BEFORE = 200  # characters before a sentence that say what "it" is


@dataclass(frozen=True)
class Said:
    """A sentence of a document."""

    document: Document
    span: Span

    @cached_property
    def claim(self) -> Claim:
        """What it claims."""
        return claim(self.span.cut(self.document.text))

    @property
    def named(self) -> str:
        """The title of its document, or where it lies."""
        return self.document.about.title or self.document.uri.rsplit(".", 1)[0]

    @cached_property
    def title(self) -> frozenset[str]:
        """The stems of the title of its document."""
        return stems(self.named)

    @property
    def section(self) -> frozenset[str]:
        """The stems of the headings above it."""
        return stems(self.document.section(self.span.start))

    @property
    def before(self) -> frozenset[str]:
        """The stems of the words before it."""
        start = self.span.start
        return stems(self.document.text[max(0, start - BEFORE) : start])

    @cached_property
    def words(self) -> frozenset[str]:
        """The search terms of its whole document."""
        return frozenset(terms(f"{self.named}\n{self.document.text}"))

    @property
    def row(self) -> bool:
        """Whether it stands in a list or a table, where a line above may say what it is about."""
        text = self.document.text
        line = text[text.rfind("\n", 0, self.span.start) + 1 : self.span.end]
        return item_mark(line) > 0 or line.lstrip().startswith("|")


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that name something, without numbers."""
    return frozenset(map(meaning_of, content(text)))


def content(text: str) -> list[str]:
    """The words of a text that name something, without numbers.

    >>> content("The fares of 2021")
    ['fares']
    """
    found = (word for word in LETTERS.findall(text) if not re.search(r"\d", word))
    return [word for word in found if word.lower() not in STOP]
