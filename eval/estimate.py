"""A figure with its uncertainty: the value over some cases, and a 95 % interval around it.

A measure gives a `Sample`. Its value is cheap, its interval takes two thousand draws, so that only
who prints an interval pays for it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Z = 1.959964  # the standard normal distribution has 95 % of its mass within this of 0
RESAMPLES = 2000
SEED = 0  # the same cases always give the same interval
NONE = "\N{EN DASH}"  # what is printed where there is nothing to measure

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


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


@dataclass(frozen=True, eq=False)
class Sample:
    """What a figure is computed from: rows of numbers, and the statistic of them.

    A row is what is drawn again for the interval: a case, a quotation or a reply. The statistic
    takes many draws at once, along the first axis, and gives a number for each; it is never asked
    about no rows. `flags` says that the rows are 0 or 1 and the statistic is their mean, for which
    Wilson's interval is better than the bootstrap.
    """

    rows: Floats
    statistic: Callable[[Floats], Floats]
    flags: bool = False

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @cached_property
    def value(self) -> float | None:
        """The statistic of the rows; None without any.

        >>> share([True, False]).value, share([]).value
        (0.5, None)
        """
        return float(self.statistic(self.rows[np.newaxis])[0]) if self.n else None

    def estimate(self) -> Estimate:
        """The value with its interval."""
        if not self.n:
            return Estimate(0)
        if self.flags:
            return Estimate(self.n, self.value, *wilson(int(self.rows.sum()), self.n))
        values = self.statistic(self.rows[draw(self.n, RESAMPLES)])
        return Estimate(self.n, self.value, *interval(values))


def share(flags: Iterable[bool]) -> Sample:
    """The share of true flags."""
    return Sample(np.asarray([float(flag) for flag in flags]), _means, flags=True)


def average(values: Sequence[float]) -> Sample:
    """The mean of some values."""
    return Sample(np.asarray(values, dtype=np.float64), _means)


def _means(draws: Floats) -> Floats:
    means: Floats = draws.mean(axis=1)
    return means


def percentile(values: Sequence[float], part: float) -> Sample:
    """The value that a part of all values does not exceed.

    >>> percentile([3.0, 1.0, 2.0], 0.5).value
    2.0
    """
    rows = np.asarray(values, dtype=np.float64)
    return Sample(rows, lambda draws: np.asarray(np.quantile(draws, part, axis=1)))


def draw(n: int, times: int) -> Places:
    """Rows drawn with repetition, as their places from 0 to n - 1: a line for each draw.

    >>> draw(5, 3).shape
    (3, 5)
    """
    return np.random.default_rng(SEED).integers(n, size=(times, n))


def interval(values: Floats | Sequence[float]) -> tuple[float, float]:
    """The percentile bootstrap interval (Efron 1979, Annals of Statistics 7): the middle 95 %.

    >>> interval([7.0, 7.0, 7.0])
    (7.0, 7.0)
    """
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def proportion(flags: Iterable[bool]) -> Estimate:
    """The share of true flags, with Wilson's interval.

    >>> print(proportion([True] * 8 + [False] * 2))
    0.800 [0.490, 0.943]
    """
    return share(flags).estimate()


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
    return average(values).estimate()


def quantile(values: Sequence[float], part: float) -> Estimate:
    """The value that a part of all values does not exceed, with a bootstrap interval.

    >>> quantile([3.0, 1.0, 2.0], 0.5).value
    2.0
    """
    return percentile(values, part).estimate()
