"""What an embedding model gives: vectors for texts and for their tokens; a stand-in for tests."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class TokenVectors:
    """A text as the model reads it: a unit vector and a range of characters for each token.

    `vectors` has shape (tokens, dimensions); `starts` and `ends` count characters of the text,
    half-open. Special tokens are left out. `gains` is what the model has learned to multiply the
    weight of each token by where the text is a question; all 1 where it has learned none.
    """

    vectors: Vectors
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    gains: NDArray[np.float32]


class Embedder(Protocol):
    """What the rest of the index asks of an embedding model."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; vectors of two fingerprints cannot be compared."""

    @property
    def limit(self) -> int:
        """How many tokens of a text the model reads, its own special tokens not counted."""

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """The characters of each token of a text, however long the text is."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text, shape (texts, dimensions).

        Raises:
            ValueError: a text is longer than the limit and would be cut without a word.
        """

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The token vectors of each text, as `embed` would read it; the same errors."""

    def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """What `embed` and `read` give, in one pass."""

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """The same for what is stored: may be faster, and off by a cosine of 0.99 at most.

        A text has the same vectors whatever stands beside it.
        """

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        """The vector of a question, shape (dimensions,), and those of its tokens."""


def shorten(text: str, embedder: Embedder, count: int) -> str:
    """The longest beginning of a text, cut before a token, that has at most `count` tokens.

    >>> shorten("the tide turns at noon", HashingEmbedder(), 3)
    'the tide turns'
    """
    # again, since the first half of a word may be more tokens than it was within the word
    while len(places := embedder.offsets(text)) > count:
        text = text[: places[count][0]].rstrip()
    return text


class HashingEmbedder:
    """A small stand-in for tests: each word has a fixed random direction, a text is their sum.

    It knows nothing of meaning, loads in no time, and fulfils the whole protocol.

    >>> one, two = HashingEmbedder().embed(["the tide turns", "tide"])
    >>> 0.4 < float(one @ two) < 0.9
    True
    """

    fingerprint = "hashing"
    limit = 254

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Words between spaces are the tokens."""
        found, end = [], 0
        for word in text.split():
            start = text.index(word, end)
            end = start + len(word)
            found.append((start, end))
        return found

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        sums = [read.vectors.sum(axis=0) for read in self.read(texts)]
        return np.array([_normal(total) for total in sums], dtype=np.float32).reshape(-1, 64)

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See `Embedder.read`."""
        return [self._read(text, self.offsets(text)) for text in texts]

    def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.both`."""
        return self.embed(texts), self.read(texts)

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.passages`."""
        return self.both(texts)

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        """See `Embedder.ask`."""
        return self.embed([question])[0], self.read([question])[0]

    def _read(self, text: str, places: list[tuple[int, int]]) -> TokenVectors:
        if len(places) > self.limit:
            raise ValueError(f"a text of {len(places)} tokens; at most {self.limit} are read")
        words = [text[start:end].lower().strip(".,;:!?\"'()") for start, end in places]
        return token_vectors(np.array([self._direction(w) for w in words]).reshape(-1, 64), places)

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(64).astype(np.float32)


def token_vectors(
    vectors: NDArray[Any],
    places: Sequence[tuple[int, int]],
    gains: NDArray[np.float32] | None = None,
) -> TokenVectors:
    """Token vectors brought to length one; shape (tokens, dimensions), one place for each."""
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    bounds = np.array(places, dtype=np.int64).reshape(-1, 2)
    learned = np.ones(len(bounds), np.float32) if gains is None else gains
    unit = (vectors / lengths).astype(np.float32)
    return TokenVectors(unit, bounds[:, 0], bounds[:, 1], learned)


def _normal(vector: NDArray[Any]) -> NDArray[Any]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
