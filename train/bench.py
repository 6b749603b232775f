"""Which reader is better: every method on the same questions in one run.

| method | what it is |
|---|---|
| cosine | of the question's vector with the sentence's (all-MiniLM-L6-v2) |
| BM25 | share of the question's IDF mass in the sentence; BM25 for passages |
| late, not trained | late interaction with the bundled model's own token vectors |
| late, trained | with ours |
| whole reader | late interaction, then the judge on the best sentences, as the assistant has it |

A method gives every sentence of some passages a score. All passages come from one index, and all
questions from articles that no network was trained on.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import EvidenceReader
from assistant.judge import Judge
from assistant.late import LateInteraction
from eval.estimate import Estimate, mean, proportion
from index.document import Span
from index.embed import Embedder
from index.passage import Hit
from index.retrieve import Index
from index.sentences import sentences
from train.overlap import overlap
from train.worlds import World, name_of

READ = 20  # passages that a method ranks
Scored = list[tuple[Hit, Span, float]]
Method = Callable[[str, Sequence[Hit]], Scored]


@dataclass(frozen=True)
class Asked:
    """A question of a world: where its own document is, and where the sentences that answer."""

    text: str
    home: str
    gold: tuple[tuple[str, Span], ...]


def asked(world: World, most: int, answerable: bool) -> list[Asked]:
    """Questions of a world, drawn without regard to what any method makes of them."""
    found = [
        Asked(ask.text, name_of(place), tuple(world.gold(place, ask)))
        for place, lesson in enumerate(world.lessons)
        for ask in lesson.asks
        if lesson.held_out and bool(ask.answers) == answerable
    ]
    found = [one for one in found if bool(one.gold) == answerable]
    return random.Random(0).sample(found, min(most, len(found)))


def methods(index: Index, plain: Embedder, judge: Judge) -> dict[str, Method]:
    """Every method over one index; `plain` gives the token vectors that were not trained."""
    trained = LateInteraction(index)
    return {
        "cosine": cosine(index.embedder),
        "BM25": lexical,
        "late, not trained": late(LateInteraction(replace(index, embedder=plain, tokens=None))),
        "late, trained": late(trained),
        "whole reader": whole(EvidenceReader(trained, judge)),
    }


def cosine(embedder: Embedder) -> Method:
    """The cosine of question and sentence."""
    kept: dict[str, tuple[Sequence[Span], NDArray[np.float32]]] = {}

    def score(question: str, hits: Sequence[Hit]) -> Scored:
        vector, _ = embedder.ask(question)
        found = []
        for hit in hits:
            passage = hit.passage
            if passage.id not in kept:
                spans: Sequence[Span] = sentences(passage.document, passage.span) or (passage.span,)
                texts = [span.cut(passage.document.text)[:900] for span in spans]
                kept[passage.id] = spans, embedder.embed(texts)
            spans, vectors = kept[passage.id]
            found += [(hit, s, float(v)) for s, v in zip(spans, vectors @ vector, strict=True)]
        return found

    return score


def lexical(question: str, hits: Sequence[Hit]) -> Scored:
    """The IDF mass that question and sentence share, and the passage's BM25 for the rest."""
    found = []
    for hit in hits:
        passage = hit.passage
        for span in sentences(passage.document, passage.span) or (passage.span,):
            mass = overlap(question, span.cut(passage.document.text))
            found.append((hit, span, mass + hit.lexical))
    return found


def late(reader: LateInteraction) -> Method:
    """Late interaction alone."""
    return lambda question, hits: [
        (c.evidence.hit, c.evidence.span, c.evidence.score)
        for c in reader.survey(question, hits).candidates
    ]


def whole(reader: EvidenceReader) -> Method:
    """The reader that answers users; sentences that it did not judge are left out."""
    return lambda question, hits: [
        (evidence.hit, evidence.span, evidence.score)
        for evidence in reader.read(question, hits).evidence
    ]


def first_right(method: Method, world: World, questions: Iterable[Asked]) -> Estimate:
    """How often the best sentence of the right document answers."""
    return proportion(
        _answers(one, _best(method(one.text, _of(world.index, one.home)))) for one in questions
    )


def found_right(method: Method, index: Index, questions: Iterable[Asked]) -> Estimate:
    """How often the best sentence of the first 20 passages of a search answers."""
    return proportion(
        _answers(one, _best(method(one.text, index.search(one.text, READ)))) for one in questions
    )


def reranked(method: Method, index: Index, questions: Iterable[Asked]) -> tuple[Estimate, Estimate]:
    """hit@1 and mean reciprocal rank of the right document among BM25's first 20, if there."""
    ranks = []
    for one in questions:
        hits = bm25(index, one.text)
        if one.home in {hit.passage.document.uri for hit in hits}:
            best: dict[str, float] = {}
            for hit, _, score in method(one.text, hits):
                name = hit.passage.document.uri
                best[name] = max(best.get(name, -np.inf), score)
            order = sorted(best, key=lambda name: -best[name])
            ranks.append(order.index(one.home) + 1 if one.home in order else READ)
    return proportion(rank == 1 for rank in ranks), mean([1 / rank for rank in ranks])


def bm25(index: Index, question: str) -> list[Hit]:
    """BM25's own first 20 passages."""
    return [
        Hit(index.passages[place], 0.5, rank, lexical=score)
        for rank, (place, score) in enumerate(index.lexical.best(question, READ), start=1)
    ]


def tops(
    method: Method, world: World, questions: Iterable[Asked], removed: bool = False
) -> list[tuple[float, bool]]:
    """For each question the best score over a search, and whether that sentence answers.

    With `removed` the question's own document is left out.
    """
    found = []
    for one in questions:
        among = set(world.index.documents) - {one.home} if removed else None
        best = _best(method(one.text, world.index.search(one.text, READ, among)))
        found.append((best[2] if best else -np.inf, not removed and _answers(one, best)))
    return found


def milliseconds(method: Method, index: Index, questions: Sequence[Asked]) -> float:
    """The median time of ranking 20 passages for a question, search included."""
    times = []
    for one in questions:
        began = time.perf_counter()
        method(one.text, index.search(one.text, READ))
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


def _of(index: Index, name: str) -> list[Hit]:
    passages = [passage for passage in index.passages if passage.document.uri == name]
    return [Hit(passage, 0.5, rank) for rank, passage in enumerate(passages, start=1)]


def _best(scored: Scored) -> tuple[Hit, Span, float] | None:
    return max(scored, key=lambda one: one[2], default=None)


def _answers(one: Asked, best: tuple[Hit, Span, float] | None) -> bool:
    if best is None:
        return False
    hit, span, _ = best
    return any(hit.passage.document.uri == uri and span.meets(gold) for uri, gold in one.gold)
