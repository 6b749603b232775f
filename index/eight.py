"""Weights in 8 bits, for reading many passages fast; questions are read in 32.

Every matrix is stored with a scale for each of its rows, and what it is multiplied with is brought
to 8 bits as it comes (Jacob et al. 2018), all of it with one scale. So what is large must not take
the range from the rest, and two things see to that. Channels that a normalisation makes larger than
others are divided by a number, and the columns that they meet multiplied by it (Xiao et al. 2023,
SmoothQuant). And in each feeding layer the few neurons whose values are some times those of all
others stay in 32 bits (Dettmers et al. 2022, LLM.int8). `train.eight` makes the graphs that these
weights belong to.
"""

import numpy as np
from numpy.typing import NDArray

from index.network import FROZEN, PARTS, Weights

EXACT = 32  # of the 1,536 neurons of a feeding layer: those with the largest weights
FAR = 3.0  # standard deviations that a normalised value reaches
SHIFTED = 0.75  # how much of the difference between channels goes to the columns
HEADS: tuple[str, ...] = ("query", "key", "value")  # matrices that read the same values
NARROWER = ".narrower.weight"
MATRICES = tuple(f".{part}.weight" for part in PARTS.values() if not part.startswith("after"))


def eight_bits(weights: Weights) -> Weights:
    """The same weights, with `.q`, `.s` and `.z` in place of each matrix of a layer.

    Beside them, `.even` is what values are multiplied by before they are brought to 8 bits, and
    `.exact` the columns that stay.

    >>> rows = np.array([[0.5, -1.0], [0.0, 0.25]], np.float32)
    >>> made = eight_bits({"lower.0.mixed.weight": rows})
    >>> made["lower.0.mixed.weight.q"].tolist()
    [[64, 0], [-127, 127]]
    >>> [f"{scale:.4f}" for scale in made["lower.0.mixed.weight.s"]]
    ['0.0079', '0.0020']
    """
    made = {}
    for name, array in _evened(_largest_last(weights)).items():
        if not name.endswith(MATRICES):
            made[name] = array
            continue
        rows = array
        if name.endswith(NARROWER):
            rows, exact = array[:, :-EXACT], array[:, -EXACT:]
            made[f"{name}.exact"] = np.ascontiguousarray(exact.T)
        numbers, made[f"{name}.s"] = _scaled(rows)
        # onnxruntime wants (in, out), and zero points though all are zero
        made[f"{name}.q"] = np.ascontiguousarray(numbers.T)
        made[f"{name}.z"] = np.zeros(len(rows), np.int8)
    return made


def _largest_last(weights: Weights) -> Weights:
    """The same network, the neurons of each feeding layer in the order of their largest weight."""
    ordered = dict(weights)
    for name, array in weights.items():
        if name.endswith(NARROWER):
            order = np.argsort(np.abs(array).max(axis=0), kind="stable")
            ordered[name] = array[:, order]
            wider = name.removesuffix(NARROWER) + ".wider"
            for part in (f"{wider}.weight", f"{wider}.bias"):
                ordered[part] = weights[part][order]
    return ordered


def _evened(weights: Weights) -> Weights:
    """The same network, its channels of more like size where they are brought to 8 bits."""
    evened = dict(weights)
    for name in weights:
        layer, _, part = name.removesuffix(".weight").rpartition(".")
        if name.endswith(".query.weight"):
            parts, normal = HEADS, _normal_before(layer)
        elif name.endswith(".wider.weight"):
            parts, normal = ("wider",), f"{layer}.after_attention"
        else:
            continue
        rows = {f"{layer}.{one}.weight": weights[f"{layer}.{one}.weight"] for one in parts}
        reach = FAR * np.abs(weights[f"{normal}.weight"]) + np.abs(weights[f"{normal}.bias"])
        met = np.abs(np.concatenate(list(rows.values()))).max(axis=0)
        even = met ** (1 - SHIFTED) / reach**SHIFTED
        evened[f"{layer}.{part}.even"] = even
        evened |= {one: array / even for one, array in rows.items()}
    return evened


def _normal_before(layer: str) -> str:
    """The normalisation whose values a layer is given."""
    tower, _, number = layer.rpartition(".")
    if int(number):
        return f"{tower}.{int(number) - 1}.after_feeding"
    return "embeddings.LayerNorm" if tower == "lower" else f"lower.{FROZEN - 1}.after_feeding"


def _scaled(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Integers from -127 to 127, and what each row must be multiplied by."""
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    return np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32)
