"""Retrieval by relevance judgements in BEIR's form: a corpus, questions and qrels.

The same three files serve BEIR's own sets, MTRAG's retrieval tasks and CLAP NQ's passages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.outcome import Figure, Run, average, seconds
from eval.benchmarks.ranking import Judged, ndcg, recall, reciprocal_rank
from eval.benchmarks.rows import Row, fail, lines, table
from eval.benchmarks.shelf import Shelf, Text

DEPTH = 100  # passages: more than the 50 of each ranking that are fused can give
SPEAKER = "|user|:"  # how MTRAG marks who speaks


@dataclass(frozen=True)
class Question:
    """A question with its id and how relevant each text is to it."""

    id: str
    text: str
    judged: Judged


def corpus(file: Path) -> Iterator[Text]:
    """The texts of a corpus.jsonl with `_id`, `text` and perhaps `title`, one at a time."""
    for row in lines(file):
        yield Text(_id(row), row.text("text"), row.text("title", ""))


def qrels(file: Path) -> dict[str, dict[str, int]]:
    """How relevant which text is to which question: a table with a heading and three columns."""
    found: dict[str, dict[str, int]] = {}
    for row in table(file, "query-id", "corpus-id", "score"):
        try:
            grade = int(row.text("score"))
        except ValueError:
            row.fail('"score" to be a whole number', row.text("score"))
        found.setdefault(row.text("query-id"), {})[row.text("corpus-id")] = grade
    return found


def questions(file: Path, judgements: Mapping[str, Judged]) -> list[Question]:
    """The questions of a queries.jsonl for which some text is relevant.

    Raises:
        BadData: there is none.
    """
    found = []
    for row in lines(file):
        grades = judgements.get(_id(row), {})
        if any(grade > 0 for grade in grades.values()):
            words = row.question("text").removeprefix(SPEAKER).strip()
            found.append(Question(_id(row), words, grades))
    if not found:
        fail(file, "all lines", "questions that the qrels judge", None)
    return found


def _id(row: Row) -> str:
    """BEIR names it `_id`; a corpus of MTRAG has `id` too, with the same value, or alone."""
    return row.name("id" if "_id" not in row.fields and "id" in row.fields else "_id")


def measure(
    how: Run, shelf: Shelf, part: str, asked: Sequence[Question], depths: Sequence[int] = (10,)
) -> Iterator[Figure]:
    """The nDCG and recall at some depths, recall@100, MRR@10, and the seconds of a search.

    A text that has the id of the question itself is left out, as BEIR does (in ArguAna each
    question is a text of the corpus).
    """
    asked = how.some(asked)
    found, took = [], []
    for question in asked:
        names, spent = shelf.rank(question.text, DEPTH)
        found.append([name for name in names if name != question.id])
        took.append(spent)
    pairs = [(names, question.judged) for names, question in zip(found, asked, strict=True)]
    for depth in depths:
        yield average(part, f"ndcg_at_{depth}", [ndcg(*pair, depth) for pair in pairs])
        yield average(part, f"recall_at_{depth}", [recall(*pair, depth) for pair in pairs])
    yield average(part, f"recall_at_{DEPTH}", [recall(*pair, DEPTH) for pair in pairs])
    yield average(part, "mrr_at_10", [reciprocal_rank(*pair, 10) for pair in pairs])
    yield from seconds(part, took)
