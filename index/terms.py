"""The words of a text as lexical search compares them. The home of PyStemmer.

Words are lower-cased and stemmed (Porter2, the English stemmer of Snowball). A token with a digit,
a hyphen or an @ inside is kept whole and in its parts, so that "287.4(d)" and a telephone number
can be found as they stand, and a hyphenated word by either half. "U.S." and "US" become "us".
"""

import re
from functools import lru_cache

import Stemmer

TOKEN = re.compile(r"(?<!§)§++\s*+\d[\w.()\-]*|[^\W_]+(?:[-.,/'’&@()]+[^\W_]+)*\)?")
PART = re.compile(r"[^\W_]+")
# words that ask or join and name nothing; as words of a question they would only blur the ranking
STOP = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then "
    "there these they this to was will with what which who whom whose when where why how do does "
    "did done doing have has had having can could would should shall may might must am were been "
    "being i you he she we me him her us them my your his its our from about than so any some "
    "also too very just".split()
)


def terms(text: str) -> list[str]:
    """The search terms of a text, in order, repeated where the text repeats them.

    >>> terms("The mayor's duties under 8 C.F.R. § 287.4(d)")
    ['mayor', 'duti', 'under', '8', 'cfr', '§287.4(d)', '287', '4']
    >>> terms("US law"), terms("tell us")
    (['us', 'law'], ['tell'])
    """
    return [term for found in TOKEN.finditer(text) for term in _terms_of(_folded(found[0]))]


def _folded(token: str) -> str:
    """The token in lower case; "US" as "u.s", since it is no pronoun."""
    return "u.s" if token == "US" else token.lower()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one lower-case word.

    >>> stem("duties")
    'duti'
    """
    return str(Stemmer.Stemmer("english").stemWord(word))


@lru_cache(maxsize=100_000)
def _terms_of(token: str) -> tuple[str, ...]:
    token = token.replace("’", "'")
    if token.endswith(")") and "(" not in token:
        token = token[:-1]
    token = token.removesuffix("'s")
    parts = PART.findall(token)
    if len(parts) == 1 and not token.startswith("§"):
        return () if token in STOP else (stem(token),)
    if all(len(part) == 1 for part in parts) and not any(part.isdigit() for part in parts):
        return ("".join(parts),)  # u.s, c.f.r
    whole = ["".join(token.split())] if re.search(r"[\d\-@]", token) else []
    kept = [stem(part) for part in parts if part not in STOP and (len(part) > 1 or part.isdigit())]
    return (*whole, *kept)
