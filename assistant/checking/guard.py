"""The words that may not get lost, and what of a quotation would lose one.

English lists, and short: denials, words of obligation and permission, and hedges.
"""

import re

from assistant.differ.amounts import SCALES, WORTH

NEGATION = frozenset(
    "no not never none nobody nothing nowhere neither nor cannot without unless except hardly "
    "scarcely barely rarely seldom false denies denied deny refuses refused refuse".split()
)
MODAL = frozenset("must may might shall should can could will would ought need needs".split())
HEDGE = frozenset(
    "about allegedly alleged almost apparently approximately around arguably appears appear "
    "assumed believed claimed claims few generally if largely least likely mainly many maybe more "
    "less most mostly much nearly normally often only partly perhaps possible possibly potentially "
    "presumably probably purportedly reportedly roughly seem seems several some sometimes supposed "
    "supposedly suggests typically uncertain unclear unlikely unproven up usually virtually".split()
)
# hedges that say that a thing is not sure at all: no aside holds them by chance
DOUBT = frozenset(
    "allegedly alleged doubtful maybe perhaps possibly potentially presumably probably purportedly "
    "reportedly supposedly uncertain unclear unlikely unproven".split()
)
NUMBER = frozenset([*WORTH, *SCALES, *"percent half twice once".split()]) - {"second"}
QUANTITY = frozenset("all always any both each entire entirely every everyone whole".split())
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SIGN = re.compile(r"[%‰$€£¥±<>≤≥≈=+°−]|(?<!\S)[-–](?=[$€£¥]?\d)")


def negation(text: str) -> bool:
    """Whether a text denies, excepts or doubts.

    >>> negation("which doesn’t apply"), negation("perhaps"), negation("a note")
    (True, True, False)
    """
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
    return any(word in NEGATION | DOUBT or word.endswith("n't") for word in words)


def weighty(text: str) -> bool:
    """Whether a text holds a negation, a modal verb or a hedge."""
    words = {word.lower() for word in WORD.findall(text)}
    return negation(text) or not words.isdisjoint(MODAL | HEDGE)


def exact(text: str) -> bool:
    """Whether a text holds a number, a sign or a word such as "all"."""
    words = {word.lower() for word in WORD.findall(text)}
    digits = any(character.isnumeric() for character in text)
    return digits or not words.isdisjoint(NUMBER | QUANTITY) or SIGN.search(text) is not None
