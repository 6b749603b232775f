"""How much a word tells: inverse document frequency, smoothed towards general English."""

import math
from functools import lru_cache
from pathlib import Path

from index.lexical import Lexical
from index.terms import STOP, stem

BACKGROUND = Path(__file__).with_name("background.tsv")
# with fewer passages than this the background speaks, with more the sources themselves
PRIOR = 100
UNSEEN = 2  # paragraphs that a word absent from the table is taken to stand in


class Idf:
    """-ln of the share of passages that hold a word (Spärck Jones 1972).

    The share is (n(word) + PRIOR · b(word)) / (n + PRIOR), where b is the share of paragraphs in a
    background table that hold the word: Dirichlet smoothing (Zhai and Lafferty 2001) of document
    frequencies, since five short documents do not show which words are rare. The table counts stems
    in 18,850 paragraphs of Wikipedia (CC BY-SA 4.0; docs/decisions/0005).
    """

    def __init__(self, lexical: Lexical) -> None:
        """Weigh words by the passages of an index."""
        self._lexical = lexical

    def __call__(self, word: str) -> float:
        """The weight of a lower-case word; 0 for one that stands everywhere."""
        counts, paragraphs = _background()
        share = counts.get(stem(word), UNSEEN) / paragraphs
        if word not in STOP:  # the index does not count these
            found = self._lexical.passages_with(word)
            share = (found + PRIOR * share) / (self._lexical.size + PRIOR)
        return -math.log(min(1.0, share))


def background_idf(word: str) -> float:
    """The weight of a lower-case word by the background table alone."""
    counts, paragraphs = _background()
    return -math.log(min(1.0, counts.get(stem(word), UNSEEN) / paragraphs))


@lru_cache(maxsize=1)
def _background() -> tuple[dict[str, int], int]:
    """In how many paragraphs each stem stands, and how many paragraphs there are."""
    head, *rows = BACKGROUND.read_text("utf-8").splitlines()
    counts = (row.split("\t") for row in rows)
    return {word: int(count) for word, count in counts}, int(head.split("\t")[1])
