"""A question as it is searched and read: its vector, its words, and how much each tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder, Vectors, shorten
from index.idf import Idf
from index.terms import STOP

WORD = re.compile(r"[^\W_]+")
CLITICS = frozenset("s t re ve d ll m".split())
# words that ask for something and name nothing: that they meet nothing says nothing
ASKING = frozenset(
    "many much name names named call called kind kinds type types sort year date time day "
    "month long often old know known tell say happen happens happened occur take took place "
    "person people thing things number amount percentage way one please give list get got "
    "become became use used mean word term".split()
)

Row = NDArray[np.float64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Question:
    """A question in words and vectors.

    `vector`, shape (dimensions,), is that of the whole; `vectors`, shape (tokens, dimensions of
    late interaction), are those of its tokens. `pieces`, shape (words, tokens), turns cosines of
    tokens into those of words; `weights`, how much a word tells (its IDF, times what the model has
    learned), and `names`, whether it names something, have shape (words,).
    """

    text: str
    vector: Vectors
    vectors: Floats
    words: tuple[str, ...]
    pieces: Floats
    weights: Row
    names: NDArray[np.bool_]

    def weigh(self, cosines: Floats) -> Row:
        """The mean of cosines, shape (…, words), weighted by how much the words tell."""
        return np.asarray(cosines @ self.weights / max(float(self.weights.sum()), 1e-9))


def read_question(text: str, embedder: Embedder, idf: Idf) -> Question:
    """A question as an embedding model reads it, with the weights of its words in an index."""
    vector, read = embedder.ask(shorten(text, embedder, embedder.limit))
    words, rows, gains = [], [], []
    for found in WORD.finditer(text):
        word = found[0].lower()
        inside = (read.starts < found.end()) & (read.ends > found.start())
        if word not in CLITICS and inside.any():
            words.append(word)
            share = inside * read.gains
            rows.append(share / share.sum())
            gains.append(float(share.sum() / inside.sum()))
    return Question(
        text=text,
        vector=vector,
        vectors=read.vectors,
        words=tuple(words),
        pieces=np.array(rows, np.float32).reshape(len(words), len(read.vectors)),
        weights=np.array([idf(word) for word in words]) * np.array(gains),
        names=naming(words),
    )


def naming(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words name something; all of them where none does.

    >>> naming(["how", "many", "boats"]).tolist()
    [False, False, True]
    """
    some = [word.isdigit() or (len(word) > 1 and word not in STOP) for word in words]
    narrow = [yes and word not in ASKING for yes, word in zip(some, words, strict=True)]
    chosen = next((mask for mask in (narrow, some) if any(mask)), [True] * len(words))
    return np.array(chosen, dtype=np.bool_)
