import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import BadData
from tests.eval.benchmarks.conftest import Knowing, Refusing, measures, run, values

DOCS = [
    {"id": "1", "title": "Fair", "text": "The fair opened on May 3 in Port Ada.", "score": 0.7},
    {"id": "2", "title": "Fair", "text": "A year later the fair opened on June 9."},
    {"id": "3", "title": "Boats", "text": "Boats leave at dawn."},
]
ASQA: dict[str, Any] = {
    "sample_id": "-7",
    "question": "When did the fair open?",
    "qa_pairs": [
        {"question": "When did the first fair open?", "short_answers": ["May 3", "3 May"],
         "context": "No context provided", "wikipage": None},
        {"question": "When did the second fair open?", "short_answers": ["June 9"]},
    ],
    "annotations": [{"knowledge": [], "long_answer": "On May 3, later on June 9."}],
    "answer": "The fair opened on May 3, and later on June 9.",
    "docs": DOCS,
}  # fmt: skip
QAMPARI: dict[str, Any] = {
    "id": "4__wiki",
    "question": "On which days did fairs open?",
    "answers": [["May 3"], ["June 9", "9 June"], ["July 8"]],
    "answer": "May 3, June 9, July 8.",
    "docs": DOCS,
}
ELI5: dict[str, Any] = {
    "question": "Why do boats leave early?",
    "question_ctx": "[removed]",
    "answer": "Because of the tide.",
    "claims": ["Boats leave at dawn.", "The tide is high then."],
    "docs": DOCS,
}


def publish(folder: Path, **files: list[dict[str, Any]]) -> Path:
    for name, rows in files.items():
        (folder / f"{name}.json").write_text(json.dumps(rows), "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in the published form."""
    return publish(
        tmp_path,
        asqa_eval_gtr_top100=[ASQA],
        qampari_eval_gtr_top100=[QAMPARI],
        eli5_eval_bm25_top100=[ELI5],
        other=[],
    )


def test_the_share_of_short_answers_that_were_quoted(data: Path) -> None:
    one = values(run("alce", data, Knowing(("May 3",)), part="asqa"), "asqa_eval_gtr_top100")
    assert (one["str_em"], one["str_hit"], one["answered"]) == (0.5, 0.0, 1.0)
    both = values(run("alce", data, Knowing(("the fair opened", "The fair opened"))), ASQA_PART)
    assert (both["str_em"], both["str_hit"]) == (1.0, 1.0)
    assert (both["citation_recall"], both["citation_precision"]) == (1.0, 1.0)


ASQA_PART = "asqa_eval_gtr_top100"


def test_a_quotation_without_a_short_answer_costs_precision(data: Path) -> None:
    found = values(run("alce", data, Knowing(("May 3", "dawn")), part="asqa"), ASQA_PART)
    assert (found["citation_recall"], found["citation_precision"]) == (1.0, 0.5)


def test_a_list_is_measured_by_how_much_of_it_was_quoted(data: Path) -> None:
    outcome = run("alce", data, Knowing(("May 3", "June 9")), part="qampari")
    found = values(outcome, "qampari_eval_gtr_top100")
    assert found["recall"] == found["recall_top5"] == pytest.approx(2 / 3)


def test_a_long_list_is_complete_with_five(data: Path) -> None:
    row = {
        **QAMPARI,
        "answers": [[name] for name in ("fair", "opened", "Ada", "May", "3", "gull", "owl")],
    }
    publish(data, qampari_eval_gtr_top100=[row])
    found = values(run("alce", data, Knowing(("May 3",))), "qampari_eval_gtr_top100")
    assert found["recall"] == pytest.approx(5 / 7)
    assert found["recall_top5"] == 1.0


def test_claims_are_measured_by_their_words(data: Path) -> None:
    outcome = run("alce", data, Knowing(("dawn",)), part="eli5")
    found = values(outcome, "eli5_eval_bm25_top100")
    assert found["claim_word_recall"] == pytest.approx(0.5)
    assert found["citation_precision"] is None


def test_a_refusal_has_no_citations(data: Path) -> None:
    found = measures(run("alce", data, Refusing(), part="asqa"))
    assert found[ASQA_PART, "citation_recall"].n == 0
    assert found[ASQA_PART, "str_em"].value == found[ASQA_PART, "answered"].value == 0.0


def test_only_the_first_five_passages_are_given(data: Path) -> None:
    more = [{"title": "x", "text": f"Gull number {n} sleeps."} for n in range(5)]
    publish(data, asqa_eval_gtr_top100=[{**ASQA, "docs": more + DOCS}])
    found = values(run("alce", data, Knowing(("fair opened",)), part="asqa"), ASQA_PART)
    assert found["answered"] == 0.0


def test_what_does_not_fit_is_named(data: Path) -> None:
    publish(data, asqa_eval_gtr_top100=[ASQA, {**ASQA, "docs": [{"title": "x"}]}])
    with pytest.raises(BadData, match=r'asqa.*\.json, entry 2, "docs" 1: expected "text" to be'):
        run("alce", data, Refusing())
    publish(data, asqa_eval_gtr_top100=[{**ASQA, "docs": []}])
    with pytest.raises(BadData, match=r'entry 1: expected "docs" to hold passages'):
        run("alce", data, Refusing())


def test_a_folder_without_such_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"holds no asqa\*\.json or qampari\*\.json"):
        run("alce", tmp_path, Refusing())
