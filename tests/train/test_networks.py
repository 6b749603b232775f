"""The networks that are trained, on lessons small enough for a test."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from train import data as sets
from train import judge as judging
from train import late as lateness
from train.encoder import Judge, LateModel
from train.export import export_judge, export_late

pytestmark = pytest.mark.model


def test_late_interaction_learns_from_a_batch(data: Path) -> None:
    torch.manual_seed(0)
    lessons = lateness.ready([*sets.squad(data), *sets.squad2(data)])
    model = LateModel()
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 1e-4)
    values = []
    for _ in range(8):
        value = lateness.loss(model, lessons, random.Random(0))
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        values.append(value.item())
    assert min(values[-3:]) < 0.8 * values[0]
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
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 2e-4)
    values = []
    for _ in range(10):
        value = judging.loss(model, found, random.Random(0))
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        values.append(value.item())
    assert min(values[-3:]) < 0.8 * values[0]
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
