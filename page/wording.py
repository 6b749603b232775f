"""Which drafted questions read so well that they can be shown to somebody who has read nothing.

Most of what the rules of `eval.make` draft is good enough to judge an assistant with, and not good
enough to suggest. A silly suggestion is worse than none: in doubt a draft is left out.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from eval.make.clause import ADVERBS, DETERMINERS, PREPOSITIONS
from eval.make.draft import Draft, Rule
from eval.make.gold import UNTELLING
from eval.make.names import names
from eval.make.plain import FIRST_PERSON, ORDINALS, POSSESSIVE, REFERRING
from eval.make.verbs import BE, HAVE, MODALS
from eval.make.words import Word, words_of
from index.terms import terms

SHORTEST, LONGEST = 3, 15  # words
NEAR = 5  # words after a "the" within which a name says which
TELLING = 3  # terms from which on a question without a name says what it is about
TURNED = frozenset({Rule.DATE, Rule.NUMBER, Rule.OBJECT, Rule.REASON, Rule.DUTY, Rule.SUBJECT})
HELPERS = BE | HAVE | MODALS | frozenset("do does did".split())
PAST = frozenset("did was were had".split())
COUNTING = re.compile(r"(?:For |In )?[Hh]ow (?:many|much|old)\b")
POINTING = (REFERRING | POSSESSIVE | FIRST_PERSON | frozenset("one both each itself".split())) - {
    "there",  # "what is there to know about"
    "us",  # the country
}
# a document that speaks of itself
OF_ITSELF = frozenset(
    "document text page article report release brief source author writer chapter section table "
    "figure website publication".split()
)
# words that hang on what stands before them, or on the day on which they were written
HANGING = frozenset(
    "also too then again however therefore thus later latter former respectively thereafter "
    "shortly following previous previously today yesterday tomorrow monday tuesday wednesday "
    "thursday friday saturday sunday example examples".split()
)
MARKS = re.compile(r"[][(){}<>|*_#@\\/;:`…—–]|\.\.|\s-")
QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
WHOLE = re.compile(r"[.!?,]?\s?[”\"]")  # what follows quoted words that are a whole sentence


def reads_well(draft: Draft) -> bool:
    """Whether a drafted question is short, plainly built, and of no document's own makeup.

    >>> from eval.make.drafts import rule_drafts
    >>> from eval.make.folder import Folder
    >>> from index.document import Document
    >>> text = "In 1912 Ada Marsh closed the gate. In 1913 the page named Ada Marsh again."
    >>> folder = Folder.of([Document("a.txt", text, "text/plain")])
    >>> [draft.question for draft in rule_drafts(folder) if reads_well(draft)]
    ['When did Ada Marsh close the gate?']
    """
    words = words_of(QUOTED.sub("", draft.question))
    lower = [word.lower for word in words]
    of_itself = any(one == "the" and two in OF_ITSELF for one, two in pairwise(lower))
    return (
        SHORTEST <= len(words_of(draft.question)) <= LONGEST
        and not MARKS.search(draft.question)
        and draft.question.isprintable()  # nothing that turns the words around
        and not of_itself
        and (POINTING | HANGING).isdisjoint(lower)
        and _is_sound(draft, words)
    )


def _is_sound(draft: Draft, words: Sequence[Word]) -> bool:
    """Whether a question is what its rule makes at its best."""
    match draft.rule:
        case Rule.HEADING:
            return not draft.question.startswith("Can you tell me")
        case Rule.DEFINITION:
            return not draft.question.startswith("Who or what")
        case Rule.SPEAKER:
            return _quotes_whole_sentences(draft)
        case Rule.DATE if draft.question.startswith("By when") or not _is_dated(draft):
            return False
        case Rule.NUMBER if not COUNTING.match(draft.question) or _counts_a_name(words):
            return False
    return draft.rule not in TURNED or (_is_well_turned(words) and not _may_be_small(draft, words))


def _is_dated(draft: Draft) -> bool:
    """Whether the answer is more than a day of the week or a month."""
    return any(character.isdigit() for character in draft.evidence[0].text)


def _is_well_turned(words: Sequence[Word]) -> bool:
    """Whether a subject follows the helper, and the question does not break off."""
    at, last = _helper(words), words[-1].lower
    ends = last in PREPOSITIONS | DETERMINERS | (HELPERS - {"do"})
    if ends or words[-2].lower in {"and", "or"} or (words[-2].lower == "to" and last != "do"):
        return False
    if at is None or at + 1 == len(words):
        return at is None
    follows = words[at + 1]
    no_subject = HELPERS | PREPOSITIONS | ADVERBS | {"not"}
    return follows.is_name or not (follows.lower in no_subject or follows.lower.endswith("ing"))


def _may_be_small(draft: Draft, words: Sequence[Word]) -> bool:
    """Whether a subject has its capital from the start of a sentence alone: "Sick leave"."""
    at = _helper(words)
    first = draft.sentence.words[0].text
    if at is None or words[at + 1].text != first or not first[1:].islower():
        return False
    inside = re.compile(rf"[\w,;] {re.escape(first)}\b")
    return not words[at + 2].is_name and not inside.search(draft.sentence.document.text)


def _counts_a_name(words: Sequence[Word]) -> bool:
    """Whether a name stands where what is counted should: "How many versions Super Slim were"."""
    return any(word.is_name for word in words[1 : _helper(words)])


def _helper(words: Sequence[Word]) -> int | None:
    return next((at for at, word in enumerate(words) if word.lower in HELPERS), None)


def _quotes_whole_sentences(draft: Draft) -> bool:
    """Whether quoted words end where the source's quotation, or a sentence of it, ends."""
    text, start = draft.sentence.document.text, draft.sentence.span.start
    for found in QUOTED.finditer(draft.question):
        words = found[1] or found[2]
        at = text.find(words, start)
        if at < 0 or not WHOLE.match(text, at + len(words)):
            return False
    return True


def stands_alone(draft: Draft) -> bool:
    """Whether a question says by itself what it is about, to somebody who has read nothing yet.

    It names somebody or something, or is about things in general, and what it asks about is no
    "letter" that only the one who has read of it knows.
    """
    words = words_of(draft.question)
    if _points_at(words, (_helper(words) or 0) + 1, frozenset()):
        return False
    if any(True for _ in names(words)):
        return True
    # in general: in the present, and of no "the"
    if any(w.lower in PAST for w in words) or any(
        _points_at(words, at) for at in range(len(words))
    ):
        return False
    told = frozenset(terms(draft.question)) - UNTELLING
    return draft.rule is Rule.DEFINITION or len(told) >= TELLING


def _points_at(words: Sequence[Word], at: int, known: frozenset[str] = ORDINALS) -> bool:
    """Whether words begin with a "the" that means something named before.

    Not where a name follows ("the mayor of Tern"), or a word such as "first".
    """
    if at + 1 >= len(words) or words[at].lower != "the":
        return False
    named = any(word.is_name for word in words[at + 1 : at + 1 + NEAR])
    return not named and words[at + 1].lower not in known
