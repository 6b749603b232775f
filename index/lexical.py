"""BM25 (Robertson and Zaragoza 2009). The home of bm25s (Lù 2024)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import DamagedIndex
from index.terms import terms

K1, B = 1.2, 0.5
TERMS = "terms.txt"  # raise `index.snapshot.FORMAT` where `index.terms` finds others than before


@dataclass(frozen=True)
class Lexical:
    """Which passages use which words how often; passages are known by their place in the list.

    >>> lexical = Lexical.build(["The moon pulls.", "The sea follows the moon."])
    >>> [place for place, score in lexical.best("who follows?", 5)]
    [1]
    >>> lexical.passages_with("moon"), lexical.passages_with("sun")
    (2, 0)
    """

    model: Any
    vocabulary: Mapping[str, int]
    size: int

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """The index of some texts, in their order."""
        return cls.of([terms(text) for text in texts])

    @classmethod
    def of(cls, words: Sequence[Sequence[str]]) -> Self:
        """The index of some texts whose terms are known (`index.terms`), in their order."""
        import bm25s

        names = {
            word: number for number, word in enumerate(sorted({w for ws in words for w in ws}))
        }
        numbers = [[names[word] for word in some] for some in words]
        model = bm25s.BM25(k1=K1, b=B, method="lucene")
        # the mean length is 0 where no text has a term, and then nothing is divided by it
        with np.errstate(invalid="ignore"):
            model.index((numbers, names), create_empty_token=False, show_progress=False)
        return cls(model, names, len(words))

    def save(self, folder: Path) -> None:
        """Write the index to a folder, without pickle."""
        self.model.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """Read an index of `size` texts that was saved.

        Raises:
            DamagedIndex: a file is missing, or is not what was saved.
        """
        import bm25s

        try:
            model = bm25s.BM25.load(folder, load_corpus=False, allow_pickle=False)
            vocabulary = dict(model.vocab_dict)
            saved = int(model.scores["num_docs"])
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise _damaged(folder) from error
        if saved != size:
            raise _damaged(folder)
        return cls(model, vocabulary, size)

    def best(self, question: str, count: int) -> list[tuple[int, float]]:
        """The texts that share words with the question, with their BM25 scores, best first."""
        scores = self.scores(question)
        return [(place, float(scores[place])) for place in highest(scores, count)]

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of every text, shape (texts,); 0 where no word is shared."""
        known = [self.vocabulary[word] for word in terms(question) if word in self.vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self.model.get_scores(known), dtype=np.float32)

    def passages_with(self, word: str) -> int:
        """In how many texts a word stands, in any of its forms."""
        stems: Sequence[str] = terms(word)[:1]
        number = self.vocabulary.get(stems[0]) if stems else None
        if number is None:
            return 0
        starts = self.model.scores["indptr"]
        return int(starts[number + 1] - starts[number])


def write_terms(folder: Path, words: Iterable[Sequence[str]]) -> None:
    """Keep the terms of each text, a line a text, for the next build; no search reads them."""
    (folder / TERMS).write_text("".join(" ".join(some) + "\n" for some in words), "utf-8")


def read_terms(folder: Path, size: int) -> list[list[str]]:
    """The terms of `size` texts, as they were kept.

    Raises:
        DamagedIndex: the file is missing, or is not what was kept.
    """
    try:
        lines = (folder / TERMS).read_text("utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise _damaged(folder) from error
    if len(lines) != size + 1:
        raise _damaged(folder)
    return [line.split(" ") if line else [] for line in lines[:-1]]


def highest(scores: NDArray[np.float32], count: int) -> list[int]:
    """The places of the highest scores above 0, best first; ties in their order.

    >>> highest(np.array([1, 0, 2, 1], np.float32), 2)
    [2, 0]
    """
    found = np.flatnonzero(scores > 0)
    return [int(place) for place in found[np.argsort(-scores[found], kind="stable")][:count]]


def _damaged(folder: Path) -> DamagedIndex:
    return DamagedIndex(
        f"The word index in {folder} cannot be read. Run `python -m index repair` to rebuild it."
    )
