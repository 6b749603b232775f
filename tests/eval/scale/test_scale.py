"""`python -m eval bench-index`, over a few paragraphs; row E12 of trust.md is among its figures."""

import json
from itertools import islice
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.errors import BadData
from eval.scale.command import as_text
from eval.scale.corpus import FILE, QUESTIONS, change_some, paragraphs, questions, write_corpus

TEXTS = (
    "The moon pulls the sea. Spring tides follow the new moon of day 3.",
    "The lighthouse was built in 1881. Its lamp is seen from twenty miles away.",
    "Every boat must show a light at night. The master of a boat pays the fee.",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = {FILE: ("text", TEXTS), QUESTIONS: ("question", ("who pays?", "when was it built?"))}
    for file, (field, values) in rows.items():
        path = tmp_path / "data" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps({field: one}) + "\n" for one in values), "utf-8")
    return tmp_path / "data"


def test_paragraphs_go_on_without_an_end_and_none_comes_twice(data: Path) -> None:
    # the third has no number and two orders: it would come again in the turn after these
    some = list(islice(paragraphs(data), 6))
    assert some[:3] == list(TEXTS)
    assert len(set(some)) == 6
    assert "Its lamp is seen from twenty miles away. The lighthouse was built in 1882." in some


def test_a_corpus_has_as_many_paragraphs_as_were_asked_for(data: Path, tmp_path: Path) -> None:
    write_corpus(data, 45, tmp_path / "corpus")
    texts = [path.read_text("utf-8") for path in sorted((tmp_path / "corpus").iterdir())]
    assert [len(text.strip().split("\n\n")) for text in texts] == [20, 20, 5]
    assert change_some(tmp_path / "corpus", 0.5) == 2
    changed = [path.read_text("utf-8") for path in sorted((tmp_path / "corpus").iterdir())]
    assert [one != other for one, other in zip(texts, changed, strict=True)] == [True, False, True]


def test_questions_are_spread_over_all_of_them(data: Path) -> None:
    assert questions(data, 1) == ["who pays?"]
    assert len(questions(data, 10)) == 2


def test_data_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"paragraphs\.jsonl must hold JSON lines"):
        write_corpus(tmp_path, 1, tmp_path / "corpus")


def test_a_build_of_ours_stands_beside_the_plain_one_of_its_round() -> None:
    shared = {"size": 9, "round": 0, "made": False, "questions": 1, "step": "build"}
    ours = {"who": "ours", "seconds": 2.0, "cpu_seconds": 1.0, "passages": 8, "bytes": 80}
    plain = {"who": "plain", "seconds": 5.0, "cpu_seconds": 3.0, "passages": 9, "bytes": 90}
    _, first, second = as_text([{**shared, **ours}, {**shared, **plain}]).splitlines()
    assert "plain_over_ours_seconds 2.5, plain_over_ours_cpu_seconds 3" in first
    assert "bytes_a_passage 10, passages_a_second 4" in first
    assert "plain_over_ours" not in second


@pytest.mark.model
def test_what_was_recorded_is_not_measured_again(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E12: the recall of the ten nearest against an exact scan is one of the figures."""
    monkeypatch.setattr("eval.scale.command.find_spec", lambda name: None)  # ours alone
    record = tmp_path / "record.jsonl"
    given = ["bench-index", "--data", str(data), "--sizes", "30", "--record", str(record)]
    assert main(given) == 0
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    assert [line["step"] for line in lines] == ["build", "again", "ask"]
    assert lines[0]["passages"] == lines[1]["passages"] >= 3
    assert lines[2]["dense_recall"] == lines[2]["graph_recall"] == 1.0
    assert main(given) == 0
    assert len(record.read_text("utf-8").splitlines()) == 3
    assert capsys.readouterr().out.count("dense_recall 1,") == 2
