"""The graphs that read one passage at a time with weights of 8 bits; see `index.eight`.

Written node by node and not exported from PyTorch, which knows no such operations. One text at a
time needs neither padding nor a mask, so that its vectors do not depend on its company, and what
it computes stays in the processor's cache.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onnx import NodeProto, TensorProto, ValueInfoProto, helper

from index.eight import EXACT
from index.minilm import DIMENSIONS
from index.network import FROZEN
from train.encoder import HEADS, LAYERS, NARROW, WIDTH
from train.export import OPSET, UPPER, external

THEIRS = "com.microsoft"  # where onnxruntime keeps operations of its own:
OWN = {
    "BiasGelu",
    "DynamicQuantizeMatMul",
    "MatMulIntegerToFloat",
    "MultiHeadAttention",
}
WIDE = 4 * DIMENSIONS


class Graph:
    """A graph that grows node by node; each method gives the name of what it computes."""

    def __init__(self) -> None:
        """Begin with the states of the embeddings and the layers that all share."""
        self.nodes: list[NodeProto] = []
        self.weights: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._zero, self._one = self._number([0]), self._number([1])
        states = self._embeddings()
        for number in range(FROZEN):
            states = self.layer(states, f"lower.{number}")
        self.trunk = states

    def layer(self, states: str, name: str) -> str:
        """A layer of BERT, (1, tokens, 384) to the same."""
        small = self._op("DynamicQuantizeLinear", self._even(states, f"{name}.query"), outputs=3)
        heads = [self._part(small, f"{name}.{part}") for part in ("query", "key", "value")]
        mixed = self._op("MultiHeadAttention", *heads, num_heads=HEADS)
        mixed = self._product(mixed, f"{name}.mixed", DIMENSIONS)
        states = self._normal(self._op("Add", mixed, states), f"{name}.after_attention")
        fed = self._even(states, f"{name}.wider")
        fed = self._product(fed, f"{name}.wider", WIDE, biased=False)
        fed = self._op("BiasGelu", fed, self._floats(f"{name}.wider.bias", WIDE))
        fed = self._narrower(fed, f"{name}.narrower")
        return self._normal(self._op("Add", fed, states), f"{name}.after_feeding")

    def upper(self, name: str) -> str:
        """The states after the four layers of that name, which follow the shared ones."""
        states = self.trunk
        for number in range(UPPER):
            states = self.layer(states, f"{name}.{number}")
        return states

    def vector(self, states: str) -> None:
        """The output `vector`: the mean, at length one."""
        self._unit(self._op("ReduceMean", states, axes=[1], keepdims=0), "vector")

    def tokens(self, states: str) -> None:
        """The output `tokens`: all states at length one."""
        self._unit(states, "tokens")

    def late(self, states: str) -> None:
        """The outputs `late` and `gain` of our trained late interaction."""
        for name, width in (("project", WIDTH), ("gain", 1)):
            matrix = self._op("Transpose", self._floats(f"{name}.weight", width, DIMENSIONS))
            product = self._op("MatMul", states, matrix)
            if name == "project":
                self._unit(product, "late")
        gains = self._op("Add", product, self._floats("gain.bias", 1))
        self.nodes.append(helper.make_node("Squeeze", [gains, self._number([2])], ["gain"]))

    def save(self, path: Path, outputs: Sequence[ValueInfoProto]) -> None:
        """Write the graph without its weights."""
        weights = [external(name, kind, shape) for name, (kind, shape) in self.weights.items()]
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
        graph = helper.make_graph(self.nodes, path.stem, [ids], outputs, weights)
        operations = [helper.make_opsetid("", OPSET), helper.make_opsetid(THEIRS, 1)]
        model = helper.make_model(graph, opset_imports=operations, ir_version=8)
        path.write_bytes(model.SerializeToString())

    def _embeddings(self) -> str:
        table = {"word": 30522, "position": 512, "token_type": 2}
        words, places, types = (
            self._floats(f"embeddings.{name}_embeddings.weight", rows, DIMENSIONS)
            for name, rows in table.items()
        )
        count = self._op("Shape", "ids", start=1, end=2)
        total = self._op("Add", self._op("Gather", words, "ids"), self._first(types, self._one))
        total = self._op("Add", total, self._first(places, count))
        return self._normal(total, "embeddings.LayerNorm")

    def _first(self, rows: str, count: str) -> str:
        return self._op("Slice", rows, self._zero, count, self._zero)

    def _even(self, states: str, name: str) -> str:
        return self._op("Mul", states, self._floats(f"{name}.even", DIMENSIONS))

    def _part(self, small: str, name: str) -> str:
        """A product with states that are in 8 bits already, and its bias."""
        numbers, scales, zeros = self._matrix(name, DIMENSIONS)
        bias = self._floats(f"{name}.bias", DIMENSIONS)
        given = (small, numbers, f"{small}.1", scales, f"{small}.2", zeros, bias)
        return self._op("MatMulIntegerToFloat", *given)

    def _product(self, states: str, name: str, width: int, biased: bool = True) -> str:
        bias = [self._floats(f"{name}.bias", width)] if biased else []
        return self._op("DynamicQuantizeMatMul", states, *self._matrix(name, width), *bias)

    def _narrower(self, states: str, name: str) -> str:
        """The same for the second matrix of a feeding layer, whose last inputs stay in 32 bits."""
        sizes = self._number([WIDE - EXACT, EXACT])
        rest = self._op("Split", states, sizes, outputs=2, axis=-1)
        matrix = self._matrix(name, DIMENSIONS, WIDE - EXACT)
        bias = self._floats(f"{name}.bias", DIMENSIONS)
        product = self._op("DynamicQuantizeMatMul", rest, *matrix, bias)
        exact = self._floats(f"{name}.weight.exact", EXACT, DIMENSIONS)
        return self._op("Add", product, self._op("MatMul", f"{rest}.1", exact))

    def _normal(self, states: str, name: str) -> str:
        """Layer normalisation in its parts: onnxruntime's own takes 5 ns a number, these 2."""
        centred = self._op("Sub", states, self._op("ReduceMean", states, axes=[-1]))
        spread = self._op("ReduceMean", self._op("Mul", centred, centred), axes=[-1])
        spread = self._op("Sqrt", self._op("Add", spread, self._number(NARROW)))
        unit = self._op("Mul", centred, self._op("Reciprocal", spread))
        scaled = self._op("Mul", unit, self._floats(f"{name}.weight", DIMENSIONS))
        return self._op("Add", scaled, self._floats(f"{name}.bias", DIMENSIONS))

    def _unit(self, states: str, output: str) -> None:
        self.nodes.append(helper.make_node("LpNormalization", [states], [output], axis=-1, p=2))

    def _matrix(self, name: str, width: int, given: int = DIMENSIONS) -> tuple[str, str, str]:
        return (
            self._weights(f"{name}.weight.q", TensorProto.INT8, given, width),
            self._floats(f"{name}.weight.s", width),
            self._weights(f"{name}.weight.z", TensorProto.INT8, width),
        )

    def _floats(self, name: str, *shape: int) -> str:
        return self._weights(name, TensorProto.FLOAT, *shape)

    def _weights(self, name: str, kind: int, *shape: int) -> str:
        self.weights[name] = kind, shape
        return name

    def _number(self, value: list[int] | float) -> str:
        given = {"value_ints": value} if isinstance(value, list) else {"value_float": value}
        return self._op("Constant", **given)

    def _op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> str:
        name = f"{kind}.{len(self.nodes)}"
        names = [name, *(f"{name}.{number}" for number in range(1, outputs))]
        domain = THEIRS if kind in OWN else ""
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return name


def write_eight(folder: Path) -> None:
    """Write base8.onnx and late8.onnx; `train.export.note_hashes` notes them."""
    assert LAYERS == FROZEN + UPPER
    for name in ("base8", "late8"):
        graph = Graph()
        states = graph.upper("upper")
        graph.vector(states)
        outputs = [_output("vector", 1, DIMENSIONS)]
        if name == "base8":
            graph.tokens(states)
            outputs.append(_output("tokens", 1, "tokens", DIMENSIONS))
        else:
            graph.late(graph.upper("late"))
            outputs += [_output("late", 1, "tokens", WIDTH), _output("gain", 1, "tokens")]
        graph.save(folder / f"{name}.onnx", outputs)


def _output(name: str, *shape: int | str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))
