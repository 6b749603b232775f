"""Who does what to whom, in which mode: the readings of a clause, and of what a question asks.

There is no parser, so each word that may be the verb makes a reading of its own. A wrong one rarely
does harm: two readings are compared only where verb, doer and what it is done to agree.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.differ.wording import FORMS, HARMLESS
from assistant.polarity import NOUN_BEFORE, Clause, Polarity, Word, clause, polarity
from index.terms import stem

BE = frozenset("is are was were be been".split())
HAVE = frozenset("have has had".split())
PAST = frozenset("did was were had has have been".split())
PRESENT = frozenset("do does is are".split())
# they say in which mode something is, and are no part of it
OPERATORS = frozenset(
    map(
        stem,
        "allow permit let forbid prohibit ban bar require oblige direct order instruct able "
        "entitled".split(),
    )
)
PREPOSITIONS = frozenset(
    "in on at by for from of with to since until within through during over under between about "
    "into against after before without across along around behind near among as".split()
)
RELATIVE = re.compile(r"\b(?:who|which)\s", re.IGNORECASE)
UNDER = re.compile(
    r"\b(?:if|whether|unless|when|while|because|since|although|though|how|why|what|where|whom|"
    r"whose|until|after|before|once|that)\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"^(?:in|on|at|since|from|for|under|during|after|before|by|with)\b[^,]*,\s*", re.IGNORECASE
)
# what only tells more: it limits nothing that is denied before it
MORE = re.compile(
    r"(?:,|\b(?:because|since|at all|during|as|according|while|although|until|even)\b)",
    re.IGNORECASE,
)
INFLECTED = re.compile(r"(?:(?<!s)s|ed|ing)$")  # no form that stands behind "did" or "may"
HELPERS = re.compile(r"\b(?:did|do|does|has|have|had|was|were|is|are)\b")
NEAR = 24  # characters before a verb in which its helper stands
HEAD = 2  # words before "who" that name who does it


@dataclass(frozen=True)
class Asked:
    """What a question asks or takes for granted: its words, and the helper that it began with."""

    text: str
    helper: str = ""

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        return frozenset(re.findall(r"[a-z]+", self.text.lower()))


@dataclass(frozen=True)
class Row:
    """One reading of a clause.

    `agent` are the stems of who does it, `patient` of whom or what it is done to, `all` of every
    word, `rest` of what stands behind the verb as far as it may limit a denial. `past` is None
    where the form tells no time; `word` is the verb as it stands.
    """

    verb: str
    mode: Polarity
    agent: frozenset[str]
    patient: frozenset[str]
    all: frozenset[str]
    rest: frozenset[str]
    past: bool | None
    word: str = "be"


def stems_of(words: Sequence[Word]) -> frozenset[str]:
    """The stems of the words that name something."""
    return frozenset(w.stem for w in words if w.tells and w.stem not in HARMLESS | OPERATORS)


def rows_said(said: Clause, loose: bool = False) -> Iterator[Row]:
    """The readings of a clause of a source, one for each of its words that may be the verb.

    Where they need not be strict, a clause that depends on another is read by itself too.

    >>> [(row.verb, row.mode.value) for row in rows_said(clause("Boats must not sail."))]
    [('sail', 'must not')]
    """
    for place, word in enumerate(said.words):
        inner = _own_clause(said.text[: word.start], loose)
        if place and inner and _may_be_verb(word, said.words[place - 1]):
            start, own = inner
            mode = _mode(word, own, said.words[place + 1 :])
            if mode:
                yield _row_said(said, place, mode, start, own)


def _may_be_verb(word: Word, last: Word) -> bool:
    if word.lower in BE | HAVE:
        return True
    return word.tells and last.lower not in NOUN_BEFORE - {"from"}


def _mode(word: Word, before: str, after: Sequence[Word]) -> Polarity | None:
    mode = polarity(before)
    plain = mode is Polarity.IS
    lower = [one.lower for one in after[:2]]
    denied = lower[:1] in (["not"], ["never"], ["no"])
    if word.lower in BE and denied:
        return Polarity.IS_NOT if plain else None
    if word.lower.endswith("ing") and mode in (Polarity.IS, Polarity.IS_NOT):
        return None
    return mode


def _row_said(said: Clause, place: int, mode: Polarity, start: int, own: str) -> Row:
    word, after = said.words[place], said.words[place + 1 :]
    is_be = word.lower in BE
    passive = not is_be and any(w.lower in BE for w in said.words[max(0, place - 3) : place])
    before = stems_of([w for w in said.words[:place] if w.start >= start])
    return Row(
        verb="be" if is_be else "have" if word.lower in HAVE else word.stem,
        mode=mode,
        agent=_by(after) if passive else before,
        patient=before if passive else stems_of(after),
        all=stems_of(said.words) | ({word.stem} if word.tells else set()),
        rest=stems_of(clause(MORE.split(said.text[word.end :], maxsplit=1)[0]).words),
        past=_past(word, own),
        word=word.lower,
    )


def _by(after: Sequence[Word]) -> frozenset[str]:
    """Who does it, where that stands behind "by"."""
    by = next((at for at, w in enumerate(after) if w.lower == "by"), len(after))
    return stems_of(after[by + 1 :])


def _own_clause(before: str, loose: bool) -> tuple[int, str] | None:
    """Where the clause of a verb begins before it, and its words; None where it depends on more."""
    lead = LEADING.match(before)
    start = lead.end() if lead else 0
    if under := list(UNDER.finditer(before, start)):
        return (0, before[under[-1].end() :]) if loose else None
    relative = list(RELATIVE.finditer(before, start))
    if not relative:
        return start, before[start:]
    main = before[start : relative[-1].start()]
    if polarity(main) is None:
        return None
    head = " ".join(main.split()[-HEAD:])
    return max(0, relative[-1].start() - len(head) - 1), before[relative[-1].end() :]


def _past(word: Word, before: str) -> bool | None:
    """Whether a verb is of the past; None where it may be either."""
    if word.lower in BE | HAVE:
        return None if word.lower == "be" else word.lower in PAST
    if helper := HELPERS.findall(before.lower()[-NEAR:]):
        return helper[-1] in PAST
    if word.lower.endswith("ed") or word.lower in FORMS:
        return True
    return False if word.lower.endswith("s") else None


def rows_asked(asked: Asked, text: str) -> Iterator[Row]:
    """The readings of what is asked, one for each of its words that may be the verb.

    Args:
        asked: what is asked.
        text: the same, where some words of it have been blanked out.

    >>> asked = Asked("boats sail", "may")
    >>> [(row.verb, row.mode.value) for row in rows_asked(asked, asked.text)]
    [('sail', 'may')]
    """
    whole = clause(text)
    if not asked.helper:
        yield from rows_said(whole)
        return
    for place, word in enumerate(whole.words):
        last = whole.words[place - 1].lower if place else ""
        if place and (asked.helper in BE or last == "be"):
            yield from _row_of_be(asked.helper, whole, place)
        elif place and _bare(word, asked.helper) and last not in NOUN_BEFORE:
            yield from _row_of_verb(asked.helper, whole, place)


def _bare(word: Word, helper: str) -> bool:
    """Whether a word has the form that a verb has behind a helper."""
    if helper not in HAVE and INFLECTED.search(word.lower):
        return False
    return word.tells or word.lower in HAVE


def _row_of_be(helper: str, whole: Clause, place: int) -> Iterator[Row]:
    """Of "is X Y" and "may X be Y": that X is Y, and that X is the one to whom Y is done."""
    if any(w.lower in ("not", "never") for w in whole.words[place:]):
        return
    word, first = whole.words[place], whole.words[:place]
    before = whole.text[: word.start].rstrip().removesuffix(" be")
    mode = polarity(before if helper in BE else f"{before} {helper}")
    if mode is None or not stems_of(first):  # "it" may be anything
        return
    past = None if helper not in BE else helper in PAST
    every, behind = stems_of(whole.words), stems_of(whole.words[place:])
    yield Row("be", mode, stems_of(first), behind, every, behind, past)
    by = _by(whole.words[place + 1 :])
    yield Row(word.stem, mode, by, stems_of(first), every, frozenset(), past, word.lower)


def _row_of_verb(helper: str, whole: Clause, place: int) -> Iterator[Row]:
    """Of "did X do Y" and "may X do Y"."""
    word, first, after = whole.words[place], whole.words[:place], whole.words[place + 1 :]
    before = whole.text[: word.start].rstrip()
    plain = helper in PAST | PRESENT
    mode = polarity(before if plain else f"{before} {helper}")
    if mode is None or not stems_of(first):
        return
    cut = next((at for at, w in enumerate(after) if w.lower in PREPOSITIONS), len(after))
    yield Row(
        verb="have" if word.lower in HAVE else word.stem,
        mode=mode,
        agent=stems_of(first),
        patient=stems_of(after[:cut]),
        all=stems_of(whole.words),
        rest=frozenset(),
        past=helper in PAST if plain else None,
        word=word.lower,
    )
