from pathlib import Path
from typing import Any

import pytest

from eval.errors import BadData
from tests.eval.benchmarks.conftest import Knowing, Refusing, measures, run, values, write_lines

ROWS: list[dict[str, Any]] = [
    {
        "question": "Which berth is cheaper, the north or the south one?",
        "answer": "The south berth",
        "qa_type": ["I_multiple", "R_compare"],
        "positive_chunk_list": [
            {
                "title": "N",
                "content": "The north berth costs <evidence>nine crowns</evidence>.",
            },
            {"title": "South", "content": "The south berth costs four crowns."},
        ],
        "negative_chunk_list": [{"title": "Boats", "content": "Boats leave at dawn."}],
        "reasoning_content": "Four is less than nine.",
    },
    {
        "question": "Who pays for the pilot?",
        "answer": "This cannot be answered from the documents.",
        "qa_type": ["A_insufficient"],
        "positive_chunk_list": [],
        "negative_chunk_list": ["Pilots wait in the tower.", "Boats leave at dawn."],
        "reasoning_content": "",
    },
    {
        "question": "When do boats leave?",
        "answer": "At dawn",
        "qa_type": "T_lookup",
        "positive_chunk_list": ["Boats leave at dawn."],
        "negative_chunk_list": [],
    },
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in the published form, in two languages."""
    write_lines(tmp_path / "datasets" / "en.jsonl", ROWS)
    write_lines(tmp_path / "datasets" / "ja.jsonl", ROWS[:1] * 5)
    return tmp_path


def test_all_right_passages_must_be_quoted(data: Path) -> None:
    found = values(run("litrag", data, Knowing(("north berth", "south berth"))), "all")
    assert found["answer_accuracy"] == 0.5
    found = values(run("litrag", data, Knowing(("north berth",))), "all")
    assert found["answer_accuracy"] == 0.0
    assert found["no_answer_accuracy"] == 1.0
    assert found["wrong_abstention"] == 0.5


def test_each_kind_has_its_own_figure(data: Path) -> None:
    found = measures(run("litrag", data, Refusing()))
    kinds = {part: (one.n, one.value) for (part, name), one in found.items() if part != "all"}
    assert kinds == {
        "integration": (1, 0.0), "reasoning": (1, 0.0), "logic": (0, None), "table": (1, 0.0),
        "abstention": (1, 1.0),
    }  # fmt: skip


def test_wrong_passages_are_searched_too(data: Path) -> None:
    found = values(run("litrag", data, Knowing(("at dawn",))), "all")
    assert found["no_answer_accuracy"] == 0.0
    assert found["answer_accuracy"] == 0.5
    assert found["answer_word_recall"] == 0.5


def test_the_marks_of_the_authors_are_not_in_the_passages(data: Path) -> None:
    outcome = run("litrag", data, Knowing(("costs nine crowns", "four crowns")))
    found = values(outcome, "integration")
    assert found["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"qa_type": ["X_new"]}, r'en\.jsonl, line 2: expected "qa_type" to begin with one of I'),
        ({"negative_chunk_list": []}, r"to hold a passage"),
        ({"question": None}, r'expected "question" to be a text'),
        ({"negative_chunk_list": [{"title": "x"}]}, r'_list" 1: expected "content" to be a text'),
    ],
)
def test_what_does_not_fit_is_named(data: Path, change: dict[str, Any], message: str) -> None:
    write_lines(data / "datasets" / "en.jsonl", [ROWS[0], {**ROWS[1], **change}])
    with pytest.raises(BadData, match=message):
        run("litrag", data, Refusing())
