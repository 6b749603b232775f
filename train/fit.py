"""The loop: seeded, resumable, with a log."""

import json
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

SAVE_EVERY = 100  # steps
WARM_UP = 0.05  # of the steps
SMOOTH = 0.98  # how much of the running loss stays from step to step

logger = logging.getLogger("train")

Model = TypeVar("Model", bound=nn.Module)
Batch = TypeVar("Batch")


def fit(
    model: Model,
    stage: str,
    steps: Sequence[Batch],
    loss: Callable[[Model, Batch, random.Random], Tensor],
    measure: Callable[[Model], dict[str, float]],
    folder: Path,
    rate: float,
    *,
    fresh: float = 10.0,
    measure_every: int = 200,
    start: Mapping[str, Tensor] | None = None,
) -> None:
    """Train a model on batches in their order; goes on from `folder/STAGE.pt` if that is there.

    Args:
        model: what is trained; its part `encoder` has the lower learning rate.
        stage: the name of checkpoint and log.
        steps: the batches, in their order.
        loss: of a model on a batch, with a source of chance that depends on the step alone.
        measure: what else is logged, on questions held out.
        folder: where checkpoint and log are kept.
        rate: the learning rate of the encoder at its peak, AdamW, linear warm-up and decay.
        fresh: how much higher that of the layers is that were not trained before.
        measure_every: steps.
        start: weights of an earlier stage to begin with.
    """
    if start is not None:
        model.load_state_dict(start)
    run = _Run(model, folder / stage, _optimizer(model, rate, fresh), len(steps))
    first = run.resume()
    model.train()
    for step in range(first, len(steps)):
        torch.manual_seed(step)  # dropout, too, is the same after a run was cut off
        run.step(loss(model, steps[step], random.Random(step)))
        done, last = step + 1, step + 1 == len(steps)
        if done % SAVE_EVERY == 0 or last:
            run.save(done)
            more = measure(model) if done % measure_every == 0 or last else {}
            run.log(done, more)


def weights_of(folder: Path, stage: str) -> Mapping[str, Tensor]:
    """The weights that a stage ended with."""
    state = torch.load(folder / f"{stage}.pt", weights_only=True)
    weights: Mapping[str, Tensor] = state["model"]
    return weights


def mean_of(folder: Path, stages: Sequence[str]) -> Mapping[str, Tensor]:
    """The mean of the weights that some stages ended with.

    A model soup (Wortsman et al. 2022): what one stage learned and the next began to lose is kept.
    """
    every = [weights_of(folder, stage) for stage in stages]
    return {name: torch.stack([weights[name] for weights in every]).mean(0) for name in every[0]}


def _optimizer(model: nn.Module, rate: float, fresh: float) -> AdamW:
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    encoder = [p for n, p in named if n.startswith("encoder.")]
    others = [p for n, p in named if not n.startswith("encoder.")]
    groups = [{"params": encoder, "lr": rate}, {"params": others, "lr": rate * fresh}]
    return AdamW(groups, weight_decay=0.01)


@dataclass
class _Run:
    """A stage under way; `place` is the path of its files without their endings."""

    model: nn.Module
    place: Path
    optimizer: AdamW
    total: int
    running: float = 0.0
    began: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.place.parent.mkdir(parents=True, exist_ok=True)
        warm = max(1, round(self.total * WARM_UP))
        self.schedule = LambdaLR(
            self.optimizer,
            lambda step: min(
                (step + 1) / warm, max(0.02, (self.total - step) / max(1, self.total - warm))
            ),
        )

    def resume(self) -> int:
        """Take up the checkpoint, if there is one, and say how many steps are done."""
        saved = self.place.with_suffix(".pt")
        if not saved.exists():
            return 0
        state = torch.load(saved, weights_only=True)
        for part in ("model", "optimizer", "schedule"):
            getattr(self, part).load_state_dict(state[part])
        return int(state["step"])

    def step(self, value: Tensor) -> None:
        """One step down the gradient of a loss."""
        self.optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        before = self.running or value.item()
        self.running = SMOOTH * before + (1 - SMOOTH) * value.item()

    def save(self, done: int) -> None:
        """Write the checkpoint aside, then put it in the place of the last one."""
        parts = ("model", "optimizer", "schedule")
        state = {part: getattr(self, part).state_dict() for part in parts}
        aside = self.place.with_suffix(".tmp")
        torch.save({**state, "step": done}, aside)
        aside.replace(self.place.with_suffix(".pt"))

    def log(self, done: int, more: Mapping[str, float]) -> None:
        """A line for the log and for the terminal."""
        row: dict[str, Any] = {"step": done, "of": self.total, "loss": round(self.running, 4)}
        row |= {"seconds": round(time.time() - self.began), **more}
        with self.place.with_suffix(".log.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        logger.info("%s %s", self.place.name, json.dumps(row))
