"""Questions for a reason: "The gate fell because of ice." becomes "Why did the gate fall?"."""

from collections.abc import Iterator, Sequence

from eval.case import Group
from eval.make.clause import DETERMINERS, Clause, is_subject, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.duties import first
from eval.make.folder import Folder
from eval.make.plain import (
    POSSESSIVE,
    has_speech,
    has_verb,
    lead,
    plain_sentences,
    refers,
    statement,
)
from eval.make.verbs import HAVE
from eval.make.words import Word, joined, question
from index.document import Span

DOING = frozenset("do does did".split())
SHORTEST = 3  # words of a reason
EVIDENCE = 6  # words of a reason that are enough to know it by


def reason_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each plain sentence that says why."""
    for sentence in plain_sentences(folder):
        opening, words = lead(statement(sentence.words))
        at = _reason(words)
        if not at or refers(opening) or len(words) - at < SHORTEST or has_speech(words[:at]):
            continue
        asked = _turned(folder, words[:at])
        if asked:
            reason = words[at : at + EVIDENCE]
            span = Span(reason[0].span.start, reason[-1].span.end)
            yield Draft(
                Rule.REASON, Group.PLAIN_FACT, question(first(opening), "why", asked), sentence,
                (Evidence(sentence, span),),
            )  # fmt: skip


def _reason(words: Sequence[Word]) -> int:
    """Where the reason begins; 0 where there is none."""
    for at in range(2, len(words)):
        due = words[at].lower == "due" and words[at + 1 : at + 2] and words[at + 1].lower == "to"
        if words[at].lower == "because" or due:
            return at
    return 0


def _turned(folder: Folder, words: Sequence[Word]) -> str | None:
    """The statement before a reason as a question; None where it is not plain and whole."""
    clause = _clause(words)
    if clause is None:
        return None
    rest = _one_act(clause.rest)
    if not rest or any(word.ends_part for word in rest[:-1]):
        return None
    said = [*clause.subject, *rest]
    if refers(said) or any(word.lower in POSSESSIVE for word in said):
        return None
    return f"{clause.turned(folder.uncapitalised)} {joined(rest)}"


def _clause(words: Sequence[Word]) -> Clause | None:
    """The statement in its parts, where its verb or its "does" can stand before the subject."""
    doing = next((at for at, word in enumerate(words) if word.lower in DOING), 0)
    if doing:
        clause = Clause(tuple(words[:doing]), words[doing], None, tuple(words[doing + 1 :]))
        return clause if is_subject(clause.subject) else None
    found = read_clause(words)
    if found is None or found.verb.lower == "cannot":
        return None
    has = found.base is None and found.verb.lower in HAVE  # "has a boat" asks with "does"
    return None if has and found.rest and found.rest[0].lower in DETERMINERS else found


def _one_act(rest: tuple[Word, ...]) -> tuple[Word, ...]:
    """The rest of a statement up to a second verb: "was tried and is in prison"."""
    for at, word in enumerate(rest):
        if word.lower in {"and", "but"} and has_verb(rest[at + 1 :]):
            rest = rest[:at]
            break
    while rest and rest[-1].lower.endswith("ly") and not rest[-1].is_name:  # "possibly because"
        rest = rest[:-1]
    return rest
