"""A text without its typography, and where each character of that stands in the text.

What is left of a text are its `key`, all characters but spaces, dashes and Markdown marks, and its
`joints`: what stands before each of these. Two texts say the same words where their keys are equal
and their joints agree, so that "to day" is not "today" and "5 −3" not "5 3".

What makes no difference: the kind of a space, of a dash, of an apostrophe; quotation marks; soft
hyphens; ligatures (U+FB00 to U+FB06); three full stops for an ellipsis; a space beside punctuation.
What does: every letter and its case, every digit and sign. A minus is a sign and no dash, and a
prime behind a digit (5′, 5″) no quotation mark, unless a quotation is open.
"""

import re
from array import array
from dataclasses import dataclass

from assistant.checking.markdown import BLANK, BULLET, unmarked
from index.document import Span

# what stands between a character and the one before it
TIGHT, SPACE, DASH, BREAK, ITEM = "|", " ", "-", "~", "•"
STRENGTH = {TIGHT: 0, SPACE: 1, ITEM: 2, BREAK: 3, DASH: 4}
MARK, ELLIPSIS, MINUS = "'", "…", "−"
DASHES = "-‐‑‒–—―⸺⸻﹘"
LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))

INVISIBLE = (
    f"{BLANK}\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0000-\U000e007f"
)
GAP = rf"[\s{BLANK}]*+"
TOKEN = re.compile(
    rf"""(?P<word>[^\W_ﬀ-ﬆ]++)
    |(?P<space>\s++)
    |(?P<item>{BULLET}++)
    # a soft hyphen at the end of a line is one that was drawn: the line break goes with it
    |(?P<unseen>\u00ad[ \t{BLANK}]*+\n{GAP}(?=[^\W\d_])|[{INVISIBLE}]++)
    |(?P<hyphen>(?<=[^\W\d_])[-‐‑][ \t]*+\n{GAP}(?=[^\W\d_]))
    # before a number, and with nothing that it could join
    |(?P<minus>−|(?<![^\s(\[{{"“”‘’'«$€£¥±~<>=/{BLANK}{BULLET}])[-‐‑‒–﹣－](?=[$€£¥]?[.,]?\d))
    |(?P<dash>[{DASHES}]++)
    |(?P<ellipsis>\.(?:\s?\.){{2}}(?!\s?\.)|…++)
    |(?P<mark>["“”„‟«»‹›'‘’‚‛ʼ＂＇´′″])
    |(?P<ligature>[ﬀ-ﬆ])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
PRIMES = {"'": "′", "’": "′", "′": "′", '"': "″", "”": "″", "″": "″"}
OPENS = re.compile(r"[\w(\[$€£¥]")


@dataclass(frozen=True, eq=False)
class Folded:
    """A text without its typography.

    `key[i]` comes from `text[starts[i]:ends[i]]`, and `joints[i]` says what stands before it.
    """

    text: str
    plain: str  # with its Markdown marks blank
    key: str
    joints: str
    starts: "array[int]"
    ends: "array[int]"

    def span(self, first: int, last: int) -> Span:
        """Where the characters `first` to `last` (left out) of the key stand in the text.

        Markdown marks beside them are taken in where the span would hold half a link or list.
        """
        start, end = self.starts[first], self.ends[last - 1]
        if fold(self.text[start:end]).key == self.key[first:last]:
            return Span(start, end)
        wide = Span(
            len(self.plain[:start].rstrip(BLANK + BULLET)),
            len(self.plain) - len(self.plain[end:].lstrip(BLANK)),
        )
        whole = fold(wide.cut(self.text)).key == self.key[first:last]
        return wide if whole else Span(start, end)


def fold(text: str) -> Folded:
    """A text in canonical form without its typography.

    >>> fold("The ‘ﬁrst’ — 5 %").key, fold('The "first" -- 5%').key
    ('Thefirst5%', 'Thefirst5%')
    >>> fold("a well-known −5").joints
    '| |||-|||| |'
    """
    key: list[str] = []
    joints: list[str] = []
    starts, ends = array("L"), array("L")
    joint, opened, last = TIGHT, 0, ""
    plain = unmarked(text)
    for token in TOKEN.finditer(plain):
        kind, found = token.lastgroup or "", token[0]
        if (gap := _gap(kind)) is not None:
            joint = max(joint, gap, key=STRENGTH.__getitem__)
            # marks that are never closed end with their paragraph
            opened = 0 if found.count("\n") > 1 else opened
            continue
        if kind == "mark":
            after = token.string[token.end() : token.end() + 1]
            tight = joint == TIGHT and last.isalnum()
            prime = tight and last.isdigit() and not opened and not after.isalpha()
            opened += not tight and OPENS.match(after) is not None
            if not (prime and found in PRIMES) and not (tight and after.isalnum()):
                continue
            shown = PRIMES[found] if prime else MARK
        else:
            shown = _shown(kind, found)
        key.append(shown)
        joints.append(joint + TIGHT * (len(shown) - 1))
        if kind == "word":
            starts.extend(range(token.start(), token.end()))
            ends.extend(range(token.start() + 1, token.end() + 1))
        else:
            starts.extend([token.start()] * len(shown))
            ends.extend([token.end()] * len(shown))
        joint, last = TIGHT, shown[-1]
    return Folded(text, plain, "".join(key), "".join(joints), starts, ends)


def _gap(kind: str) -> str | None:
    """The joint that a token makes; None where it is a part of the key."""
    match kind:
        case "space":
            return SPACE
        case "item":
            return ITEM
        case "hyphen":
            return BREAK
        case "dash":
            return DASH
        case "unseen":
            return TIGHT
    return None


def _shown(kind: str, found: str) -> str:
    match kind:
        case "minus":
            return MINUS
        case "ellipsis":
            return ELLIPSIS
        case "ligature":
            return LIGATURES[found]
    return found


def agree(one: Folded, start: int, other: Folded, at: int, length: int) -> bool:
    """Whether equal stretches of two keys are joined alike; what stands before them is left out.

    Args:
        one: a folded text, of which the stretch begins at `start` of its key.
        start: see `one`.
        other: another, of which it begins at `at`.
        at: see `other`.
        length: of both.
    """
    mine, theirs = one.joints[start + 1 : start + length], other.joints[at + 1 : at + length]
    if mine == theirs:
        return True
    # the strings are equal nearly everywhere, so this is seldom long
    pairs = enumerate(zip(mine, theirs, strict=True), start=start)
    return all(a == b or _alike({a, b}, *one.key[place : place + 2]) for place, (a, b) in pairs)


def _alike(joints: set[str], before: str, after: str) -> bool:
    """Whether two different joints between two characters are a matter of typography."""
    if BREAK in joints:
        # a hyphen at the end of a line belongs to the word, or to the line alone
        return joints in ({BREAK, TIGHT}, {BREAK, DASH})
    if ITEM in joints:
        return joints in ({ITEM, SPACE}, {ITEM, DASH})
    # "1, 500" is two numbers, and "1 .5" is another one
    number = (before in ".,:" and after.isdigit()) or (before.isdigit() and after in ".,")
    if joints != {SPACE, TIGHT} or number:
        return False
    return not (is_word(before) and is_word(after))


def is_word(character: str) -> bool:
    """Whether a character is a part of a word or number, accents on their own included."""
    return character.isalnum() or "\u0300" <= character <= "\u036f"
