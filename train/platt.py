"""The last step of calibration: what a probability means for questions as users ask them.

The questions that the regression is fitted on are harder than users': near misses by the hundred,
and questions that fit several documents. On the development half of the shipped cases its
probabilities were far too low, so they are stretched and shifted there (Platt 1999), two numbers in
all. The test half measures.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.evidence import EvidenceReader
from assistant.judge import Judge
from assistant.late import LateInteraction
from assistant.reader import Evidence
from assistant.settings import AssistantSettings
from assistant.widen import widen
from eval.case import Case, Corpus, Place, locate
from index.build import build
from index.embed import Embedder
from index.retrieve import Index, check_question


@dataclass(frozen=True)
class Line:
    """A straight line through logits.

    >>> Line(2.0, 1.0)(0.5) == 1 / (1 + math.exp(-1))
    True
    """

    slope: float
    offset: float

    def __call__(self, sure: float) -> float:
        """A probability, moved along the line."""
        logit = math.log(sure / (1 - sure))
        return 1 / (1 + math.exp(-(self.slope * logit + self.offset)))


def outcomes(
    cases: Sequence[Case], corpus: Corpus, sources: Path, embedder: Embedder, judge: Judge
) -> Iterator[tuple[float, bool]]:
    """For each case how sure the reader is of its best sentence, and whether that one answers."""
    with TemporaryDirectory(prefix="platt-") as folder:
        build(sources, Path(folder), embedder)
        index = Index.open(Path(folder), embedder)
        reader = EvidenceReader(LateInteraction(index), judge)
        assistant = Assistant(index, reader, AssistantSettings())
        for case in cases:
            _, reading = assistant.read(check_question(case.question))
            if reading.evidence:
                best = max(reading.evidence, key=lambda evidence: evidence.score)
                places = [p for some in locate(case, corpus, index.documents) for p in some]
                yield best.score, any(_shows(best, place) for place in places)
        index.close()


def _shows(evidence: Evidence, place: Place) -> bool:
    """Whether the quotation that would be made of a sentence holds a gold phrase."""
    document = evidence.hit.passage.document
    wide = widen(document, evidence.span)
    return document.uri == place.uri and any(span.holds(place.span) for span in wide)


def fit_line(seen: Sequence[tuple[float, bool]]) -> Line:
    """The line that makes probabilities fit what was seen."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    sure = np.clip([one for one, _ in seen], 1e-6, 1 - 1e-6)
    logits = np.log(sure / (1 - sure)).reshape(-1, 1)
    model = LogisticRegression(C=100).fit(logits, [right for _, right in seen])
    return Line(round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4))


def moved(kept: Mapping[str, Any], line: Line) -> dict[str, Any]:
    """A calibration whose probabilities are moved along a line; its risks stay what they were."""
    weights = {name: line.slope * weight for name, weight in kept["coefficients"].items()}
    weights["intercept"] += line.offset
    return {
        "coefficients": {name: round(weight, 6) for name, weight in weights.items()},
        "risk": [[round(line(sure), 4), share] for sure, share in kept["risk"]],
    }
