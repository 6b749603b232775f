"""What a judge reads of an answered case, what it says, and what stands for an opinion not had.

Knows nothing of the library that judges, nor of the model behind it.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from eval.citations import quote_validity
from eval.estimate import Sample, share
from eval.ranking import ndcg_at, recall_at
from eval.record import Record
from eval.score import Scores

SEED = 0  # the same run and limit always give the same cases


@dataclass(frozen=True)
class Measure:
    """A judged measure, and the figure of ours that asks nearest to the same.

    `expects` says that it needs an expected answer, which an unanswerable case has not.
    """

    name: str
    beside: str
    ours: Callable[[Scores], Sample]
    expects: bool = False


def right(scores: Scores) -> Sample:
    """The share of replies that are what they should be.

    >>> from eval.score import Score
    >>> right([Score(True, (True,), (True,)), Score(False, gold=(False,))]).value
    0.5
    """
    return share(score.right for score in scores)


MEASURES = (
    Measure("faithfulness", "quote_validity", quote_validity),
    Measure("answer_relevancy", "right", right),
    Measure("contextual_precision", "ndcg_at_10", lambda some: ndcg_at(10, some), expects=True),
    Measure("contextual_recall", "recall_at_10", lambda some: recall_at(10, some), expects=True),
)


@dataclass(frozen=True)
class Material:
    """What there is of an answered case for a judge to read.

    `expected` is the first gold phrase of each fact, one a line; None where there is none.
    """

    question: str
    answer: str
    passages: tuple[str, ...]
    expected: str | None


def material(case: Record, texts: Mapping[str, str]) -> Material:
    """What a judge reads of a case; `texts` are those of its run."""
    return Material(
        case.question,
        "\n".join(quote.text for quote in case.quotes),
        tuple(texts[found.key] for found in case.retrieved),
        "\n".join(phrases[0].text for phrases in case.evidence) or None,
    )


class NotJudged(Exception):
    """The judge gave no usable verdict; the message says why."""


class Judge(Protocol):
    """Somebody who gives a score."""

    def score(self, measure: str, read: Material) -> float:
        """The score of a measure, in [0, 1].

        Raises:
            NotJudged: there is none, which is not the same as 0.
        """


@dataclass(frozen=True)
class Opinion:
    """A score in [0, 1]; or None, and why there is none."""

    score: float | None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """A case with the opinions of it, by measure; a measure that does not apply is missing."""

    case: Record
    opinions: Mapping[str, Opinion]


def chosen(cases: Sequence[Record], limit: int | None) -> list[Record]:
    """The answered cases in their order; where they are more than the limit, some by chance."""
    answered = [case for case in cases if case.answered]
    if limit is None or len(answered) <= limit:
        return answered
    places = sorted(random.Random(SEED).sample(range(len(answered)), limit))
    return [answered[place] for place in places]


def judge_cases(
    judge: Judge,
    cases: Sequence[Record],
    texts: Mapping[str, str],
    at_once: int,
    done: Callable[[], object],
) -> tuple[Judged, ...]:
    """Every opinion of some cases; `done` is called after each.

    Opinions come from a server, so several cases are judged at once.
    """
    pool = ThreadPoolExecutor(at_once)
    judged = []
    try:
        for one in pool.map(lambda case: judge_case(judge, case, texts), cases):
            judged.append(one)
            done()
    finally:
        # whoever stops the program is not made to wait, and to pay, for the rest
        pool.shutdown(cancel_futures=True)
    return tuple(judged)


def judge_case(judge: Judge, case: Record, texts: Mapping[str, str]) -> Judged:
    """Every opinion of one case. A failure is no opinion, with its reason."""
    read = material(case, texts)
    opinions = {}
    for measure in MEASURES:
        if measure.expects and read.expected is None:
            continue
        try:
            opinions[measure.name] = Opinion(judge.score(measure.name, read))
        except NotJudged as error:
            opinions[measure.name] = Opinion(None, str(error))
    return Judged(case, opinions)
