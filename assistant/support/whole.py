"""Whether prose is a sentence: by itself a name says nothing, below a question it would answer."""

import re

from assistant.support.parts import VERB
from index.terms import STOP

WHOLE = re.compile(r"[(\[]?[^\W_].*[.!][)\]]?", re.DOTALL)
TELLING = 3  # words in small letters, of which one is probably a verb without an ending
LOWER = re.compile(r"\b[a-z]\S*")  # where a verb can stand; names of offices look like some


def is_whole(words: str) -> bool:
    """Whether some words end as a sentence does and have a verb, or enough words for one.

    >>> is_whole("The union wrote to him."), is_whole("The union wrote to")
    (True, False)
    >>> is_whole("The National Immigration and Customs Enforcement Council.")
    False
    """
    told = [word for word in LOWER.findall(words) if word.strip(".,;:") not in STOP]
    likely = VERB.search(" ".join(LOWER.findall(words))) or len(told) >= TELLING
    return bool(WHOLE.fullmatch(words) and likely)
