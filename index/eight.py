"""Weights in 8 bits, for reading many passages fast; questions are read in 32.

Every matrix is stored with a scale for each of its rows, and what it is multiplied with is brought
to 8 bits as it comes (Jacob et al. 2018). The second matrix of a feeding layer meets values of very
different size, so it has a scale for each stretch of 128 numbers, and so has what it meets; without
that, the cosine of a passage's vector to that of 32 bits falls below 0.99. `train.eight` makes the
graphs that these weights belong to.
"""

import numpy as np
from numpy.typing import NDArray

from index.network import PARTS, Weights

STRETCH = 128
NARROWER = ".narrower"
MATRICES = tuple(f".{part}" for part in PARTS.values() if not part.startswith("after"))


def eight_bits(weights: Weights) -> Weights:
    """The same weights, with `.q` and `.s` (and `.z`) in place of each matrix of a layer.

    >>> rows = np.array([[0.5, -1.0], [0.0, 0.25]], np.float32)
    >>> made = eight_bits({"lower.0.query.weight": rows})
    >>> made["lower.0.query.weight.q"].tolist()
    [[64, 0], [-127, 127]]
    >>> [f"{scale:.4f}" for scale in made["lower.0.query.weight.s"]]
    ['0.0079', '0.0020']
    """
    made = {}
    for name, array in weights.items():
        place = name.removesuffix(".weight")
        if place == name or not place.endswith(MATRICES):
            made[name] = array
        elif place.endswith(NARROWER):
            stretches = array.reshape(len(array), -1, STRETCH)
            numbers, scales = _scaled(stretches)
            made[f"{name}.q"] = (numbers.astype(np.int16) + 128).astype(np.uint8)
            made[f"{name}.s"] = scales
        else:
            numbers, scales = _scaled(array)
            # onnxruntime wants (in, out), and zero points though all are zero
            made[f"{name}.q"], made[f"{name}.s"] = np.ascontiguousarray(numbers.T), scales
            made[f"{name}.z"] = np.zeros(len(array), np.int8)
    return made


def _scaled(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Integers from -127 to 127, and what each last axis must be multiplied by."""
    scales = np.maximum(np.abs(rows).max(axis=-1), 1e-12) / 127
    return np.rint(rows / scales[..., None]).astype(np.int8), scales.astype(np.float32)
