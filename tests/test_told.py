"""What leaves the program as plain text: spreadsheets and terminals (trust.md, B11 and B12)."""

import ast
import logging
import random

import pytest

from index.command import visible
from index.console import _line
from index.errors import DamagedIndex
from index.report import FileReport, Outcome
from page.attempt import attempt
from tests.conftest import REPOSITORY

PACKAGES = ("assistant", "eval", "index", "page")
SPREADSHEETS = {"openpyxl", "xlsxwriter", "xlwt", "pandas", "odf"}
CONTROLS = [chr(n) for n in (*range(32), 127, *range(128, 160), 0x2028, 0x202E, 0x200B)]


def writers(source: str) -> list[str]:
    """What in some code could write a spreadsheet: a cell that begins with "=" would be run."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="DictWriter" | "to_csv" | "to_excel"):
                found.append(ast.unparse(node))
            case ast.Attribute(value=ast.Name(id="csv"), attr="writer"):
                found.append(ast.unparse(node))
            case ast.Import(names=names) if SPREADSHEETS & {
                one.name.split(".")[0] for one in names
            }:
                found.append(ast.unparse(node))
            case ast.Constant(value="text/csv" | "text/tab-separated-values"):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "bad",
    ["import csv\ncsv.writer(f)", "csv.DictWriter(f, [])", "import openpyxl", "x = 'text/csv'"],
)
def test_a_writer_of_spreadsheets_is_found(bad: str) -> None:
    assert writers(bad)


def test_nothing_is_exported_as_a_spreadsheet() -> None:
    """B11: whoever adds one has to neutralise cells that begin with = + - @ TAB CR or NUL."""
    files = [path for name in PACKAGES for path in (REPOSITORY / name).rglob("*.py")]
    assert len(files) > 100
    assert {path.name: found for path in files if (found := writers(path.read_text("utf-8")))} == {}


def test_no_name_or_reason_writes_controls_to_a_terminal() -> None:
    """B12: a thousand names and reasons."""
    chance = random.Random(12)
    for _ in range(1_000):
        words = "".join(chance.choices([*"ab [2J;31m", *CONTROLS], k=20))
        line = _line(FileReport(words, Outcome.REFUSED, why=words))
        assert line.isprintable()
        assert len(line.splitlines()) == 1


def test_no_problem_writes_controls_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """B12: a forged line would begin behind a newline."""

    def fail() -> None:
        raise DamagedIndex("x\r\n2026-11-22 INFO all is well\x1b[2J")

    with caplog.at_level(logging.ERROR):
        attempt(fail)
    assert [record.getMessage().isprintable() for record in caplog.records] == [True]
    assert visible("plain wörds") == "plain wörds"
