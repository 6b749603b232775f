"""The questions with and without a language model."""

import json
import re
from pathlib import Path

import pytest

from assistant.writer.draft import Draft
from assistant.writer.errors import NoReply
from assistant.writer.written import Trouble
from eval.__main__ import main
from eval.model.adversary import ScriptedChat, half_true
from eval.model.recorded import RecordedChat
from index.minilm import MiniLM
from tests.conftest import REPOSITORY

FEW = 6  # of the shipped questions
SOURCES = sorted((REPOSITORY / "sources").glob("*.md"))
# without marks, as the model says it
TRUE = re.sub('["“”‘«»„`]', "", "\n".join(file.read_text("utf-8") for file in SOURCES))


class Once(ScriptedChat):
    """A model that speaks once and is gone."""

    def __init__(self) -> None:
        super().__init__(half_true)
        self.asked = 0

    def say(self, *told: object) -> str:
        self.asked += 1
        if self.asked > 1:
            raise NoReply(Trouble.UNREACHABLE)
        return super().say(*told)  # type: ignore[arg-type]


def test_what_was_recorded_is_not_asked_again(tmp_path: Path) -> None:
    file, model = tmp_path / "deep" / "replies.jsonl", Once()
    said = RecordedChat(model, file, "once").say("system", "[1] Boats leave.", Draft, 1)
    assert RecordedChat(model, file, "once").say("system", "[1] Boats leave.", Draft, 1) == said
    assert RecordedChat(None, file, "once").say("system", "[1] Boats leave.", Draft, 1) == said
    assert model.asked == 1


def test_a_failure_is_recorded_too_and_another_model_is_another_question(tmp_path: Path) -> None:
    file, model = tmp_path / "replies.jsonl", Once()
    RecordedChat(model, file, "once").say("system", "[1] Boats leave.", Draft, 1)
    for name in ("twice", "twice"):
        with pytest.raises(NoReply, match="unreachable"):
            RecordedChat(model, file, name).say("system", "[1] Boats leave.", Draft, 1)
    assert model.asked == 2


def test_a_line_that_was_cut_off_is_asked_again(tmp_path: Path) -> None:
    file, model = tmp_path / "replies.jsonl", Once()
    RecordedChat(model, file, "once").say("system", "[1] Boats leave.", Draft, 1)
    file.write_text(file.read_text("utf-8")[:-30], "utf-8")
    with pytest.raises(NoReply):
        RecordedChat(model, file, "once").say("system", "[1] Boats leave.", Draft, 1)
    assert model.asked == 2


@pytest.mark.model
def test_a_model_that_lies_by_turns_changes_no_figure_and_no_lie_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], minilm: MiniLM
) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    rows = (REPOSITORY / "eval" / "cases" / "dev.yaml").read_text("utf-8").split("\n- id: ")
    (cases / "dev.yaml").write_text("\n- id: ".join(rows[: FEW + 1]) + "\n", "utf-8")
    record = tmp_path / "replies.jsonl"
    command = ["model", "--scripted", "--record", str(record), "--cases", str(cases), "--shown"]
    assert main([*command, "--half", "dev"], minilm) == 0
    said = capsys.readouterr().out
    accuracy = next(line for line in said.splitlines() if line.startswith("factual_accuracy"))
    assert accuracy.split()[1] == accuracy.split()[5]
    drafted = [
        one["text"]
        for line in record.read_text("utf-8").splitlines()
        for one in json.loads(json.loads(line)["said"])["statements"]
    ]
    true = {sentence for sentence in drafted if sentence in TRUE}
    assert true
    lies = set(drafted) - true
    assert lies
    assert not any(lie in said for lie in lies)
    assert main([*command, "--half", "dev", "--replay"], minilm) == 0
    replayed = capsys.readouterr().out
    assert replayed.split("seconds_median")[0] == said.split("seconds_median")[0]


def test_without_a_model_there_is_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], minilm: MiniLM
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[assistant]\nstatements = 2\n", "utf-8")
    command = ["model", "--settings", str(settings), "--record", str(tmp_path / "r.jsonl")]
    assert main(command, minilm) == 3
    assert "--settings" in capsys.readouterr().err
