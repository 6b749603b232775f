"""Questions for who does something: "Ada Marsh closed the gate." becomes "Who closed the gate?"."""

from collections.abc import Iterator, Sequence

from assistant.kinds import OPENERS
from eval.case import Group
from eval.make.clause import Clause, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.duties import first
from eval.make.folder import Folder
from eval.make.names import KINDS, bare_name
from eval.make.plain import has_speech, is_whole, lead, plain_sentences, refers, statement
from eval.make.verbs import BE
from eval.make.words import Word, joined, question
from index.document import Span

SHORTEST = 3  # words of what is done


def subject_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each plain sentence whose subject is a person or institution by name."""
    for sentence in plain_sentences(folder):
        opening, words = lead(statement(sentence.words))
        clause = None if has_speech(words) or refers(opening) else read_clause(words)
        if clause is None:
            continue
        name = _before_aside(clause.subject)
        asks = _asks(name, folder.people)
        done = _done(clause)
        if asks and len(done) >= SHORTEST and clause.verb.lower not in BE:
            asked = question(first(opening), asks, clause.verb.text, joined(done))
            answer = Span(name[0].span.start, name[-1].span.end)
            yield Draft(
                Rule.SUBJECT, Group.PLAIN_FACT, asked, sentence, (Evidence(sentence, answer),)
            )


def _before_aside(subject: Sequence[Word]) -> Sequence[Word]:
    end = next((at + 1 for at, word in enumerate(subject) if word.ends_part), len(subject))
    return subject[:end]


def _asks(name: Sequence[Word], people: frozenset[str]) -> str | None:
    """A "who" for a person, "which bureau" for a bureau; None for what has no proper name."""
    if joined(bare_name(name)) in people:
        return "who"
    bare = [word for word in name if word.lower not in OPENERS]
    kind = name[-1].lower
    proper = len(bare) > 1 and all(word.is_name for word in bare)
    return f"which {kind}" if kind in KINDS and proper else None


def _done(clause: Clause) -> Sequence[Word]:
    """What is done, where it is plain and whole; else nothing."""
    end = next((at + 1 for at, word in enumerate(clause.rest) if word.ends_part), len(clause.rest))
    short = Clause(clause.subject, clause.verb, clause.base, clause.rest[:end])
    return short.rest if is_whole(short) else ()
