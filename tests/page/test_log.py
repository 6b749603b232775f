"""B12, G11: the log is lines of JSON; no name or text forges one, and no question is in it."""

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from index.command import run
from index.errors import BadSettings, DamagedIndex
from page.attempt import attempt
from page.log import logging_to, note
from page.settings import PageSettings

HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07", "a\r\n{\"event\": \"forged\"}", "gpj\u202e.md", "line\u2028break",
    "next\x85line", "\x00\x08\x7f\x9b31m", "half\ud83d", "\u2066\u200b\ufeff", '", "level": "info',
]  # fmt: skip


def lines(file: Path) -> list[dict[str, Any]]:
    """The lines of a log, each proved to be printable ASCII."""
    data = file.read_bytes()
    assert data.endswith(b"\n")
    rows = data[:-1].split(b"\n")
    assert all(0x20 <= byte < 0x7F for row in rows for byte in row)
    return [json.loads(row) for row in rows]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "page.log"


@pytest.mark.parametrize("said", HOSTILE)
def test_whatever_is_said_by_whomever_is_one_line_of_printable_ascii(log: Path, said: str) -> None:
    """B12: ourselves, a library's log, a warning; and what a library prints."""
    with logging_to(log), warnings.catch_warnings():
        warnings.simplefilter("always")
        note("problem", why=said, **{said: 1})
        logging.getLogger("uvicorn.error").error("lost %s", said)
        warnings.warn(said, stacklevel=1)
        print(f"printed {said!a}", said.replace("\n", " "), file=sys.stderr)
    ours, theirs, warned, printed = lines(log)
    assert (ours["level"], ours["event"], ours["why"]) == ("info", "problem", said)
    assert (theirs["level"], theirs["event"]) == ("error", "uvicorn.error")
    assert theirs["message"] == f"lost {said}"
    assert warned["event"] == "py.warnings"
    assert printed["event"] == "stderr"
    assert printed["message"].startswith("printed ")
    assert all("+00:00" in row["time"] for row in (ours, theirs, warned, printed))


def test_a_fault_is_a_line_with_its_number_and_its_place_without_its_words(log: Path) -> None:
    """G11: an error that nobody foresaw may repeat what somebody has asked."""

    def fail() -> None:
        raise ValueError("who asked about ICE?")

    with logging_to(log):
        failure = attempt(fail)
    (row,) = lines(log)
    assert (row["level"], row["event"], row["error"]) == ("error", "fault", "ValueError")
    assert row["fault"] in failure.why  # type: ignore[union-attr]
    assert row["at"][-1].endswith(" fail")
    assert "ICE" not in log.read_text()


def test_a_librarys_traceback_gets_a_number_too(log: Path) -> None:
    """G15, G11."""
    with logging_to(log):
        try:
            dict[str, int]()["who asked about ICE?"]
        except KeyError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (row,) = lines(log)
    assert len(row["fault"]) == 8
    assert row["error"] == "KeyError"
    assert "ICE" not in log.read_text()


def test_after_the_block_the_log_is_as_it_was(tmp_path: Path) -> None:
    handlers, stream = logging.getLogger().handlers[:], sys.stderr
    with logging_to(tmp_path / "page.log"):
        assert sys.stderr is not stream
    assert (logging.getLogger().handlers, sys.stderr) == (handlers, stream)


def test_without_a_file_it_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(PageSettings().log):
        note("serving", address="http://127.0.0.1:7860")
    assert json.loads(capsys.readouterr().err)["address"] == "http://127.0.0.1:7860"


def test_a_log_that_cannot_be_written_is_a_bad_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be written"), logging_to(tmp_path):
        pass


@pytest.mark.parametrize("said", HOSTILE)
def test_the_person_who_starts_the_program_reads_one_line_of_visible_signs(
    said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """B12: a terminal is told text, with controls written out."""

    def fail() -> int:
        raise DamagedIndex(said)

    assert run(fail) == 3
    words = capsys.readouterr().err
    assert words.endswith("\n")
    assert words[:-1].isprintable()
