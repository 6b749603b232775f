"""How surely quotations support a sentence, by the networks that find and judge evidence."""

from collections.abc import Sequence
from typing import Protocol


class Support(Protocol):
    """Scores a claim against quoted sentences."""

    @property
    def threshold(self) -> float:
        """The least probability that is enough."""

    def probability(self, claim: str, texts: Sequence[str]) -> float:
        """That the texts support the claim, in [0, 1]."""
