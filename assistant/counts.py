"""Questions for a count, and whether a sentence counts just that.

"How many agents?" is not answered by "Three parties". The rules are for English, and a sentence is
only turned down where all that it counts is plainly something else.
"""

import re

from assistant.differ.amounts import LENGTHS, amounts
from assistant.differ.wording import meaning_of
from assistant.kinds import NUMERAL
from index.terms import STOP

ASKS = re.compile(
    r"\bhow many (?P<what>(?:[\w'’-]+ ){1,4}?)(?:is|are|was|were|do|does|did|has|have|had|can|"
    r"could|will|would|may|might|must|shall|should|\w+ed)\b",
    re.IGNORECASE,
)
ANYBODY = frozenset(map(meaning_of, "people person men women times things more others".split()))


def counts_it(question: str, sentence: str) -> bool:
    """Whether a sentence may count what a question asks the number of; true where none is asked.

    >>> counts_it("How many agents were affected?", "Three parties challenged the contract.")
    False
    >>> counts_it("How many agents were affected?", "Some 40 agents trained there.")
    True
    """
    asked = ASKS.search(question)
    if asked is None:
        return True
    noun = re.split(r"\b(?:of|in|on|at|from|to|with|for|until|since)\b", asked["what"].lower())[0]
    words = [word for word in noun.split() if word not in STOP]
    if not words or meaning_of(words[-1]) in ANYBODY or words[-1].removesuffix("s") in LENGTHS:
        return True
    units = [one.unit for _, one in amounts(sentence)]
    said = {meaning_of(word) for word in re.findall(r"[^\W\d_]+", sentence)}
    if meaning_of(words[-1]) in said or re.search(rf"\b{NUMERAL}\b", " ".join(words)):
        return True
    return not units or "" in units
