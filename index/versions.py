"""Which documents are versions of one source, and which of them has been superseded.

Two documents are versions of one source where they have the same title but for numbers and words
that tell versions apart ("Harbour rules (2019)", "Harbour rules, revised"), or file names that
differ in no more, or were read from the same address; if most of their words are the same, too, and
nobody else published one of them. Minutes of two meetings have one title, and most of their words
are not the same. Which is the newer is told by their own version numbers, else by their dates, else
by their names; where nothing tells, neither is marked.

A document may also name another that it `supersedes`. That is its own word, which anybody can
write, so it is kept apart and shown as what that document says.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations

from index.document import Document, Successor
from index.snapshot import Entry
from index.terms import terms

WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
MARKS = frozenset(
    "v ver version edition ed rev revision revised amended updated update draft final new old "
    "first second third".split()
)
NUMBERED = re.compile(r"v\d+(?:\.\d+)*|(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
COUNTED = re.compile(r"\d+(?:\.\d+)*")
DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](\d\d)(?:[-_.](\d\d))?(?!\d)")
SAME_WORDS = 0.6  # share of all words of two texts that both must have
MOST = 50  # documents of one name; of more, they are no versions


@dataclass(frozen=True)
class _Version:
    """A document with what tells its versions apart."""

    document: Document

    @cached_property
    def words(self) -> frozenset[str]:
        """The search terms of the text, without numbers."""
        return frozenset(word for word in terms(self.document.text) if not word.isdecimal())

    @cached_property
    def number(self) -> tuple[int, ...]:
        """Its own version number."""
        return _numbers(self.document.about.version or "")

    @cached_property
    def named(self) -> tuple[int, ...]:
        """The version or date in its title, else in its file's name."""
        return named(self.document.title)[1] or named(_stem(self.document.uri))[1]


def with_successors(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The documents of an index, those that have been superseded with what supersedes them."""
    found = {entry.document.uri: entry for entry in entries}
    newest = successors([entry.document for entry in found.values()])
    return tuple(
        _superseded_by(newest[uri], entry) if uri in newest else entry
        for uri, entry in found.items()
    )


def _superseded_by(newer: Successor, entry: Entry) -> Entry:
    document = replace(entry.document, successor=newer)
    passages = tuple(replace(passage, document=document) for passage in entry.passages)
    return replace(entry, document=document, passages=passages)


def successors(documents: Iterable[Document]) -> dict[str, Successor]:
    """By what some documents are superseded, by the uris of those that are.

    >>> from index.document import Metadata
    >>> def rules(date: str, fee: int) -> Document:
    ...     about = Metadata("Harbour rules", published=date)
    ...     return Document(f"{date}.md", f"Every boat pays {fee} dollars.", "text/plain", about)
    >>> found = successors([rules("2024-01-02", 12), rules("2019", 10)])
    >>> {old: newer.published for old, newer in found.items()}
    {'2019.md': '2024-01-02'}
    """
    by_uri = {document.uri: document for document in documents}
    # what two documents show of themselves goes before what one of them says of the other
    return {**_claimed(by_uri), **_inferred(by_uri)}


def _inferred(documents: Mapping[str, Document]) -> dict[str, Successor]:
    families: defaultdict[tuple[str, ...], list[_Version]] = defaultdict(list)
    for document in documents.values():
        version = _Version(document)
        for family in _families(document):
            families[family].append(version)
    found: dict[str, Successor] = {}
    for versions in families.values():
        if 1 < len(versions) <= MOST:
            found |= dict(_superseded(versions))
    return found


def _superseded(family: Sequence[_Version]) -> Iterator[tuple[str, Successor]]:
    later: defaultdict[str, list[_Version]] = defaultdict(list)
    for one, other in permutations(family, 2):
        if _later(one, other) and _versions(one, other):
            later[other.document.uri].append(one)
    for uri, newer in later.items():
        newest = next(
            (one for one in newer if not any(_later(other, one) for other in newer)), newer[0]
        )
        yield uri, Successor.of(newest.document)


def _claimed(documents: Mapping[str, Document]) -> dict[str, Successor]:
    """What some documents say that they supersede, by its path, its file's name or its title."""
    called: dict[str, str] = {}
    for uri, document in documents.items():
        for name in (document.title, _stem(uri), uri.rsplit("/", 1)[-1], uri):
            called[name.casefold()] = uri
    found = {}
    for uri, document in documents.items():
        old = called.get((document.about.supersedes or "").casefold())
        if old is not None and old != uri:
            found[old] = Successor.of(document, claimed=True)
    return found


def _families(document: Document) -> Iterator[tuple[str, ...]]:
    """The names that a document shares with its versions."""
    about, (folder, _, _) = document.about, document.uri.rpartition("/")
    if about.title and (name := named(about.title)[0]):
        yield ("title", name)
    stem, marks = named(_stem(document.uri))
    if stem and marks:
        yield ("file", folder, stem)
    if about.url:
        yield ("url", about.url)


def _versions(one: _Version, other: _Version) -> bool:
    publishers = {one.document.about.publisher, other.document.about.publisher} - {None}
    both, every = one.words & other.words, one.words | other.words
    return len(publishers) < 2 and len(both) >= SAME_WORDS * len(every) > 0


def _later(one: _Version, other: _Version) -> bool:
    """Whether a version is known to be newer than another."""
    if one.number and other.number and one.number != other.number:
        return one.number > other.number
    mine, theirs = one.document.about, other.document.about
    pairs = [(mine.published, theirs.published), (mine.retrieved, theirs.retrieved)]
    dates = [(_numbers(a or ""), _numbers(b or "")) for a, b in pairs]
    for a, b in (dates[0], (one.named, other.named), dates[1]):
        # 2019-05 is neither before nor after 2019
        if a[: len(b)] != b[: len(a)]:
            return a > b
    return False


def named(name: str) -> tuple[str, tuple[int, ...]]:
    """A name without what tells versions apart, and the numbers that do.

    >>> named("Harbour rules (revised 2019)"), named("rules-v2.1"), named("Chapter 2")
    (('harbour rules', (2019,)), ('rules', (2, 1)), ('chapter 2', ()))
    """
    dates = DATED.findall(name)
    words = WORD.findall(DATED.sub(" ", name.casefold()))
    kept, numbers, before = list[str](), list[str](), ""
    for word in words:
        counts = COUNTED.fullmatch(word) and before in MARKS
        if counts or NUMBERED.fullmatch(word):
            numbers.append(word)
        elif word not in MARKS:
            kept.append(word)
        before = word
    flat = [*numbers, *(part for date in dates for part in date if part)]
    return " ".join(kept), tuple(number for word in flat for number in _numbers(word))


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(digits[:9]) for digits in re.findall(r"\d+", words))


def _stem(uri: str) -> str:
    return uri.rsplit("/", 1)[-1].rsplit(".", 1)[0]
