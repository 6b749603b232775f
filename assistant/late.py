"""Late interaction: every word of a question is compared with every token of a sentence.

For each word of the question, the best cosine among the tokens of a sentence, which is read inside
its passage (ColBERT's MaxSim; Khattab and Zaharia 2020), weighted by how much the word tells. With
the bundled model's own token vectors this is a reader by itself; with ours it finds the sentences
that `assistant.evidence` then judges.
"""

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answerability import calibration
from assistant.extract import speaks
from assistant.idf import Idf
from assistant.kinds import holds
from assistant.question import Floats, Question, read_question
from assistant.reader import Evidence, Met, Reading
from index.document import Span
from index.embed import TokenVectors
from index.passage import Hit, Passage
from index.retrieve import Index
from index.sentences import sentences
from index.settings import OURS

PASSAGE = 0.5  # the share that the passage's own score has in its sentences'; flat from 0 to 2
RETRIEVAL = 0.02  # and the retriever's
HELD = 0.06  # for a sentence that holds the kind of thing asked for; decides between near equals
MET = 0.45  # cosine from which on a word of the question counts as covered
RIVAL = 5  # the sixth sentence: how far the best one stands out
CACHED = 512  # passages that are kept as they were read, about 85 kB each


@dataclass(frozen=True)
class Read:
    """A passage read for a question: its best cosine for each word, and its sentences'."""

    hit: Hit
    spans: tuple[Span, ...]
    sentences: Floats  # (sentences, words)
    whole: Floats  # (words,), context line included


@dataclass(frozen=True)
class Candidate:
    """A sentence with its place in the reading: the score of late interaction alone, in [-1, 1]."""

    evidence: Evidence
    late: float
    read: Read


@dataclass(frozen=True)
class Survey:
    """Every sentence of some passages for a question, best first; the words that met nothing."""

    question: Question
    candidates: tuple[Candidate, ...]
    uncovered: tuple[str, ...]

    def signals(self, first: Candidate) -> dict[str, float]:
        """What a candidate looks like to `assistant.answerability`."""
        rival = self.candidates[min(RIVAL, len(self.candidates) - 1)]
        return {
            "late": first.late,
            "lack": max(0.0, MET - _least(self.question, first.read)),
            "margin": first.evidence.score - rival.evidence.score,
            "unmet": float(_unmet(self.question, first.evidence)),
        }


class LateInteraction:
    """Reads passages by the token vectors that an index holds or can make."""

    def __init__(self, index: Index) -> None:
        """Read for the passages of an index, with its model."""
        self._index = index
        self._idf = Idf(index.lexical)
        self._calibration = calibration(calibrated_as(index))
        self._cache: OrderedDict[str, tuple[TokenVectors, tuple[Span, ...]]] = OrderedDict()

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """See `assistant.reader.Reader`."""
        survey = self.survey(question, hits)
        if not survey.candidates:
            return Reading((), 0.0, ())
        sure = self._calibration.likelihood(survey.signals(survey.candidates[0]))
        found = tuple(candidate.evidence for candidate in survey.candidates)
        return Reading(found, sure, survey.uncovered)

    def survey(self, question: str, hits: Sequence[Hit]) -> Survey:
        """Every sentence of the passages, best first."""
        asked = read_question(question, self._index.embedder, self._idf)
        reads = [read for hit in hits if len((read := self._read(asked, hit)).spans)]
        found = sorted(
            (candidate for read in reads for candidate in _scored(asked, read)),
            key=lambda c: (-c.evidence.score, c.evidence.hit.rank, c.evidence.span),
        )
        return Survey(asked, tuple(found), _uncovered(asked, reads) if reads else ())

    def explain(self, question: Question, evidence: Evidence) -> Evidence:
        """The evidence with the words that the question's words met in it."""
        tokens, _ = self._tokens(evidence.hit.passage)
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

    def _read(self, question: Question, hit: Hit) -> Read:
        tokens, spans = self._tokens(hit.passage)
        cosines = question.vectors @ tokens.vectors.T
        offset = hit.passage.span.start  # from characters of the passage to the document's
        starts, ends = tokens.starts + offset, tokens.ends + offset
        rows = [question.best(cosines, (starts < s.end) & (ends > s.start)) for s in spans]
        context = question.best(cosines, tokens.ends <= 0)
        shape = np.array(rows, np.float32).reshape(len(rows), len(question.words))
        return Read(hit, spans, shape, np.max([context, *rows], axis=0))

    def _tokens(self, passage: Passage) -> tuple[TokenVectors, tuple[Span, ...]]:
        """The token vectors of a passage, and those of its sentences that can answer at all."""
        if passage.id not in self._cache:
            # a piece of a sentence too long for a passage holds no whole one, and is read as it is
            whole = sentences(passage.document, passage.span) or (passage.span,)
            spans = tuple(span for span in whole if speaks(passage.document, span))
            self._cache[passage.id] = self._index.read(passage), spans
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return self._cache[passage.id]


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


def _scored(question: Question, read: Read) -> list[Candidate]:
    """The sentences of a passage, each with its score and its late interaction alone."""
    base = PASSAGE * float(question.weigh(read.whole)) + RETRIEVAL * _logit(read.hit.score)
    found = []
    for span, late in zip(read.spans, question.weigh(read.sentences), strict=True):
        evidence = Evidence(read.hit, span, float(late) + base)
        if question.kind and holds(question.kind, evidence.text, question.text):
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


def _unmet(question: Question, best: Evidence) -> bool:
    """Whether the kind of thing asked for is missing."""
    kind = question.kind
    return kind is not None and not holds(kind, best.text, question.text)
