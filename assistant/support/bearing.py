"""Operators of prose and of its quotation, held against each other in both directions."""

import re
from collections.abc import Iterator

from assistant.support.basis import Basis
from assistant.support.operators import Check, Operator
from assistant.support.reading import Sentence

WINDOW = 6  # words after an operator, one of which must be what it bears on in the other text
# where what an operator bears on ends
END = re.compile(
    r"[;:]| because\b|, (?:but|and|while|although|the)\b| and (?:that|he|she|it|they|was|were|is|are)\b"
)
# only to add these is wrong: without them less is said
ADDED = frozenset({"all", "though", "against", "cause"})
# these bear on the very next words
NEAREST = {"some": 1, "most": 2, "of office": 2, "before": 2, "after": 2, "until": 2}
ALWAYS = frozenset({"if", "unless"})  # dropped, the sentence says more wherever they stand
WHEN = re.compile(r"(?<!since )\b(?:when|whenever|where|once|while)\b", re.IGNORECASE)


def wrong_operators(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Operators that prose adds, drops or puts elsewhere."""
    quoted = basis.sentence
    for one in prose.operators:
        if not _outside(prose, one) and not any(_same(prose, one, quoted, two) for two in quoted.operators):
            yield one.check, one.span.cut(prose.text)
    for two in quoted.operators:
        if two.kind in ADDED or _outside(quoted, two) or not _concerns(prose, quoted, two):
            continue
        if not any(_same(prose, one, quoted, two) for one in prose.operators):
            yield two.check, two.span.cut(quoted.text)
    for when in WHEN.finditer(quoted.text):
        window = set(quoted.window(when.end(), 4))
        if window and not window & prose.meanings:
            yield Check.CONDITIONS, when[0]


def _outside(sentence: Sentence, one: Operator) -> bool:
    """Whether it belongs to the words that say who says so."""
    return one.kind in ("accuses", "wants") and sentence.attributed(one.span)


def _concerns(prose: Sentence, quoted: Sentence, two: Operator) -> bool:
    """Whether prose says something of what an operator of the quotation bears on."""
    if two.kind in ALWAYS:
        return True
    if count := NEAREST.get(two.kind):
        return bool(set(quoted.window(two.reach, count)) & prose.meanings)
    end = END.search(quoted.text, two.reach)
    stop = end.start() if end else len(quoted.text)
    scope = {word.meaning for word in quoted.words if two.span.end <= word.span.start < stop}
    return bool(scope & prose.meanings)


def _same(prose: Sentence, one: Operator, quoted: Sentence, two: Operator) -> bool:
    """Whether two operators are of one kind and bear on the same."""
    if (one.check, one.kind) != (two.check, two.kind):
        return False
    mine, theirs = prose.window(one.reach, WINDOW), quoted.window(two.reach, WINDOW)
    if not mine or not theirs:
        return True
    forth = mine[0] in theirs or mine[0] not in quoted.meanings
    back = theirs[0] in mine or theirs[0] not in prose.meanings
    if one.check is Check.NEGATION:
        return forth and theirs[0] in mine
    if one.check is Check.MODALS:  # "let them go" and "they could go"
        return mine[0] in theirs or theirs[0] in mine
    return forth and back and bool(set(mine) & set(theirs))
