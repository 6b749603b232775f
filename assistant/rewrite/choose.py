"""Between several readings of a follow-up the index decides."""

from collections.abc import Callable, Sequence

from assistant.rewrite.conversation import Conversation, Rewriter
from index.passage import Hit

Search = Callable[[str], Sequence[Hit]]  # the passages of a question, best first

TRIED = 3  # readings; each costs a search
MARGIN = 0.05  # by how much the best passage of another reading must score better


def stand_alone(question: str, said: Conversation, rules: Rewriter, search: Search) -> str:
    """A question, or a part of one, as it stands alone after what was said.

    A language model's reading, where there is one, is tried beside those of the rules and after the
    likeliest of them: it has to find clearly more, so that a poor model makes nothing worse.
    """
    first, *others = candidates = rules.rewrite(question, said).candidates
    if said.read_as and candidates != (question,):
        others.insert(0, said.read_as)
    return choose((first, *others), search)


def choose(candidates: Sequence[str], search: Search) -> str:
    """The likeliest reading, unless the best passage of another one scores clearly better.

    Args:
        candidates: the likeliest first, of which three are tried.
        search: not called where there is one candidate.
    """
    first, *others = candidates[:TRIED]
    if not others:
        return first
    scores = {one: _best(search(one)) for one in (first, *others)}
    best = max(others, key=scores.__getitem__)
    return best if scores[best] > scores[first] + MARGIN else first


def _best(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0
