"""Answers as words: whether a reply holds an answer, by the definitions that the sets use."""

import re
import string
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

ARTICLES = re.compile(r"\b(?:a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)


def plain(text: str) -> str:
    """Lower case without punctuation, articles and repeated space.

    The normal form of SQuAD's evaluation (Rajpurkar et al. 2016), which ALCE took over.

    >>> plain("The  moon's pull, a force!")
    'moons pull force'
    """
    return " ".join(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def present(answers: Iterable[str], text: str) -> bool:
    """Whether one of some short answers stands in a text (ALCE's string match; Gao et al. 2023).

    >>> present(["Ada Marsh", "A. Marsh"], "It was led by ada marsh."), present(["Bo"], "Nobody.")
    (True, True)
    """
    # as published: a part of a word counts too
    within = plain(text)
    return any((words := plain(answer)) and words in within for answer in answers)


def contained(answer: object, text: str) -> bool:
    """Whether all that RGB asks for stands in a text, regardless of case (Chen et al. 2024).

    Args:
        answer: a text, or a list in which each member must be found: a text, or a list of texts of
            which one is enough.
        text: where to look.

    >>> said = "On May 3, 2021"
    >>> contained([["3 May", "May 3"], "2021"], said), contained(["2021", "noon"], said)
    (True, False)
    """
    members = answer if isinstance(answer, list) else [answer]
    lower = text.lower()
    return bool(members) and all(
        any(str(one).lower() in lower for one in (member if isinstance(member, list) else [member]))
        for member in members
    )


def word_recall(reference: str, text: str) -> float:
    """The share of the words of a reference that stand in a text, each as often as it is there.

    >>> word_recall("the tide turns at noon", "At noon the tide is high.")
    0.75
    """
    wanted = Counter(plain(reference).split())
    return sum((wanted & Counter(plain(text).split())).values()) / max(1, wanted.total())


def token_f1(reference: str, text: str) -> float:
    """The F1 of the words of a text against those of a reference (SQuAD's; Rajpurkar et al. 2016).

    >>> token_f1("When did the mayor resign?", "When did he resign?")
    0.75
    """
    wanted, found = Counter(plain(reference).split()), Counter(plain(text).split())
    shared = (wanted & found).total()
    return 2 * shared / (wanted.total() + found.total()) if shared else 0.0


def rouge_l(references: Collection[str], text: str) -> float:
    """ROUGE-L's F1 of a text against the best of some references (Lin 2004), without stemming.

    The longest common subsequence of words, as a share of both.

    >>> rouge_l(["tide turns at noon"], "At noon tide turns")
    0.5
    """
    return max((_rouge(plain(one).split(), plain(text).split()) for one in references), default=0.0)


def _rouge(reference: Sequence[str], words: Sequence[str]) -> float:
    common = _subsequence(reference, words)
    return 2 * common / (len(reference) + len(words)) if common else 0.0


def _subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    above = [0] * (len(right) + 1)
    for word in left:
        row = [0]
        for place, other in enumerate(right):
            row.append(above[place] + 1 if word == other else max(above[place + 1], row[-1]))
        above = row
    return above[-1]
