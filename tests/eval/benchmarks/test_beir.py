from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.ranking import ndcg
from eval.errors import BadData
from tests.eval.benchmarks.conftest import Refusing, measures, run, values, write_lines, write_text

CORPUS: list[dict[str, Any]] = [
    {"_id": "MOON-1", "title": "The moon", "text": "The moon pulls the water.", "metadata": {}},
    {"_id": "fees/2", "title": "", "text": "A berth costs nine crowns. Pilots pay nothing."},
    {"_id": "3", "title": "Lights", "text": "The lighthouse was built in 1881."},
]
QUERIES = [
    {"_id": "q1", "text": "what pulls the water?"},
    {"_id": "q2", "text": "when was the lighthouse built?", "metadata": {"url": "x"}},
    {"_id": "q3", "text": "who is never asked about?"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\tMOON-1\t2\nq1\tfees/2\t0\nq2\t3\t1\nq2\tgone\t1\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in BEIR's form."""
    write_lines(tmp_path / "corpus.jsonl", CORPUS)
    write_lines(tmp_path / "queries.jsonl", QUERIES)
    write_text(tmp_path / "qrels" / "test.tsv", QRELS)
    return tmp_path


def test_every_judged_question_is_searched_for(data: Path) -> None:
    outcome = run("beir", data, Refusing())
    found = measures(outcome)
    assert found["test", "ndcg_at_10"].n == 2
    # of the two texts for q2 one is not in the corpus
    assert values(outcome, "test") == {
        "ndcg_at_10": (1 + ndcg(["3"], {"3": 1, "gone": 1}, 10)) / 2,
        "recall_at_10": 0.75, "recall_at_100": 0.75, "mrr_at_10": 1.0,
    }  # fmt: skip
    assert (outcome.built[0].texts, outcome.built[0].missing) == (3, 0)


def test_the_limit_is_on_questions_and_not_on_the_corpus(data: Path) -> None:
    outcome = run("beir", data, Refusing(), limit=1)
    assert measures(outcome)["test", "mrr_at_10"].n == 1
    assert outcome.built[0].texts == 3


def test_a_text_that_is_the_question_itself_is_left_out(data: Path) -> None:
    write_lines(data / "queries.jsonl", [{"_id": "MOON-1", "text": "The moon pulls the water."}])
    write_text(data / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nMOON-1\tfees/2\t1\n")
    found = values(run("beir", data, Refusing()), "test")
    # the second of three is now the first or second, and never behind the question itself
    assert found["recall_at_10"] == 1.0
    write_text(data / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nMOON-1\tMOON-1\t1\n")
    assert values(run("beir", data, Refusing()), "test")["recall_at_10"] == 0.0


def test_the_development_questions_are_taken_where_they_are_asked_for(data: Path) -> None:
    write_text(data / "qrels" / "dev.tsv", "query-id\tcorpus-id\tscore\nq1\tMOON-1\t1\n")
    assert values(run("beir", data, Refusing(), part="dev"), "dev")["mrr_at_10"] == 1.0
    with pytest.raises(BadData, match=r"holds no qrels/train\.tsv"):
        run("beir", data, Refusing(), part="train")


def test_an_id_that_is_a_number_is_an_id(data: Path) -> None:
    write_lines(data / "corpus.jsonl", [*CORPUS[:2], {**CORPUS[2], "_id": 3}])
    assert values(run("beir", data, Refusing()), "test")["mrr_at_10"] == 1.0


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("corpus.jsonl", '{"_id": "1", "title": "x"}\n', r'line 1: expected "text" to be a text'),
        ("corpus.jsonl", '{"text": "x"}\n', r'line 1: expected "_id" to be an id, not nothing'),
        (
            "queries.jsonl",
            '{"_id": "zz", "text": "x"}\n',
            r"questions that the qrels judge",
        ),
        ("qrels/test.tsv", "q1\tMOON-1\t1\n", r"line 1: expected the columns query-id, corpus-id"),
        (
            "qrels/test.tsv",
            QRELS + "q1\t3\thigh\n",
            r'line 6: expected "score" to be',
        ),
    ],
)
def test_what_does_not_fit_is_named(data: Path, file: str, content: str, message: str) -> None:
    write_text(data / file, content)
    with pytest.raises(BadData, match=message):
        run("beir", data, Refusing())
