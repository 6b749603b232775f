import random

import pytest

from eval.ranking import ndcg, ndcg_at
from eval.score import Score

DOCUMENTS = [f"d{number}" for number in range(30)]


@pytest.mark.parametrize("seed", range(20))
def test_ndcg_is_what_ir_measures_gives(seed: int) -> None:
    # an extra: its wheels lag behind Python, docs/decisions/0007-libraries.md
    ir_measures = pytest.importorskip("ir_measures")
    chance = random.Random(seed)
    judged = {name: chance.randint(0, 3) for name in chance.sample(DOCUMENTS, 12)}
    found = chance.sample(DOCUMENTS, 15)
    run = {name: float(-rank) for rank, name in enumerate(found)}
    (expected,) = ir_measures.iter_calc([ir_measures.nDCG @ 10], {"q": judged}, {"q": run})
    gains = [float(judged.get(name, 0)) for name in found]
    assert ndcg(gains, [float(gain) for gain in judged.values()], 10) == pytest.approx(
        expected.value
    )


def test_a_question_without_anything_relevant_has_no_gain() -> None:
    assert ndcg([0.0, 0.0], [], 10) == 0.0


def test_what_lies_beyond_the_cutoff_does_not_count() -> None:
    beyond = Score(True, relevant=(False,) * 10 + (True,), judged=1)
    assert ndcg_at(10, [beyond]).value == 0.0
    assert ndcg_at(11, [beyond]).value != 0.0
