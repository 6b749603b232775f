"""Operators of prose and of its quotation, held against each other in both directions."""

import re
from collections.abc import Iterator

from assistant.support.basis import Basis
from assistant.support.operators import Check, Operator
from assistant.support.reading import Sentence

BEHIND = 3  # words before an operator that nothing follows
WINDOW = 6  # words after an operator, one of which must be what it bears on in the other text
# where what an operator bears on ends
END = re.compile(
    r"[;:]| because\b|, (?:but|and|while|although|the)\b| and (?:that|he|she|it|they|was|were|"
    r"is|are)\b"
)
# only to add these is wrong: without them less is said
# what these say is the stronger the less is said after them
SWEEPING = frozenset({"not", "must not", "may not", "need not", "only"})
LOST = 0.4  # share of the words that narrow one of these and may be left out
ADDED = frozenset({"all", "though", "against", "cause"})
# these bear on the very next words
NEAREST = {"some": 1, "most": 2, "of office": 2, "before": 2, "after": 2}
ALWAYS = frozenset({"if", "unless", "until"})  # dropped, the sentence says more wherever they stand
WHEN = re.compile(r"\b(?:when|whenever|where|once|while)\b", re.IGNORECASE)
MARK = re.compile(
    r"\b(?:when|whenever|once|while|if|as soon as|during|upon|in case)\b", re.IGNORECASE
)


def wrong_operators(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Operators that prose adds, drops or puts elsewhere."""
    quoted = basis.sentence
    left = list(quoted.operators)  # each stands for one: "not unknown" is not "unknown"
    for one in prose.operators:
        if _outside(prose, one):
            continue
        fit = [two for two in left if _same(prose, one, quoted, two)]
        if fit:
            left.remove(fit[0])
            if fit[0].kind in SWEEPING and (lost := _narrower(prose, quoted, fit[0])):
                yield Check.CONDITIONS, lost
        else:
            yield one.check, one.span.cut(prose.text)
    for two in left:
        if two.kind not in ADDED and not _outside(quoted, two) and _concerns(prose, quoted, two):
            yield two.check, two.span.cut(quoted.text)
    for when in WHEN.finditer(quoted.text):
        comma = quoted.text.find(",", when.end())
        end = comma if comma >= 0 else len(quoted.text)
        inside = {w.meaning for w in quoted.words if when.end() <= w.span.start < end}
        dropped = when[0].lower() in ("when", "whenever", "once") and not MARK.search(prose.text)
        if inside and (dropped or 2 * len(inside & prose.meanings) < len(inside)):
            yield Check.CONDITIONS, when[0]


def _narrower(prose: Sentence, quoted: Sentence, two: Operator) -> str | None:
    """What narrows a denial or a ban that prose makes without it, and so more sweeping."""
    end = END.search(quoted.text, two.reach)
    stop = end.start() if end else len(quoted.text)
    inside = [
        word
        for word in quoted.words
        if two.span.end <= word.span.start < stop and not quoted.attributed(word.span)
    ]
    lost = [word.text for word in inside if word.meaning not in prose.meanings]
    return " ".join(lost) if len(lost) > LOST * len(inside) else None


def _outside(sentence: Sentence, one: Operator) -> bool:
    """Whether it belongs to the words that say who says so."""
    return one.kind in ("accuses", "wants", "alleged") and sentence.attributed(one.span)


def _concerns(prose: Sentence, quoted: Sentence, two: Operator) -> bool:
    """Whether prose says something of what an operator of the quotation bears on."""
    if two.kind in ALWAYS:
        return True
    if count := NEAREST.get(two.kind):
        return bool(set(quoted.window(two.reach, count)) & prose.meanings)
    if two.reach == two.span.start:  # "unknown" bears on itself
        return quoted.window(two.reach, 1)[0] in prose.meanings
    end = END.search(quoted.text, two.reach)
    stop = end.start() if end else len(quoted.text)
    scope = {word.meaning for word in quoted.words if two.span.end <= word.span.start < stop}
    if not scope:  # "which he did not have"
        before = [word.meaning for word in quoted.words if word.span.end <= two.span.start]
        scope = set(before[-BEHIND:])
    return bool(scope & prose.meanings)


def _same(prose: Sentence, one: Operator, quoted: Sentence, two: Operator) -> bool:
    """Whether two operators are of one kind and bear on the same."""
    if one.kind != two.kind:
        return False
    mine, theirs = prose.window(one.reach, WINDOW), quoted.window(two.reach, WINDOW)
    if not mine or not theirs:
        return True
    forth = mine[0] in theirs or mine[0] not in quoted.meanings
    back = theirs[0] in mine or theirs[0] not in prose.meanings
    if one.check is Check.NEGATION:
        return forth and theirs[0] in mine
    if one.check in (Check.MODALS, Check.CONDITIONS):  # "let them go" and "they could go"
        return mine[0] in theirs or theirs[0] in mine
    return forth and back and bool(set(mine) & set(theirs))
