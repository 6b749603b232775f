"""How surely quotations support a sentence, by the vectors of the embedding model.

It sees what a sentence is about and not what it says of it: docs/log.md has what each signal is
worth. It is there for what the rules cannot see, and no sentence passes by it alone.
"""

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from index.embed import Embedder, shorten

# fitted by `python -m eval support --calibrate` on made examples
INTERCEPT, COSINE, FORTH, BACK = -14.49, 5.57, 12.78, -5.45
LEAST = 0.017  # below this lie 2 of 100 supported sentences that pass the rules


class Support(Protocol):
    """Scores a claim against quoted sentences."""

    @property
    def threshold(self) -> float:
        """The least probability that is enough."""

    def probability(self, claim: str, texts: Sequence[str]) -> float:
        """That the texts support the claim, in [0, 1]."""


class VectorSupport:
    """Support by one pass of the embedding model: see `signals`."""

    threshold = LEAST

    def __init__(self, embedder: Embedder) -> None:
        """Score with the vectors of an index's model."""
        self._embedder = embedder

    def probability(self, claim: str, texts: Sequence[str]) -> float:
        """See `Support.probability`."""
        cosine, forth, back = self.signals(claim, texts)
        logit = INTERCEPT + COSINE * cosine + FORTH * forth + BACK * back
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def signals(self, claim: str, texts: Sequence[str]) -> tuple[float, float, float]:
        """How near a claim is to some texts, three cosines in [-1, 1].

        That of the two as wholes; the mean over the claim's tokens of the best one in the texts
        (late interaction; Khattab and Zaharia 2020, ColBERT); and the same the other way round.
        """
        limit = self._embedder.limit
        both = [shorten(text, self._embedder, limit) for text in (claim, " ".join(texts))]
        vectors, (mine, theirs) = self._embedder.both(both)
        cosines = mine.vectors @ theirs.vectors.T
        forth, back = np.max(cosines, axis=1).mean(), np.max(cosines, axis=0).mean()
        return float(vectors[0] @ vectors[1]), float(forth), float(back)
