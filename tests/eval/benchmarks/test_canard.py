import json
from pathlib import Path

import pytest

from eval.benchmarks.canard import NOTHING
from eval.errors import BadData
from tests.eval.benchmarks.conftest import Refusing, run, values

# of these names of dialogs the last bytes of the hashes are even: they are asked about
MOON = (
    ("Ada Marsh (sailor)", "Life"),
    ("When was Ada Marsh born?", "Ada Marsh was born in 1881.", "When was Ada Marsh born?"),
    ("Where did she live?", "The house of Ada Marsh stood in Sund.", "Where did Ada Marsh live?"),
    ("Who was the king then?", NOTHING, "Who was the king then?"),
    ("What did she write?", "Ada Marsh wrote rules.", "What did Ada Marsh write?"),
)
FEE = (
    ("Tom Reed", "Work"),
    ("What did he sell?", "Boats.", "What did Tom Reed sell?"),
    ("Did he get rich?", "Tom Reed died poor.", "Did Tom Reed get rich?"),
    ("Why?", "He drank.", "Why did Tom Reed not get rich?"),
)


def rows(name: str, dialog: tuple[tuple[str, ...], ...]) -> list[dict[str, object]]:
    history = list(dialog[0])
    found = []
    for number, (question, answer, rewrite) in enumerate(dialog[1:], start=1):
        found.append(
            {
                "History": list(history), "QuAC_dialog_id": name, "Question": question,
                "Question_no": number, "Rewrite": rewrite,
            }
        )  # fmt: skip
        history += [question, answer]
    return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "canard"
    folder.mkdir()
    every = rows("moon", MOON) + rows("fee", FEE) + rows("tides", FEE)
    (folder / "dev.json").write_text(json.dumps(every), "utf-8")
    return folder


def test_a_follow_up_finds_its_answer_when_it_says_of_whom(data: Path) -> None:
    outcome = run("canard", data, Refusing(), part="untitled")
    found = values(outcome, "untitled")
    # asked are the second questions alone: no answer is known to the last ones, and to the third
    # of the first dialog there is none
    assert {one.estimate.n for one in outcome.figures if one.name == "rules_mrr_at_10"} == {2}
    assert found["human_mrr_at_10"] == found["rules_mrr_at_10"] == 1.0
    assert found["rules_token_f1"] == 1.0
    assert found["raw_mrr_at_10"] < 1.0  # type: ignore[operator]
    assert found["rules_minus_raw_mrr"] > 0  # type: ignore[operator]
    assert found["change_made_worse"] == 0.0


def test_the_titles_are_searched_too_where_they_are_asked_for(data: Path) -> None:
    outcome = run("canard", data, Refusing(), part="titled")
    assert outcome.built[0].texts == 4  # what two dialogs hold alike stands there once
    assert outcome.notes == (
        "the answers are the texts: no passage of the articles is in the set's file",
    )


def test_a_history_of_another_length_is_named(data: Path) -> None:
    first = rows("moon", MOON)[0] | {"Question_no": 2}
    (data / "dev.json").write_text(json.dumps([first]), "utf-8")
    with pytest.raises(BadData, match='expected "History" to have 4 texts'):
        run("canard", data, Refusing())
