"""How characters that were found lie upon characters that were wanted.

Recall and precision as Chroma's chunking report has them (Smith and Troynikov 2024); its
intersection over union is `eval.score.Characters.iou`. The report speaks of tokens; the code
published with it counts characters too.
"""

from collections.abc import Iterable

from eval.score import Characters
from index.document import Span

Places = set[tuple[str, int]]  # the character of a document, by its uri and place


def places(uri: str, spans: Iterable[Span]) -> Places:
    """The characters of some spans of a document, each once."""
    return {(uri, place) for span in spans for place in range(span.start, span.end)}


def overlap(found: Places, wanted: Places) -> Characters:
    """How many characters were found, were wanted, and were both."""
    return Characters(len(found), len(wanted), len(found & wanted))


def recall(one: Characters) -> float:
    """The share of what was wanted that was found.

    >>> recall(Characters(quoted=10, wanted=20, shared=5))
    0.25
    """
    return one.shared / one.wanted if one.wanted else 0.0


def precision(one: Characters) -> float:
    """The share of what was found that was wanted; 0 where nothing was found.

    >>> precision(Characters(quoted=10, wanted=20, shared=5))
    0.5
    """
    return one.shared / one.quoted if one.quoted else 0.0
