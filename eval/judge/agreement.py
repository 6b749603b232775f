"""Judged figures beside measured ones: each with its interval, and how far they agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.estimate import RESAMPLES, Estimate, Floats, draw, interval, mean
from eval.judge.opinion import MEASURES, Judged, Measure, Opinion

PASS = 0.5  # where DeepEval itself draws the line


@dataclass(frozen=True)
class Beside:
    """A judged measure over the cases that were judged, with ours over the very same.

    Attributes:
        judged: the mean of the scores.
        ours: our own figure.
        agreement: Spearman's correlation of the two over the cases that have both.
        table: how many cases the judge passed or not, by whether they are right; (passed, right).
        failed: why there is no opinion of a case, with the number of such cases.
    """

    measure: Measure
    judged: Estimate
    ours: Estimate
    agreement: Estimate
    table: Mapping[tuple[bool, bool], int]
    failed: Mapping[str, int]


def beside(measure: Measure, cases: Sequence[Judged]) -> Beside:
    """One measure over some judged cases."""
    opinions = [(one.case, one.opinions[measure.name]) for one in cases if _applies(measure, one)]
    scored = [(case, said.score) for case, said in opinions if said.score is not None]
    pairs = [
        (score, ours) for case, score in scored if (ours := measure.ours([case]).value) is not None
    ]
    return Beside(
        measure,
        judged=mean([score for _, score in scored]),
        ours=measure.ours([case for case, _ in scored]).estimate(),
        agreement=spearman(pairs),
        table=Counter((score >= PASS, case.right) for case, score in scored),
        failed=Counter(said.why for _, said in opinions if said.score is None),
    )


def _applies(measure: Measure, one: Judged) -> bool:
    return measure.name in one.opinions


def all_beside(cases: Sequence[Judged]) -> tuple[Beside, ...]:
    """Every measure over some judged cases."""
    return tuple(beside(measure, cases) for measure in MEASURES)


def any_opinion(cases: Sequence[Judged]) -> bool:
    """Whether the judge said anything at all.

    >>> any_opinion([])
    False
    """
    opinions: list[Opinion] = [said for one in cases for said in one.opinions.values()]
    return any(said.score is not None for said in opinions)


def spearman(pairs: Sequence[tuple[float, float]]) -> Estimate:
    """Spearman's rank correlation (1904) with a percentile bootstrap interval over the pairs.

    Ties share their mean rank. Where either side is the same for all there is no correlation, and
    no value; draws in which that happens are left out.

    >>> spearman([(0.1, 1.0), (0.4, 2.0), (0.9, 7.0)]).value
    1.0
    >>> spearman([(0.5, 1.0), (0.5, 0.0)])
    Estimate(n=2, value=None, low=None, high=None)
    """
    rows = np.asarray(pairs, dtype=np.float64).reshape(-1, 2)
    value = _correlation(rows)
    if value is None:
        return Estimate(len(rows))
    drawn = (_correlation(rows[places]) for places in draw(len(rows), RESAMPLES))
    return Estimate(len(rows), value, *interval([one for one in drawn if one is not None]))


def _correlation(rows: Floats) -> float | None:
    if len(rows) < 2 or (rows == rows[0]).all(axis=0).any():
        return None
    one, two = _ranks(rows[:, 0]), _ranks(rows[:, 1])
    one, two = one - one.mean(), two - two.mean()
    return round(float(one @ two / np.sqrt((one @ one) * (two @ two))), 12)


def _ranks(values: Floats) -> Floats:
    _, at, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Floats = (last - (count - 1) / 2)[at]
    return ranks
