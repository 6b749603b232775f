"""The default reader: late interaction over the embedding model's own token vectors.

For each word of the question, the best cosine among the tokens of a sentence, which is read inside
its passage (ColBERT's MaxSim; Khattab and Zaharia 2020), weighted by how rare the word is. Nothing
is trained but the five numbers that turn four signals into a probability.
"""

import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import probability
from assistant.duty import LEAD, asks_duty, states_duty
from assistant.extract import speaks
from assistant.idf import Idf
from assistant.kinds import Kind, asked_kind, holds
from assistant.reader import Evidence, Reading
from index.chunk import CONTEXT_TOKENS
from index.document import Span
from index.embed import TokenVectors, shorten
from index.passage import Hit, Passage
from index.retrieve import Index
from index.sentences import sentences
from index.terms import STOP

PASSAGE = 0.5  # the share that the passage's own score has in its sentences'; flat from 0 to 2
RETRIEVAL = 0.02  # and the retriever's
HELD = 0.06  # for a sentence that holds the kind of thing asked for; decides between near equals
MET = 0.45  # cosine from which on a word of the question counts as covered
RIVAL = 5  # the sixth sentence: how far the best one stands out
CACHED = 512  # passages whose token vectors are kept, about 75 kB each

WORD = re.compile(r"[^\W_]+")
CLITICS = frozenset("s t re ve d ll m".split())
# words that ask for something and name nothing: that they meet nothing says nothing
ASKING = frozenset(
    "many much name names named call called kind kinds type types sort year date time day "
    "month long often old know known tell say happen happens happened occur take took place "
    "person people thing things number amount percentage way one please give list get got "
    "become became use used mean word term".split()
)

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """A question as the reader sees it.

    `pieces`, shape (words, tokens of the question), turns cosines of tokens into those of words;
    `idf` and `names`, whether a word names something, have shape (words,). `kind` is the kind of
    thing asked for, if any.
    """

    text: str
    kind: Kind | None
    vectors: NDArray[np.float32]
    words: tuple[str, ...]
    pieces: NDArray[np.float32]
    idf: Row
    names: NDArray[np.bool_]

    def weigh(self, cosines: NDArray[np.float32]) -> Row:
        """The mean of cosines, shape (…, words), weighted by how rare the words are."""
        return np.asarray(cosines @ self.idf / max(float(self.idf.sum()), 1e-9))


@dataclass(frozen=True)
class Read:
    """A passage read for a question: its best cosine for each word, and its sentences'."""

    hit: Hit
    spans: tuple[Span, ...]
    sentences: NDArray[np.float32]  # (sentences, words)
    whole: NDArray[np.float32]  # (words,), title included


class LateInteraction:
    """Reads passages with the embedding model of an index."""

    def __init__(self, index: Index) -> None:
        """Read for the passages of an index, with its model."""
        self._embedder = index.embedder
        self._idf = Idf(index.lexical)
        self._cache: OrderedDict[str, tuple[TokenVectors, int]] = OrderedDict()

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """See `assistant.reader.Reader`."""
        asked = self._question(question)
        reads = [read for hit in hits if len((read := self._read(asked, hit)).spans)]
        found = sorted(
            (evidence for read in reads for evidence in _scored(asked, read)),
            key=lambda pair: (-pair[0].score, pair[0].hit.rank, pair[0].span),
        )
        if not found:
            return Reading((), 0.0, ())
        best, late = found[0]
        first = next(read for read in reads if read.hit is best.hit)
        rival = found[min(RIVAL, len(found) - 1)][0]
        signals = {
            "late": late,
            "lack": max(0.0, MET - _least(asked, first)),
            "margin": best.score - rival.score,
            "unmet": float(_unmet(asked, best)),
        }
        uncovered = _uncovered(asked, reads)
        ranked = _duties_first(question, [evidence for evidence, _ in found])
        return Reading(ranked, probability(signals), uncovered)

    def _question(self, text: str) -> Question:
        read = self._embedder.read([shorten(text, self._embedder, self._embedder.limit)])[0]
        words, rows = [], []
        for found in WORD.finditer(text):
            word = found[0].lower()
            inside = (read.starts < found.end()) & (read.ends > found.start())
            if word not in CLITICS and inside.any():
                words.append(word)
                rows.append(inside / inside.sum())
        return Question(
            text=text,
            kind=asked_kind(text),
            vectors=read.vectors,
            words=tuple(words),
            pieces=np.array(rows, np.float32).reshape(len(words), len(read.vectors)),
            idf=np.array([self._idf(word) for word in words]),
            names=_names(words),
        )

    def _read(self, question: Question, hit: Hit) -> Read:
        passage = hit.passage
        tokens, shift = self._tokens(passage)
        cosines = question.vectors @ tokens.vectors.astype(np.float32).T
        offset = passage.span.start - shift  # from characters of what was read to the document's
        # a piece of a sentence too long for a passage holds no whole one, and is read as it is
        whole = sentences(passage.document, passage.span) or (passage.span,)
        spans = [span for span in whole if speaks(passage.document, span)]
        starts, ends = tokens.starts + offset, tokens.ends + offset
        rows = [_best(question, cosines, (starts < s.end) & (ends > s.start)) for s in spans]
        title = _best(question, cosines, tokens.ends <= shift)
        shape = np.array(rows, np.float32).reshape(len(rows), len(question.words))
        return Read(hit, tuple(spans), shape, np.max([title, *rows], axis=0))

    def _tokens(self, passage: Passage) -> tuple[TokenVectors, int]:
        """The token vectors of a passage behind its title, and how long the title is."""
        if passage.id not in self._cache:
            title = shorten(passage.document.title, self._embedder, CONTEXT_TOKENS - 1) + ". "
            # one at a time: in a batch the last digits would depend on the neighbours
            read = self._embedder.read([title + passage.text])[0]
            small = TokenVectors(read.vectors.astype(np.float16), read.starts, read.ends)
            self._cache[passage.id] = small, len(title)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return self._cache[passage.id]


def _best(
    question: Question, cosines: NDArray[np.float32], tokens: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """For each word of the question the best cosine among some tokens, shape (words,)."""
    if not tokens.any():
        return np.zeros(len(question.words), np.float32)
    return np.asarray(question.pieces @ cosines[:, tokens].max(axis=1), dtype=np.float32)


def _scored(question: Question, read: Read) -> list[tuple[Evidence, float]]:
    """The sentences of a passage, each with its score and its late interaction alone."""
    base = PASSAGE * float(question.weigh(read.whole)) + RETRIEVAL * _logit(read.hit.score)
    found = []
    for span, late in zip(read.spans, question.weigh(read.sentences), strict=True):
        evidence = Evidence(read.hit, span, float(late) + base)
        if question.kind and holds(question.kind, _words(evidence), question.text):
            evidence = replace(evidence, score=evidence.score + HELD)
        found.append((evidence, float(late)))
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


def _duties_first(question: str, found: list[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with rules moved up, where the question asks what somebody must do.

    Only the order changes: whether the sources speak of the matter at all was judged before.
    """
    if asks_duty(question):
        found = [replace(e, score=e.score + LEAD) if states_duty(_words(e)) else e for e in found]
        found.sort(key=lambda evidence: -evidence.score)
    return tuple(found)


def _words(evidence: Evidence) -> str:
    return evidence.span.cut(evidence.hit.passage.document.text)


def _unmet(question: Question, best: Evidence) -> bool:
    """Whether the kind of thing asked for is missing."""
    kind = question.kind
    return kind is not None and not holds(kind, _words(best), question.text)


def _names(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words name something; all of them where none does."""
    some = [word.isdigit() or (len(word) > 1 and word not in STOP) for word in words]
    narrow = [yes and word not in ASKING for yes, word in zip(some, words, strict=True)]
    chosen = next((mask for mask in (narrow, some) if any(mask)), [True] * len(words))
    return np.array(chosen, dtype=np.bool_)
