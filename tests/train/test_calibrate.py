from pathlib import Path

import numpy as np
import pytest

from assistant.judge import TrainedJudge
from index.document import Span
from index.minilm import MiniLM
from train import bench, calibrate
from train import data as sets
from train.calibrate import SIGNALS, Outcome, Row, fit, fit_and_measure, risk
from train.worlds import world


def row(place: int, right: bool, judge: float, family: str = "own") -> Row:
    signals = np.array([[0.5, 0.1, 0.3, 0.0, judge], [0.4, 0.1, 0.2, 0.0, judge - 2]])
    return Row(family, place, "asked", signals, np.array([right, False]), right)


def rows(count: int = 200) -> list[Row]:
    rng = np.random.default_rng(0)
    found = []
    for place in range(count):
        right = bool(rng.random() < 0.5)
        found.append(row(place, right, rng.normal(1.0 if right else -1.0)))
    return found


def test_a_signal_that_tells_gets_a_weight_and_one_that_does_not_gets_none() -> None:
    fitted = fit(rows(), 2, SIGNALS).coefficients
    assert fitted["judge"] > 0.5
    assert abs(fitted["unmet"]) < 1e-6


def test_probabilities_mean_what_they_say_on_the_half_that_fitted_nothing() -> None:
    kept, report = fit_and_measure(rows(2000), judged=True)
    assert report["own"]["ece"] < 0.05
    assert report["own"]["near"] > 0.8
    assert report["own"]["first"] > 95
    shares = [share for _, share in kept["risk"]]
    assert shares == sorted(shares, reverse=True)


def test_without_a_judge_nothing_is_fitted_to_what_a_judge_says() -> None:
    kept, _ = fit_and_measure(rows(), judged=False)
    assert set(kept["coefficients"]) == {"intercept", *SIGNALS} - {"judge"}


def test_the_risk_is_the_share_of_wrong_answers_above_a_probability() -> None:
    seen = [Outcome(row(0, True, 0), sure, sure > 0.5) for sure in np.linspace(0, 0.999, 200)]
    found = dict(risk(seen))
    assert found[0.01] == pytest.approx(50, abs=2)
    assert found[0.6] == 0
    assert max(found) < 0.87  # with fewer than 30 answers nothing is told


@pytest.mark.model
def test_a_question_is_asked_again_without_its_document(data: Path, minilm: MiniLM) -> None:
    lessons = [*sets.squad(data), *sets.squad2(data)]
    found = calibrate.gather({"some": [lessons]}, minilm, TrainedJudge())
    asked = [one for one in found if one.setting == "asked"]
    assert sum(one.answerable for one in asked) == 5
    assert all(one.right.any() for one in asked if one.answerable)
    removed = [one for one in found if one.setting == "removed"]
    assert removed
    assert not any(one.right.any() for one in removed)
    assert all(one.signals.shape == (len(one.right), len(calibrate.SIGNALS)) for one in found)


@pytest.mark.model
def test_every_method_ranks_the_same_sentences(data: Path, minilm: MiniLM) -> None:
    with world(sets.paragraphs(data), minilm) as made:
        methods = bench.methods(made.index, MiniLM(trained=False), TrainedJudge())
        questions = [bench.Asked("what pulls the sea?", "00000.md", (("00000.md", Span(0, 23)),))]
        assert bench.asked(made, 9, answerable=True)[0].home == "00002.md"
        for name, method in methods.items():
            assert bench.first_right(method, made, questions).value == 1, name
            assert bench.found_right(method, made.index, questions).value == 1, name
            hit, rank = bench.reranked(method, made.index, questions)
            assert (hit.value, rank.value) == (1, 1), name
            ((_, right),) = bench.tops(method, made, questions)
            ((_, away),) = bench.tops(method, made, questions, removed=True)
            assert (right, away) == (True, False)
            assert bench.milliseconds(method, made.index, questions) > 0
