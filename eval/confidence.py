"""The measures of confidence: does it rank right above wrong, and does it mean what it says?

Both need to know of every question whether an answer to it would have been right, so they count
what a refusal withheld as well.
"""

from dataclasses import dataclass

import numpy as np

from eval.estimate import Estimate, Floats, Places, Sample, proportion
from eval.score import Scores

BINS = 10
UNSAYABLE = -1.0  # below every confidence: no threshold would bring an answer


def risk_coverage_area(scores: Scores) -> Sample:
    """The mean risk over all coverages: how often answers are wrong, the surest first.

    AURC (Geifman and El-Yaniv 2017; Geifman, Uziel and El-Yaniv 2019) over all cases. Wrong is what
    `wrong_answer_rate` calls so, of answers said or withheld. A case without any answer to give is
    ranked last and counts as wrong, so that nothing is gained by having none. Cases of the same
    confidence count in no order: each has the mean of their risks. The share of unanswerable cases
    is a floor that no system can go below.

    >>> from eval.score import Score
    >>> sure, unsure = Score(True, confidence=0.9, holds=True), Score(False, confidence=0.1,
    ...                                                               holds=False)
    >>> risk_coverage_area([sure, unsure]).value
    0.25
    """
    rows = [
        (UNSAYABLE if score.holds is None else score.confidence, not score.holds)
        for score in scores
    ]  # fmt: skip
    return Sample(_array(rows), _areas)


def _areas(draws: Floats) -> Floats:
    """The mean risk over all coverages, for each draw of rows of confidence and error."""
    times, n = draws.shape[:2]
    levels, at = np.unique(-draws[:, :, 0], return_inverse=True)  # the surest level is 0
    cell = np.arange(times)[:, np.newaxis] * len(levels) + at.reshape(times, n)
    shape = times, len(levels)
    count = np.bincount(cell.ravel(), minlength=times * len(levels)).reshape(shape)
    wrong = np.bincount(cell.ravel(), draws[:, :, 1].ravel(), times * len(levels)).reshape(shape)
    before = np.cumsum(count, axis=1) - count
    # the jth of a tie has risk (W + j e) / (p + j) = e + (W - e p) / (p + j), where p cases with W
    # errors come before the tie and e is its share of errors: each of its cases has that share
    e = wrong / np.maximum(count, 1)
    above = np.cumsum(wrong, axis=1) - wrong - e * before
    harmonic = np.r_[0.0, np.cumsum(1 / np.arange(1, n + 1))]
    risks = e * count + above * (harmonic[before + count] - harmonic[before])
    areas: Floats = risks.sum(axis=1) / n
    return areas


def risk_coverage(scores: Scores) -> list[tuple[float, float]]:
    """The risk at each coverage, for a plot; both are shares of the cases, in rising coverage.

    Its mean is `risk_coverage_area`.

    >>> from eval.score import Score
    >>> risk_coverage([Score(True, confidence=0.9, holds=True), Score(False, holds=False)])
    [(0.5, 0.0), (1.0, 0.5)]
    """
    rows = risk_coverage_area(scores).rows
    curve: list[tuple[float, float]] = []
    wrong = 0.0
    for confidence in np.unique(-rows[:, 0]):
        tie = rows[rows[:, 0] == -confidence, 1]
        for _ in tie:
            wrong += float(tie.mean())
            at = len(curve) + 1
            curve.append((at / len(rows), wrong / at))
    return curve


def calibration_error(scores: Scores) -> Sample:
    """How far stated confidence lies from the share that is right, averaged over ten bins.

    Expected calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017) over all cases:
    right is a first statement, said or withheld, that holds evidence. With few cases it is above 0
    even for a perfect confidence, since each bin is off by chance.

    >>> from eval.score import Score
    >>> calibration_error([Score(True, confidence=0.75, leads=True),
    ...                    Score(False, confidence=0.75)]).value
    0.25
    """
    rows = [(score.confidence, score.leads) for score in scores]
    return Sample(_array(rows), _calibration_errors)


def _calibration_errors(draws: Floats) -> Floats:
    times, n = draws.shape[:2]
    gaps = np.zeros((times, BINS))
    for place in range(BINS):
        inside = _bins(draws[:, :, 0]) == place
        gaps[:, place] = ((draws[:, :, 0] - draws[:, :, 1]) * inside).sum(axis=1)
    errors: Floats = np.abs(gaps).sum(axis=1) / n
    return errors


@dataclass(frozen=True)
class Bin:
    """A tenth of the confidences: their mean, and the share of its cases that is right."""

    confidence: float
    right: Estimate


def reliability(scores: Scores) -> list[Bin]:
    """For each tenth of the confidences that has cases, what was said and what was so.

    A reliability diagram as numbers (DeGroot and Fienberg 1983).

    >>> from eval.score import Score
    >>> [one] = reliability([Score(True, confidence=0.75, leads=True)])
    >>> one.confidence, one.right.value, one.right.n
    (0.75, 1.0, 1)
    """
    sample = calibration_error(scores)
    if not sample.n:
        return []
    at = _bins(sample.rows[:, 0])
    return [
        Bin(float(some[:, 0].mean()), proportion(bool(flag) for flag in some[:, 1]))
        for some in (sample.rows[at == place] for place in range(BINS))
        if len(some)
    ]


def _bins(confidence: Floats) -> Places:
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)


def _array(rows: list[tuple[float, bool]]) -> Floats:
    return np.asarray(rows, dtype=np.float64).reshape(-1, 2)
