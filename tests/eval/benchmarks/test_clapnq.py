from pathlib import Path
from typing import Any

import pytest

from eval.errors import BadData
from tests.eval.benchmarks.conftest import (
    Knowing,
    Refusing,
    measures,
    run,
    values,
    write_lines,
    write_text,
)

SENTENCES = [
    "The name Port Ada is old .",
    "It was first written down by monks .",
    "The harbour was dug later .",
    "The monks named it after a saint .",
]
OTHER = ["Gulls nest on the roofs .", "Nobody counts them ."]


def passage(title: str, sentences: list[str]) -> dict[str, Any]:
    return {"title": title, "text": " ".join(sentences), "sentences": sentences}


def rows() -> tuple[dict[str, Any], dict[str, Any]]:
    meta = {"annotator": [1, 2], "has_minimal_answer": False, "non_consecutive": True, "round": 2}
    answer = {
        "answer": "It was written down by monks, who named it after a saint.",
        "selected_sentences": [f"{SENTENCES[1]}&", f"{SENTENCES[3]}&"],
        "meta": meta,
    }
    return (
        {
            "id": "138", "input": "where does the name port ada come from",
            "passages": [passage("Port Ada", SENTENCES)], "output": [answer],
        },
        {
            "id": 27, "input": "where does the gull statue come from",
            "passages": [passage("Gulls", OTHER)], "output": [{"answer": None, "meta": None}],
        },
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in the published form, without the passages of the whole set."""
    answerable, unanswerable = rows()
    folder = tmp_path / "annotated_data" / "dev"
    write_lines(folder / "clapnq_dev_answerable.jsonl", [answerable])
    write_lines(folder / "clapnq_dev_unanswerable.jsonl", [unanswerable])
    # annotated once only; no part of the set that is reported
    write_lines(folder / "clapnq_dev_single_answerable.jsonl", [answerable] * 3)
    return tmp_path


def test_whoever_quotes_the_selected_sentences_has_all_of_the_evidence(data: Path) -> None:
    found = values(run("clapnq", data, Knowing(("by monks", "a saint"))), "passage")
    assert found["answer_accuracy"] == found["no_answer_accuracy"] == 1.0
    assert found["wrong_abstention"] == 0.0
    assert found["evidence_recall"] == pytest.approx(1.0)
    assert found["evidence_precision"] == pytest.approx(1.0, abs=0.05)
    assert found["rouge_l"] is not None
    assert found["rouge_l"] > 0.6


def test_a_sentence_that_nobody_selected_is_no_evidence(data: Path) -> None:
    found = values(run("clapnq", data, Knowing(("dug later",))), "passage")
    assert (found["answer_accuracy"], found["evidence_f1"]) == (0.0, 0.0)
    assert found["wrong_abstention"] == 0.0


def test_a_question_is_asked_of_its_passage_or_of_all(data: Path) -> None:
    outcome = run("clapnq", data, Knowing(("by monks",)))
    assert values(outcome, "passage")["no_answer_accuracy"] == 1.0
    assert values(outcome, "file")["no_answer_accuracy"] == 0.0


def test_a_refusal_quotes_nothing(data: Path) -> None:
    found = values(run("clapnq", data, Refusing()), "passage")
    assert found == {
        "answer_accuracy": 0.0, "no_answer_accuracy": 1.0, "wrong_abstention": 1.0,
        "evidence_recall": 0.0, "evidence_precision": 0.0, "evidence_f1": 0.0, "rouge_l": 0.0,
    }  # fmt: skip


def test_the_better_of_two_annotations_counts(data: Path) -> None:
    answerable, _ = rows()
    answerable["output"].append(
        {"answer": "Dug later.", "selected_sentences": [SENTENCES[2]], "meta": {}}
    )
    write_lines(data / "annotated_data" / "dev" / "clapnq_dev_answerable.jsonl", [answerable])
    assert values(run("clapnq", data, Knowing(("dug later",))), "passage")["evidence_recall"] == 1.0


def test_the_passages_of_the_whole_set_are_searched_where_they_are_there(data: Path) -> None:
    write_text(
        data / "retrieval" / "passages.tsv",
        "id\ttext\ttitle\n7_1\tThe name Port Ada is old .\tPort Ada\n7_2\tGulls nest .\tGulls\n",
    )
    write_text(
        data / "retrieval" / "dev" / "question_dev_answerable.tsv",
        "id\tquestion\tdoc-id-list\tanswers\n138\thow old is the name port ada\t7_1\tOld.\n",
    )
    outcome = run("clapnq", data, Refusing())
    assert values(outcome, "retrieval")["mrr_at_10"] == 1.0
    assert [one.texts for one in outcome.built] == [2, 2]


def test_without_them_the_part_is_passed_over_or_named(data: Path) -> None:
    assert ("retrieval", "mrr_at_10") not in measures(run("clapnq", data, Refusing()))
    with pytest.raises(BadData, match=r"holds no passages\.tsv"):
        run("clapnq", data, Refusing(), part="retrieval")


def test_what_does_not_fit_is_named(data: Path) -> None:
    answerable, _ = rows()
    file = data / "annotated_data" / "dev" / "clapnq_dev_answerable.jsonl"
    write_lines(file, [answerable, {**answerable, "passages": []}])
    with pytest.raises(BadData, match=r'answerable\.jsonl, line 2: expected "passages" to hold'):
        run("clapnq", data, Refusing())
    file.unlink()
    with pytest.raises(BadData, match=r"holds no .*answerable\.jsonl"):
        run("clapnq", data, Refusing())
