import math
from pathlib import Path

import numpy as np
import pytest

from assistant.answerability import Calibration
from assistant.judge import TrainedJudge
from eval.case import Corpus, load_cases
from index.minilm import MiniLM
from train.platt import Line, fit_line, moved, outcomes

KEPT = {"coefficients": {"intercept": -1.0, "judge": 0.5}, "risk": [[0.1, 40.0], [0.6, 10.0]]}


def test_the_line_brings_probabilities_to_what_was_seen() -> None:
    rng = np.random.default_rng(0)
    true = Line(1.4, 2.0)
    sure = rng.uniform(0.01, 0.9, 4000)
    line = fit_line([(float(p), bool(rng.random() < true(float(p)))) for p in sure])
    assert line.slope == pytest.approx(1.4, abs=0.15)
    assert line.offset == pytest.approx(2.0, abs=0.2)


def test_a_moved_calibration_says_the_moved_probability_at_the_same_risk() -> None:
    line = Line(2.0, 1.0)
    before = Calibration(KEPT["coefficients"], ((0.1, 40.0), (0.6, 10.0)))  # type: ignore[arg-type]
    found = moved(KEPT, line)
    after = Calibration(found["coefficients"], tuple(map(tuple, found["risk"])))
    for logit in (-3.0, 0.0, 2.5):
        old, new = (one.likelihood({"judge": logit}) for one in (before, after))
        assert math.isclose(new, line(old), rel_tol=1e-6)
        for wrong in (40, 10):
            assert (old >= before.threshold(wrong)) == (new >= after.threshold(wrong))


@pytest.mark.model
def test_a_case_is_an_outcome_with_the_truth_beside_it(tmp_path: Path, minilm: MiniLM) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "tides.txt").write_text(
        "The causeway floods at noon. Boats leave two hours before low water.\n", "utf-8"
    )
    gold = "[{document: tides.txt, phrase: before low water}]"
    (tmp_path / "dev.yaml").write_text(
        f"- id: a\n  question: when do boats leave?\n  group: plain-fact\n  why: plain\n"
        f"  facts:\n    - {{briefs: {gold}, originals: {gold}}}\n"
        "- id: b\n  question: what do boats cost?\n  group: near-miss\n  why: none\n"
        "  answerable: false\n",
        "utf-8",
    )
    cases = load_cases([tmp_path / "dev.yaml"])
    seen = list(outcomes(cases, Corpus.BRIEFS, tmp_path / "s", minilm, TrainedJudge()))
    assert [right for _, right in seen] == [True, False]
    assert seen[0][0] > seen[1][0]
