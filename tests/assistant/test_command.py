import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from index.minilm import MiniLM
from tests.assistant.test_verify import QUESTION

pytestmark = pytest.mark.model


@pytest.fixture
def built(harbour: Path, tmp_path: Path, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index with the real model, which is loaded once for all tests."""
    from index.build import build

    monkeypatch.setattr("assistant.open.open_embedder", lambda settings: minilm)
    build(harbour, tmp_path / "real", minilm)
    return tmp_path / "real"


def test_a_question_is_answered_as_json_that_verifies(
    built: Path, harbour: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([QUESTION, "--json", "--index", str(built)]) == 0
    printed = capsys.readouterr().out
    answer = json.loads(printed)
    assert answer["status"] == "answered"
    assert "new moon" in answer["statements"][0]["quotes"][0]["text"]
    (tmp_path / "answer.json").write_text(printed, "utf-8")
    assert main(["verify", str(tmp_path / "answer.json"), "--sources", str(harbour)]) == 0


def test_a_changed_source_makes_verify_exit_1(
    built: Path, harbour: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([QUESTION, "--json", "--index", str(built)])
    (tmp_path / "answer.json").write_text(capsys.readouterr().out, "utf-8")
    (harbour / "moon.txt").write_text("Nothing of the kind.", "utf-8")
    assert main(["verify", str(tmp_path / "answer.json"), "--sources", str(harbour)]) == 1
    assert "source changed" in capsys.readouterr().out


def test_a_batch_answers_each_line_and_names_the_bad_one(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("1", QUESTION), ("2", ""), ("3", "who won the world cup?")]
    lines = [json.dumps({"id": name, "question": question}) for name, question in rows]
    (tmp_path / "batch.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["--batch", str(tmp_path / "batch.jsonl"), "--index", str(built)]) == 2
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [reply["id"] for reply in replies] == ["1", "2", "3"]
    assert [reply["status"] for reply in replies] == ["answered", "error", "refused"]
    assert "empty" in replies[1]["error"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give a question"),
        (["a", "--batch", "b"], "Give a question"),
        ([""], "The question is empty"),
        (["x" * 100_000], "100,000 characters"),
    ],
)
def test_bad_input_is_one_line_with_a_way_out(
    built: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main([*arguments, "--index", str(built)]) == 3
    error = capsys.readouterr().err.strip()
    assert said in error
    assert "\n" not in error


def test_a_missing_index_names_the_command_that_builds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["who?", "--index", str(tmp_path / "none")]) == 3
    assert "python -m index build" in capsys.readouterr().err


def test_a_wrong_setting_is_named_with_the_right_one(
    tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[assistant]\nwrogn = 4\n", "utf-8")
    assert main(["who?", "--index", str(built), "--settings", str(file)]) == 3
    assert 'Did you mean "wrong"?' in capsys.readouterr().err


def test_the_issue_s_first_question_is_answered_from_the_articles(
    seeds: Path, tmp_path: Path, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from index.build import build

    monkeypatch.setattr("assistant.open.open_embedder", lambda settings: minilm)
    build(seeds, tmp_path / "seeds", minilm)
    main(["what must employees do if approached?", "--index", str(tmp_path / "seeds"), "--json"])
    answer = json.loads(capsys.readouterr().out)
    quotes = [quote for statement in answer["statements"] for quote in statement["quotes"]]
    found = [quote for quote in quotes if "documented, reported, and denied" in quote["text"]]
    assert found == quotes[:1]
    text = (seeds / found[0]["source"]).read_text("utf-8")
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
