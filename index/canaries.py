"""Whether a model gives the vectors today that it gave when an index was built.

Its name and the hash of its weights are in the manifest. They say nothing of a library, a
processor or a line of ours that makes other numbers of the same weights, which would be answered
with nonsense and without a word; five texts do.
"""

from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from index.embed import Embedder, Vectors
from index.errors import DamagedIndex

FILE = "canaries.npy"
TEXTS = (
    "Who may sign the letter, and by when must it be sent?",
    "The fee is 12.50 for each of the 3 boats; nobody pays it twice.",
    "It does not follow that the court was wrong.",
    "On 4 March 1921 the harbour office was closed until further notice.",
    "moon",
)
ALIKE = 0.9999  # the least cosine of a vector of then with that of now
_made: WeakKeyDictionary[Embedder, Vectors] = WeakKeyDictionary()  # a model is asked once


def write_canaries(folder: Path, embedder: Embedder) -> None:
    """Note the vectors of the five texts in the folder of a generation."""
    np.save(folder / FILE, _vectors(embedder))


def changed_vectors(folder: Path, embedder: Embedder) -> str:
    """Why the vectors of an index cannot be compared with those of a model; empty if they can.

    Raises:
        DamagedIndex: the file is missing or holds no such vectors.
    """
    try:
        then = np.load(folder / FILE, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DamagedIndex(
            f"{folder / FILE} is missing or damaged. "
            "Run `python -m index repair` to rebuild the index."
        ) from error
    now = _vectors(embedder)
    if then.shape != now.shape:
        return f"its vectors have {then.shape[-1]} dimensions, those of the model {now.shape[-1]}"
    # both are of length one: a model that forgets to make them so differs here, too
    nearest = float(np.min(1 - ((then - now) ** 2).sum(axis=1) / 2))
    if not nearest >= ALIKE:  # nor may it be no number
        return f"the model gives other vectors than when it was built (cosine {nearest:.4f})"
    return ""


def _vectors(embedder: Embedder) -> Vectors:
    """Shape (texts, dimensions); one text at a time, since neighbours change the last digits."""
    if embedder not in _made:
        _made[embedder] = np.stack([embedder.ask(text)[0] for text in TEXTS])
    return _made[embedder]
