"""Questions for a rule: whether somebody must or may, or what they must do in a case."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from eval.case import Group
from eval.make.clause import Clause, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder
from eval.make.plain import has_speech, lead, plain_sentences, refers, statement
from eval.make.verbs import BE
from eval.make.words import Word, joined, opened, question
from index.document import Span

STRICT = frozenset("must shall".split())
BOUND = frozenset(
    "required obliged obligated exempt exempted allowed permitted forbidden prohibited barred "
    "entitled".split()
)
RULING = frozenset("prohibit forbid require allow permit ban bar oblige".split())
POINTING = frozenset("this that these those such here there we i our my".split())
CASES = frozenset("if when before after unless whenever".split())
LONGEST = 24


def duty_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each plain sentence that binds somebody who is named in it."""
    for sentence in plain_sentences(folder):
        opening, words = lead(statement(sentence.words))
        told = not opening and words[:1] != sentence.words[:1]  # "she says that boats must"
        clause = None if told or has_speech(words) or refers(opening) else read_clause(words)
        clause = clause and _cut(clause)
        if clause is None or not _binds(clause) or len(clause.rest) > LONGEST:
            continue
        if refers(clause.subject) or any(word.lower in POINTING for word in clause.rest):
            continue
        condition = _condition(clause.rest)
        negative = bool(clause.rest) and clause.rest[0].lower in {"not", "never"}
        strict = clause.verb.lower in STRICT
        if condition and strict and not negative:
            asked, group = _what(folder, opening, clause, condition), Group.PLAIN_FACT
            parts: Sequence[Word] = clause.rest[:condition]
        else:
            asked, group = _whether(folder, opening, clause), Group.YES_NO
            parts = [clause.verb, *clause.rest]
        answer = Span(parts[0].span.start, parts[min(len(parts), 4) - 1].span.end)
        yield Draft(Rule.DUTY, group, asked, sentence, (Evidence(sentence, answer),))


def _cut(clause: Clause) -> Clause:
    """The clause up to its first comma."""
    end = next((at + 1 for at, word in enumerate(clause.rest) if word.ends_part), len(clause.rest))
    return Clause(clause.subject, clause.verb, clause.base, clause.rest[:end])


def _binds(clause: Clause) -> bool:
    if clause.base in RULING and clause.helper == "does":
        return len(clause.rest) > 1
    next_ones = [word.lower for word in clause.rest[:3]]
    if clause.verb.lower in STRICT:
        return "have" not in next_ones
    if clause.verb.lower == "may":
        return next_ones[:1] in (["not"], ["only"]) and "have" not in next_ones
    return clause.verb.lower in BE and any(word in BOUND for word in next_ones[:2])


def _condition(rest: Sequence[Word]) -> int:
    """Where the case begins in which the rule holds; 0 where there is none."""
    return next((at for at, word in enumerate(rest) if at > 1 and word.lower in CASES), 0)


def _what(folder: Folder, opening: Sequence[Word], clause: Clause, condition: int) -> str:
    subject = opened(clause.subject, folder.uncapitalised)
    asks = f"what {clause.verb.lower} {subject} do"
    return question(first(opening), asks, joined(clause.rest[condition:]))


def _whether(folder: Folder, opening: Sequence[Word], clause: Clause) -> str:
    denied = bool(clause.rest) and clause.rest[0].lower in {"not", "never"}
    if denied and clause.verb.lower in STRICT:  # who must not is asked whether they may
        clause = replace(clause, verb=replace(clause.verb, text="may"))
    rest = clause.rest[1:] if denied else clause.rest
    return question(first(opening), clause.turned(folder.uncapitalised), joined(rest))


def first(opening: Sequence[Word]) -> str:
    """The opening of a statement as that of a question, with its comma."""
    return f"{joined(opening)}," if opening else ""
