"""One ranking out of two: dense and lexical results on one scale, added."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 50  # of each ranking

Ranking = Sequence[tuple[str, float]]


def fuse(dense: Ranking, lexical: Ranking) -> list[tuple[str, float]]:
    """The mean of standardised scores: a convex combination with equal weights.

    Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS
    42(1), arXiv:2210.11934), with the z-score as normaliser. A ranking in which one result stands
    out speaks louder than a flat one, which keeps BM25 from being drowned where question and source
    share their words. What a ranking did not bring up gets that ranking's lowest score.

    Args:
        dense: ids with cosines, best first.
        lexical: ids with BM25 scores above 0, best first.

    Returns:
        ids with fused scores, best first; ties in the order of the ids.

    >>> [name for name, _ in fuse([("a", 0.9), ("b", 0.5)], [("b", 7.0)])]
    ['a', 'b']
    >>> [name for name, _ in fuse([("a", 0.9), ("b", 0.8), ("c", 0.1)], [("b", 7.0)])]
    ['b', 'a', 'c']
    """
    by_meaning = _standard(dense, len(dense))
    # passages that share no word with the question have a BM25 of 0, and stand behind the list
    by_words = _standard(lexical, max(len(dense), len(lexical)))
    names = sorted({name for name, _ in (*dense, *lexical)})
    fused = {name: (_score(by_meaning, name) + _score(by_words, name)) / 2 for name in names}
    return sorted(fused.items(), key=lambda pair: -pair[1])


Scale = tuple[dict[str, float], float]


def _standard(ranking: Ranking, size: int) -> Scale:
    """Scores with mean 0 and standard deviation 1, zeros filled in up to `size`; and the lowest."""
    scores: NDArray[np.float64] = np.zeros(size, dtype=np.float64)
    scores[: len(ranking)] = [score for _, score in ranking]
    if not size:
        return {}, 0.0
    spread = float(scores.std())
    standard = (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros(size)
    named = {name: float(score) for (name, _), score in zip(ranking, standard, strict=False)}
    return named, float(standard.min())


def _score(scale: Scale, name: str) -> float:
    scores, lowest = scale
    return scores.get(name, lowest)
