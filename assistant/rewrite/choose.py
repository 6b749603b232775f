"""Between several readings of a follow-up the index decides."""

from collections.abc import Callable, Sequence

from index.passage import Hit

TRIED = 3  # readings; each costs a search
MARGIN = 0.05  # by how much the best passage of another reading must score better


def choose(candidates: Sequence[str], search: Callable[[str], Sequence[Hit]]) -> str:
    """The likeliest reading, unless the best passage of another one scores clearly better.

    Args:
        candidates: the likeliest first, of which three are tried.
        search: the passages of a question, best first; not called where there is one candidate.
    """
    first, *others = candidates[:TRIED]
    if not others:
        return first
    scores = {one: _best(search(one)) for one in (first, *others)}
    best = max(others, key=scores.__getitem__)
    return best if scores[best] > scores[first] + MARGIN else first


def _best(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0
