import json
import random
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from train import fit as fitting
from train.fit import fit, mean_of, weights_of


class Line(nn.Module):
    """A line through the origin, with a slope that the encoder has and an offset of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Linear(1, 1, bias=False)
        self.offset = nn.Parameter(torch.zeros(1))
        nn.init.zeros_(self.encoder.weight)


def loss(model: Line, batch: float, rng: random.Random) -> Tensor:
    noise = rng.random() * 1e-3
    value: Tensor = model.encoder(torch.tensor([[batch]])) + model.offset
    return (value - 3 * batch - noise).square().mean()


class CutOff(Exception):
    """The run is stopped here."""


STEPS = [float(n % 5) for n in range(60)]


def run(folder: Path, stop: int | None = None) -> Line:
    model = Line()

    def fragile(model: Line, batch: float, rng: random.Random) -> Tensor:
        run.count += 1  # type: ignore[attr-defined]
        if run.count == stop:  # type: ignore[attr-defined]
            raise CutOff
        return loss(model, batch, rng)

    run.count = 0  # type: ignore[attr-defined]
    fit(model, "line", STEPS, fragile, lambda m: {"slope": m.encoder.weight.item()}, folder, 0.05)
    return model


def test_a_run_that_was_cut_off_ends_as_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "SAVE_EVERY", 10)
    whole = run(tmp_path / "whole")
    with pytest.raises(CutOff):
        run(tmp_path / "cut", stop=37)
    resumed = run(tmp_path / "cut")
    assert run.count == 30  # type: ignore[attr-defined]
    assert torch.equal(whole.encoder.weight, resumed.encoder.weight)
    assert torch.equal(whole.offset, resumed.offset)
    kept = weights_of(tmp_path / "cut", "line")
    assert torch.equal(kept["offset"], whole.offset)


def test_it_learns_and_keeps_a_log(tmp_path: Path) -> None:
    assert run(tmp_path).encoder.weight.item() > 1
    rows = [json.loads(line) for line in (tmp_path / "line.log.jsonl").read_text().splitlines()]
    assert rows[-1]["step"] == len(STEPS)
    assert "slope" in rows[-1]


def test_the_mean_of_stages_lies_between_them(tmp_path: Path) -> None:
    for stage, slope in (("one", 1.0), ("two", 2.0), ("three", 6.0)):
        model = Line()
        nn.init.constant_(model.encoder.weight, slope)
        torch.save({"model": model.state_dict()}, tmp_path / f"{stage}.pt")
    found = mean_of(tmp_path, ("one", "two", "three"))
    assert found["encoder.weight"].tolist() == [[3.0]]
    assert set(found) == set(Line().state_dict())
