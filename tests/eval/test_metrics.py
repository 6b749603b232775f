import math

import pytest

from eval.metrics import METRICS, Metric
from eval.score import Characters, Score

LOG3 = 1 / math.log2(3)

# by hand: six cases, of which four are answerable
SCORES = (
    # right
    Score(True, (True,), (True,), (True,), (1,), 0.1,
          0.95, True, True, (True, False), 1, Characters(20, 20, 20)),
    # half of it
    Score(True, (True, False), (True, False), (True, True), (2, None), 0.2,
          0.85, True, True, (False, True), 2, Characters(40, 60, 20)),
    # wrong, and the quotation is not valid
    Score(True, (False,), (False,), (False,), (6,), 0.3,
          0.75, False, False, (False,) * 5 + (True,), 1, Characters(10, 20, 0)),
    # refused though there is an answer, and it would have been right
    Score(True, (False,), (), (), (4,), 0.4,
          0.35, True, True, (False,) * 3 + (True,), 1, Characters(0, 20, 0)),
    # refused, rightly
    Score(False, (), (), (), (), 0.5, 0.15, False, False),
    # answered though there is none
    Score(False, (), (False,), (True,), (), 0.6, 0.65, False, False),
)  # fmt: skip
BY_HAND = {
    "factual_accuracy": (1 / 4, 4),
    "wrong_answer_rate": (2 / 4, 4),
    "wrongly_refused": (1 / 4, 4),
    "refusal_precision": (1 / 2, 2),
    "refusal_recall": (1 / 2, 2),
    "refusal_f1": (1 / 2, 3),
    # in the order of confidence: right, right, wrong, wrong, right, wrong
    "risk_coverage_area": ((0 + 0 + 1 / 3 + 2 / 4 + 2 / 5 + 3 / 6) / 6, 6),
    "calibration_error": ((0.05 + 0.15 + 0.75 + 0.65 + 0.15 + 0.65) / 6, 6),
    "citation_precision": ((1 + 1 / 2 + 0) / 3, 3),
    "citation_recall": ((1 + 1 / 2 + 0) / 3, 3),
    "evidence_f1": ((1 + 2 * 20 / 100 + 0 + 0) / 4, 4),
    "evidence_iou": ((1 + 20 / 80 + 0 + 0) / 4, 4),
    "quote_validity": (4 / 5, 5),
    "recall_at_5": ((1 + 1 / 2 + 0 + 1) / 4, 4),
    "recall_at_10": ((1 + 1 / 2 + 1 + 1) / 4, 4),
    "reciprocal_rank": ((1 + 1 / 2 + 1 / 6 + 1 / 4) / 4, 4),
    "ndcg_at_10": (
        (1 + LOG3 / (1 + LOG3) + 1 / math.log2(7) + 1 / math.log2(5)) / 4, 4,
    ),
    "seconds_median": (0.35, 6),
    "seconds_p95": (0.575, 6),
}  # fmt: skip


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_gives_what_is_computed_by_hand(metric: Metric) -> None:
    value, n = BY_HAND[metric.name]
    estimate = metric.measure(SCORES)
    assert estimate.value == pytest.approx(value)
    assert estimate.n == n
    assert None not in (estimate.low, estimate.high)
    assert (estimate.low or 0) <= value <= (estimate.high or 0)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_without_cases_has_no_value(metric: Metric) -> None:
    assert metric.measure([]).n == 0
    assert metric.measure([]).value is None


def test_a_refusal_is_an_outcome_for_every_measure_of_answers() -> None:
    refused = [Score(True, (False,), ranks=(None,))]
    figures = {metric.name: metric.measure(refused).value for metric in METRICS}
    assert figures["factual_accuracy"] == 0.0
    assert figures["refusal_precision"] == 0.0
    assert figures["wrong_answer_rate"] is None
    assert figures["evidence_iou"] == 0.0
    assert figures["ndcg_at_10"] == 0.0
    assert figures["citation_recall"] is None
    assert figures["risk_coverage_area"] == 1.0


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_says_in_one_line_what_it_is(metric: Metric) -> None:
    assert metric.meaning.endswith(".")


def test_one_case_alone_has_a_value_and_an_interval_without_nan() -> None:
    for score in SCORES:
        for metric in METRICS:
            one = metric.measure([score])
            numbers = [one.value, one.low, one.high]
            assert numbers == [None] * 3 or all(math.isfinite(number or 0) for number in numbers)
