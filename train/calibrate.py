"""Stage three: what late interaction and judge say becomes a probability, on questions held out.

Every question is asked through the index and the reader that answer users. An answerable question
is asked a second time with its own document left out, and then has no answer. Half of the documents
fit the numbers, the other half measures them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import Calibration
from assistant.evidence import JUDGED, EvidenceReader
from assistant.judge import Judge
from assistant.late import LateInteraction
from eval.confidence import calibration_error
from eval.score import Score
from index.embed import Embedder
from train.data import Lesson
from train.worlds import World, name_of, world

PASSAGES = 8  # as many as the assistant reads
SIGNALS = ("late", "lack", "margin", "unmet", "judge")
MOST = 400  # questions of a corpus
FEWEST = 30  # answers that a risk is told from
REMOVED = 0.5  # of the answerable ones are asked again without their document


@dataclass(frozen=True)
class Row:
    """A question as the reader saw it: the signals of each candidate, and whether it answers.

    `shape` of signals: (candidates, SIGNALS). `setting` is "asked" or "removed".
    """

    family: str
    place: int
    setting: str
    signals: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool


def gather(
    corpora: Mapping[str, Sequence[Sequence[Lesson]]], embedder: Embedder, judge: Judge | None
) -> list[Row]:
    """Questions of every corpus; each of its groups of lessons is an index of its own."""
    return [
        row
        for groups in corpora.values()
        for lessons in groups
        for row in _rows(lessons, embedder, judge, MOST // len(groups))
    ]


def _rows(
    lessons: Sequence[Lesson], embedder: Embedder, judge: Judge | None, most: int
) -> Iterator[Row]:
    rng = random.Random(0)
    with world(lessons, embedder) as made:
        late = LateInteraction(made.index)
        asked = [(place, i) for place, one in enumerate(lessons) for i in range(len(one.asks))]
        for place, i in rng.sample(asked, min(most, len(asked))):
            yield _row(made, late, judge, place, i, "asked")
            if lessons[place].asks[i].answers and rng.random() < REMOVED:
                yield _row(made, late, judge, place, i, "removed")


def _row(
    made: World, late: LateInteraction, judge: Judge | None, place: int, i: int, setting: str
) -> Row:
    lesson = made.lessons[place]
    ask = lesson.asks[i]
    among = None if setting == "asked" else set(made.index.documents) - {name_of(place)}
    survey = late.survey(ask.text, made.index.search(ask.text, PASSAGES, among))
    few = survey.candidates[:JUDGED]
    if judge:
        named = EvidenceReader(late, judge).signals(survey, few)
    else:
        named = [survey.signals(candidate) for candidate in few]
    gold = made.gold(place, ask) if setting == "asked" else []
    right = [
        any(
            c.evidence.hit.passage.document.uri == uri and c.evidence.span.meets(span)
            for uri, span in gold
        )
        for c in few
    ]
    signals = [[some.get(name, 0.0) for name in SIGNALS] for some in named]
    return Row(
        lesson.family, place, setting, np.array(signals, np.float64),
        np.array(right, np.bool_), bool(gold),
    )  # fmt: skip


def fit_and_measure(rows: Sequence[Row], judged: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `assistant/calibration.json` holds for a reader, and how good it is.

    The documents with even places fit, those with odd places measure, and the other way round for
    the risk, so that every question counts and none measures what it fitted.
    """
    depth, names = (JUDGED, SIGNALS) if judged else (1, SIGNALS[:-1])
    used = [row for row in rows if len(row.right)]
    halves = [[row for row in used if row.place % 2 == k] for k in (0, 1)]
    models = [fit(half, depth, names) for half in halves]
    seen = [_outcome(row, models[1 - k], depth) for k, half in enumerate(halves) for row in half]
    whole = fit(used, depth, names)
    common = [one for one in seen if one.row.family != "squad2"]  # readers are not out to fool us
    kept = {"coefficients": whole.coefficients, "risk": risk(common)}
    return kept, {name: table(part) for name, part in _by_family(seen).items()}


@dataclass(frozen=True)
class Outcome:
    """A question with the probability of its best sentence, and whether that one answers."""

    row: Row
    sure: float
    right: bool


def _outcome(row: Row, likely: Calibration, depth: int) -> Outcome:
    named = [name for name in SIGNALS if name in likely.coefficients]
    sure = [
        likely.likelihood({name: some[SIGNALS.index(name)] for name in named})
        for some in row.signals[:depth].tolist()
    ]
    best = max(range(len(sure)), key=lambda i: sure[i])
    return Outcome(row, sure[best], bool(row.right[best]))


def _by_family(seen: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    parts: dict[str, list[Outcome]] = {}
    for one in seen:
        parts.setdefault(one.row.family, []).append(one)
    return parts


def table(seen: Sequence[Outcome]) -> dict[str, float]:
    """How good a reader is on some questions.

    `first`: of the answerable ones, how often the best sentence answers. `near` and `removed`: the
    area under the ROC curve of right best sentences against near misses, and against questions
    whose document was left out. `ece`: see `eval.confidence`.
    """
    asked = [one for one in seen if one.row.answerable]
    scores = [Score(True, confidence=one.sure, leads=one.right) for one in seen]
    right = [one.sure for one in asked if one.right]
    near = [o.sure for o in seen if o.row.setting == "asked" and not o.row.answerable]
    removed = [one.sure for one in seen if one.row.setting == "removed"]
    return {
        "questions": len(seen),
        "first": round(100 * sum(one.right for one in asked) / max(1, len(asked)), 1),
        "near": round(area(right, near), 3) if right and near else 0.0,
        "removed": round(area(right, removed), 3) if right and removed else 0.0,
        "ece": round(calibration_error(scores).value or 0.0, 3),
    }


def area(yes: Sequence[float], no: Sequence[float]) -> float:
    """The area under the ROC curve: how often one of the first is above one of the second.

    >>> area([0.9, 0.4], [0.5, 0.1])
    0.75
    """
    above = np.subtract.outer(np.array(yes), np.array(no))
    return float((above > 0).mean() + (above == 0).mean() / 2)


def risk(seen: Sequence[Outcome]) -> list[tuple[float, float]]:
    """For each probability, how many of 100 answers are wrong at or above it, the least sure first.

    Made to fall: a threshold that is higher never counts as riskier than one below it.
    """
    found, lowest = [], 100.0
    for step in range(1, 100):
        answers = [one for one in seen if one.sure >= step / 100]
        if len(answers) < FEWEST:
            break
        lowest = min(lowest, 100 * sum(not one.right for one in answers) / len(answers))
        found.append((step / 100, round(lowest, 2)))
    return found


def fit(rows: Sequence[Row], depth: int, names: Sequence[str]) -> Calibration:
    """A logistic regression over some signals of the first so many candidates of some questions."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    columns = [SIGNALS.index(name) for name in names]
    signals = np.concatenate([row.signals[:depth, columns] for row in rows])
    right = np.concatenate([row.right[:depth] for row in rows])
    middle, spread = signals.mean(0), signals.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000).fit((signals - middle) / spread, right)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - weights @ middle)
    named = {name: round(float(w), 6) for name, w in zip(names, weights, strict=True)}
    return Calibration({"intercept": round(intercept, 6), **named}, ())
