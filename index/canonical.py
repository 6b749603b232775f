r"""The one form in which text is stored and quoted, and the only place where text is changed.

Three changes, and no other: newlines become "\n", characters are composed (Unicode normalisation
form C, Unicode Standard Annex 15), and characters that show nothing are left out. Those split words
that a search looks for, and carry words that a person does not see and a language model reads.

What shows nothing are the Default_Ignorable_Code_Points of the Unicode Character Database (zero
width, soft hyphens, variation selectors, tags, marks of direction), controls but tab and newline,
annotation marks, noncharacters, and the private use areas. Three stay, since they are seen: a
joiner between letters of a script that is written with joiners, what makes one picture of an emoji
sequence (UTS 51), and a soft hyphen at the end of a line. Unassigned characters stay too: which
ones they are depends on the version of Python, and what a quotation is may not.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
SHOWS_NOTHING = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
)
# Arabic and its kin, the scripts of India, Myanmar, Khmer, Mongolian, Phags-pa, later Indic ones
JOINED = (
    "[\u0620-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa\ua840-\ua873"
    "\U00011000-\U000115ff]"
)
PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2100-\u27bf\u2934-\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?"
)
CHANGED = re.compile(
    rf"""(?P<seen>{PICTURE}(?:\u200d{PICTURE})* | [0-9\#*]\ufe0f(?=\u20e3)
           | (?<={JOINED})[\u200c\u200d](?={JOINED}) | \u00ad(?=[ \t]*[\n\v\f\r\x85\u2028\u2029]))
      | (?P<newline>\r\n?|[\v\f\x85\u2028\u2029])
      | (?P<unseen>[{SHOWS_NOTHING}])""",
    re.VERBOSE,
)
# whether there is anything to look at: most texts have none of these
SUSPECT = re.compile(f"[\r\v\f\x85\u2028\u2029{SHOWS_NOTHING}]")

# what can be composed: the letter before, and signs beyond the last one that nothing composes with
MARKED = re.compile("[\x00-\u02ff]?[^\x00-\u02ff]+")
JAMO = frozenset(map(chr, range(0x1160, 0x1200)))  # vowels and finals of Hangul syllables


@dataclass(frozen=True)
class OffsetMap:
    """Where the characters of a canonical text stand in the text that it was made of, and back.

    `steps` are pairs of offsets, in the canonical text and in the other, both rising; from each
    step to the next the two run side by side. Without steps the texts are the same.

    >>> clean("no\u200bon").offsets
    OffsetMap(steps=((0, 0), (2, 3)))
    >>> clean("no\u200bon").offsets.outer(3), clean("no\u200bon").offsets.inner(4)
    (4, 3)
    """

    steps: tuple[tuple[int, int], ...] = ()

    def outer(self, offset: int) -> int:
        """Where the character at an offset of the canonical text begins in the other."""
        return _across(offset, *self._sides)

    def inner(self, offset: int) -> int:
        """Where a character of the other text stands in the canonical one, or what follows it."""
        return _across(offset, *reversed(self._sides))

    def shifted(self, by: int) -> "OffsetMap":
        """The same where that many characters stand before the other text."""
        steps = self.steps or ((0, 0),)
        return OffsetMap(tuple((inner, outer + by) for inner, outer in steps)) if by else self

    @cached_property
    def _sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return tuple(inner for inner, _ in self.steps), tuple(outer for _, outer in self.steps)


@dataclass(frozen=True)
class Cleaned:
    """A text in canonical form, the way back, and how many characters that show nothing it had."""

    text: str
    offsets: OffsetMap = OffsetMap()
    hidden: int = 0


def canonical(text: str) -> str:
    r"""The form of `text` that every offset counts in.

    >>> canonical("cafe\u0301\r\n")
    'café\n'
    >>> canonical(canonical("½ a\u030a")) == canonical("½ a\u030a")
    True
    >>> canonical("ig\u200bnore\U000e0041 \u202ethis")
    'ignore this'
    """
    return clean(text).text


def clean(text: str) -> Cleaned:
    """The canonical form of a text, with the way back to the text itself.

    >>> clean("so\u00adlar").text, clean("so\u00adlar").hidden
    ('solar', 1)
    """
    hidden, seen = 0, OffsetMap()
    if SUSPECT.search(text):
        text, seen, hidden = _without_unseen(text)
    # NFC, not NFKC: NFKC would turn "½" into "1⁄2", and a quote must show what the source shows.
    if unicodedata.is_normalized("NFC", text):
        return Cleaned(text, seen, hidden)
    composed, steps = _composed(text)
    return Cleaned(composed, _chained(steps, seen), hidden)


def _without_unseen(text: str) -> tuple[str, OffsetMap, int]:
    """The text with plain newlines and without what shows nothing; how many signs these were."""
    pieces: list[str] = []
    steps: list[tuple[int, int]] = [(0, 0)]
    done = length = hidden = 0
    for found in CHANGED.finditer(text):
        if found["seen"]:
            continue
        newline = "\n" if found["newline"] else ""
        pieces += text[done : found.start()], newline
        length += found.start() - done + len(newline)
        done = found.end()
        hidden += not newline
        if len(newline) != len(found[0]):
            steps.append((length, done))
    pieces.append(text[done:])
    return "".join(pieces), OffsetMap(_rising(steps)), hidden


def _composed(text: str) -> tuple[str, OffsetMap]:
    """The text in normalisation form C, and where each character of it comes from."""
    pieces: list[str] = []
    steps: list[tuple[int, int]] = [(0, 0)]
    done = length = 0
    for start, end in _clusters(text):
        whole = unicodedata.normalize("NFC", text[start:end])
        pieces += text[done:start], whole
        length += start - done + len(whole)
        done = end
        if len(whole) != end - start:
            steps += (length - len(whole), start), (length, end)
    pieces.append(text[done:])
    return "".join(pieces), OffsetMap(_rising(steps))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Letters with marks that are not composed yet; nothing is composed across their edges."""
    for run in MARKED.finditer(text):
        if unicodedata.is_normalized("NFC", run[0]):
            continue
        start = run.start()
        for place in range(start + 1, run.end()):
            if unicodedata.category(text[place])[0] != "M" and text[place] not in JAMO:
                yield start, place
                start = place
        yield start, run.end()


def _chained(inner: OffsetMap, outer: OffsetMap) -> OffsetMap:
    """Two maps as one: from the text that `inner` begins with to the one that `outer` ends at."""
    between = sorted({step[1] for step in inner.steps} | {step[0] for step in outer.steps})
    return OffsetMap(_rising([(inner.inner(at), outer.outer(at)) for at in between]))


def _rising(steps: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Of steps at the same place the last; none where all of them say that nothing has moved."""
    last = tuple(dict(steps).items())
    return last if any(inner != outer for inner, outer in last) else ()


def _across(offset: int, here: tuple[int, ...], there: tuple[int, ...]) -> int:
    """An offset on the other side of a map: so far behind the last step, and not past the next."""
    at = bisect_right(here, offset) - 1
    if not here:
        return offset
    if at < 0:  # what stands before the canonical text
        return there[0]
    reached = there[at] + offset - here[at]
    return min(reached, there[at + 1]) if at + 1 < len(there) else reached
