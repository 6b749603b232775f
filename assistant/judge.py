"""A cross-encoder: it reads question and sentence together and says whether the one answers."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.network import Network, Tokenizer, ours, published
from index.weights import check_ours, model_folder

LONGEST_QUESTION, LONGEST_SENTENCE = 48, 120  # tokens; what is longer is cut, as in training
TRUNK = ("embeddings.", "lower.")  # what the judge shares with the bundled embedding model


class Judge(Protocol):
    """Says how surely sentences answer a question."""

    def logits(self, question: str, sentences: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """A number for each (title, sentence), shape (sentences,); above 0 for rather yes."""


class TrainedJudge:
    """Our cross-encoder, without PyTorch; may be shared by threads.

    It reads "[CLS] question [SEP] title, new line, sentence [SEP]". index/model/README.md says what
    it was trained on and how well it does.
    """

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        """Remember where the model is; nothing is loaded before it is needed."""
        self._threads = threads
        self._folder = folder or model_folder()

    @cached_property
    def _network(self) -> Network:
        trunk = published(self._folder).items()
        shared = {name: array for name, array in trunk if name.startswith(TRUNK)}
        graph = check_ours("judge.onnx")
        return Network(graph, {**shared, **ours("judge.safetensors")}, self._threads)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        published(self._folder)  # checks the files
        return Tokenizer(self._folder)

    def logits(self, question: str, sentences: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """See `Judge.logits`."""
        if not sentences:
            return np.zeros(0, np.float32)
        whole = self._tokenizer(question).ids
        end = whole[-1]  # [SEP]
        first = [*whole[: LONGEST_QUESTION - 1], end] if len(whole) > LONGEST_QUESTION else whole
        rows = [[*first, *self._second(*pair), end] for pair in sentences]
        (found,) = self._network.run(("logit",), rows, types=[len(first)] * len(rows))
        return found

    def _second(self, title: str, sentence: str) -> list[int]:
        text = f"{title}\n{sentence}"
        return self._tokenizer(text, special=False).ids[:LONGEST_SENTENCE]
