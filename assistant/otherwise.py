"""Whether a sentence says otherwise than a question takes for granted, though in other words.

Less strict than `stance`: what it finds is shown as a quotation that the reader can judge, and
answers neither yes nor no. Most of what the claim names must stand in the sentence, and one thing
must be at odds: the mode or denial of a verb that both have, a verb and its opposite, the one
amount, the one moment, or who alone did it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.differ.claims import DENIED, unattributed
from assistant.differ.odds import Quantity
from assistant.differ.wording import HARMLESS, OPPOSITE, meaning_of
from assistant.extract import speaks
from assistant.polarity import DENIAL, Polarity, clause
from assistant.rows import Asked, Row, rows_asked, rows_said, stems_of
from assistant.stance import AGAINST, NOT_UNTIL, pieces, quantities
from index.document import Document, Span

LIKE = 0.6  # share of the words of a claim that the sentence must have
MOST = 0.75  # the same where an amount or a moment is at odds
ALIKE = {
    meaning_of(word): meaning_of(words.split()[0])
    for words in (
        "help assist aid", "give provide share hand supply", "say state",
        "call telephone phone", "fire dismiss", "end stop terminate cancel halt", "answer respond",
        "immigration immigrant", "law laws act statute", "official authority", "join participate",
    )
    for word in words.split()
}  # fmt: skip
OPPOSITES = frozenset(
    frozenset(map(meaning_of, pair.split()))
    for pair in (
        "praise criticize", "extend cancel", "extend end", "renew cancel", "support oppose",
        "hire fire", "defeat victory", "allow forbid",
        "increase reduce", "raise lower",
        "praise attack",
        "welcome criticize", "uphold overturn", "create abolish", "wait act",
    )
)  # fmt: skip
# what is done although it must not or would not be, contradicts nothing the other way round
NOT_DONE = frozenset({Polarity.MUST_NOT, Polarity.WOULD_NOT})
# what one alone does
ONE_ALONE = frozenset(
    map(meaning_of, "organize write send sign found publish end cancel make lead create".split())
)


SOMEBODY = re.compile(r"\W*(?:it|he|she|they)\b", re.IGNORECASE)
POINTS = re.compile(r"\W*(?:this|that|these|those|such)\b", re.IGNORECASE)
NOUN_ENDS = ("tion", "ment", "ness", "ity", "tions", "ments", "ence", "ance")


def says_otherwise(asked: Asked, document: Document, span: Span) -> float:
    """How clearly a sentence says otherwise than a claim, in [0, 1]; 0 where it does not.

    >>> page = Document("a.md", "The law forbids crews to call the harbour.", "text/markdown")
    >>> says_otherwise(Asked("the law lets crews call the harbour"), page, Span(0, 42)) > 0
    True
    """
    sentence = " ".join(span.cut(document.text).split())
    wanted = quantities(asked.text)
    mine = _folded(stems_of(clause(wanted.text).words))
    held = _folded(stems_of(clause(sentence).words))
    around = held | _folded(stems_of(clause(document.title).words))
    share = len(mine & around) / max(1, len(mine))
    if share < LIKE or len(mine & held) < 2:
        return 0.0
    unread = sentence.endswith("?") or DENIED.search(sentence) or NOT_UNTIL.search(sentence)
    if unread or not speaks(document, span):
        return 0.0
    text, by, _ = unattributed(sentence)
    whole = quantities(text)
    if _opposites(mine, held) and not (DENIAL.search(asked.text) or DENIAL.search(whole.text)):
        return share
    known = f"{document.text} {asked.text}"
    rows = [_fold_row(row) for row in rows_asked(asked, wanted.text) if is_verb(row.word, known)]
    said = [
        _fold_row(row, by if SOMEBODY.match(text) else frozenset())
        for piece in pieces(whole.text)
        for row in rows_said(clause(piece), loose=True)
        if is_verb(row.word, known)
    ]
    pairs = [(one, two) for one in rows for two in said if _one_matter(one, two)]
    counted = _other_quantity(wanted.amounts, whole.amounts)
    if pairs and share >= MOST and (counted or _other_quantity(wanted.moments, whole.moments)):
        return share
    agree = {one.verb for one, two in pairs if one.mode is two.mode}
    if {one.verb for one, two in pairs if _at_odds(one, two)} - agree:
        return share
    named = not POINTS.match(asked.text)
    other = named and any(_other_doer(one, two) for one in rows for two in said)
    return share if other else 0.0


def _one_matter(mine: Row, theirs: Row) -> bool:
    """Whether two readings speak of one verb, with some of the same around it."""
    by_the_same = not mine.agent or bool(mine.agent & theirs.agent)
    to_the_same = not mine.patient or bool(mine.patient & theirs.all - {mine.verb})
    times = {mine.past, theirs.past}
    return mine.verb == theirs.verb and by_the_same and to_the_same and times != {True, False}


def _at_odds(mine: Row, theirs: Row) -> bool:
    modes = frozenset({mine.mode, theirs.mode})
    return modes in AGAINST or (mine.mode is Polarity.IS and theirs.mode in NOT_DONE)


def _other_doer(mine: Row, theirs: Row) -> bool:
    """Whether somebody else did what one alone does."""
    same = mine.verb == theirs.verb and mine.verb in ONE_ALONE
    same = same and mine.mode is theirs.mode is Polarity.IS
    to_the_same = bool(mine.patient) and mine.patient <= theirs.patient
    return (
        same and to_the_same and bool(mine.agent and theirs.agent) and not mine.agent & theirs.all
    )


def _opposites(mine: frozenset[str], held: frozenset[str]) -> bool:
    """Whether the one has the opposite of a word of the other."""
    known = OPPOSITES | {frozenset(pair) for pair in OPPOSITE.items()}
    return any(frozenset({one, two}) in known for one in mine - held for two in held - mine)


def _other_quantity(wanted: Sequence[Quantity], said: Sequence[Quantity]) -> bool:
    """Whether the one amount or moment of a claim is given, and only otherwise."""
    if len(wanted) != 1 or not said:
        return False
    one = wanted[0]
    return not any(one.agrees(other) for other in said) and any(one.at_odds(o) for o in said)


def _fold(word: str) -> str:
    return ALIKE.get(word, word)


@lru_cache(maxsize=1_000)
def is_verb(word: str, text: str) -> bool:
    """Whether a word can be a verb by the words that stand before it in a text.

    >>> is_verb("help", "The help came. They came to help."), is_verb("state", "The state fell.")
    (True, False)
    """
    if word == "be" or word.endswith(NOUN_ENDS):
        return word == "be"
    bare = re.escape(word)
    to = rf"\b(?:to|not|must|may|can|will|would|did|do|does) {bare}\b"
    noun = rf"\b(?:the|a|an|this|its|their|his|her|our|of|local|federal) {bare}\b"
    name = rf"(?<=[a-z,] )(?:{re.escape(word.upper())}|{re.escape(word.capitalize())})\b"
    if re.search(name, text):
        return False
    return bool(re.search(to, text, re.I)) or not re.search(noun, text, re.I)


def _fold_row(row: Row, by: frozenset[str] = frozenset()) -> Row:
    return replace(
        row,
        verb=_fold(row.verb),
        agent=_folded(row.agent | by),
        patient=_folded(row.patient),
        all=_folded(row.all | by),
    )


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_fold, words)) - HARMLESS
