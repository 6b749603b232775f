"""The measures, each a few lines over what was seen of each case.

Plain functions rather than ir-measures: that library compares lists of document ids, while here
a span of text is relevant and a fact has alternatives, so the translation would be longer than
the measures. The spans are compared once, in `eval.score`; a `Score` holds only yes and no.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.estimate import Estimate, mean, proportion, quantile


@dataclass(frozen=True)
class Score:
    """What was seen of one case.

    Attributes:
        answerable: whether the sources answer the question.
        facts: for each fact, whether one of its gold phrases lies in a quotation.
        gold: for each quotation, whether it holds a gold phrase of the case; none for a refusal.
        valid: for each quotation, whether it was verified.
        ranks: for each fact, the rank of the first passage found that meets a gold phrase of it.
        seconds: the time of the whole reply.
    """

    answerable: bool
    facts: tuple[bool, ...] = ()
    gold: tuple[bool, ...] = ()
    valid: tuple[bool, ...] = ()
    ranks: tuple[int | None, ...] = ()
    seconds: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the reply is an answer; every answer has a quotation."""
        return bool(self.gold)

    @property
    def right(self) -> bool:
        """Whether the reply is what it should be: all facts quoted, or a refusal if there are none.

        >>> Score(True, facts=(True, False), gold=(True,)).right, Score(False).right
        (False, True)
        """
        return (self.answered and all(self.facts)) if self.answerable else not self.answered


Scores = Sequence[Score]


def factual_accuracy(scores: Scores) -> Estimate:
    """The share of answerable cases that were answered with a quotation of every fact.

    Evidence recall with alternatives, all or nothing, as the answer of a question in several parts
    is right only with all of them (cf. FEVER score, Thorne et al. 2018). A refusal counts as wrong.

    >>> partly = Score(True, facts=(True, False), gold=(True,))
    >>> print(factual_accuracy([Score(True, facts=(True,), gold=(True,)), partly, Score(False)]))
    0.500 [0.095, 0.905]
    """
    return proportion(score.right for score in scores if score.answerable)


def wrong_answer_rate(scores: Scores) -> Estimate:
    """The share of answers in which no quotation holds evidence; lower is better.

    The selective risk of El-Yaniv and Wiener (2010). Any answer to an unanswerable question is one.

    >>> wrong_answer_rate([Score(True, (False,), (False,)), Score(False, gold=(False,)),
    ...                    Score(True, (True,), (True, False)), Score(True, (False,))]).value
    0.6666666666666666
    """
    return proportion(not any(score.gold) for score in scores if score.answered)


def refusal_precision(scores: Scores) -> Estimate:
    """The share of refusals that are right, which is where the sources hold no answer.

    Precision of abstention as a detector of unanswerable questions (cf. SQuAD 2.0, Rajpurkar,
    Jia and Liang 2018).

    >>> refusal_precision([Score(False), Score(True, (False,)), Score(False, gold=(False,))]).value
    0.5
    """
    return proportion(not score.answerable for score in scores if not score.answered)


def refusal_recall(scores: Scores) -> Estimate:
    """The share of unanswerable cases that were refused (same source).

    >>> refusal_recall([Score(False), Score(True, (False,)), Score(False, gold=(False,))]).value
    0.5
    """
    return proportion(not score.answered for score in scores if not score.answerable)


def citation_precision(scores: Scores) -> Estimate:
    """The share of quotations that hold evidence, averaged over the answered answerable cases.

    After citation precision in ALCE (Gao et al. 2023), with gold phrases in place of entailment.

    >>> citation_precision([Score(True, gold=(True, False)), Score(True, gold=(True,))]).value
    0.75
    """
    return mean([
        sum(score.gold) / len(score.gold) for score in scores if score.answerable and score.answered
    ])  # fmt: skip


def quote_validity(scores: Scores) -> Estimate:
    """The share of all quotations that stand in the sources word for word; below 1 is a fault.

    >>> quote_validity([Score(True, (True,), (True, True), valid=(True, False))]).value
    0.5
    """
    return proportion(valid for score in scores for valid in score.valid)


def recall_at(k: int, scores: Scores) -> Estimate:
    """The share of facts met by the first k passages, averaged over the answerable cases.

    Recall at a cutoff (Manning, Raghavan and Schütze 2008, chapter 8).

    >>> recall_at(5, [Score(True, ranks=(1, 7)), Score(True, ranks=(None,))]).value
    0.25
    """
    return mean([
        sum(rank is not None and rank <= k for rank in score.ranks) / len(score.ranks)
        for score in scores if score.answerable
    ])  # fmt: skip


def reciprocal_rank(scores: Scores) -> Estimate:
    """One over the rank of the first passage that meets any fact, 0 where none does, averaged.

    Mean reciprocal rank, MRR (Voorhees 1999, TREC-8), over the answerable cases.

    >>> reciprocal_rank([Score(True, ranks=(4, 2)), Score(True, ranks=(None,))]).value
    0.25
    """
    firsts = (
        min((rank for rank in score.ranks if rank is not None), default=None)
        for score in scores if score.answerable
    )  # fmt: skip
    return mean([1 / first if first else 0.0 for first in firsts])


def seconds_at(share: float, scores: Scores) -> Estimate:
    """The time within which a share of all replies came, in seconds; lower is better.

    >>> seconds_at(0.5, [Score(True, seconds=0.1), Score(True, seconds=0.3)]).value
    0.2
    """
    return quantile([score.seconds for score in scores], share)


@dataclass(frozen=True)
class Metric:
    """A measure with its name in tables and thresholds, and which way is better."""

    name: str
    measure: Callable[[Scores], Estimate]
    higher_is_better: bool = True


METRICS = (
    Metric("factual_accuracy", factual_accuracy),
    Metric("wrong_answer_rate", wrong_answer_rate, higher_is_better=False),
    Metric("refusal_precision", refusal_precision),
    Metric("refusal_recall", refusal_recall),
    Metric("citation_precision", citation_precision),
    Metric("quote_validity", quote_validity),
    Metric("recall_at_5", lambda scores: recall_at(5, scores)),
    Metric("recall_at_10", lambda scores: recall_at(10, scores)),
    Metric("reciprocal_rank", reciprocal_rank),
    Metric("seconds_median", lambda scores: seconds_at(0.5, scores), higher_is_better=False),
    Metric("seconds_p95", lambda scores: seconds_at(0.95, scores), higher_is_better=False),
)
