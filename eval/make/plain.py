"""Which sentences can be asked about, and the part of them that states something."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.speaker import SAID
from eval.make.clause import PREPOSITIONS, Clause
from eval.make.folder import Folder, Sentence
from eval.make.verbs import BE, HAVE, MODALS, base_of_past, is_participle
from eval.make.words import Word, joined

SHORTEST, LONGEST = 5, 45  # words of a sentence
MARKS = frozenset("[]|#*_<>{}@\\\n")
SAYING = re.compile(SAID + "|reported|reports|say|calls|cites")
REFERRING = frozenset("he she it they him them this these those such then there here".split())
POSSESSIVE = frozenset("his her its their".split())
FIRST_PERSON = frozenset("i we you my our your me us".split())
TAIL = 9  # words of a closing ", according to …"
LEAD = 7
# an opening that only joins a sentence to the one before
LINKING = frozenset(
    (
        "in addition",
        "in fact",
        "in particular",
        "in general",
        "in turn",
        "in short",
        "in response",
        "for example",
        "for instance",
        "of course",
        "at first",
        "as a result",
    )
)
ORDINALS = frozenset("first second third fourth last next other same latter former".split())
BOUNDARIES = frozenset(
    "and but because which who whom whose when while although though so where as if that".split()
)


def plain_sentences(folder: Folder) -> Iterator[Sentence]:
    """The sentences that are whole and free of markup, and not in the first person."""
    for sentence in folder.sentences:
        words = sentence.words
        ends = sentence.text.rstrip("\"'”’)")[-1:] in {".", "!"}
        if not (SHORTEST <= len(words) <= LONGEST and ends and words[0].is_name):
            continue
        if MARKS & set(sentence.text) or "http" in sentence.text:
            continue
        yield sentence


def has_speech(words: Sequence[Word]) -> bool:
    """Whether any words stand in quotation marks, or speak of the one who speaks."""
    quoted = any(mark in f"{w.before}{w.after}" for w in words for mark in '"“”')
    return quoted or any(_uncontracted(word) in FIRST_PERSON for word in words)


def statement(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words without what only says who reports them, before or after, and without abbreviations.

    >>> from eval.make.words import words_of, joined
    >>> joined(statement(words_of("The gate fell at noon, the Harbour Post reported.")))
    'The gate fell at noon'
    >>> joined(statement(words_of("According to Ada Marsh, the gate fell.")))
    'the gate fell'
    """
    words = _without_brackets(words)
    stops = [at for at, word in enumerate(words) if "," in word.after]
    if stops and _reports(words[stops[-1] + 1 :]):
        words = words[: stops[-1] + 1]
        stops = stops[:-1]
    if stops and words[0].lower == "according" and stops[0] < LEAD:
        words = words[stops[0] + 1 :]
    that = next((at for at, word in enumerate(words[:LEAD]) if word.lower == "that"), 0)
    if that and SAYING.fullmatch(words[that - 1].lower):
        words = words[that + 1 :]
    return tuple(words)


def _without_brackets(words: Sequence[Word]) -> Sequence[Word]:
    """Without single words in brackets, such as an abbreviation; the marks behind them stay."""
    kept: list[Word] = []
    for word in words:
        if kept and word.before == "(" and word.after.startswith(")"):
            kept[-1] = replace(kept[-1], after=kept[-1].after + word.after[1:])
        else:
            kept.append(word)
    return kept


def lead(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """A short opening such as "Under the law," and what follows; it may be empty.

    >>> from eval.make.words import words_of, joined
    >>> first, rest = lead(words_of("Under the Act, boats must wait."))
    >>> joined(first), joined(rest)
    ('Under the Act', 'boats must wait')
    """
    stop = next((at + 1 for at, word in enumerate(words) if word.ends_part), 0)
    listed = any(word.lower in ORDINALS for word in words[:stop])  # "In the second story,"
    opens = words[0].lower in PREPOSITIONS | {"when", "if"} and not listed
    if joined(words[:stop]).lower() in LINKING:
        return (), words[stop:]
    if stop and stop < LEAD and opens:
        return words[:stop], words[stop:]
    return (), words


def _reports(tail: Sequence[Word]) -> bool:
    if not tail or len(tail) > TAIL:
        return False
    according = tail[0].lower == "according"
    return according or any(SAYING.fullmatch(word.lower) for word in tail)


def part_around(
    words: Sequence[Word], start: int, end: int
) -> tuple[Sequence[Word], Sequence[Word]]:
    """The words of the same part of a sentence before `start`, and those from `end`.

    >>> from eval.make.words import words_of, joined
    >>> words = words_of("It was late, and the gate fell at noon, and then it rained.")
    >>> before, after = part_around(words, 7, 9)
    >>> joined(before), after
    ('the gate fell', ())
    """
    first = 0
    for at in range(1, start):
        if words[at - 1].ends_part and words[at].lower in {"and", "but", "so"}:
            first = at + 1
        elif ";" in words[at - 1].after or ":" in words[at - 1].after:
            first = at
    return words[first:start], until_boundary(words, end)


def until_boundary(words: Sequence[Word], start: int) -> Sequence[Word]:
    """The words from a place up to where the next part of the sentence begins."""
    if start and start <= len(words) and words[start - 1].ends_part:
        return ()
    end = start
    while end < len(words) and not _is_boundary(words, end):
        end += 1
        if words[end - 1].ends_part:
            break
    return words[start:end]


def _is_boundary(words: Sequence[Word], at: int) -> bool:
    """Whether a word joins another part on, and not two words of a name."""
    if words[at].lower not in BOUNDARIES:
        return False
    named = 0 < at < len(words) - 1 and words[at - 1].is_name and words[at + 1].is_name
    return not (words[at].lower == "and" and named)


def refers(words: Sequence[Word]) -> bool:
    """Whether words point at something outside of them."""
    return any(_uncontracted(word) in REFERRING | FIRST_PERSON for word in words)


def _uncontracted(word: Word) -> str:
    """A word without what is drawn together with it: "I’ve", "it's"."""
    return re.split("['’]", word.lower)[0]


def has_verb(words: Sequence[Word]) -> bool:
    """Whether a verb of another clause stands among some words, or what may be one.

    >>> from eval.make.words import words_of
    >>> has_verb(words_of("to the town")), has_verb(words_of("was sold to the town"))
    (False, True)
    """
    return any(
        word.lower in BE | HAVE | MODALS
        or word.text.endswith("ed")
        or base_of_past(word.lower) is not None
        for word in words
    )


def is_whole(clause: Clause) -> bool:
    """Whether a clause states one thing that can be understood, denies nothing, and has one verb.

    >>> from eval.make.clause import read_clause
    >>> from eval.make.words import words_of
    >>> [is_whole(read_clause(words_of(text))) for text in ("The crew left the boat.",
    ...  "The crew was not late.", "The quarrel is about noise.", "Their boat left the port.")]
    [True, False, False, False]
    """
    rest = [word.lower for word in clause.rest]
    if refers(clause.subject) or any(word.lower in POSSESSIVE for word in clause.subject[:1]):
        return False
    if clause.verb.lower in BE and rest and not any(map(_predicates, rest[:2])):
        return False
    if {"not", "never", "that", "nor", "neither"} & set(rest):
        return False
    if any(word.ends_part for word in clause.rest[:-1]) or refers(clause.rest):
        return False
    if not rest and SAYING.fullmatch(clause.verb.lower):
        return False
    joins = [at for at, word in enumerate(rest) if word in {"and", "or"}]
    return not any(base_of_past(one) for at in joins for one in rest[at + 1 : at + 3])


def _predicates(word: str) -> bool:
    return is_participle(word) or word.endswith("ing")
