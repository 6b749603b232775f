import math

import pytest
from scipy.stats import binomtest

from eval.estimate import Estimate, mean, proportion, quantile, wilson


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (0, 20), (1, 3), (59, 118), (193, 193)])
def test_wilsons_interval_is_the_one_that_scipy_gives(successes: int, n: int) -> None:
    expected = binomtest(successes, n).proportion_ci(method="wilson")
    assert wilson(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


@pytest.mark.parametrize("nothing", [proportion([]), mean([]), quantile([], 0.5)])
def test_without_cases_there_is_no_value_and_no_nan(nothing: Estimate) -> None:
    assert nothing == Estimate(0)
    assert str(nothing) == "\N{EN DASH}"


def test_the_bootstrap_interval_of_a_mean_is_close_to_the_normal_one() -> None:
    values = [0.0, 1.0] * 100
    estimate = mean(values)
    spread = 1.96 * 0.5 / math.sqrt(200)
    assert (estimate.low, estimate.high) == pytest.approx((0.5 - spread, 0.5 + spread), abs=0.01)


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.1, 0.7, 0.2, 0.9]
    assert mean(values) == mean(values)


def test_a_quantile_lies_in_its_interval() -> None:
    estimate = quantile([float(number) for number in range(100)], 0.95)
    assert estimate.value == pytest.approx(94.05)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 85 < estimate.low < 94.05 < estimate.high <= 99
