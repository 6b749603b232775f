from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import binomtest

from eval.case import Case
from eval.compare import as_text, difference, mcnemar, paired
from eval.errors import BadRun
from eval.metrics import METRICS, Metric
from eval.record import Record, Run
from index.retrieve import Index
from tests.eval.conftest import FirstSentenceReader, KnowingReader, run_of

BY_NAME = {metric.name: metric for metric in METRICS}


@pytest.fixture
def good(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    return run_of(index, KnowingReader(index, cases), cases, sources)


@pytest.fixture
def bad(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    return run_of(index, FirstSentenceReader(), cases, sources)


@pytest.mark.parametrize(("better", "worse"), [(0, 1), (3, 9), (9, 3), (10, 10), (1, 30)])
def test_mcnemars_test_is_the_binomial_one_that_scipy_gives(better: int, worse: int) -> None:
    assert mcnemar(better, worse) == pytest.approx(binomtest(better, better + worse).pvalue)


def test_a_run_against_itself_has_changed_in_nothing(good: Run) -> None:
    text = as_text(good, good)
    assert "0 cases became right, 0 wrong; McNemar's exact test: p = 1.000" in text
    assert "better" not in text
    assert "worse" not in text


def test_what_changed_is_named_with_before_and_after(good: Run, bad: Run) -> None:
    text = as_text(bad, good)
    assert "4 cases became right, 0 wrong; McNemar's exact test: p = 0.125" in text
    assert "  better  t-parking (test, off-topic): wrong (1.00) → refused (0.00)" in text
    assert "  worse   harbour-master (dev, near-miss): refused (0.00) → wrong" in as_text(good, bad)


def test_a_figure_without_a_value_in_one_run_has_no_difference(good: Run, bad: Run) -> None:
    one = difference(BY_NAME["refusal_precision"], paired(bad, good))
    assert (one.first, one.second, one.low) == (None, 1.0, None)
    assert not one.sure


def many(right: int, n: int, record: Record) -> list[Record]:
    return [
        replace(record, id=f"case-{place}", facts=(place < right,), gold=(place < right,))
        for place in range(n)
    ]


def test_the_pairs_make_a_small_change_sure_where_only_some_cases_moved(good: Run) -> None:
    before, after = many(50, 100, good.cases[0]), many(60, 100, good.cases[0])
    one = difference(BY_NAME["factual_accuracy"], list(zip(before, after, strict=True)))
    assert one.low is not None
    assert one.high is not None
    # of unpaired runs the interval would be [-0.04, 0.24]
    assert 0.04 <= one.low < 0.1 < one.high <= 0.17
    assert one.sure


def test_a_lower_figure_is_better_where_lower_is(good: Run) -> None:
    lower = Metric("wrong", BY_NAME["factual_accuracy"].sample, higher_is_better=False)
    pairs = list(zip(many(90, 100, good.cases[0]), many(10, 100, good.cases[0]), strict=True))
    one = difference(lower, pairs)
    assert one.sure
    assert one.high is not None
    assert one.high < 0


def test_runs_over_other_cases_or_sources_are_refused(good: Run) -> None:
    fewer = replace(good, cases=good.cases[1:])
    with pytest.raises(BadRun, match="Only the first run has the case high-water"):
        as_text(good, fewer)
    with pytest.raises(BadRun, match="Only the second run has the case high-water"):
        as_text(fewer, good)
    other = replace(good.cases[0], question="when is low water?")
    with pytest.raises(BadRun, match="Between the runs, the case high-water changed"):
        as_text(good, replace(good, cases=(other, *good.cases[1:])))
    with pytest.raises(BadRun, match=r"Between the runs, the document moon\.txt changed"):
        as_text(good, replace(good, documents={**good.documents, "moon.txt": "0"}))
    with pytest.raises(BadRun, match="over other sources: briefs and originals"):
        as_text(good, replace(good, corpus="originals"))
