from pathlib import Path
from typing import Any

import pytest

from eval.errors import BadData
from tests.eval.benchmarks.conftest import Knowing, Refusing, measures, run, values, write_lines

NEGATIVE = [f"Boat number {n} was painted last spring." for n in range(6)]
PLAIN: dict[str, Any] = {
    "id": 0,
    "query": "When does the fair open?",
    "answer": [["3 May", "May 3"]],
    "positive": ["The fair opens on May 3.", "On 3 May the fair begins.", "Come on 3 May."],
    "negative": NEGATIVE,
}
INTEGRATION: dict[str, Any] = {
    "id": 1,
    "query": "When do the fair and the market open?",
    "answer": [["May 3"], ["June 9"]],
    "answer1": ["May 3"],
    "answer2": ["June 9"],
    "positive": [
        ["The fair opens on May 3.", "May 3 it is."],
        ["The market opens on June 9."],
    ],
    "negative": NEGATIVE,
}
FALSE: dict[str, Any] = {
    "id": 2,
    "query": "When does the fair open?",
    "answer": "May 3",
    "fakeanswer": "July 8",
    "positive": [f"Paper {n} says that the fair opens on May 3." for n in range(5)],
    "positive_wrong": [f"Paper {n} says that the fair opens on July 8." for n in range(5)],
    "negative": NEGATIVE,
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in the published form."""
    write_lines(tmp_path / "data" / "en_refine.json", [PLAIN])
    write_lines(tmp_path / "data" / "en_int.json", [INTEGRATION])
    write_lines(tmp_path / "data" / "en_fact.json", [FALSE])
    return tmp_path


def test_an_answer_is_found_at_every_rate_of_noise(data: Path) -> None:
    found = values(run("rgb", data, Knowing(("May", "June"))), "noise")
    assert found == {f"accuracy_at_noise_{rate}": 1.0 for rate in (0.0, 0.2, 0.4, 0.6, 0.8)}


def test_where_nothing_answers_a_refusal_is_right(data: Path) -> None:
    assert values(run("rgb", data, Refusing()), "rejection") == {"rejection_rate": 1.0}
    assert values(run("rgb", data, Knowing(("painted",))), "rejection") == {"rejection_rate": 0.0}
    # the snippets that answer are not among those that are searched
    assert values(run("rgb", data, Knowing(("May",))), "rejection") == {"rejection_rate": 1.0}


def test_both_facts_must_be_there(data: Path) -> None:
    whole = values(run("rgb", data, Knowing(("May", "June"))), "integration")
    half = values(run("rgb", data, Knowing(("May",))), "integration")
    assert set(whole.values()) == {1.0}
    assert set(half.values()) == {0.0}


def test_a_false_source_misleads_and_a_true_one_beside_it_is_shown_too(data: Path) -> None:
    found = values(run("rgb", data, Knowing(("May", "July"))), "counterfactual")
    assert (found["false_misled"], found["false_accuracy"], found["false_refused"]) == (1, 0, 0)
    true = values(run("rgb", data, Knowing(("May",))), "counterfactual")
    assert (true["false_refused"], true["false_and_true_accuracy"]) == (1.0, 1.0)
    # both are quoted, side by side, as sources that differ
    assert true["false_and_true_misled"] == 1.0


def test_the_older_file_is_read_where_there_is_no_refined_one(data: Path) -> None:
    (data / "data" / "en_refine.json").rename(data / "en.json")
    assert measures(run("rgb", data, Refusing()))["rejection", "rejection_rate"].n == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"query": 3}, r'en_refine\.json, line 2: expected "query" to be a text, not 3'),
        ({"answer": None}, r'expected "answer" to be a text or a list, not nothing'),
        ({"positive": [7]}, r'expected "positive" to hold texts, or lists of them, not 7'),
        ({"negative": "none"}, r'expected "negative" to be a list, not "none"'),
    ],
)
def test_what_does_not_fit_is_named(data: Path, change: dict[str, Any], message: str) -> None:
    write_lines(data / "data" / "en_refine.json", [PLAIN, {**PLAIN, **change}])
    with pytest.raises(BadData, match=message):
        run("rgb", data, Refusing())
