"""The passive voice: which verbs stand in it, and who is said to do what they say."""

import re
from collections.abc import Iterator

from assistant.support.reading import Sentence
from assistant.support.wording import PAST, meaning

AGENT = (
    r"(?:(?! (?:and|or|of|in|on|at|with|for|to|from|after|before|as|who|which|that|when|while|"
    r"because|since|under|"
    r"during|was|were|is|are|had|has)\b)[^,.;:])+"
)
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\b(?:\s+(?:not|never|also|then|later|recently|\w+ly))*\s+"
    rf"(?P<verb>\w+)\b(?P<between>(?:(?! to "
    rf")[^.;:,]){{0,60}}?)\sby\s+(?!\w+ing\b)(?P<agent>{AGENT})",
)
BEING = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?:not|never|also|then|later|\w+ly)\s+)*"
    rf"[\"“‘']?(?P<verb>\w+ed|{'|'.join(PAST)})\b"
)
BY = re.compile(rf"\b(?P<verb>\w+(?:ed|en|de|ten|pt|lt|ld|nt))\s+by\s+(?P<agent>{AGENT})")


def passives(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The verbs in the passive voice with what the head of who does it means.

    >>> dict(passives("The letter was sent by Ada."))
    {'send': frozenset({'ada'})}
    """
    for pattern in (PASSIVE, BY):
        for match in pattern.finditer(text):
            agent = Sentence(match["agent"]).words
            if agent:
                yield meaning(match["verb"]), frozenset({agent[-1].meaning})


def participles(sentence: Sentence) -> frozenset[str]:
    """What the verbs in the passive voice mean, whether or not it is said who does it."""
    return frozenset(meaning(match["verb"]) for match in BEING.finditer(sentence.text))
