"""Whether a sentence answers: a reader's signals as one probability, and what is sure enough."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CALIBRATION = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True)
class Calibration:
    """A logistic regression over signals, and what it is worth on questions it was not fitted on.

    `risk` are pairs of a probability and how many of 100 answers were wrong among all that were at
    least as sure, the least sure first; half of those questions had no answer.

    >>> likely = Calibration({"intercept": -1.0, "late": 2.0}, ((0.2, 20.0), (0.6, 5.0)))
    >>> likely.likelihood({"late": 0.5})
    0.5
    """

    coefficients: Mapping[str, float]
    risk: tuple[tuple[float, float], ...]

    def likelihood(self, signals: Mapping[str, float]) -> float:
        """That a sentence with these signals answers, in [0, 1].

        Args:
            signals: `late`, the score of late interaction; `lack`, how far the least covered
                content words fall short of being met; `margin`, the lead over the sixth sentence;
                `unmet`, 1 where the kind of thing asked for is missing; where there is a judge,
                `judge`, the logit that it gives.
        """
        named = self.coefficients
        logit = named["intercept"] + sum(named[name] * value for name, value in signals.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def threshold(self, wrong: float) -> float:
        """The least probability at which at most so many of 100 answers were wrong.

        >>> likely = Calibration({}, ((0.2, 20.0), (0.6, 5.0)))
        >>> likely.threshold(100), likely.threshold(10), likely.threshold(0)
        (0.0, 0.6, 1.01)
        """
        if wrong >= 100:
            return 0.0
        return next((sure for sure, share in self.risk if share <= wrong), 1.01)


@lru_cache(maxsize=1)
def _calibrations() -> dict[str, Calibration]:
    named = json.loads(CALIBRATION.read_text("utf-8"))
    return {
        name: Calibration(one["coefficients"], tuple(map(tuple, one["risk"])))
        for name, one in named.items()
    }


def calibration(name: str) -> Calibration:
    """That of a reader: `judged`, or late interaction alone, `late` trained and `plain` not."""
    return _calibrations()[name]
