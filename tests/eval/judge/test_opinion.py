"""What is ours of the judge, without the library; test_deepeval.py has the rest."""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from langchain_core.language_models import FakeListChatModel
from scipy.stats import spearmanr

from eval.__main__ import main
from eval.errors import BadJudge
from eval.judge.agreement import all_beside, spearman
from eval.judge.command import judge_runs
from eval.judge.measures import _check, wanted
from eval.judge.model import chat_of
from eval.judge.opinion import (
    Judged,
    Material,
    NotJudged,
    Opinion,
    chosen,
    judge_cases,
    material,
)
from eval.judge.report import as_json, as_text
from eval.record import Run


@dataclass(frozen=True)
class Stubborn:
    """Has one opinion of everything, or none of one measure."""

    value: float = 1.0
    silent: str = ""

    def score(self, measure: str, read: Material) -> float:
        if self.silent in (measure, "all"):
            raise NotJudged("the server is away")
        return self.value


def judged(judge: Stubborn, run: Run) -> tuple[Judged, ...]:
    return judge_cases(judge, chosen(run.cases, None), run.texts, 2, lambda: None)


def test_the_judge_reads_the_quotations_the_passages_and_the_gold_phrases(good: Run) -> None:
    case = next(case for case in good.cases if case.id == "price-and-pilots")
    read = material(case, good.texts)
    assert read.question == case.question
    assert read.answer == "\n".join(quote.text for quote in case.quotes)
    assert read.expected == "nine crowns\nPilots pay nothing"
    assert len(read.passages) == 3
    assert "A berth costs nine crowns" in read.passages[0]


def test_refusals_are_not_judged(good: Run) -> None:
    assert [case.id for case in chosen(good.cases, None)] == [
        "high-water", "price-and-pilots", "t-spring-tides"
    ]  # fmt: skip


def test_a_limit_takes_some_by_chance_and_the_same_again(bad: Run) -> None:
    some = chosen(bad.cases, 3)
    assert len(some) == 3
    assert some == chosen(bad.cases, 3)
    assert [bad.cases.index(case) for case in some] == sorted(map(bad.cases.index, some))
    many = [replace(bad.cases[0], id=str(place)) for place in range(100)]
    assert max(int(case.id) for case in chosen(many, 10)) > 50


def test_a_case_without_an_expected_answer_has_no_opinion_of_retrieval(bad: Run) -> None:
    by_id = {one.case.id: one.opinions for one in judged(Stubborn(), bad)}
    assert set(by_id["harbour-master"]) == {"faithfulness", "answer_relevancy"}
    assert len(by_id["high-water"]) == 4


def test_a_failed_call_is_neither_0_nor_forgotten(good: Run) -> None:
    faithful, relevant, *_ = all_beside(judged(Stubborn(silent="faithfulness"), good))
    assert (faithful.judged.n, faithful.judged.value) == (0, None)
    assert faithful.failed == {"the server is away": 3}
    assert (relevant.judged.n, relevant.judged.value, relevant.failed) == (3, 1.0, {})


def test_our_figure_is_of_the_very_cases_that_were_judged(bad: Run) -> None:
    cases = judged(Stubborn(), bad)
    right = [case.right for case in bad.cases]
    assert all_beside(cases)[1].ours.value == pytest.approx(sum(right) / 5)
    unsaid = {**cases[0].opinions, "answer_relevancy": Opinion(None, "away")}
    less = all_beside((replace(cases[0], opinions=unsaid), *cases[1:]))[1]
    assert less.ours.n == less.judged.n == 4
    assert less.ours.value == pytest.approx(sum(right[1:]) / 4)


def test_the_table_sets_the_judges_word_against_ours(bad: Run) -> None:
    right = sum(case.right for case in bad.cases)
    passed = all_beside(judged(Stubborn(0.5), bad))[0].table
    failed = all_beside(judged(Stubborn(0.49), bad))[0].table
    assert passed == {(True, True): right, (True, False): 5 - right}
    assert failed == {(False, True): right, (False, False): 5 - right}


def test_spearmans_correlation_is_scipys_with_ties_too() -> None:
    rng = np.random.default_rng(0)
    rows = np.round(rng.random((60, 2)) * 5) + rng.random((60, 1)).round(1)
    ours = spearman([(float(one), float(two)) for one, two in rows])
    assert ours.value == pytest.approx(spearmanr(rows[:, 0], rows[:, 1]).statistic)
    assert ours.low is not None
    assert ours.high is not None
    assert ours.value is not None
    assert ours.low < ours.value < ours.high


def test_the_report_says_who_judged_how_many_and_that_it_is_an_opinion(bad: Run) -> None:
    text = as_text(bad, judged(Stubborn(silent="contextual_recall"), bad), "m with L 1")
    lines = text.splitlines()
    assert lines[0] == "briefs: 5 of 5 answered cases, judged by m with L 1"
    assert lines[3].split()[:5] == ["faithfulness", "1.000", "[1.000,", "1.000]", "5"]
    recall = next(line for line in lines if line.startswith("contextual_recall"))
    assert recall.split()[:4] == ["contextual_recall", "–", "0", "3"]
    assert "not judged: contextual_recall, 3 x the server is away" in lines
    assert "part of no threshold" in lines[-1]


def test_the_json_has_every_opinion_and_why_there_is_none(bad: Run) -> None:
    values = as_json(bad, judged(Stubborn(silent="faithfulness"), bad), "m")
    assert values["measures"]["faithfulness"]["judged"]["value"] is None
    assert values["measures"]["faithfulness"]["not_judged"] == {"the server is away": 5}
    opinions = values["cases"][0]["opinions"]
    assert opinions["faithfulness"] == {"score": None, "why": "the server is away"}
    assert opinions["answer_relevancy"] == {"score": 1.0, "why": ""}


def test_a_judge_that_never_answers_is_a_problem_and_not_a_table_of_nothing(good: Run) -> None:
    with pytest.raises(BadJudge, match=r"Not one answer could be judged.*the server is away"):
        judge_runs(Stubborn(silent="all"), [good], None, 2, lambda done, total: None)


def test_a_run_without_an_answer_has_nothing_to_judge(good: Run) -> None:
    refusing = replace(good, cases=tuple(case for case in good.cases if not case.answered))
    with pytest.raises(BadJudge, match="holds no answer"):
        judge_runs(Stubborn(), [refusing], None, 2, lambda done, total: None)


def test_progress_counts_over_all_runs(good: Run, bad: Run) -> None:
    seen: list[tuple[int, int]] = []
    judge_runs(Stubborn(), [good, bad], None, 2, lambda done, total: seen.append((done, total)))
    assert seen == [(done, 8) for done in range(1, 9)]


@pytest.mark.parametrize(
    ("measure", "given", "message"),
    [
        ("faithfulness", 1, "verdicts are missing"),
        ("faithfulness", 0, "no verdict"),
        ("contextual_precision", 3, "verdicts are missing"),
        ("contextual_recall", 0, "no verdict"),
    ],
)
def test_a_verdict_that_was_left_out_is_not_counted_over(
    measure: str, given: int, message: str
) -> None:
    metric = argparse.Namespace(verdicts=["yes"] * given, claims=["one", "two"])
    read = Material("?", "!", ("a", "b"), "c")
    with pytest.raises(NotJudged, match=message):
        _check(metric, wanted(measure, metric, read))


def test_any_langchain_model_will_do() -> None:
    assert chat_of(FakeListChatModel(responses=["one", "two"]))("?") == "one"


@pytest.mark.parametrize("missing", ["langchain.chat_models", "deepeval"])
def test_without_the_extra_the_way_to_it_is_named(
    missing: str,
    run_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    # no server is asked for its model first
    away = "--base-url=http://127.0.0.1:9/v1"
    assert main(["judge", f"--run={run_file}", "--model=any", away]) == 3
    said = capsys.readouterr().err
    assert "make judge" in said
    assert "pip install '.[judge]'" in said


def test_a_file_that_is_no_run_is_named_before_any_model_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "no.json"
    file.write_text('[{"a": 1}]', "utf-8")
    assert main(["judge", "--run", str(file), "--model", "openai:any"]) == 3
    assert f"{file} is no run" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["--limit=0", "--at-once=0", "--limit=many"])
def test_a_count_below_1_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["judge", "--run", "a", "--model", "b", wrong])
    assert wrong.split("=")[0] in capsys.readouterr().err
