"""Other people's judges: a CrossEncoder of sentence-transformers in the place of our own."""

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelProblem
from index.hub import load, named_folder

Anything = TypeVar("Anything")


class ForeignJudge:
    """A cross-encoder from a folder or the Hugging Face Hub, run with PyTorch.

    It reads the pair (question; title, new line, sentence), cut where it is longer than the model
    reads. Safe to share between threads, which take turns.
    """

    def __init__(self, name: str) -> None:
        """Remember the name; nothing is loaded before it is needed.

        Raises:
            ModelProblem: there is no such folder, and it can be no name on the Hub.
        """
        named_folder(name)
        self._name = name
        self._turn = Lock()  # a tokenizer is changed by being used

    @cached_property
    def _model(self) -> Any:
        model = load("CrossEncoder", self._name)
        if why := _unfit(model):
            raise ModelProblem(
                f"{self._name} cannot judge: {why}. Name a CrossEncoder with one label in the "
                "settings."
            )
        return model

    def logits(self, question: str, sentences: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """See `assistant.judge.Judge`.

        Raises:
            ModelProblem: the model cannot be loaded, or gives more than one number for a pair.
        """
        if not sentences:
            return np.zeros(0, np.float32)
        pairs = [(question, f"{title}\n{sentence}") for title, sentence in sentences]
        with self._turn:
            found = self._model.predict(pairs, activation_fn=_as_it_is, show_progress_bar=False)
        return np.asarray(found, np.float32)


def _as_it_is(logits: Anything) -> Anything:
    """In the place of the sigmoid that a CrossEncoder would apply."""
    return logits


def _unfit(model: Any) -> str:
    """Why a model is no judge; empty where it is one."""
    if model.num_labels != 1:
        return f"it gives {model.num_labels} numbers for a pair, not one"
    head = type(model.transformers_model).__name__
    # a head that the files lack is made up on loading, each time anew
    if head.endswith("ForSequenceClassification") and head not in (
        model.config.architectures or ()
    ):
        return "it was not trained to compare two texts"
    return ""
