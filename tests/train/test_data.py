import json
from pathlib import Path

import pytest

from train import data as sets
from train.data import OWN, Ask


def test_squad_s_spans_become_sentences_and_articles_are_split_whole(data: Path) -> None:
    lessons = sets.squad(data)
    assert [lesson.title for lesson in lessons] == ["Tides", "Boats"]
    assert lessons[0].asks == (
        Ask("what pulls the sea?", (0,)),
        Ask("what do spring tides follow?", (1,)),
    )
    assert lessons[0].sentences[1] == "Spring tides follow the new moon."
    assert {lesson.title for lesson in sets.paragraphs(data) if lesson.held_out} == {"Boats"}
    assert len(sets.paragraphs(data)) == 4


def test_squad2_keeps_its_unanswerable_questions_and_its_held_out_articles(data: Path) -> None:
    held, taught = sets.squad2(data)
    assert (held.held_out, taught.held_out) == (True, False)
    assert [ask.answers for ask in held.asks] == [(0,), ()]
    assert taught.title == "Other thing"


def test_selqa_gathers_the_questions_of_a_section(data: Path) -> None:
    one, other = sets.selqa(data)
    assert [(ask.text, ask.answers) for ask in one.asks] == [("test 0?", (0,)), ("test 1?", (1,))]
    assert (one.held_out, other.held_out) == (False, True)
    assert one.text == "One. Two."


def test_our_own_rows_bring_their_sentences_or_name_a_paragraph(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = [
        {"title": "T", "sentences": ["A b.", "C d."], "questions": [{"q": "c?", "a": [1]}]},
        {"id": 5, "questions": [{"q": "by night?", "a": [], "near": 0, "type": "relation"}]},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    monkeypatch.setattr(sets, "OWN", tmp_path)
    one, other = sets.own(data)
    assert (one.text, one.spans, one.held_out) == ("A b. C d.", ((0, 4), (5, 9)), True)
    assert (other.title, other.held_out) == ("Boats", False)
    assert other.asks == (Ask("by night?", (), 0, "relation"),)


def test_what_was_written_for_us_is_in_order() -> None:
    seen: set[str] = set()
    for path in [*OWN.glob("*.jsonl"), *(OWN / "test").glob("*.jsonl")]:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            count = len(row["sentences"]) if "sentences" in row else 20
            for question in row["questions"]:
                assert all(0 <= place < count for place in question["a"]), question
                assert question["a"] or 0 <= question["near"] < count, question
                assert question["q"].strip()
            seen.add(row.get("title") or str(row["id"]))
    assert len(seen) > 1000
