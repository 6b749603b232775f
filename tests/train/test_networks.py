"""The networks that are trained, on lessons small enough for a test."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from train import data as sets
from train import judge as judging
from train import late as lateness
from train import mine as mining
from train.encoder import Judge, LateModel
from train.export import export_judge, export_late

pytestmark = pytest.mark.model


def learnt(model: nn.Module, loss: Callable[[], Tensor]) -> tuple[float, float]:
    """The loss before and after some steps on the same batch, without dropout."""
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 1e-4)
    before = loss_of(model, loss)
    model.train()
    for _ in range(12):
        optimizer.zero_grad()
        loss().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return before, loss_of(model, loss)


def loss_of(model: nn.Module, loss: Callable[[], Tensor]) -> float:
    model.eval()
    with torch.no_grad():
        return loss().item()


def test_late_interaction_learns_from_a_batch(data: Path) -> None:
    torch.manual_seed(0)
    lessons = lateness.ready([*sets.squad(data), *sets.squad2(data)])
    model = LateModel()
    before, after = learnt(model, lambda: lateness.loss(model, lessons, random.Random(0)))
    assert after < 0.8 * before
    name = "encoder.lower.0.query.weight"
    assert torch.equal(model.get_parameter(name), LateModel().get_parameter(name))


def test_a_sentence_scores_the_same_beside_longer_passages(data: Path) -> None:
    model = LateModel().eval()
    few = lateness.ready(sets.squad(data))
    questions = [few[0].questions[0]]
    with torch.no_grad():
        alone, _ = lateness.scores(model, questions, [few[0].passage])
        beside, _ = lateness.scores(model, questions, [one.passage for one in few])
    assert np.allclose(alone[0, 0, :2], beside[0, 0, :2], atol=1e-4)
    assert float(beside[0, :, 2:].max() if beside.shape[2] > 2 else -1e4) <= -1e3


def test_steps_hold_each_lesson_once_a_pass(data: Path) -> None:
    lessons = lateness.ready(sets.squad(data)) * 12
    found = lateness.steps(lessons, 2, random.Random(0))
    assert [len(step) for step in found] == [lateness.BATCH] * 4


def test_negatives_share_words_and_neither_answer_nor_are_held_out(data: Path) -> None:
    spring, *_ = sets.squad(data)
    mussels = sets.lesson_of("squad", "Food", ["At low tides people gather mussels."], (), False)
    crabs = sets.lesson_of("squad", "Food", ["At low tides people gather crabs."], (), True)
    pool = mining.Pool([spring, mussels, crabs])
    assert pool.negatives(spring, 1, random.Random(0)) == [mussels]
    (batch,) = mining.steps([spring] * 3, pool, random.Random(0))
    assert [(len(one.lesson.asks), one.lesson.text) for one in batch] == [
        (5, spring.text), (0, mussels.text),
    ]  # fmt: skip


def test_a_passage_that_says_the_same_is_no_negative(data: Path) -> None:
    spring, *_ = sets.squad(data)
    twin = replace(spring, text=spring.text + " Nobody knows why.", asks=())
    assert mining.Pool([spring, twin]).negatives(spring, 0, random.Random(0)) == []


def test_cases_hold_the_answer_first_and_a_swap_has_none(data: Path) -> None:
    lessons = [*sets.squad2(data)]
    found = judging.cases(lessons, random.Random(0), wrong=1, swaps=1.0)
    asked = [case for case in found if case.question == "When did Marsh sign?"]
    assert asked[0].candidates == ("Ada Marsh signed in 1912.", "Otto Lind refused.")
    assert asked[0].right == 1
    assert all(c.right == 0 for c in found if c.question == "When did Lind sign?")
    for case in found:
        if case.question not in {"When did Marsh sign?", "When did Lind sign?"}:
            assert "Marsh" not in case.question
            assert (case.right, len(case.candidates)) == (0, 1)


def test_the_judge_learns_from_a_batch(data: Path) -> None:
    torch.manual_seed(0)
    found = judging.cases(sets.squad2(data), random.Random(0))
    model = Judge()
    before, after = learnt(model, lambda: judging.loss(model, found, random.Random(0)))
    assert after < 0.5 * before
    assert set(judging.table(model, sets.squad2(data), 4)) == {"right", "auc"}


def test_what_is_exported_runs_without_pytorch_and_says_the_same(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    from index.network import Network, published
    from index.weights import model_folder

    torch.manual_seed(0)
    late, judge = LateModel().eval(), Judge().eval()
    export_late(late, tmp_path)
    export_judge(judge, tmp_path)
    ids = [[101, 2054, 2003, 102], [101, 2054, 2003, 1996, 4633, 102]]
    weights = {k: v.astype(np.float32) for k, v in load_file(tmp_path / "late.safetensors").items()}
    network = Network(tmp_path / "late.onnx", {**published(model_folder()), **weights}, 1)
    (vectors,) = network.run(("late",), ids)
    with torch.no_grad():
        theirs, _ = late(torch.tensor([ids[1]]), torch.ones(1, 6, dtype=torch.long))
    assert (vectors[1] * theirs[0].numpy()).sum(1).min() > 0.999
    assert not list(tmp_path.glob("*.pt"))
