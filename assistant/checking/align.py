"""Where the pieces of a quotation stand in a document, in order, and what the gaps between hide.

What is left out must be near, and may not turn what is said: within a sentence no negation or
doubt, and where only a word or four are left out no modal verb and no hedge; and two halves of
different sentences are not made one. Brackets take the place of at most five words, none of them a
number, a sign, a negation, a modal verb or a hedge. Where that is broken the words stand there, and
the quotation is altered all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assistant.checking.edges import clean
from assistant.checking.fold import DASH, DASHES, TIGHT, Folded, agree
from assistant.checking.guard import WORD, exact, negation, weighty
from assistant.checking.reading import ENDINGS, Gap, Piece, Reading
from assistant.checking.shelf import Shelved
from index.document import Span

REACH = 100  # words that an ellipsis may leave out
REPLACED = 5  # words that brackets may take the place of
FEW = 4  # left-out words of which a modal verb or a hedge is no aside
WHOLE = 2  # words of a piece that can stand for a sentence
MOST = 500  # places of a piece in one document
COMMENTS = ("sic", "emphasis", "italics", "translat", "our ", "my ", "note", "footnote", "citation")


@dataclass(frozen=True)
class Told:
    """What an editor did at one place, and what is wrong with it."""

    left_out: str = ""
    replaced: str = ""
    by: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Found:
    """A quotation found in a document: a stretch of the key, and what was done at each gap."""

    first: int
    last: int
    told: tuple[Told, ...] = ()

    @property
    def wrong(self) -> tuple[str, ...]:
        """What speaks against it; nothing where it is a true quotation."""
        return tuple(told.wrong for told in self.told if told.wrong)


def align(reading: Reading, shelved: Shelved) -> Found | None:
    """The best place of a reading in a document: one with nothing wrong, else the nearest to it."""
    if not _enough(reading):
        return None
    folded = shelved.folded
    paths = [
        Found(first, last, _edge(reading.gaps[0], shelved, first, before=True))
        for first, last in _places(reading.pieces[0], folded, reading.gaps[1])
    ]
    for number in range(1, len(reading.pieces)):
        gap, behind = reading.gaps[number], reading.gaps[number + 1]
        places = list(_places(reading.pieces[number], folded, behind)) if paths else []
        short = min(reading.pieces[number - 1].words, reading.pieces[number].words) < WHOLE
        paths = list(_onwards(paths, places, gap, shelved, short))
    ended = (
        Found(one.first, one.last, one.told + _edge(reading.gaps[-1], shelved, one.last, False))
        for one in paths
    )
    few = (one for one in ended if _mostly_kept(one, reading))
    return min(few, key=lambda one: (len(one.wrong), one.last - one.first, one.first), default=None)


def _enough(reading: Reading) -> bool:
    """Whether there are words enough to tell a place by."""
    omissions = sum(gap.omits for gap in reading.gaps[1:-1])
    return reading.kept >= (2 * omissions + 1 if omissions else 1)


def _mostly_kept(found: Found, reading: Reading) -> bool:
    """Whether more words are the source's than brackets have taken the place of."""
    return reading.kept > sum(len(WORD.findall(told.replaced)) for told in found.told)


def _places(piece: Piece, folded: Folded, behind: Gap) -> Iterator[tuple[int, int]]:
    """Where a piece stands in the key of a document, its first letter in either case."""
    key = piece.key
    turned = key[0].swapcase()
    for words in {key, turned + key[1:]} if len(turned) == 1 else {key}:
        yield from islice(_exactly(words, piece, folded, behind.ending), MOST)


def _exactly(
    words: str, piece: Piece, folded: Folded, inflected: bool
) -> Iterator[tuple[int, int]]:
    # a dash that opens the quotation could be the sign of its first number
    signed = not words[0].isalpha() and piece.folded.joints[piece.first] == DASH
    at = folded.key.find(words)
    while at >= 0:
        end = at + len(words)
        joined = (folded.joints[at] == DASH or not signed) and agree(
            piece.folded, piece.first, folded, at, len(words)
        )
        if joined and clean(folded, at, end, inflected):
            yield at, end
        at = folded.key.find(words, at + 1)


def _onwards(
    paths: list[Found], places: list[tuple[int, int]], gap: Gap, shelved: Shelved, short: bool
) -> Iterator[Found]:
    """The paths that go on to a place of the next piece, the best of them for each place."""
    for first, last in places:
        # only a few places are near enough, and of these the nearest do
        near = sorted((one for one in paths if one.last <= first), key=lambda one: -one.last)[:9]
        steps = (
            Found(one.first, last, (*one.told, told))
            for one in near
            if (told := _between(gap, shelved, one.last, first, short))
        )
        best = min(steps, key=lambda one: (len(one.wrong), one.last - one.first), default=None)
        if best:
            yield best


def _between(gap: Gap, shelved: Shelved, last: int, first: int, short: bool) -> Told | None:
    """What an editor did between two pieces; None where that cannot be."""
    folded = shelved.folded
    hidden = folded.text[folded.ends[last - 1] : folded.starts[first]].strip()
    hidden = hidden.rstrip(DASHES + " \n") or hidden
    by = ", ".join(gap.inserted)
    added = f"adds “{by}”" if weighty(by) else ""
    if gap.omits:
        added = added or (f"adds “{by}”" if exact(by) else "")
        if len(WORD.findall(hidden)) > REACH:
            return None
        return Told(
            left_out=hidden, by=by, wrong=added or _turned(hidden, shelved, last, first, short)
        )
    if last == first:
        return Told(by=by, wrong=added)
    if gap.ending:
        rest = folded.key[last:first]
        within = set(folded.joints[last:first]) == {TIGHT} and folded.joints[first] != TIGHT
        return Told(replaced=rest, by=by) if within and rest.lower() in ENDINGS else None
    words = len(WORD.findall(hidden))
    if not by or not words or words > REPLACED or set(hidden) & set(".!?;") or _comment(by):
        return None
    lost = weighty(hidden) or exact(hidden) or added or exact(by)
    return Told(replaced=hidden, by=by, wrong=f"puts “{by}” for “{hidden}”" if lost else "")


def _turned(hidden: str, shelved: Shelved, last: int, first: int, short: bool) -> str:
    """What is wrong with leaving out some words, "" where nothing is."""
    folded = shelved.folded
    ends, begins = folded.ends[last - 1], folded.starts[first]
    one, other = shelved.sentence(ends - 1), shelved.sentence(begins)
    if one == other:
        few = len(WORD.findall(hidden)) <= FEW
        return f"leaves out “{hidden}”" if negation(hidden) or (few and weighty(hidden)) else ""
    closed = one is None or not WORD.search(folded.text[ends : one.end])
    opened = other is None or not WORD.search(folded.text[other.start : begins])
    if (closed or opened) and not short:
        return ""
    return f"makes one sentence of two, without “{hidden}”"


def _edge(gap: Gap, shelved: Shelved, at: int, before: bool) -> tuple[Told, ...]:
    """What brackets at the beginning or the end of a quotation take the place of."""
    by = ", ".join(words for words in gap.inserted if not _comment(words))
    if not by:
        return ()
    folded = shelved.folded
    place = folded.starts[at] if before else folded.ends[at - 1]
    sentence = shelved.sentence(place if before else place - 1) or Span(place, place + 1)
    span = (sentence.start, place) if before else (place, sentence.end)
    words = list(WORD.finditer(folded.text, *span))
    size = min(max(3 if before else 1, len(by.split())), REPLACED)
    near = words[-size:] if before else words[:size]
    hidden = folded.text[near[0].start() : near[-1].end()] if near else ""
    whole = hidden if before and len(words) <= REPLACED and hidden != by else ""
    lost = any(weighty(words) or exact(words) for words in (hidden, by))
    return (Told(replaced=whole, by=by, wrong=f"puts “{by}” for “{hidden}”" if lost else ""),)


def _comment(words: str) -> bool:
    """Whether brackets speak of the quotation, or hold the number of a note."""
    return words.isdigit() or words.lower().startswith(COMMENTS)
