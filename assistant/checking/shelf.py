"""The documents that quotations are looked up in, each folded once."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.fold import Folded, fold
from index.document import Document, Span
from index.sentences import sentences


@dataclass(frozen=True, eq=False)
class Shelved:
    """A document, ready to be searched."""

    document: Document

    @cached_property
    def folded(self) -> Folded:
        """Its text without typography."""
        return fold(self.document.text)

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        return sentences(self.document)

    def sentence(self, place: int) -> Span | None:
        """The sentence that holds a character; None for one of a heading or of page furniture."""
        at = bisect_right(self._sentences, Span(place, len(self.document.text) + 1)) - 1
        found = self._sentences[at] if at >= 0 else None
        return found if found and found.start <= place < found.end else None
