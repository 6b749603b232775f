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

COLLECTION = "mt-rag-govt-elser-512-100-20240611"
FAIR = {"document_id": "f-0-30", "source": "", "score": 9.1, "title": "Fair",
        "text": "The fair opens on May 3. It ends on May 9."}  # fmt: skip
BERTH = {"document_id": "b-0-30", "score": 4.0, "title": "Berths",
         "text": "A berth costs nine crowns."}  # fmt: skip


def task(number: int, kind: str, contexts: list[dict[str, Any]], *said: str) -> dict[str, Any]:
    speakers = ["user", "agent"] * len(said)
    return {
        "task_id": f"abc<::>{number}", "conversation_id": "abc", "turn": str(number),
        "Collection": COLLECTION, "Question Type": ["Factoid"], "Multi-Turn": ["Follow-up"],
        "Answerability": [kind], "contexts": contexts,
        "input": [
            {"speaker": speaker, "text": text, "metadata": {}}
            for speaker, text in zip(speakers, said, strict=False)
        ],
        "targets": [{"speaker": "agent", "text": "The fair opens on May 3."}],
    }  # fmt: skip


TASKS = [
    task(1, "ANSWERABLE", [FAIR, BERTH], "When does the fair open?"),
    task(2, "UNANSWERABLE", [], "Hello", "Hello.", "Who opens the fair?"),
    task(3, "PARTIAL", [BERTH], "Hello", "Hello.", "What do berths and boats cost?"),
    task(4, "CONVERSATIONAL", [], "Thank you!"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The tasks, and one corpus with its questions, as in the published folders."""
    write_lines(tmp_path / "mtrag-human" / "generation_tasks" / "reference.jsonl", TASKS)
    write_lines(
        tmp_path / "corpora" / "passage_level" / "govt.jsonl",
        [
            {"_id": one["document_id"], "id": one["document_id"], "title": one["title"],
             "text": one["text"], "url": "x"} for one in (FAIR, BERTH)
        ],
    )  # fmt: skip
    tasks = tmp_path / "mtrag-human" / "retrieval_tasks" / "govt"
    write_text(tasks / "qrels" / "dev.tsv", "query-id\tcorpus-id\tscore\nabc<::>1\tf-0-30\t1\n")
    last = [{"_id": "abc<::>1", "text": "|user|: when does the fair open"}]
    write_lines(tasks / "govt_lastturn.jsonl", last)
    write_lines(tasks / "govt_rewrite.jsonl", last)
    return tmp_path


def test_tasks_are_told_apart_by_whether_their_passages_answer(data: Path) -> None:
    outcome = run("mtrag", data, Knowing(("opens on May 3",)), part="tasks")
    found = measures(outcome)
    assert {name: (one.n, one.value) for (_, name), one in found.items() if one.n == 1} == {
        # the fair is in the passages of the collection, though not in those of the second task
        "answered": (1, 1.0), "partial_answered": (1, 0.0), "no_answer_accuracy": (1, 0.0),
    }  # fmt: skip
    assert values(outcome, "tasks")["rouge_l"] == 0.5
    assert found["tasks", "answer_word_recall"].n == 2


def test_a_refusal_is_right_where_nothing_answers(data: Path) -> None:
    found = values(run("mtrag", data, Refusing(), part="tasks"), "tasks")
    assert (found["no_answer_accuracy"], found["answered"], found["rouge_l"]) == (1.0, 0.0, 0.0)


def test_each_corpus_is_searched_with_both_forms_of_the_question(data: Path) -> None:
    outcome = run("mtrag", data, Refusing())
    for part in ("govt/lastturn", "govt/rewrite"):
        found = values(outcome, part)
        assert found["ndcg_at_1"] == found["recall_at_5"] == found["mrr_at_10"] == 1.0
    assert [one.texts for one in outcome.built] == [2, 2]


def test_a_folder_with_neither_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"holds no reference\.jsonl, and no corpus"):
        run("mtrag", tmp_path, Refusing())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Answerability": ["MAYBE"]}, r'reference\.jsonl, line 2: expected "Answerability" to be'),
        (
            {"input": [{"speaker": "agent", "text": "Yes?"}]},
            r'"input" to end with a turn',
        ),
        ({"contexts": [{"text": "x"}]}, r'"contexts" 1: expected "document_id" to be a text'),
    ],
)
def test_what_does_not_fit_is_named(data: Path, change: dict[str, Any], message: str) -> None:
    file = data / "mtrag-human" / "generation_tasks" / "reference.jsonl"
    write_lines(file, [TASKS[0], {**TASKS[1], **change}])
    with pytest.raises(BadData, match=message):
        run("mtrag", data, Refusing())
