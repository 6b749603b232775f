"""Whether the best sentence answers at all: four signals of the reader as one probability."""

import json
import math
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")


def probability(signals: dict[str, float]) -> float:
    """That the best sentence answers: a logistic regression over standardised signals.

    Args:
        signals: `late`, the score of the best sentence; `lack`, how far the least covered
            content words fall short of being met; `margin`, the lead over the sixth sentence;
            `unmet`, 1 where the kind of thing asked for is missing.
    """
    fitted = _weights()
    logit = fitted["intercept"]["coefficient"]
    for name, value in signals.items():
        scale = fitted[name]
        logit += scale["coefficient"] * (value - scale["mean"]) / scale["scale"]
    return 1 / (1 + math.exp(-logit))


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return dict(json.loads(WEIGHTS.read_text("utf-8"))["signals"])
