"""LIT-RAGBench (Itai et al. 2026): integration, reasoning, logic, tables and abstention.

Each question comes with the passages that answer it and with others that do not. A language model
judges the published scores; code can judge whether an unanswerable question was refused, whether
the quotations come from the right passages, and how many words of the reference answer they hold.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.benchmarks.outcome import (
    Built,
    Figure,
    Outcome,
    Run,
    abstention,
    average,
    seconds,
    share,
)
from eval.benchmarks.rows import Row, find, lines
from eval.benchmarks.shelf import Asked, Shelf, Text
from eval.benchmarks.words import word_recall

ALL = "all"
# by the first letter of the codes in "qa_type"
KINDS = {"I": "integration", "R": "reasoning", "L": "logic", "T": "table", "A": "abstention"}
PARTS = (ALL,)
# how the authors mark evidence while they write it; a user would not see it
MARKS = re.compile(r"</?evidence>")


@dataclass(frozen=True)
class Question:
    """A question, its kinds, the passages that answer it, the others, and the written answer."""

    text: str
    kinds: tuple[str, ...]
    right: tuple[Text, ...]
    wrong: tuple[Text, ...]
    answer: str

    @property
    def answerable(self) -> bool:
        """Whether the passages hold the answer."""
        return KINDS["A"] not in self.kinds


def run(how: Run) -> Outcome:
    """Ask each question of its own passages, right ones and wrong ones together.

    The English file is taken where there is one. The figures are for all questions, and those of
    each kind follow; a question can be of several.
    """
    file = find(how.data, "en.jsonl", "datasets/en.jsonl", "*.jsonl", "datasets/*.jsonl")
    asked = how.some([_question(row) for row in lines(file)])
    with how.shelve((text for q in asked for text in (*q.right, *q.wrong)), "litrag") as shelf:
        replies = [shelf.ask(q.text, [t.id for t in (*q.right, *q.wrong)]) for q in asked]
        pairs = list(zip(asked, replies, strict=True))
        figures = [*_figures(shelf, pairs)]
        for kind in KINDS.values():
            some = [(q, reply) for q, reply in pairs if kind in q.kinds]
            figures.append(share(kind, "accuracy", (_right(shelf, *pair) for pair in some)))
        note = "judged by code: the right passage or a refusal, not the wording of the answer"
        return Outcome((Built.of(shelf),), tuple(figures), (note,))


def _figures(shelf: Shelf, pairs: Sequence[tuple[Question, Asked]]) -> Iterator[Figure]:
    answerable = [(q, reply) for q, reply in pairs if q.answerable]
    yield share(ALL, "accuracy", (_right(shelf, *pair) for pair in pairs))
    yield share(ALL, "answer_accuracy", (_right(shelf, *pair) for pair in answerable))
    others = [reply for q, reply in pairs if not q.answerable]
    yield from abstention(ALL, [reply for _, reply in answerable], others)
    recalls = [word_recall(q.answer, reply.words) for q, reply in answerable]
    yield average(ALL, "answer_word_recall", recalls)
    yield from seconds(ALL, (reply.seconds for _, reply in pairs))


def _right(shelf: Shelf, question: Question, reply: Asked) -> bool:
    """Whether an unanswerable question was refused, or another answered from each right passage."""
    if not question.answerable:
        return not reply.answered
    quoted = {quote.document.uri for quote in reply.quotes}
    return bool(question.right) and {shelf.uris[text.id] for text in question.right} <= quoted


def _question(row: Row) -> Question:
    codes = row.texts("qa_type") if not isinstance(row.fields.get("qa_type"), str) else (
        row.text("qa_type"),
    )  # fmt: skip
    for code in codes:
        if code[:1] not in KINDS:
            row.fail(f'"qa_type" to begin with one of {", ".join(KINDS)}', code)
    right, wrong = _texts(row, "positive_chunk_list"), _texts(row, "negative_chunk_list")
    if not right and not wrong:
        row.fail('"positive_chunk_list" or "negative_chunk_list" to hold a passage', [])
    kinds = tuple(dict.fromkeys(KINDS[code[:1]] for code in codes))
    return Question(row.question("question"), kinds, right, wrong, row.text("answer"))


def _texts(row: Row, name: str) -> tuple[Text, ...]:
    """Passages as they are published: objects with a title and content, or texts alone."""
    if all(isinstance(value, str) for value in row.list(name, missing=True)):
        pairs = [("", words) for words in row.texts(name, missing=True)]
    else:
        pairs = [(one.text("title", ""), one.text("content")) for one in row.rows(name)]
    return tuple(Text.known_by_words(MARKS.sub("", words), title) for title, words in pairs)
