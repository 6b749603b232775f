import pytest

from eval.metrics import METRICS, Metric, Score

# by hand: six cases, of which four are answerable
SCORES = (
    Score(True, (True,), (True,), (True,), (1,), 0.1),  # right
    Score(True, (True, False), (True, False), (True, True), (2, None), 0.2),  # half of it
    Score(True, (False,), (False,), (False,), (6,), 0.3),  # wrong, and the quotation is not valid
    Score(True, (False,), (), (), (4,), 0.4),  # refused though there is an answer
    Score(False, (), (), (), (), 0.5),  # refused, rightly
    Score(False, (), (False,), (True,), (), 0.6),  # answered though there is none
)
BY_HAND = {
    "factual_accuracy": (1 / 4, 4),
    "wrong_answer_rate": (2 / 4, 4),
    "refusal_precision": (1 / 2, 2),
    "refusal_recall": (1 / 2, 2),
    "citation_precision": ((1 + 1 / 2 + 0) / 3, 3),
    "quote_validity": (4 / 5, 5),
    "recall_at_5": ((1 + 1 / 2 + 0 + 1) / 4, 4),
    "recall_at_10": ((1 + 1 / 2 + 1 + 1) / 4, 4),
    "reciprocal_rank": ((1 + 1 / 2 + 1 / 6 + 1 / 4) / 4, 4),
    "seconds_median": (0.35, 6),
    "seconds_p95": (0.575, 6),
}


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
