"""The trained reader: late interaction finds sentences, a cross-encoder judges the best of them.

What the two say, and what the question and the sentence look like, becomes one probability for each
sentence that it answers: a logistic regression whose numbers are fitted and checked by
`train.calibrate` on questions that neither network was trained on.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.answerability import calibration
from assistant.counts import counts_it
from assistant.duty import LEAD, asks_duty, states_duty, states_rule_for
from assistant.judge import Judge
from assistant.late import Candidate, LateInteraction, Survey
from assistant.offices import names_office
from assistant.reader import Evidence, Reading
from index.passage import Hit

JUDGED = 4  # sentences that the judge reads: each costs some 20 ms
RULES = 2  # and further ones that state a rule, where the question asks what somebody must do


class EvidenceReader:
    """See `assistant.reader.Reader`."""

    def __init__(self, late: LateInteraction, judge: Judge) -> None:
        """Read with both networks."""
        self._late = late
        self._judge = judge

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """See `assistant.reader.Reader`; only the sentences that were judged are in the reading."""
        survey = self._late.survey(question, hits)
        few = _worth_judging(survey)
        signals = self.signals(survey, few)
        likely = calibration("judged")
        judged = [
            _judged(question, one.evidence, likely.likelihood(some))
            for one, some in zip(few, signals, strict=True)
        ]
        sure = max((evidence.score for evidence in judged), default=0.0)
        judged.sort(key=lambda evidence: -_lead(question, evidence))
        found = tuple(self._late.explain(survey.question, evidence) for evidence in judged)
        return Reading(found, sure, survey.uncovered, survey.silent)

    def signals(self, survey: Survey, few: Sequence[Candidate]) -> list[dict[str, float]]:
        """What each of some candidates looks like to `assistant.answerability`."""
        pairs = [(c.evidence.hit.passage.document.title, c.evidence.text) for c in few]
        logits = self._judge.logits(survey.question.text, pairs)
        return [
            {**survey.signals(candidate), "judge": float(logit)}
            for candidate, logit in zip(few, logits, strict=True)
        ]


def _judged(question: str, evidence: Evidence, likelihood: float) -> Evidence:
    """The evidence with the probability that it answers.

    That is 0 if it lacks the office asked for, or counts something else.
    """
    fits = names_office(question, evidence.text)
    support = likelihood * fits * counts_it(question, evidence.text)
    return replace(evidence, score=support, support=support, fits=fits)


def _worth_judging(survey: Survey) -> tuple[Candidate, ...]:
    """The best candidates; for a question about a duty with the best that state a rule."""
    best, rest = survey.candidates[:JUDGED], survey.candidates[JUDGED:]
    if not asks_duty(survey.question.text):
        return best
    return best + tuple(c for c in rest if states_duty(c.evidence.text))[:RULES]


def _lead(question: str, evidence: Evidence) -> float:
    """What evidence is ordered by: the logit, and a lead for a rule where one is asked for.

    Only the order changes: whether the sources speak of the matter at all is judged without it.
    """
    inside = min(max(evidence.score, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside)) + LEAD * states_rule_for(question, evidence.text)
