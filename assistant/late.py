"""Late interaction as a reader: the sentences of some passages, best first (see `index.late`).

With the bundled model's own token vectors this is a reader by itself; with ours it finds the
sentences that `assistant.evidence` then judges.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from assistant.answerability import calibration
from assistant.extract import speaks
from assistant.kinds import Kind, asked_kind, holds
from assistant.reader import Evidence, Met, Reading
from index.document import Span
from index.late import Read
from index.passage import Hit, Passage
from index.question import Question
from index.retrieve import Index
from index.settings import OURS

PASSAGE = 0.5  # the share that the passage's own score has in its sentences'; flat from 0 to 2
RETRIEVAL = 0.02  # and the retriever's
HELD = 0.06  # for a sentence that holds the kind of thing asked for; decides between near equals
MET = 0.45  # cosine from which on a word of the question counts as covered
RIVAL = 5  # the sixth sentence: how far the best one stands out


@dataclass(frozen=True)
class Candidate:
    """A sentence with its place in the reading: the score of late interaction alone, in [-1, 1]."""

    evidence: Evidence
    late: float
    read: Read


@dataclass(frozen=True)
class Survey:
    """Every sentence of some passages for a question, best first; the words that met nothing.

    `kind` is the kind of thing asked for, if any; `silent` are the passages without a sentence that
    can answer at all.
    """

    question: Question
    kind: Kind | None
    candidates: tuple[Candidate, ...]
    uncovered: tuple[str, ...]
    silent: tuple[Hit, ...]

    def signals(self, first: Candidate) -> dict[str, float]:
        """What a candidate looks like to `assistant.answerability`."""
        rival = self.candidates[min(RIVAL, len(self.candidates) - 1)]
        return {
            "late": first.late,
            "lack": max(0.0, MET - _least(self.question, first.read)),
            "margin": first.evidence.score - rival.evidence.score,
            "unmet": float(_unmet(self.kind, self.question.text, first.evidence)),
        }


class LateInteraction:
    """Reads passages by the token vectors that an index holds or can make."""

    def __init__(self, index: Index) -> None:
        """Read for the passages of an index, with its model."""
        self._index = index
        self._calibration = calibration(calibrated_as(index))

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """See `assistant.reader.Reader`."""
        survey = self.survey(question, hits)
        if not survey.candidates:
            return Reading((), 0.0, (), survey.silent)
        sure = self._calibration.likelihood(survey.signals(survey.candidates[0]))
        first, *rest = (candidate.evidence for candidate in survey.candidates)
        # calibrated on first sentences alone: of the others it would promise too much
        found = (replace(first, support=sure), *rest)
        return Reading(found, sure, survey.uncovered, survey.silent)

    def survey(self, question: str, hits: Sequence[Hit]) -> Survey:
        """Every sentence of the passages, best first."""
        asked, kind = self._index.question(question), asked_kind(question)
        found = self._index.reader.read(asked, [hit.passage for hit in hits])
        reads = [(hit, _speaking(hit.passage, one)) for hit, one in zip(hits, found, strict=True)]
        ranked = sorted(
            (candidate for hit, read in reads for candidate in _scored(asked, kind, hit, read)),
            key=lambda c: (-c.evidence.score, c.evidence.hit.rank, c.evidence.span),
        )
        met = [read for _, read in reads if read.spans]
        uncovered = _uncovered(asked, met) if met else ()
        silent = tuple(hit for hit, read in reads if not read.spans)
        return Survey(asked, kind, tuple(ranked), uncovered, silent)

    def explain(self, question: Question, evidence: Evidence) -> Evidence:
        """The evidence with the words that the question's words met in it."""
        tokens = self._index.reader.tokens(evidence.hit.passage)
        offset = evidence.hit.passage.span.start
        inside = (tokens.starts + offset < evidence.span.end) & (
            tokens.ends + offset > evidence.span.start
        )
        if not inside.any():
            return evidence
        cosines = question.pieces @ (question.vectors @ tokens.vectors[inside].T)
        starts = tokens.starts[inside] + offset
        text = evidence.hit.passage.document.text
        met = tuple(
            Met(word, word_at(text, int(starts[row.argmax()])), round(float(row.max()), 3))
            for word, names, row in zip(question.words, question.names, cosines, strict=True)
            if names and row.max() >= MET
        )
        return replace(evidence, met=met)


def calibrated_as(index: Index) -> str:
    """The name of the calibration that fits late interaction over an index."""
    return "late" if index.manifest.settings["late"] == OURS else "plain"


def word_at(text: str, place: int) -> Span:
    """The whole word that a token belongs to.

    >>> word_at("the tide turns", 6)
    Span(start=4, end=8)
    """
    start = end = place
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return Span(start, max(end, place + 1))


def _speaking(passage: Passage, read: Read) -> Read:
    """A passage with those of its sentences that can answer at all."""
    kept = [speaks(passage.document, span) for span in read.spans]
    return Read(tuple(compress(read.spans, kept)), read.sentences[np.array(kept)], read.context)


def _scored(question: Question, kind: Kind | None, hit: Hit, read: Read) -> list[Candidate]:
    """The sentences of a passage, each with its score and its late interaction alone."""
    base = PASSAGE * float(question.weigh(read.whole)) + RETRIEVAL * _logit(hit.score)
    found = []
    for span, late in zip(read.spans, question.weigh(read.sentences), strict=True):
        evidence = Evidence(hit, span, float(late) + base)
        if kind and holds(kind, evidence.text, question.text):
            evidence = replace(evidence, score=evidence.score + HELD)
        found.append(Candidate(evidence, float(late), read))
    return found


def _logit(score: float) -> float:
    """The retriever's fused score, from its form in [0, 1]."""
    return math.log(score / (1 - score)) if 0 < score < 1 else 0.0


def _least(question: Question, read: Read) -> float:
    """How well a passage covers the third of the content words that it covers least, a cosine.

    Not the least one alone: one odd word in a long question is no missing fact.
    """
    covered = np.sort(read.whole[question.names])
    return float(covered[: max(1, len(covered) // 3)].mean()) if len(covered) else 0.0


def _uncovered(question: Question, reads: Sequence[Read]) -> tuple[str, ...]:
    """The content words of the question that no passage read covers."""
    best = np.max([read.whole for read in reads], axis=0)
    missed = question.names & (best < MET)
    return tuple(
        dict.fromkeys(word for word, none in zip(question.words, missed, strict=True) if none)
    )


def _unmet(kind: Kind | None, question: str, best: Evidence) -> bool:
    """Whether the kind of thing asked for is missing."""
    return kind is not None and not holds(kind, best.text, question)
