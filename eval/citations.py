"""The measures of quotations: are they real, do they hold the evidence, and how much beside it?"""

from eval.estimate import Sample, average, share
from eval.score import Scores


def citation_precision(scores: Scores) -> Sample:
    """The share of quotations that hold evidence, averaged over the answered answerable cases.

    After citation precision in ALCE (Gao et al. 2023), with gold phrases in place of entailment.

    >>> from eval.score import Score
    >>> citation_precision([Score(True, gold=(True, False)), Score(True, gold=(True,))]).value
    0.75
    """
    return average([
        sum(score.gold) / len(score.gold) for score in scores if score.answerable and score.answered
    ])  # fmt: skip


def citation_recall(scores: Scores) -> Sample:
    """The share of facts that a quotation holds, averaged over the answered answerable cases.

    After citation recall in ALCE (Gao et al. 2023): the share of statements that their citations
    bear out. There a model judges what an answer wrote; here nothing is written, so that what must
    be borne out are the facts of the case, and a gold phrase in a quotation does it.

    >>> from eval.score import Score
    >>> citation_recall([Score(True, (True, False), (True,)), Score(True, (False,))]).value
    0.5
    """
    return average([
        sum(score.facts) / len(score.facts)
        for score in scores if score.answerable and score.answered
    ])  # fmt: skip


def evidence_f1(scores: Scores) -> Sample:
    """How well the quotations cover the sentences of the evidence, as F1, over answerable cases.

    The harmonic mean of the share of what is quoted that is wanted and the share of what is wanted
    that is quoted; SQuAD's F1 (Rajpurkar et al. 2016) by place and not by word, so that the same
    word elsewhere does not count. Characters are counted, which need no tokenizer. A refusal is 0.

    >>> from eval.score import Characters, Score
    >>> evidence_f1([Score(True, characters=Characters(quoted=60, wanted=30, shared=30))]).value
    0.6666666666666666
    """
    return average([score.characters.f1 for score in scores if score.answerable])


def evidence_iou(scores: Scores) -> Sample:
    """How well quotations and sentences of the evidence are the same, as intersection over union.

    Intersection over union of Chroma's chunking report (Smith and Troynikov 2024), averaged over
    the answerable cases: of quotations where it has passages, and of characters where it has
    tokens, as in `evidence_f1`. A refusal is 0.

    >>> from eval.score import Characters, Score
    >>> evidence_iou([Score(True, characters=Characters(quoted=60, wanted=30, shared=30))]).value
    0.5
    """
    return average([score.characters.iou for score in scores if score.answerable])


def quote_validity(scores: Scores) -> Sample:
    """The share of all quotations that stand in the sources word for word; below 1 is a fault.

    >>> from eval.score import Score
    >>> quote_validity([Score(True, (True,), (True, True), valid=(True, False))]).value
    0.5
    """
    return share(valid for score in scores for valid in score.valid)
