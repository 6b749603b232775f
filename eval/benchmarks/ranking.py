"""Measures of a ranking against graded judgements, as trec_eval and BEIR define them."""

from collections.abc import Mapping, Sequence

from eval import ranking

Judged = Mapping[str, int]  # how relevant each text is to a question; above 0 is relevant


def ndcg(found: Sequence[str], judged: Judged, depth: int) -> float:
    """Normalised discounted cumulative gain (`eval.ranking.ndcg`) of the ids of texts.

    >>> round(ndcg(["b", "a"], {"a": 1}, 10), 4), ndcg(["a", "b"], {"a": 1}, 10)
    (0.6309, 1.0)
    """
    gains = {name: float(max(0, grade)) for name, grade in judged.items()}
    return ranking.ndcg([gains.get(name, 0.0) for name in found], list(gains.values()), depth)


def recall(found: Sequence[str], judged: Judged, depth: int) -> float:
    """The share of the relevant texts among the first ones of a ranking.

    >>> recall(["a", "b", "c"], {"a": 1, "c": 2, "b": 0}, 2)
    0.5
    """
    relevant = {name for name, grade in judged.items() if grade > 0}
    return len(relevant & set(found[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(found: Sequence[str], judged: Judged, depth: int) -> float:
    """One over the rank of the first relevant text, 0 where none is among the first ones.

    >>> reciprocal_rank(["b", "a"], {"a": 1}, 10)
    0.5
    """
    ranks = (rank for rank, name in enumerate(found[:depth], 1) if judged.get(name, 0) > 0)
    return 1 / first if (first := next(ranks, None)) else 0.0
