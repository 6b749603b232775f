"""The main clause of a plain statement: subject, verb, rest; and the question with both turned.

There is no parser here: the subject ends where the first verb form stands that can be one, and
whatever looks like more than a short subject is left alone. A statement that is not understood
costs a draft; a wrong reading costs the person who reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.kinds import NUMERAL, OPENERS
from eval.make.verbs import BE, HAVE, MODALS, base_of_past, base_of_present, is_participle
from eval.make.words import PRONOUNS, Word, opened

LONGEST_SUBJECT = 9  # words
LONGEST_ASIDE = 9
NO_SUBJECT = frozenset(
    "that which who whom whose when where while because if although though after before as to "
    "than whether how why what and but or".split()
)
PREPOSITIONS = frozenset(
    "in on at by for from of with to since until within through during over under between about "
    "into against after before without across along around behind near among".split()
)
DETERMINERS = frozenset("a an the every each all no any".split())
APPROXIMATE = frozenset(
    "about around roughly nearly almost over some only just approximately exactly more less fewer "
    "at least most up to than as many".split()
)
ADVERBS = frozenset("first then also later only still even once again soon now today".split())
NEGATIONS = frozenset("not never nor neither nobody none nothing no n't".split())


@dataclass(frozen=True)
class Clause:
    """A statement in three parts; `base` is None where the verb itself can open a question."""

    subject: tuple[Word, ...]
    verb: Word
    base: str | None
    rest: tuple[Word, ...]

    @property
    def helper(self) -> str:
        """What stands before the subject in a question.

        >>> from eval.make.words import words_of
        >>> [read_clause(words_of(text)).helper for text in ("The tide fell at noon.",
        ...  "The tide is late.", "The tide costs five days.")]
        ['did', 'is', 'does']
        """
        if self.base is None:
            return self.verb.text
        if _past(self.verb):
            return "did"
        return "does" if self.verb.lower.endswith("s") else "do"

    def turned(self, uncapitalised: frozenset[str], subject: str | None = None) -> str:
        """Helper, subject and base form, without the rest.

        >>> from eval.make.words import words_of
        >>> read_clause(words_of("The boats left the harbour.")).turned(frozenset())
        'did the boats leave'
        """
        subject = opened(self.subject, uncapitalised) if subject is None else subject
        if self.subject[-1].after == ",":
            subject += ","  # an aside closes
        return f"{self.helper} {subject} {self.base or ''}".strip()


def _past(word: Word) -> bool:
    return word.lower == "had" or base_of_past(word.lower) is not None


def read_clause(words: Sequence[Word]) -> Clause | None:
    """The clause that some words begin with; None where it is not plain to see.

    >>> from eval.make.words import joined, words_of
    >>> clause = read_clause(words_of("Ada Marsh, the harbour master, closed the gate."))
    >>> joined(clause.subject), clause.verb.text, joined(clause.rest)
    ('Ada Marsh, the harbour master', 'closed', 'the gate')
    >>> read_clause(words_of("He closed the gate.")) is None
    True
    """
    for at, word in enumerate(words[: LONGEST_SUBJECT + LONGEST_ASIDE]):
        if at and _may_be_verb(words, at):
            base = _base(words, at)
            verb_alone = word.lower in BE | MODALS or (word.lower in HAVE and base is None)
            if (base is None and not verb_alone) or (base and _is_participle(words, at)):
                return None
            subject = tuple(words[:at])
            if not is_subject(subject):
                return None
            return Clause(subject, word, base, tuple(words[at + 1 :]))
    return None


def _may_be_verb(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.is_name or word.before:
        return False
    if word.lower in BE | HAVE | MODALS:
        return True
    before = words[at - 1]
    if base_of_past(word.lower) is not None:
        # "the recorded songs", "the newly built pier": behind a determiner it is no verb
        described = before.lower.endswith("ly") and at > 1 and words[at - 2].lower in DETERMINERS
        return before.lower not in DETERMINERS | PREPOSITIONS and not described
    follows = words[at + 1].lower if at + 1 < len(words) else ""
    opens = follows in (OPENERS - PREPOSITIONS) | APPROXIMATE | {"that"} or _is_numeral(follows)
    return (
        base_of_present(word.lower) is not None
        and opens
        and not word.after
        and follows not in {"of", "and", "in", "at", "on", "for", "to", "from", "with", "or", "by"}
        and before.lower not in DETERMINERS | PREPOSITIONS
        and not any(_is_numeral(one.lower) for one in words[:at])
        and not any(_may_be_plain_verb(one) for one in words[at + 1 : at + 8])
    )


def _may_be_plain_verb(word: Word) -> bool:
    return word.lower in BE | MODALS


def _is_participle(words: Sequence[Word], at: int) -> bool:
    """Whether a past form only describes the subject: "the contract signed in May was …".

    In doubt it does: where a second verb follows before the next part of the sentence.
    """
    if at + 1 < len(words) and words[at + 1].lower == "by":
        return True
    for word in words[at + 1 :]:
        if word.lower in NO_SUBJECT | {"so"} or word.before:
            return False
        if word.lower in BE | MODALS | HAVE or base_of_past(word.lower):
            return True
        if word.ends_part:
            return False
    return False


def _is_numeral(word: str) -> bool:
    return (
        word[:1].isdigit() or word.startswith(("$", "£", "€")) or word in NUMERAL[3:-1].split("|")
    )


def _base(words: Sequence[Word], at: int) -> str | None:
    """The base form, where "do" is needed to ask."""
    word = words[at].lower
    if word in HAVE:
        next_ones = [one.lower for one in words[at + 1 : at + 3]]
        return None if any(map(is_participle, next_ones)) else "have"
    if word in BE | MODALS:
        return None
    return base_of_past(word) or base_of_present(word)


def is_subject(words: tuple[Word, ...]) -> bool:
    """Whether words are short and whole enough to be the subject of a question."""
    first = words[0].lower
    if first in PRONOUNS - {"one", "both", "each", "there"} or first in NO_SUBJECT | PREPOSITIONS:
        return False
    if any(word.lower in NO_SUBJECT - {"and"} | NEGATIONS for word in words[1:]):
        return False
    if all(word.lower in ADVERBS or word.lower.endswith("ly") for word in words):
        return False
    if any(mark in word.before + word.after for word in words for mark in "()[]"):
        return False
    if (first in DETERMINERS and len(words) == 1) or words[-1].lower in PREPOSITIONS:
        return False
    stops = [at for at, word in enumerate(words) if word.ends_part]
    if not stops:
        return len(words) <= LONGEST_SUBJECT
    # one aside, which closes right before the verb
    return len(stops) == 2 and stops[1] == len(words) - 1 and stops[0] < LONGEST_SUBJECT
