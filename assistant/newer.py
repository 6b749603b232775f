"""What the newest version of a document says, before what an older one of them says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.extract import speaks
from assistant.reader import Evidence, Reading
from index.passage import Hit
from index.sentences import sentences
from index.terms import terms

SAME = 0.6  # share of the words of the shorter sentence that the other one must have


def newest_first(reading: Reading, near: Iterable[Hit]) -> Reading:
    """The reading with a sentence of the newest version first, where an older one was.

    Only a sentence that shares most of its words with the older one takes its place. Where the
    newest version has none, the older one stays, and is shown as superseded.

    Args:
        reading: the sentences, best first; at least one.
        near: passages in which the newer sentence is looked for.
    """
    best = reading.evidence[0]
    successor = best.hit.passage.document.successor
    if successor is None:
        return reading
    words = set(terms(best.text))
    judged = {_place(one): one for one in reading.evidence}
    shares = {
        one: _share(words, set(terms(one.text)))
        for one in _sentences_of(successor.uri, near, judged.values())
    }
    newer = max(shares, key=shares.__getitem__, default=best)
    if shares.get(newer, 0.0) < SAME:
        return reading
    newer = judged.get(_place(newer), newer)
    rest = tuple(one for one in reading.evidence if one is not newer)
    return replace(reading, evidence=(replace(newer, score=best.score), *rest))


def _sentences_of(uri: str, near: Iterable[Hit], judged: Iterable[Evidence]) -> Iterator[Evidence]:
    """The sentences of a document in some passages, and those that were judged already."""
    yield from (one for one in judged if one.hit.passage.document.uri == uri)
    for hit in near:
        document = hit.passage.document
        if document.uri == uri:
            for span in sentences(document, hit.passage.span):
                if speaks(document, span):
                    yield Evidence(hit, span, score=0.0)


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _place(evidence: Evidence) -> tuple[str, int]:
    return evidence.hit.passage.document.id, evidence.span.start
