"""An embedder whose passages cost nothing: real vectors, each a little moved.

For the questions that do not turn on the model: what the store, the search and the disk take where
embedding so many passages would take hours. Questions are read by the real model.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.embed import TokenVectors, Vectors, token_vectors
from index.minilm import DIMENSIONS, MiniLM

MOVED = 0.75  # the length of what is added to a vector of length one: a cosine of 0.8


class MadeVectors(MiniLM):
    """MiniLM for questions; a passage has the moved vectors of one of some real texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Read the real texts."""
        super().__init__(threads=2)
        self._vectors, self._tokens = super().passages(texts)

    @property
    def fingerprint(self) -> str:
        """Never that of real vectors."""
        return "made"

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.passages`; a text has the same vectors whenever it is read."""
        made = [self._made(text) for text in texts]
        return np.array([vector for vector, _ in made], np.float32), [some for _, some in made]

    def _made(self, text: str) -> tuple[Vectors, TokenVectors]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        random = np.random.default_rng(seed)
        chosen = int(random.integers(len(self._tokens)))
        moved = self._vectors[chosen] + random.standard_normal(DIMENSIONS) * MOVED / DIMENSIONS**0.5
        places, known = self.offsets(text), self._tokens[chosen].vectors
        tokens = known[np.arange(len(places)) % len(known)]
        return moved / np.linalg.norm(moved), token_vectors(tokens, places)
