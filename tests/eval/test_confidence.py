import random
from statistics import fmean

import pytest

from eval.confidence import calibration_error, reliability, risk_coverage, risk_coverage_area
from eval.score import Score


def said(confidence: float, right: bool | None) -> Score:
    return Score(True, confidence=confidence, holds=right, leads=bool(right))


def test_the_risk_at_full_coverage_is_that_of_all_answers() -> None:
    curve = risk_coverage([said(0.9, True), said(0.8, False), said(0.2, True), said(0.1, False)])
    assert curve == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_a_confidence_that_is_always_the_same_ranks_nothing_in_whatever_order() -> None:
    one = [said(0.5, True), said(0.5, False), said(0.5, False), said(0.5, True)]
    assert risk_coverage_area(one).value == risk_coverage_area(one[::-1]).value == 0.5


def test_a_case_with_nothing_to_say_is_wrong_and_last_whatever_its_confidence() -> None:
    curve = risk_coverage([said(0.99, None), said(0.1, True)])
    assert curve == [(0.5, 0.0), (1.0, 0.5)]


def test_the_reversed_order_is_the_worst() -> None:
    cases = [said(0.1 * place, place > 5) for place in range(1, 10)]
    reversed_cases = [said(1 - one.confidence, one.holds) for one in cases]
    best, worst = (risk_coverage_area(some).value for some in (cases, reversed_cases))
    assert best is not None
    assert worst is not None
    assert best < worst


def test_a_confidence_of_one_lies_in_the_last_bin() -> None:
    [one] = reliability([said(1.0, True), said(0.95, True)])
    assert one.confidence == pytest.approx(0.975)
    assert one.right.n == 2


def test_the_error_weighs_each_bin_by_its_cases() -> None:
    scores = [said(0.9, False), said(0.2, False), said(0.2, False), said(0.2, True)]
    assert calibration_error(scores).value == pytest.approx((0.9 + abs(0.6 - 1)) / 4)


def test_without_cases_there_is_no_curve_and_no_diagram() -> None:
    assert risk_coverage([]) == []
    assert reliability([]) == []
    assert risk_coverage_area([]).value is None


@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_the_mean_of_the_curve_with_ties_and_without(seed: int) -> None:
    chance = random.Random(seed)
    scores = [said(chance.choice([0.1, 0.4, 0.41, 0.8]), chance.random() < 0.5) for _ in range(25)]
    curve = risk_coverage(scores)
    assert risk_coverage_area(scores).value == pytest.approx(fmean(risk for _, risk in curve))
