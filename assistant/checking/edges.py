"""May a quotation begin and end here? Not within a word, a compound, a number or before its unit.

Else "compliance" would stand in "non-compliance", "dropped by 5" in "dropped by 5 %", "I can" in "I
can't" and "3" in "3.5 million".
"""

import re

from assistant.checking.fold import BREAK, DASH, MARK, MINUS, SPACE, TIGHT, Folded, is_word

HYPHENS = "-‐‑–"  # an en dash joins too: 2019–20
BEFORE_NUMBER = frozenset(f"$€£¥±<>≤≥≈~=+{MINUS}.,/:")
BEHIND_NUMBER = frozenset("%‰°$€£¥+′″")
WITHIN = frozenset(".:/@_&")  # between letters or digits: 9:30, U.S., a.example
SCALE = re.compile(r"\s+(?:hundred|thousand|million|billion|trillion|dozen|per\s?cent)\b", re.I)


def clean(folded: Folded, first: int, last: int, inflected: bool = False) -> bool:
    """Whether a stretch of the key can be cut out without harm.

    Args:
        folded: the text.
        first: where the stretch begins in the key.
        last: where it ends.
        inflected: whether the last word may go on, since an editor changed its ending.

    >>> from assistant.checking.fold import fold
    >>> text = fold("The non-compliance rose by 5 %. It's the law.")
    >>> [clean(text, text.key.find(words), text.key.find(words) + len(words))
    ...  for words in ("compliance", "roseby5", "It", "law", "la")]
    [False, False, True, True, False]
    """
    return _begins(folded, first) and (inflected or _ends(folded, last))


def _begins(folded: Folded, at: int) -> bool:
    if at == 0:
        return True
    key, joint = folded.key, folded.joints[at]
    before, first = key[at - 1], key[at]
    if joint in DASH + BREAK:
        return not _joined(folded, at)
    if first.isdigit() and before in BEFORE_NUMBER:
        # "rose, 5" and "at: 5" are no numbers; "1,5" and "9:5" are
        apart = before != "." and not _word_at(folded, at - 2, at - 1)
        return before in ".,/:" and (joint == SPACE or apart)
    if before == MINUS and first in BEFORE_NUMBER:
        return False
    if joint != TIGHT or not is_word(first):
        return True
    if before == MARK or before in WITHIN:
        return not _word_at(folded, at - 2, at - 1)
    return not is_word(before)


def _ends(folded: Folded, at: int) -> bool:
    if at == len(folded.key):
        return True
    key, joint = folded.key, folded.joints[at]
    last, after = key[at - 1], key[at]
    if joint in DASH + BREAK:
        return not _joined(folded, at)
    if last.isdigit():
        if after in BEHIND_NUMBER or SCALE.match(folded.text, folded.ends[at - 1]):
            return False
        if joint == TIGHT and after == "," and _word_at(folded, at + 1, at + 1):
            return not key[at + 1].isdigit()
    if joint != TIGHT or not is_word(last):
        return True
    if after == MARK:
        possessive = key[at + 1 : at + 2] == "s" and not _word_at(folded, at + 2, at + 2)
        return possessive or not _word_at(folded, at + 1, at + 1)
    if after in WITHIN:
        return not _word_at(folded, at + 1, at + 1)
    return not is_word(after)


def _word_at(folded: Folded, at: int, joint: int) -> bool:
    """Whether a word's character stands at a place of the key, tight at the joint beside it."""
    inside = 0 <= at < len(folded.key)
    return inside and folded.joints[joint] == TIGHT and is_word(folded.key[at])


def _joined(folded: Folded, at: int) -> bool:
    """Whether a dash makes one word of what it stands between."""
    between = folded.text[folded.ends[at - 1] : folded.starts[at]]
    sides = folded.key[at - 1] + folded.key[at]
    if folded.joints[at] == BREAK:
        return True
    return len(between) == 1 and between in HYPHENS and all(map(is_word, sides))
