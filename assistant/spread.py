"""Which of the passages found are read: no document, and no text that is copied, fills the first.

Whoever can add documents can write one for a question, say it in twenty ways, or add it fifty times
(knowledge poisoning: Zou et al. 2024, PoisonedRAG, arXiv:2402.07867). So of one document, and of
passages that are copies of each other, two may stand among the first five; the others come after.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.passage import Hit

FIRST, MOST = 5, 2  # so many of one source among the first
SHINGLE = 3  # words
COPIED = 0.5  # share of the shingles of the shorter passage that the other one has
SAID_AGAIN = 5  # words of a sentence that two passages share
SENTENCE = re.compile(r"[.!?\n]+")


@dataclass(frozen=True)
class _Text:
    """A passage as it is compared with others."""

    hit: Hit

    @cached_property
    def sentences(self) -> frozenset[str]:
        """Its longer sentences, without case and signs."""
        parts = (_words(part) for part in SENTENCE.split(self.hit.passage.text))
        return frozenset(" ".join(words) for words in parts if len(words) >= SAID_AGAIN)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Its runs of words (Broder 1997, "On the resemblance and containment of documents")."""
        words = _words(self.hit.passage.text)
        return frozenset(zip(*(words[at:] for at in range(SHINGLE)), strict=False))

    def like(self, other: "_Text") -> bool:
        """Whether two are of one document, or copies, at least in a sentence."""
        if self.hit.passage.document.uri == other.hit.passage.document.uri:
            return True
        least = max(1, min(len(self.shingles), len(other.shingles)))
        both = len(self.shingles & other.shingles)
        return both >= COPIED * least or bool(self.sentences & other.sentences)


def spread(hits: Sequence[Hit], count: int) -> list[Hit]:
    """So many of some hits, those of one source apart.

    Args:
        hits: more than are wanted, best first.
        count: how many are wanted.
    """
    first: list[_Text] = []
    later: list[Hit] = []
    for text in map(_Text, hits):
        room = len(first) < FIRST
        if room and sum(text.like(other) for other in first) < MOST:
            first.append(text)
        else:
            later.append(text.hit)
    return [*(text.hit for text in first), *later][:count]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
