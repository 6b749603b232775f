"""The numbers of `assistant.support.reader`, from made examples."""

from collections.abc import Sequence

import numpy as np

from assistant.support.checking import failings
from assistant.support.reader import VectorSupport
from eval.support.cited import Example

STEPS, RATE, RIDGE = 40_000, 0.5, 1e-5
LOST = 0.02  # share of the supported sentences that pass the rules and may fail here


def calibrate(support: VectorSupport, true: Sequence[Example], false: Sequence[Example]) -> str:
    """The logistic regression of the signals on made examples, and the threshold, as text."""
    rows = [_signals(support, one) for one in (*true, *false)]
    labels = np.array([1.0] * len(true) + [0.0] * len(false))
    signals = np.hstack([np.ones((len(rows), 1)), np.array(rows)])
    weights = np.where(labels == 1, 0.5 / len(true), 0.5 / len(false))  # as if half were supported
    numbers = np.zeros(4)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-signals @ numbers))
        numbers += RATE * 8 * (signals.T @ (weights * (labels - likely)) - RIDGE * numbers)
    likely = 1 / (1 + np.exp(-signals @ numbers))
    passed = [not failings(one.prose, one.quotes, "") for one in true]
    least = float(np.quantile(likely[: len(true)][passed], LOST))
    below = float(np.mean(likely[len(true) :] < least))
    names = ("INTERCEPT", "COSINE", "FORTH", "BACK")
    found = ", ".join(f"{name} {number:.2f}" for name, number in zip(names, numbers, strict=True))
    return f"{found}, LEAST {least:.3f}; {below:.1%} of {len(false)} unsupported lie below."


def _signals(support: VectorSupport, one: Example) -> tuple[float, float, float]:
    return support.signals(one.prose, [quote.text for quote in one.quotes])
