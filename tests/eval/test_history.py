import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.case import Case
from eval.errors import BadRun
from eval.history import HEADLINES, History
from eval.record import Run, read_runs
from index.embed import HashingEmbedder
from index.errors import BadInput
from index.retrieve import Index
from tests.eval.conftest import DEV, KnowingReader, RefusingReader, run_of


@pytest.fixture
def run(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    """A run that knows everything."""
    return run_of(index, KnowingReader(index, cases), cases, sources)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A folder of runs that is not there yet."""
    return History(tmp_path / "new" / "runs")


def test_a_run_that_is_kept_is_loaded_as_it_was(history: History, run: Run) -> None:
    file = history.keep([run, replace(run, corpus="originals")])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z\.json", file.name)
    assert history.load(file.name) == (run, replace(run, corpus="originals"))
    # what `python -m eval html` and `compare` read
    assert read_runs(file)[0] == run
    assert [path.name for path in history.folder.iterdir()] == [file.name]


def test_past_runs_are_listed_the_oldest_first_with_their_headlines(
    history: History, run: Run, index: Index, cases: tuple[Case, ...], sources: Path
) -> None:
    assert history.past() == ((), ())
    before = datetime.now(UTC)
    dev = [case for case in cases if case.half == "dev"]
    history.keep([run])
    history.keep([run_of(index, RefusingReader(), dev, sources)])
    (first, second), damaged = history.past()
    assert damaged == ()
    assert (first.corpus, first.halves, first.n) == ("briefs", ("dev", "test"), 5)
    assert (second.halves, second.n) == (("dev",), 3)
    assert before <= first.kept < second.kept <= datetime.now(UTC)
    assert list(first.figures) == [metric.name for metric in HEADLINES] == [
        "factual_accuracy", "refusal_precision", "refusal_recall", "recall_at_5", "seconds_median",
    ]  # fmt: skip
    assert first.figures["factual_accuracy"] == first.figures["recall_at_5"] == 1.0
    assert second.figures["factual_accuracy"] == 0.0
    assert second.figures["refusal_precision"] == pytest.approx(1 / 3)
    assert (second.figures["seconds_median"] or 0) > 0


def test_damaged_files_are_named_and_take_no_other_with_them(history: History, run: Run) -> None:
    kept = [history.keep([run]) for _ in "abcd"]
    half = kept[0].read_text("utf-8")[:1000]
    kept[0].write_text(half, "utf-8")
    kept[1].write_bytes(b"\xff\xfe")
    (history.folder / "mine.json").write_bytes(kept[2].read_bytes())
    (history.folder / "notes.txt").write_text("not a run", "utf-8")
    (history.folder / ".unfinished-x").mkdir()
    runs, damaged = history.past()
    assert [one.file for one in runs] == [kept[2].name, kept[3].name]
    first, second, other = damaged
    assert f"{kept[0]} is no run that" in first
    assert f"{kept[1]} cannot be read" in second
    assert "mine.json is not named by a time" in other
    with pytest.raises(BadRun, match="is no run that"):
        history.load(kept[0].name)


def test_a_run_that_is_written_anew_is_read_anew(history: History, run: Run) -> None:
    file = history.keep([run])
    assert history.past()[0][0].n == 5
    (values,) = json.loads(file.read_text("utf-8"))
    values["cases"] = values["cases"][:2]
    file.write_text(json.dumps([values]), "utf-8")
    os.utime(file, ns=(0, 1))  # however coarse the clock of the disk is
    assert history.past()[0][0].n == 2


@pytest.mark.parametrize("name", ["none.json", "../secret.json", "/etc/passwd", "", "."])
def test_only_files_of_the_folder_are_loaded(history: History, run: Run, name: str) -> None:
    history.keep([run])
    secret = history.folder.parent / "secret.json"
    secret.write_bytes(next(history.folder.glob("*.json")).read_bytes())
    with pytest.raises(BadRun, match="There is no run"):
        history.load(name)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"The run cannot be kept in .*file/runs: "):
        History(tmp_path / "file" / "runs").keep([run])


def test_both_commands_keep_their_run_where_they_are_told(
    sources: Path, case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = History(tmp_path / "runs")
    thresholds, own = tmp_path / "thresholds.toml", tmp_path / "own.yaml"
    thresholds.touch()
    own.write_text(DEV, "utf-8")
    options = [f"--sources={sources}", f"--history={history.folder}"]
    shipped = [f"--cases={case_folder}", f"--thresholds={thresholds}", "--corpus=briefs"]
    assert main([*options, *shipped], HashingEmbedder()) == 0
    assert main(["run", *options, f"--cases={own}"], HashingEmbedder()) == 0
    said = capsys.readouterr().out.splitlines()
    runs, _ = history.past()
    assert [(one.corpus, one.halves) for one in runs] == [
        ("briefs", ("dev", "test")),
        ("sources", ("own",)),
    ]
    assert [line for line in said if line.startswith("kept as")] == [
        f"kept as {history.folder / one.file}" for one in runs
    ]
