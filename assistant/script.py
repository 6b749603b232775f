"""In which script a question is written, and whether the passages found are written in it."""

import unicodedata
from collections.abc import Iterable

from index.passage import Hit

LETTERS = 5  # a question with fewer letters of another script may just name something in it


def foreign(question: str, hits: Iterable[Hit]) -> bool:
    """Whether a question is written in a script that the passages found do not use.

    The bundled model knows English: vectors of another script are noise, and noise has neighbours.
    """
    asked = [script(letter) for letter in question if letter.isalpha()]
    letters: set[str] = set().union(*(hit.passage.text for hit in hits))  # few, of many characters
    held = {script(letter) for letter in letters if letter.isalpha()}
    other = [name for name in asked if name not in held]
    return len(other) >= LETTERS and len(other) > len(asked) / 2


def script(letter: str) -> str:
    """The script of a letter, by the first word of its Unicode name.

    >>> script("a"), script("я")
    ('LATIN', 'CYRILLIC')
    """
    return unicodedata.name(letter, "UNKNOWN").split()[0]
