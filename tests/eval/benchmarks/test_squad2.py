import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import BadData
from tests.eval.benchmarks.conftest import Knowing, Refusing, measures, run, values

HARBOUR = "The harbour was built in 1881. Nine pilots work there. A berth costs nine crowns."
TIDES = "High water comes at noon. The harbour master rings a bell."


def answer(context: str, words: str) -> dict[str, Any]:
    return {"text": words, "answer_start": context.index(words)}


def published() -> dict[str, Any]:
    qas = [
        {
            "id": "1", "question": "When was the harbour built?", "is_impossible": False,
            "answers": [answer(HARBOUR, "1881"), answer(HARBOUR, "in 1881")],
        },
        {
            "id": "2", "question": "Who built the harbour?", "is_impossible": True, "answers": [],
            "plausible_answers": [answer(HARBOUR, "Nine pilots")],
        },
    ]  # fmt: skip
    more = [
        {
            "id": "3", "question": "When is high water?", "is_impossible": False,
            "answers": [answer(TIDES, "noon")],
        }
    ]  # fmt: skip
    paragraphs = [{"context": HARBOUR, "qas": qas}, {"context": TIDES, "qas": more}]
    return {"version": "v2.0", "data": [{"title": "Port_Ada", "paragraphs": paragraphs}]}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in the published form."""
    (tmp_path / "dev-v2.0.json").write_text(json.dumps(published()), "utf-8")
    return tmp_path


def test_whoever_knows_the_sentences_finds_them_in_their_article(data: Path) -> None:
    found = values(run("squad2", data, Knowing(("in 1881", "at noon"))), "article")
    assert found["answer_accuracy"] == 1.0
    assert (found["no_answer_accuracy"], found["wrong_abstention"]) == (0.0, 0.0)
    assert (found["accuracy"], found["wrong_answers"]) == (2 / 3, 1 / 3)


def test_a_reader_sees_only_the_paragraph_of_its_question(data: Path) -> None:
    # it knows only the second paragraph, so that the first one's questions are refused
    found = values(run("squad2", data, Knowing(("at noon",))), "paragraph")
    assert found == {
        "answer_accuracy": 0.5, "first_sentence_accuracy": 0.5, "no_answer_accuracy": 1.0,
        "wrong_abstention": 0.5, "accuracy": 2 / 3, "wrong_answers": 0.0,
    }  # fmt: skip


def test_in_the_whole_article_the_same_reader_answers_wrongly(data: Path) -> None:
    found = values(run("squad2", data, Knowing(("at noon",))), "article")
    assert found["wrong_abstention"] == found["no_answer_accuracy"] == 0.0
    assert found["wrong_answers"] == 2 / 3


def test_whoever_refuses_is_right_where_there_is_no_answer(data: Path) -> None:
    outcome = run("squad2", data, Refusing())
    assert values(outcome, "paragraph") == {
        "answer_accuracy": 0.0, "first_sentence_accuracy": 0.0, "no_answer_accuracy": 1.0,
        "wrong_abstention": 1.0, "accuracy": 1 / 3, "wrong_answers": None,
    }  # fmt: skip
    assert measures(outcome)["paragraph", "answer_accuracy"].n == 2


def test_the_right_words_from_another_place_do_not_count(data: Path) -> None:
    # "nine" is asked for in the price, and stands in another sentence too
    rows = published()
    question = rows["data"][0]["paragraphs"][0]["qas"][0]
    question["question"] = "What does a berth cost?"
    question["answers"] = [answer(HARBOUR, "nine crowns")]
    (data / "dev-v2.0.json").write_text(json.dumps(rows), "utf-8")
    assert values(run("squad2", data, Knowing(("Nine",))), "paragraph")["answer_accuracy"] == 0.0
    found = values(run("squad2", data, Knowing(("nine crowns",))), "paragraph")
    assert found["answer_accuracy"] == 0.5


def test_an_answer_that_is_not_at_its_place_is_noted(data: Path) -> None:
    rows = published()
    rows["data"][0]["paragraphs"][0]["qas"][0]["answers"] = [{"text": "1881", "answer_start": 3}]
    (data / "dev-v2.0.json").write_text(json.dumps(rows), "utf-8")
    outcome = run("squad2", data, Knowing(("in 1881", "at noon")))
    assert outcome.notes == ("1 answers do not stand at their place and count as not found",)
    assert values(outcome, "paragraph")["answer_accuracy"] == 0.5


def test_the_first_version_of_the_set_has_no_word_on_answerability(data: Path) -> None:
    rows = published()
    qas = rows["data"][0]["paragraphs"][0]["qas"]
    del qas[0]["is_impossible"]
    (data / "dev-v2.0.json").write_text(json.dumps(rows), "utf-8")
    assert measures(run("squad2", data, Refusing()))["paragraph", "wrong_abstention"].n == 2


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (
            lambda qa: qa.update(question=7),
            r'entry 1, "paragraphs" 1, "qas" 1: expected "question"',
        ),
        (lambda qa: qa.update(answers=[]), r'expected "answers" of an answerable question'),
        (
            lambda qa: qa["answers"][0].update(answer_start="x"),
            r'expected "answer_start" to be a w',
        ),
        (lambda qa: qa.update(is_impossible="no"), r'expected "is_impossible" to be a boolean'),
    ],
)
def test_what_does_not_fit_is_named(data: Path, break_it: Any, message: str) -> None:
    rows = published()
    break_it(rows["data"][0]["paragraphs"][0]["qas"][0])
    (data / "dev-v2.0.json").write_text(json.dumps(rows), "utf-8")
    with pytest.raises(BadData, match=message):
        run("squad2", data, Refusing())


def test_a_file_of_another_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.json").write_text("[]", "utf-8")
    with pytest.raises(BadData, match=r'train\.json, line 1: expected an object with "data"'):
        run("squad2", tmp_path, Refusing())
