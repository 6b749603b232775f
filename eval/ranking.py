"""The measures of retrieval, over the passages that a search found for each answerable case."""

import math
from collections.abc import Sequence

from eval.estimate import Sample, average
from eval.score import Scores


def recall_at(k: int, scores: Scores) -> Sample:
    """The share of facts met by the first k passages, averaged over the answerable cases.

    Recall at a cutoff (Manning, Raghavan and Schütze 2008, chapter 8).

    >>> from eval.score import Score
    >>> recall_at(5, [Score(True, ranks=(1, 7)), Score(True, ranks=(None,))]).value
    0.25
    """
    return average([
        sum(rank is not None and rank <= k for rank in score.ranks) / len(score.ranks)
        for score in scores if score.answerable
    ])  # fmt: skip


def reciprocal_rank(scores: Scores) -> Sample:
    """One over the rank of the first passage that meets any fact, 0 where none does, averaged.

    Mean reciprocal rank, MRR (Voorhees 1999, TREC-8), over the answerable cases.

    >>> from eval.score import Score
    >>> reciprocal_rank([Score(True, ranks=(4, 2)), Score(True, ranks=(None,))]).value
    0.25
    """
    firsts = (
        min((rank for rank in score.ranks if rank is not None), default=None)
        for score in scores if score.answerable
    )  # fmt: skip
    return average([1 / first if first else 0.0 for first in firsts])


def ndcg_at(k: int, scores: Scores) -> Sample:
    """How near the first k passages are to the best order, with those that meet gold phrases first.

    nDCG (Järvelin and Kekäläinen 2002), averaged over the answerable cases. A passage is relevant
    or not; the best order begins with every passage of the index that meets a gold phrase.

    >>> from eval.score import Score
    >>> round(ndcg_at(10, [Score(True, relevant=(False, True), judged=1)]).value, 3)
    0.631
    """
    return average([
        ndcg([float(flag) for flag in score.relevant], [1.0] * score.judged, k)
        for score in scores if score.answerable
    ])  # fmt: skip


def ndcg(found: Sequence[float], judged: Sequence[float], k: int) -> float:
    """Discounted gain of a ranking over that of the best one, both cut at k; in [0, 1].

    As trec_eval has it (gain as judged, discount log2 of rank + 1), which BEIR reports; a test
    holds it against ir-measures. 0 where nothing is relevant.

    Args:
        found: the gain of each document found, best first; 0 for one that was not judged.
        judged: the gains of all documents that were judged, in any order.
        k: how many are looked at.

    >>> round(ndcg([0.0, 2.0, 1.0], [1.0, 2.0], 10), 3)
    0.67
    """
    best = _discounted(sorted(judged, reverse=True)[:k])
    return _discounted(found[:k]) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
