"""Questions for yes or no, and the sentence that decides one."""

import re
from collections.abc import Iterable, Sequence

from assistant.reader import Evidence
from assistant.reply import YesNo
from assistant.rows import Asked
from assistant.stance import Stance, stance

HELPER = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would"
)
OPENS = re.compile(
    rf"^\W*(?:(?:and|so|but|ok|okay|well|please|then)\W+)*(?P<helper>{HELPER})(?P<not>n['’]t)?\s+"
    r"(?P<rest>[^?]+)\??\W*$",
    re.IGNORECASE,
)
# "or" asks to choose, and "who", "what" or "if" within asks for more than yes or no
MORE = re.compile(r"\b(?:or|who|what|which|when|where|why|how|if|whether|unless)\b", re.IGNORECASE)
DENIES = re.compile(r"\b(?:not(?! to\b)|never|no|nobody|none|neither|nor|nothing)\b", re.IGNORECASE)
SHOULD = frozenset("might should".split())


def asked_claim(question: str) -> Asked | None:
    """The claim that a question asks to be affirmed or denied; None where it asks otherwise.

    A question with a denial of its own is none of these: "yes" to it says two things.

    >>> asked_claim("May boats sail at night?")
    Asked(text='boats sail at night', helper='may')
    >>> asked_claim("Who may sail?"), asked_claim("Don't boats sail?")
    (None, None)
    """
    found = OPENS.match(question.strip())
    if not found or found["not"] or found["helper"].lower() in SHOULD:
        return None
    rest = found["rest"].strip()
    if MORE.search(rest) or DENIES.search(rest):
        return None
    return Asked(rest, found["helper"].lower())


def decide(question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, YesNo] | None:
    """The best sentence that decides a question, and how; None where none does or two disagree."""
    asked = asked_claim(question)
    if asked is None:
        return None
    stances = [stance(asked, one.hit.passage.document, one.span) for one in evidence]
    said = verdict(stances)
    best = next((one for one, found in zip(evidence, stances, strict=True) if found), None)
    return (best, said) if best and said else None


def verdict(stances: Iterable[Stance | None]) -> YesNo | None:
    """Yes or no by what some sentences say to a claim; None where they disagree or say nothing."""
    found = set(stances) - {None}
    if len(found) != 1:
        return None
    return YesNo.YES if found == {Stance.ASSERTS} else YesNo.NO
