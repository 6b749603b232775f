"""Late interaction: every word of a question is compared with every token of a passage.

For each word of the question, the best cosine among the tokens of a sentence, which is read inside
its passage (ColBERT's MaxSim; Khattab and Zaharia 2020). Search ranks passages by it, and the
reader of `assistant.late` chooses among the sentences.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.document import Span
from index.embed import TokenVectors
from index.passage import Passage
from index.question import Floats, Question
from index.sentences import sentences

CACHED = 512  # passages that are kept as they were read, about 85 kB each


@dataclass(frozen=True)
class Read:
    """A passage read for a question: the best cosine for each word, by sentence."""

    spans: tuple[Span, ...]
    sentences: Floats  # (sentences, words)
    context: Floats  # (words,), of the line that says where the passage stands

    @property
    def whole(self) -> Floats:
        """The best cosine for each word anywhere in the passage, shape (words,)."""
        return np.asarray(np.max([self.context, *self.sentences], axis=0), np.float32)


@dataclass(frozen=True)
class _Kept:
    """The tokens of a passage, its sentences, and which tokens each of them has, half-open."""

    tokens: TokenVectors
    spans: tuple[Span, ...]
    ranges: tuple[tuple[int, int], ...]


class PassageReader:
    """Reads passages for questions by their token vectors; may be shared by threads."""

    def __init__(
        self, passages: Mapping[str, Passage], vectors: Callable[[Passage], TokenVectors]
    ) -> None:
        """Read passages, known by their ids, by what gives the token vectors of one."""
        self._load = lru_cache(maxsize=CACHED)(lambda name: _kept(passages[name], vectors))

    def tokens(self, passage: Passage) -> TokenVectors:
        """The token vectors of a passage; those of its context line have places below 0."""
        return self._load(passage.id).tokens

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[Read, ...]:
        """Some passages as they meet a question."""
        kept = [self._load(passage.id) for passage in passages]
        if not kept:
            return ()
        # in one product, since many small ones cost more than their arithmetic
        cosines = question.vectors @ np.concatenate([one.tokens.vectors for one in kept]).T
        ends = np.cumsum([len(one.tokens.vectors) for one in kept])
        parts = np.split(cosines, ends[:-1], axis=1)
        return tuple(_read(question, one, part) for one, part in zip(kept, parts, strict=True))

    def scores(self, question: Question, passages: Sequence[Passage]) -> dict[str, float]:
        """How well passages meet a question: the mean for all of one and for its best sentence."""
        found = {}
        for passage, read in zip(passages, self.read(question, passages), strict=True):
            best = question.weigh(read.sentences).max()
            found[passage.id] = float((question.weigh(read.whole) + best) / 2)
        return found


def _kept(passage: Passage, vectors: Callable[[Passage], TokenVectors]) -> _Kept:
    # a piece of a sentence too long for a passage holds no whole one, and is read as it is
    spans = sentences(passage.document, passage.span) or (passage.span,)
    tokens, offset = vectors(passage), passage.span.start  # places count from the passage's start
    first = np.searchsorted(tokens.ends, [span.start - offset for span in spans], "right")
    last = np.searchsorted(tokens.starts, [span.end - offset for span in spans], "left")
    return _Kept(tokens, spans, tuple(zip(first.tolist(), last.tolist(), strict=True)))


def _read(question: Question, kept: _Kept, cosines: Floats) -> Read:
    """A passage by the cosines of its tokens, shape (tokens of the question, tokens)."""
    before = int(np.searchsorted(kept.tokens.ends, 0, "right"))
    none = np.zeros(len(cosines), np.float32)  # for a sentence without a token
    best = [
        cosines[:, first:last].max(axis=1) if first < last else none
        for first, last in ((0, before), *kept.ranges)
    ]
    context, *rows = np.asarray((question.pieces @ np.stack(best, axis=1)).T, np.float32)
    return Read(kept.spans, np.array(rows, np.float32), context)
