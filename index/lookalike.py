"""Titles that look like another one and are not: "U.S. Cоde" with a Cyrillic o.

Two titles look alike whose skeletons are the same (Unicode Technical Standard 39, section 4): each
letter becomes the plain one that it is taken for. The home of confusable_homoglyphs, which carries
Unicode's table.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

# plain letters that are taken for each other, in small letters: "Il1|" and "O0"
PLAIN = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(words: str) -> str:
    """What some words look like, in plain letters.

    >>> skeleton("U.S. C\u043ede") == skeleton("U.S. Code")
    True
    """
    seen = "".join(
        _plain(letter) for letter in unicodedata.normalize("NFKC", " ".join(words.split()))
    )
    looks = seen.casefold().translate(PLAIN)
    for pair, letter in PAIRS:
        looks = looks.replace(pair, letter)
    return looks


def lookalikes(names: Iterable[str]) -> dict[str, str]:
    """By which other name each is taken that looks like one and is written with other letters.

    Of two, the one is the look-alike that has letters of another script, or more of them; where
    neither has, both are.

    >>> lookalikes(["U.S. Code", "U.S. C\u043ede", "Harbour rules"])
    {'U.S. Cоde': 'U.S. Code'}
    """
    first: dict[str, str] = {}
    found = {}
    # the plainest first: it is the one that is imitated
    for name in sorted({" ".join(name.split()) for name in names}, key=lambda n: (strange(n), n)):
        known = first.setdefault(skeleton(name), name)
        if known.casefold() != name.casefold():
            found[name] = known
    return found


def posing(names: Iterable[str]) -> dict[str, str]:
    """What each name that looks like what it is not looks like; itself where its letters are mixed.

    >>> posing(["Harbour rules", "Nотice"])
    {'Nотice': 'Nотice'}
    """
    said = tuple(names)
    return {name: name for name in said if mixed(name)} | lookalikes(said)


def strange(words: str) -> int:
    """How many letters of some words are beyond ASCII."""
    return sum(letter.isalpha() and not letter.isascii() for letter in words)


def mixed(words: str) -> bool:
    """Whether a word of some mixes Latin with Greek or Cyrillic letters.

    >>> mixed("U.S. C\u043ede"), mixed("The \u03b2 ray of Müller")
    (True, False)
    """
    return any(
        "LATIN" in scripts and scripts & {"GREEK", "CYRILLIC"}
        for scripts in map(_scripts, words.split())
    )


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}


@cache
def _plain(letter: str) -> str:
    """The ASCII letter or digit that one is taken for; the letter itself where there is none."""
    if letter.isascii() or not letter.isalpha():
        return letter
    from confusable_homoglyphs import confusables

    alike = confusables.is_confusable(letter, greedy=True, preferred_aliases=[]) or []
    signs = [sign["c"] for one in alike for sign in one["homoglyphs"]]
    plain = sorted(sign for sign in signs if len(sign) == 1 and sign.isascii() and sign.isalnum())
    return plain[0] if plain else letter
