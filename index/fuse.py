"""One ranking out of three: dense, lexical and late-interaction scores on one scale, added."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 50  # of each ranking
RERANKED = 30  # of the fused ranking: each costs up to 1 ms; 20 and 50 are a point worse and better
LATE = 1.0  # its weight; that of each of the others is 1

Ranking = Sequence[tuple[str, float]]


def fuse(dense: Mapping[str, float], lexical: Mapping[str, float]) -> list[tuple[str, float]]:
    """The mean of standardised scores: a convex combination with equal weights.

    Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS
    42(1), arXiv:2210.11934), with the z-score as normaliser. A ranking in which one result stands
    out speaks louder than a flat one, which keeps BM25 from being drowned where question and source
    share their words.

    Args:
        dense: the cosine of each candidate.
        lexical: the BM25 score of each candidate.

    Returns:
        ids with fused scores, best first; ties in the order of the ids.

    >>> [name for name, _ in fuse({"a": 0.9, "b": 0.5}, {"a": 0.0, "b": 7.0})]
    ['a', 'b']
    >>> [name for name, _ in fuse({"a": 0.9, "b": 0.8, "c": 0.1}, {"a": 0.0, "b": 7.0, "c": 0.0})]
    ['b', 'a', 'c']
    """
    by_meaning, by_words = standard(dense), standard(lexical)
    fused = {name: (by_meaning[name] + by_words[name]) / 2 for name in sorted(dense)}
    return sorted(fused.items(), key=lambda pair: -pair[1])


def rerank(fused: Ranking, late: Mapping[str, float]) -> list[tuple[str, float]]:
    """The best of a fused ranking in a new order: late interaction as a third score.

    Args:
        fused: ids with fused scores, best first.
        late: the score of late interaction for those that are ranked anew, the first of `fused`.

    Returns:
        ids with scores, best first; the others stand behind those ranked anew, as before.

    >>> rerank([("a", 0.5), ("b", 0.4), ("c", 0.3)], {"a": 0.1, "b": 0.9})
    [('b', 0.6), ('a', 0.0), ('c', 0.0)]
    """
    by_tokens = standard(late)
    anew = {n: (2 * s + LATE * by_tokens[n]) / (2 + LATE) for n, s in fused if n in late}
    best = sorted(anew.items(), key=lambda pair: -pair[1])
    lowest = best[-1][1] if best else 0.0
    return best + [(name, min(score, lowest)) for name, score in fused if name not in late]


def places(scores: Mapping[str, float]) -> dict[str, int]:
    """The place of each in a ranking by its score, from 1; ties in the order of `scores`.

    >>> places({"a": 0.1, "b": 0.9, "c": 0.1})
    {'b': 1, 'a': 2, 'c': 3}
    """
    best = sorted(scores, key=lambda name: -scores[name])
    return {name: place for place, name in enumerate(best, start=1)}


def standard(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores with mean 0 and standard deviation 1; all 0 where they are equal.

    >>> standard({"a": 1.0, "b": 3.0}), standard({"a": 1.0})
    ({'a': -1.0, 'b': 1.0}, {'a': 0.0})
    """
    values: NDArray[np.float64] = np.array(list(scores.values()), dtype=np.float64)
    spread = float(values.std()) if len(values) else 0.0
    if spread <= 1e-9:
        return dict.fromkeys(scores, 0.0)
    return {name: float((score - values.mean()) / spread) for name, score in scores.items()}
