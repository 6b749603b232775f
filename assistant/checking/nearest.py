"""The place of the documents that says most nearly what a quotation says, and the difference.

Rare words vote for the places where they stand; around the place with most votes the words are
aligned (Ratcliff and Metzener 1988, as in difflib).
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from assistant.checking.fold import DASHES, fold
from assistant.checking.shelf import Shelved
from index.canonical import canonical
from index.document import Span

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
UNSEEN = re.compile("\u00ad\\s*\n\\s*|[\u00ad\u200b-\u200d\u2060\ufeff]|(?<=[^\\W\\d_])-\\s*\n\\s*")
LEFT_OUT = re.compile(r"\[\s*(?:…|\.{3})\s*\]|…|\.{3}")
LEAD = re.compile(r"[$€£¥±<>≤≥≈~=+\-–−]+\s?\Z")
TRAIL = re.compile(r"\s?[%‰°$€£¥+′″]+")
LONGEST_SIGN = 4
LONGEST = 300  # words of a quotation that are aligned
COMMON = 400  # places of a word; one that stands at more is no help
BAND = 12  # words by which a quotation may be shifted and still be at the same place
ALIKE = 0.6  # the share of its words that must be found in their order
SHIFT = 4  # words that even a short quotation may lack or add
SHORT = 2  # words; of so few, all must be found
MOST_TOLD = 6  # differences
EDGES = "\"'“”„‘’«»‹›[](){}*_`" + DASHES


@dataclass(frozen=True)
class Near:
    """A place that says nearly what a quotation says, and in which words it differs."""

    shelved: Shelved
    span: Span
    share: float


class Words:
    """Where each word of some documents stands.

    >>> from index.document import Document
    >>> gate = Shelved(Document("a.md", "We may open the old gate at noon.", "text/markdown"))
    >>> near = Words([gate]).nearest("We must open the old gate")
    >>> near.span.cut(gate.document.text), difference("We must open the old gate", near)
    ('We may open the old gate', '“must” where the source says “may”')
    """

    def __init__(self, shelf: Sequence[Shelved]) -> None:
        """Read the documents once."""
        self._shelf = shelf
        self._spans = [[w.span() for w in WORD.finditer(s.document.text)] for s in shelf]
        self._places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, shelved in enumerate(shelf):
            text = shelved.document.text
            for place, (start, end) in enumerate(self._spans[number]):
                self._places[_plain(text[start:end])].append((number, place))

    def nearest(self, quote: str) -> Near | None:
        """Where most words of a quotation stand in their order; None where nothing is near."""
        words = [_plain(word) for word in WORD.findall(_seen(quote))][:LONGEST]
        place = self._voted(words)
        if place is None:
            return None
        number, at = place
        spans, text = self._spans[number], self._shelf[number].document.text
        low = max(0, at - BAND)
        high = min(len(spans), at + len(words) + len(words) // 2 + 2 * BAND)
        theirs = [_plain(text[start:end]) for start, end in spans[low:high]]
        blocks = SequenceMatcher(None, words, theirs, autojunk=False).get_matching_blocks()[:-1]
        blocks = _together(blocks, len(words))
        share = sum(block.size for block in blocks) / len(words)
        if not blocks or share < (ALIKE if len(words) > SHORT else 1):
            return None
        first = max(low, low + blocks[0].b - blocks[0].a)
        rest = len(words) - blocks[-1].a - blocks[-1].size
        last = min(high, low + blocks[-1].b + blocks[-1].size + rest) - 1
        span = _whole(text, Span(spans[first][0], spans[last][1]))
        return Near(self._shelf[number], span, share)

    def _voted(self, words: Sequence[str]) -> tuple[int, int] | None:
        """The document, and the word of it where the quotation would begin."""
        votes: defaultdict[tuple[int, int], float] = defaultdict(float)
        for offset, word in enumerate(words):
            places = self._places.get(word, ())
            for number, place in places if len(places) <= COMMON else ():
                # neighbouring bands share their votes, so that none is lost at their border
                band = (place - offset) // BAND
                votes[number, band] += 1 / math.log2(2 + len(places))
                votes[number, band + 1] += 0.5 / math.log2(2 + len(places))
        if not votes:
            return None
        number, band = max(votes, key=lambda key: (votes[key], -key[0], -key[1]))
        return number, max(0, band * BAND)


def _whole(text: str, span: Span) -> Span:
    """A span with the signs that stand tight at its ends: "$5" and "5%", and no stops."""
    before = LEAD.search(text, max(0, span.start - LONGEST_SIGN), span.start)
    behind = TRAIL.match(text, span.end, span.end + LONGEST_SIGN)
    return Span(
        before.start() if before else span.start,
        behind.end() if behind else span.end,
    )


def _together(blocks: Sequence[Match], size: int) -> list[Match]:
    """Those blocks that belong to the largest: a word far from it is there by chance."""
    if not blocks:
        return []
    most = max(blocks, key=lambda block: block.size)
    reach = max(SHIFT, size // 2)
    return [one for one in blocks if abs((one.b - one.a) - (most.b - most.a)) <= reach]


def difference(quote: str, near: Near) -> str:
    """In which words a quotation differs from the place that it is nearest to."""
    text = near.span.cut(near.shelved.document.text)
    mine, theirs = _chunks(quote), _chunks(text)
    matcher = SequenceMatcher(
        None, [chunk[0] for chunk in mine], [chunk[0] for chunk in theirs], autojunk=False
    )
    told = list(_told(matcher, mine, theirs))
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return "; ".join(told[:MOST_TOLD]) + more or "the words do not stand together like this"


Chunk = tuple[str, str, str]


def _told(
    matcher: "SequenceMatcher[str]", mine: Sequence[Chunk], theirs: Sequence[Chunk]
) -> Iterator[str]:
    for kind, a, b, c, d in matcher.get_opcodes():
        ours = " ".join(shown for _, shown, _ in mine[a:b])
        source = " ".join(shown for _, shown, _ in theirs[c:d])
        if ours == source:  # they differ in signs beside the words
            ours, source = (" ".join(c[2] for c in some) for some in (mine[a:b], theirs[c:d]))
        if kind == "replace":
            yield f"“{ours}” where the source says “{source}”"
        elif kind == "delete":
            yield f"adds “{ours}”"
        elif kind == "insert":
            yield f"leaves out “{source}”"


def _chunks(text: str) -> list[Chunk]:
    """What stands between spaces: to be compared, to be shown, and as it is."""
    parts = LEFT_OUT.sub(" ", _seen(text)).split()[: 2 * LONGEST]
    chunks = [(_key(part), part.strip(EDGES) or part, part) for part in parts]
    kept = [chunk for chunk in chunks if chunk[0]]
    for place in {0, len(kept) - 1} if kept else ():
        key, shown, part = kept[place]
        key, shown = key.strip("'"), shown.strip(EDGES)
        if place == len(kept) - 1:
            key, shown = key.rstrip(".,'"), shown.rstrip(".,'’”\"")
        kept[place] = (key[:1].lower() + key[1:] if place == 0 else key, shown, part)
    return kept


def _key(part: str) -> str:
    folded = fold(part)
    joined = zip(folded.joints[1:], folded.key[1:], strict=True)
    return folded.key[:1] + "".join(f"-{c}" if joint == "-" else c for joint, c in joined)


def _seen(text: str) -> str:
    return UNSEEN.sub("", canonical(text))


def _plain(word: str) -> str:
    return fold(word).key.casefold() if not word.isascii() else word.lower()
