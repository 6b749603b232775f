"""Which documents the text beside a quotation names: by title, file name or publisher.

A name of one word is often something else (a country, a newspaper that the document cites), so it
counts only where the text uses it as the name of a source.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.document import Document

WORD = re.compile(r"[^\W_]+")
SITE = re.compile(r"\s+[|–—]\s+|\s+-\s+")  # what parts a title from the name of its site
SHORTEST_PART = 3  # words of a part of a title
SOURCE_BEFORE = re.compile(
    r"(?:according to|sources?|documents?|article|entry|page|file|titled|entitled)"
    r"\W*(?:the\s+)?\W*$",
    re.IGNORECASE,
)
USED_BEFORE = re.compile(
    r"(?:(?:reported|published|written|quoted|cited) by|via|see|cf|per|from|quoting|cites|citing|"
    r"\[|\(|[*_\"“‘'«—–])\W*(?:the\s+)?\W*$",
    re.IGNORECASE,
)
USED_BEHIND = re.compile(
    r"\W*(?:sa(?:ys|id)|states?|stated|reads|reports?|reported|notes|noted|writes|wrote|puts it|"
    r"document|article|entry|page|file)\b|\s*[:*_\"”’'»)\]]",
    re.IGNORECASE,
)
AROUND = 24  # characters beside a name that tell how it is used


class Names:
    """The names of some documents.

    >>> tides = Document("tides.md", "The moon pulls the sea.", "text/markdown")
    >>> names = Names([tides])
    >>> names.in_text("as tides.md has it"), names.in_text("the tides turn"), names.whole("Tides")
    (frozenset({0}), frozenset(), True)
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        """Read the names; a document is told by its place among the documents."""
        self._named: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, document in enumerate(documents):
            for name in _names(document):
                if words := _words(name):
                    self._named[words].add(number)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for words in self._named:
            self._lengths[words[0]].add(len(words))

    def whole(self, text: str) -> bool:
        """Whether a text is a name of a document and nothing else."""
        return _words(text) in self._named

    def in_text(self, text: str) -> frozenset[int]:
        """The documents that a text names; of names within each other the longest counts."""
        found = list(WORD.finditer(text))
        words = [match[0].casefold() for match in found]
        named: set[int] = set()
        at = 0
        while at < len(words):
            size = self._longest(words, at)
            used = size > 1 or (size == 1 and _used(text, *found[at].span()))
            if used:
                named |= self._named[tuple(words[at : at + size])]
            at += size if used else 1
        return frozenset(named)

    def _longest(self, words: Sequence[str], at: int) -> int:
        """How many words the longest name has that begins at a word; 0 where none does."""
        sizes = sorted(self._lengths.get(words[at], ()), reverse=True)
        return next((size for size in sizes if tuple(words[at : at + size]) in self._named), 0)


def _names(document: Document) -> Iterator[str]:
    name = document.uri.rsplit("/", 1)[-1]
    yield from (document.title, document.uri, name, name.rsplit(".", 1)[0])
    yield document.about.publisher or ""
    yield from (part for part in SITE.split(document.title) if len(_words(part)) >= SHORTEST_PART)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in WORD.findall(text))


def _used(text: str, start: int, end: int) -> bool:
    """Whether a word is used as the name of a source."""
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if SOURCE_BEFORE.search(before):
        return True
    named = USED_BEFORE.search(before) or USED_BEHIND.match(behind)
    return named is not None and not text[start:end].islower()
