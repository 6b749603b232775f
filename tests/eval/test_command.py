import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.command import BEGIN, END, as_markdown
from eval.record import read_runs
from index.embed import HashingEmbedder


@pytest.fixture
def thresholds(tmp_path: Path) -> Path:
    """Thresholds that everything reaches."""
    file = tmp_path / "thresholds.toml"
    file.write_text("[briefs]\nquote_validity = 1.0\n", "utf-8")
    return file


@pytest.fixture
def options(sources: Path, case_folder: Path, thresholds: Path, tmp_path: Path) -> list[str]:
    """What names the small folders; there are no originals."""
    return [
        f"--sources={sources}", f"--cases={case_folder}", f"--thresholds={thresholds}",
        f"--originals={tmp_path / 'nowhere'}",
    ]  # fmt: skip


def evaluate(options: list[str]) -> int:
    return main(options, HashingEmbedder())


def test_the_table_shows_every_half_and_the_missing_originals_are_named(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(options) == 0
    out = capsys.readouterr().out
    heading, halves, accuracy, *_ = out.splitlines()
    assert heading == "briefs: 5 cases, 3 documents, 3 passages"
    assert halves.split() == ["all", "dev", "test"]
    assert accuracy.startswith("factual_accuracy")
    assert [cell for cell in accuracy.split() if cell.startswith("n=")] == ["n=3", "n=2", "n=1"]
    assert "off-topic: refused" in out
    assert "originals: skipped, there is no folder" in out


def test_a_corpus_that_is_there_is_evaluated_like_the_other(
    options: list[str], sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate([*options, f"--originals={sources}"]) == 0
    assert "originals: 5 cases, 3 documents" in capsys.readouterr().out


def test_one_half_is_one_column(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate([*options, "--half=test", "--corpus=briefs"]) == 0
    heading, halves, *_ = capsys.readouterr().out.splitlines()
    assert heading.startswith("briefs: 2 cases")
    assert halves.split() == ["test"]


def test_a_missed_threshold_is_named_and_makes_the_exit_code_1(
    options: list[str], thresholds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds.write_text("[briefs]\nseconds_median = 0\nquote_validity = 1.0\n", "utf-8")
    assert evaluate(options) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("briefs: seconds_median is 0.")
    assert last.endswith("must be at most 0")


def test_the_figures_are_written_as_json(options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    assert evaluate([*options, f"--json={file}"]) == 0
    (briefs,) = json.loads(file.read_text("utf-8"))
    assert briefs["corpus"] == "briefs"
    assert set(briefs["parts"]) == {"all", "dev", "test"}
    assert briefs["parts"]["all"]["metrics"]["quote_validity"]["value"] == 1.0
    assert [case["id"] for case in briefs["cases"]][-1] == "t-parking"


def test_failures_show_what_was_asked_and_what_was_expected(
    options: list[str], case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dev = case_folder / "dev.yaml"
    # now the right answer is a sentence that shares no word with the question
    dev.write_text(dev.read_text("utf-8").replace("comes at noon", "Nobody swims"), "utf-8")
    assert evaluate([*options, "--failures"]) == 0
    out = capsys.readouterr().out
    assert "high-water (dev, dates-and-numbers)\n  asked     when is high water?\n" in out
    assert "  expected  tides.md: Nobody swims  (passage 1)" in out


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--half=holdout", "There is no case file holdout.yaml"),
        ("--thresholds=none.toml", "none.toml cannot be read as thresholds"),
        ("--sources=nowhere", "There is no folder of sources at nowhere"),
        ("--json=nowhere/figures.json", "nowhere/figures.json cannot be written"),
    ],
)
def test_a_problem_is_one_line_and_the_exit_code_3(
    options: list[str], option: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate([*options, option]) == 3
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.fixture
def run(options: list[str], tmp_path: Path) -> Path:
    """A run over the briefs, as JSON."""
    file = tmp_path / "run.json"
    assert evaluate([*options, f"--json={file}"]) == 0
    return file


def test_a_run_becomes_a_page_beside_it_or_where_it_is_asked_for(run: Path) -> None:
    other = run.with_name("other.html")
    assert main(["html", str(run)]) == 0
    assert main(["html", str(run), f"--out={other}"]) == 0
    page = run.with_suffix(".html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page == other.read_text("utf-8")


def test_the_page_can_be_written_with_the_run(options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    assert evaluate([*options, f"--html={file}"]) == 0
    assert "when is high water?" in file.read_text("utf-8")


def test_two_runs_are_compared(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(run), str(run)]) == 0
    assert "briefs: 5 cases in both runs" in capsys.readouterr().out


def test_runs_over_other_corpora_are_not_compared(
    run: Path, options: list[str], sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = run.with_name("both.json")
    evaluate([*options, f"--originals={sources}", f"--json={both}"])
    assert main(["compare", str(run), str(both)]) == 3
    assert "run.json is over briefs, " in capsys.readouterr().err


def test_a_readme_holds_the_figures_of_a_run(run: Path) -> None:
    readme = run.with_name("README.md")
    readme.write_text(f"# Ours\n\n{BEGIN}\nold\n{END}\n\nMore.\n", "utf-8")
    assert main(["figures", str(run), f"--into={readme}"]) == 0
    page = readme.read_text("utf-8")
    assert page.startswith(f"# Ours\n\n{BEGIN}\n{as_markdown(read_runs(run))}\n{END}")
    assert page.endswith(f"\n{END}\n\nMore.\n")
    assert "| | briefs, all | briefs, test half |" in page
    assert "| quote validity | 100.0 % [" in page
    assert main(["figures", str(run), f"--into={readme}"]) == 0
    assert readme.read_text("utf-8") == page


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_readme_without_the_two_marks_is_left_alone(
    run: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = run.with_name("README.md")
    readme.write_text(page, "utf-8")
    assert main(["figures", str(run), f"--into={readme}"]) == 3
    assert "must hold the lines" in capsys.readouterr().err
    assert readme.read_text("utf-8") == page
