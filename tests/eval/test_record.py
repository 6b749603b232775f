import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.case import Case
from eval.errors import BadRun
from eval.record import Run, read_runs
from eval.report import as_json, as_text, figures
from index.retrieve import Index
from tests.eval.conftest import KnowingReader, Unsure, run_of


def test_a_run_that_is_written_is_read_again_as_it_was(
    index: Index, cases: tuple[Case, ...], sources: Path, tmp_path: Path
) -> None:
    run = run_of(index, KnowingReader(index, cases), cases, sources)
    file = tmp_path / "run.json"
    file.write_text(json.dumps([as_json(run)]), "utf-8")
    (again,) = read_runs(file)
    assert again == run
    assert figures(again.cases) == figures(run.cases)
    assert as_text(again) == as_text(run)


def test_a_case_holds_all_that_a_report_needs(
    index: Index, cases: tuple[Case, ...], sources: Path
) -> None:
    case = run_of(index, KnowingReader(index, cases), cases, sources).cases[0]
    (quote,) = case.quotes
    assert quote.text == index.document(quote.document).text[quote.start : quote.end]
    assert quote.verdict == "verified"
    assert case.evidence[0][0].text == "comes at noon"
    assert [one.rank for one in case.retrieved] == [1, 2, 3]
    assert case.retrieved[0].document == "tides.md"
    assert case.judged == 1


def test_every_passage_that_was_found_is_there_with_its_words(
    index: Index, cases: tuple[Case, ...], sources: Path
) -> None:
    run = run_of(index, KnowingReader(index, cases), cases, sources)
    assert {one.key for case in run.cases for one in case.retrieved} == set(run.texts)
    assert "High water comes at noon." in "".join(run.texts.values())


def test_a_refusal_holds_what_was_withheld(
    index: Index, cases: tuple[Case, ...], sources: Path
) -> None:
    case = run_of(index, Unsure(KnowingReader(index, cases)), cases, sources).cases[0]
    assert case.reason == "not_supported"
    assert [quote.text for quote in case.withheld] == ["High water comes at noon."]
    assert case.withheld[0].verdict is None
    assert case.leads
    assert case.holds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no run that `python -m eval --json` wrote"),
        ("[]", "holds no run"),
        ("[{}]", "0.corpus: Field required"),
        ('[{"corpus": "briefs", "parts": {}}]', "0.measured: Field required"),
    ],
)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(text, "utf-8")
    with pytest.raises(BadRun, match=said):
        read_runs(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match=r"none\.json cannot be read"):
        read_runs(tmp_path / "none.json")


def test_the_document_of_a_run_are_known_by_their_words(
    index: Index, cases: tuple[Case, ...], sources: Path
) -> None:
    run: Run = run_of(index, KnowingReader(index, cases), cases, sources)
    assert run.documents["tides.md"] == index.document("tides.md").sha256
    assert replace(run, passages=4) != run
