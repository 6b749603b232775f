import io
import json
from pathlib import Path

import pytest

from assistant.__main__ import main

TRUE = "It says “Every boat must show a light at night.”"
FALSE = "It says “Every boat may show a light at night.”"


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.md"
    path.write_text(f"{TRUE}\n{FALSE}\nAnd “nothing of that kind stands there at all”.", "utf-8")
    return path


def test_each_quotation_has_its_line_and_the_verdicts_are_counted(
    memo: Path, harbours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(memo), "--sources", str(harbours)]) == 1
    first, second, third, counts = capsys.readouterr().out.splitlines()
    assert first.split()[:4] == ["verified", "line", "1", "rules.md"]
    assert "(“may” where the source says “must”)" in second
    assert third.startswith("not found  line 3  “nothing of that kind")
    assert counts == "1 verified, 1 altered, 1 not found"


def test_the_json_has_the_place_of_each_quotation(
    memo: Path, harbours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(memo), "--sources", str(harbours), "--json"]) == 1
    true, false, nothing = json.loads(capsys.readouterr().out)
    assert {"quote", "verdict", "source", "start", "end"} <= set(true)
    assert (true["verdict"], true["difference"], true["line"]) == ("verified", None, 1)
    assert (false["verdict"], false["source"]) == ("altered", "rules.md")
    assert (nothing["verdict"], nothing["source"], nothing["start"]) == ("not found", None, None)


def test_standard_input_is_read_and_true_quotations_exit_0(
    harbours: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TRUE.encode())))
    assert main(["check", "-", "--sources", str(harbours)]) == 0
    assert capsys.readouterr().out.endswith("1 verified\n")


def test_a_text_without_quotations_says_so_and_exits_0(
    tmp_path: Path, harbours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plain.txt").write_text("I don't quote.", "utf-8")
    assert main(["check", str(tmp_path / "plain.txt"), "--sources", str(harbours)]) == 0
    assert capsys.readouterr().out == "no quotations\n"


def test_a_source_that_cannot_be_read_is_named_and_stops_nothing(
    memo: Path, harbours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (harbours / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert main(["check", str(memo), "--sources", str(harbours)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("picture.md is not read: ")
    assert "1 verified" in printed.out


@pytest.mark.parametrize("case", ["no file", "no folder", "no text", "nothing readable"])
def test_a_problem_is_one_line_and_exits_3(
    case: str, memo: Path, harbours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = memo, harbours
    if case == "no file":
        file = tmp_path / "none.md"
    elif case == "no folder":
        folder = tmp_path / "none"
    elif case == "no text":
        file.write_bytes(b"\xff\xfe\xfd")
    else:
        folder = tmp_path / "bad"
        folder.mkdir()
        (folder / "a.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert main(["check", str(file), "--sources", str(folder)]) == 3
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: ")


def test_no_control_character_of_a_text_reaches_the_terminal(
    tmp_path: Path, harbours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.txt").write_text("“Every \x1b[31mboat\u202e”", "utf-8")
    assert main(["check", str(tmp_path / "bad.txt"), "--sources", str(harbours)]) == 1
    assert not set("\x1b\u202e") & set(capsys.readouterr().out)
