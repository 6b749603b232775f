"""A figure with its uncertainty: the value over some cases, and a 95 % interval around it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z = 1.959964  # the standard normal distribution has 95 % of its mass within this of 0
RESAMPLES = 2000
SEED = 0  # the same cases always give the same interval
NONE = "\N{EN DASH}"  # what is printed where there is nothing to measure

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value over `n` cases with the 95 % interval from `low` to `high`.

    Without cases there is nothing to measure: no value and no interval, and never NaN.

    >>> print(Estimate(20, 0.85, 0.64, 0.948))
    0.850 [0.640, 0.948]
    >>> str(Estimate(0)) == NONE
    True
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        """The value and its interval."""
        if self.value is None:
            return NONE
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def proportion(flags: Iterable[bool]) -> Estimate:
    """The share of true flags, with Wilson's interval.

    >>> print(proportion([True] * 8 + [False] * 2))
    0.800 [0.490, 0.943]
    """
    known = list(flags)
    if not known:
        return Estimate(0)
    low, high = wilson(sum(known), len(known))
    return Estimate(len(known), sum(known) / len(known), low, high)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927, JASA 22, 209-212).

    Unlike the normal approximation it stays within [0, 1] and has a width at 0 and at 1.

    >>> [round(bound, 3) for bound in wilson(10, 10)]
    [0.722, 1.0]
    """
    share = successes / n
    spread = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    middle = share + Z**2 / (2 * n)
    scale = 1 + Z**2 / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def mean(values: Sequence[float]) -> Estimate:
    """The mean, with a bootstrap interval.

    >>> mean([0.5, 1.0, 0.0]).value, mean([]).value
    (0.5, None)
    """
    return _bootstrap(values, lambda samples: samples.mean(axis=-1))


def quantile(values: Sequence[float], share: float) -> Estimate:
    """The value that a share of all values does not exceed, with a bootstrap interval.

    >>> quantile([3.0, 1.0, 2.0], 0.5).value
    2.0
    """
    return _bootstrap(values, lambda samples: np.quantile(samples, share, axis=-1))


def _bootstrap(values: Sequence[float], statistic: Callable[[Floats], Floats]) -> Estimate:
    """A statistic with its percentile bootstrap interval (Efron 1979, Annals of Statistics 7)."""
    if not values:
        return Estimate(0)
    known: Floats = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(len(known), size=(RESAMPLES, len(known)))
    low, high = np.quantile(statistic(known[drawn]), [0.025, 0.975])
    return Estimate(len(known), float(statistic(known)), float(low), float(high))
