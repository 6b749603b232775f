"""What a quotation claims of its source: pieces that stand there, and what an editor put between.

An ellipsis leaves something out. Brackets hold words of the editor: an insertion ("[sic]"), a
replacement ("[The bureau] said"), another letter case ("[t]he") or ending ("need[s]"). Where the
source itself has such signs they are words of it like others, so that is read first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.checking.fold import MARK, Folded, fold, is_word
from assistant.checking.markdown import BLANK, BULLET, unmarked
from index.canonical import canonical

# four full stops: that of the sentence before, and three
DOTS = r"(?:…|\.{3,4}|\.(?:\s\.){2,3})"
EDITED = re.compile(rf"\[\s*+{DOTS}\s*+\]|\(\s*+{DOTS}\s*+\)|{DOTS}|\[(?P<words>[^\[\]]*+)\]")
MOST_PIECES = 20
LONGEST_BRACKET = 12  # words
# what may be added to a word or taken from it: it stays the same word
ENDINGS = frozenset(["", "s", "es", "ed", "d", "ing", "e", "y", "ies", "ied", "'s", "s'"])


@dataclass(frozen=True)
class Piece:
    """Words that stand in the source as they are: a stretch of a folded text."""

    folded: Folded
    first: int
    last: int

    @property
    def key(self) -> str:
        """The characters of it."""
        return self.folded.key[self.first : self.last]

    @property
    def words(self) -> int:
        """How many words it has."""
        start, end = self.folded.starts[self.first], self.folded.ends[self.last - 1]
        return len(WORD.findall(self.folded.text, start, end))


WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Gap:
    """What an editor put before, between or behind pieces.

    `omits` is where something is left out, `inserted` the words in brackets, and `ending` is where
    these end the word before them.
    """

    omits: bool = False
    inserted: tuple[str, ...] = ()
    ending: bool = False


NOTHING = Gap()


@dataclass(frozen=True)
class Reading:
    """Pieces in their order, with the gap before each and the one behind the last."""

    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]

    @property
    def kept(self) -> int:
        """How many words are claimed to be the source's."""
        return sum(piece.words for piece in self.pieces)


def readings(quote: str) -> Iterator[Reading]:
    """What a quotation can mean: to the letter, and then with what an editor did.

    >>> _, edited = readings("[The bureau] said … it need[s] help.")
    >>> [piece.key for piece in edited.pieces]
    ['said', 'itneed', 'help']
    >>> [(gap.inserted, gap.omits, gap.ending) for gap in edited.gaps[:3]]
    [(('The bureau',), False, False), ((), True, False), (('s',), False, True)]
    """
    text = unmarked(canonical(quote)).replace(BLANK, "").replace(BULLET, " ")
    whole = _piece(text, opening=True, closing=True)
    if whole:
        yield Reading((whole,), (NOTHING, NOTHING))
    if EDITED.search(text):
        yield from _edited(text)


def _edited(text: str) -> Iterator[Reading]:
    pieces: list[Piece] = []
    gaps = [NOTHING]
    done, letter = 0, ""
    for mark in EDITED.finditer(text):
        before, after = (
            text[max(mark.start() - 1, 0) : mark.start()],
            text[mark.end() : mark.end() + 1],
        )
        omits = mark["words"] is None
        _add(pieces, gaps, letter + text[done : mark.start()], closing=omits)
        done, letter = mark.end(), ""
        shown = mark["words"] or ""
        words = " ".join(shown.split())
        if omits:
            gaps[-1] = replace(gaps[-1], omits=True)
        elif is_word(after or " ") and not shown[-1:].isspace():
            if is_word(before or " ") or not (len(words) == 1 and words.isalpha()):
                return  # "wom[e]n", "[un]safe": another word, and none of the source's
            letter = words
        else:
            ending = is_word(before or " ") and gaps[-1] == NOTHING
            if (ending and words.lower() not in ENDINGS) or words.count(" ") >= LONGEST_BRACKET:
                return
            gaps[-1] = replace(gaps[-1], inserted=(*gaps[-1].inserted, words), ending=ending)
        if len(pieces) > MOST_PIECES or len(gaps[-1].inserted) > MOST_PIECES:
            return
    _add(pieces, gaps, letter + text[done:], closing=True)
    if pieces:
        yield Reading(tuple(pieces), tuple(gaps))


def _add(pieces: list[Piece], gaps: list[Gap], text: str, closing: bool) -> None:
    piece = _piece(text, opening=not pieces or gaps[-1].omits, closing=closing)
    if piece:
        pieces.append(piece)
        gaps.append(NOTHING)


def _piece(text: str, opening: bool, closing: bool) -> Piece | None:
    """The piece that a text is; None where it has neither words nor signs.

    Args:
        text: what stands between two gaps.
        opening: whether quotation marks at its beginning may be those of the quotation.
        closing: whether those at its end may, and a comma or full stop there may belong to the
            sentence that quotes.
    """
    folded = fold(text)
    first, last = 0, len(folded.key)
    while opening and first < last and folded.key[first] == MARK:
        first += 1
    while closing and last > first and folded.key[last - 1] in MARK + ".,":
        last -= 1
    told = folded.key[first:last].strip(".,;:!?…'()")
    return Piece(folded, first, last) if told else None
