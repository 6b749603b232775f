"""The measures of answering and refusing, and the list of all measures.

To add one: write a function from scores to a `Sample` whose first line says what it is, with its
source and a doctest, and give it a name in `METRICS`. Table, JSON, HTML, thresholds and comparison
read that list. A refusal is an outcome for every measure, and where there is nothing to measure
there is no value, and never NaN. Elsewhere stand the measures of quotations (`eval.citations`), of
retrieval (`eval.ranking`) and of confidence (`eval.confidence`).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from eval.citations import (
    citation_precision,
    citation_recall,
    evidence_f1,
    evidence_iou,
    quote_validity,
)
from eval.confidence import calibration_error, risk_coverage_area
from eval.estimate import Estimate, Sample, percentile, share
from eval.ranking import ndcg_at, recall_at, reciprocal_rank
from eval.score import Scores


def factual_accuracy(scores: Scores) -> Sample:
    """The share of answerable cases that were answered with a quotation of every fact.

    Evidence recall with alternatives, all or nothing, as the answer of a question in several parts
    is right only with all of them (cf. FEVER score, Thorne et al. 2018). A refusal counts as wrong.

    >>> from eval.score import Score
    >>> partly = Score(True, facts=(True, False), gold=(True,))
    >>> factual_accuracy([Score(True, facts=(True,), gold=(True,)), partly, Score(False)]).value
    0.5
    """
    return share(score.right for score in scores if score.answerable)


def wrong_answer_rate(scores: Scores) -> Sample:
    """The share of answers in which no quotation holds evidence.

    The selective risk of El-Yaniv and Wiener (2010). Any answer to an unanswerable question is one.

    >>> from eval.score import Score
    >>> wrong_answer_rate([Score(True, (False,), (False,)), Score(False, gold=(False,)),
    ...                    Score(True, (True,), (True, False)), Score(True, (False,))]).value
    0.6666666666666666
    """
    return share(not any(score.gold) for score in scores if score.answered)


def wrongly_refused(scores: Scores) -> Sample:
    """The share of answerable cases that were refused.

    The miss of an abstaining system; with `wrong_answer_rate` the two sides of the same scale.

    >>> from eval.score import Score
    >>> wrongly_refused([Score(True, (True,), (True,)), Score(True, (False,)), Score(False)]).value
    0.5
    """
    return share(not score.answered for score in scores if score.answerable)


def refusal_precision(scores: Scores) -> Sample:
    """The share of refusals that are right, which is where the sources hold no answer.

    Precision of abstention as a detector of unanswerable questions (cf. SQuAD 2.0, Rajpurkar,
    Jia and Liang 2018).

    >>> from eval.score import Score
    >>> refusal_precision([Score(False), Score(True, (False,)), Score(False, gold=(False,))]).value
    0.5
    """
    return share(not score.answerable for score in scores if not score.answered)


def refusal_recall(scores: Scores) -> Sample:
    """The share of unanswerable cases that were refused.

    >>> from eval.score import Score
    >>> refusal_recall([Score(False), Score(True, (False,)), Score(False, gold=(False,))]).value
    0.5
    """
    return share(not score.answered for score in scores if not score.answerable)


def refusal_f1(scores: Scores) -> Sample:
    """The harmonic mean of refusal precision and recall.

    F1 (van Rijsbergen 1979) of abstention: twice the right refusals over all refusals and all
    unanswerable cases. A case that is neither has no part in it.

    >>> from eval.score import Score
    >>> refusal_f1([Score(False), Score(True, (False,)), Score(True, (True,), (True,))]).value
    0.6666666666666666
    """
    rows = [
        (not score.answered and not score.answerable, (not score.answered) + (not score.answerable))
        for score in scores if not (score.answered and score.answerable)
    ]  # fmt: skip
    return Sample(
        np.asarray(rows, dtype=np.float64),
        lambda draws: 2 * draws[:, :, 0].sum(axis=1) / draws[:, :, 1].sum(axis=1),
    )


def seconds_at(part: float, scores: Scores) -> Sample:
    """The time within which a part of all replies came, in seconds.

    >>> from eval.score import Score
    >>> seconds_at(0.5, [Score(True, seconds=0.1), Score(True, seconds=0.3)]).value
    0.2
    """
    return percentile([score.seconds for score in scores], part)


@dataclass(frozen=True)
class Metric:
    """A measure with its name in tables and thresholds, and which way is better."""

    name: str
    sample: Callable[[Scores], Sample]
    higher_is_better: bool = True

    @property
    def in_seconds(self) -> bool:
        """Whether it is a time, and not a share."""
        return self.name.startswith("seconds")

    def measure(self, scores: Scores) -> Estimate:
        """The measure over some scores, with its interval."""
        return self.sample(scores).estimate()

    @property
    def meaning(self) -> str:
        """What it is, in one line.

        >>> Metric("right", factual_accuracy).meaning
        'The share of answerable cases that were answered with a quotation of every fact.'
        """
        function = self.sample.func if isinstance(self.sample, partial) else self.sample
        return (inspect.getdoc(function) or "").split("\n")[0]


METRICS = (
    Metric("factual_accuracy", factual_accuracy),
    Metric("wrong_answer_rate", wrong_answer_rate, higher_is_better=False),
    Metric("wrongly_refused", wrongly_refused, higher_is_better=False),
    Metric("refusal_precision", refusal_precision),
    Metric("refusal_recall", refusal_recall),
    Metric("refusal_f1", refusal_f1),
    Metric("risk_coverage_area", risk_coverage_area, higher_is_better=False),
    Metric("calibration_error", calibration_error, higher_is_better=False),
    Metric("citation_precision", citation_precision),
    Metric("citation_recall", citation_recall),
    Metric("evidence_f1", evidence_f1),
    Metric("evidence_iou", evidence_iou),
    Metric("quote_validity", quote_validity),
    Metric("recall_at_5", partial(recall_at, 5)),
    Metric("recall_at_10", partial(recall_at, 10)),
    Metric("reciprocal_rank", reciprocal_rank),
    Metric("ndcg_at_10", partial(ndcg_at, 10)),
    Metric("seconds_median", partial(seconds_at, 0.5), higher_is_better=False),
    Metric("seconds_p95", partial(seconds_at, 0.95), higher_is_better=False),
)
