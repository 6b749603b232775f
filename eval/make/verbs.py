"""From the form of a verb in a statement to the one in a question: "left" to "did … leave".

A small list, written by hand in `verbs.txt`, and the spelling rules of English for what is not on
it. Where neither is sure there is no base form, and then no question.
"""

from functools import lru_cache
from pathlib import Path

LIST = Path(__file__).with_name("verbs.txt")
BE = frozenset("is are was were".split())
HAVE = frozenset("has have had".split())
MODALS = frozenset("will would can could should must shall may might cannot".split())
VOWELS = "aeiou"
# past participles that are not the past form too, beside those in -en and -ed
PARTICIPLES = frozenset(
    "gone done known shown grown drawn worn begun sung run come become overcome flown blown thrown "
    "sworn torn won been borne born".split()
)
# -ed and no verb of a main clause, or a noun
NO_PAST = frozenset(
    "need indeed speed seed feed deed exceed proceed succeed hundred bed red shed sacred naked "
    "embed breed weed reed greed alleged unidentified undocumented unprecedented armed".split()
)
NO_PARTICIPLE = frozenset("seven ten eleven children women men often even open".split())
# "travelled", "controlled"; not "called" or "spelled"
DOUBLED_L = ("avell", "ancell", "abell", "odell", "otall", "ignall", "evell", "ivall", "mpell",
             "xpell", "opell", "ispell", "xcell", "ebell", "ounsell", "troll", "nroll", "lfill",
             "nstill", "istill")  # fmt: skip
NO_E = ("w", "y", "x", "h", "k", "ss", "ll", "ff", "tt", "er", "en", "on", "nd", "nt", "ct", "pt",
        "st", "ft", "lt", "rt", "rd", "ld", "lm", "rm", "rn", "mp", "sh", "ch", "ain", "oin", "ean",
        "een", "eal", "eet", "eat", "eel", "ail", "ait", "aid", "oad", "ead", "eed", "oop", "eak",
        "ook", "oor", "ear", "air", "ign", "ait", "oot", "sit", "mit", "dit", "bit", "el", "al",
        "in", "um", "us", "et", "ll")  # fmt: skip


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, str], frozenset[str]]:
    irregular: dict[str, str] = {}
    with_e: set[str] = set()
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("e: "):
            with_e.update(line[3:].split())
        elif line and not line.startswith("#"):
            past, base = line.split()
            irregular[past] = base
    return irregular, frozenset(with_e)


def base_of_past(word: str) -> str | None:
    """The base of a past form; None where it is none, or not surely one.

    >>> [base_of_past(word) for word in ("sent", "closed", "stopped", "carried", "asked", "called")]
    ['send', 'close', 'stop', 'carry', 'ask', 'call']
    >>> [base_of_past(word) for word in ("travelled", "controlled", "recalled", "spelled")]
    ['travel', 'control', 'recall', 'spell']
    >>> [base_of_past(word) for word in ("hundred", "glorped", "tide")]
    [None, None, None]
    """
    irregular, with_e = _lists()
    if word in irregular:
        return irregular[word]
    if not word.endswith("ed") or len(word) < 5 or word in NO_PAST or "-" in word:
        return None
    bare = word[:-2]
    if bare.endswith("i"):
        return bare[:-1] + "y"
    if bare + "e" in with_e:
        return bare + "e"
    doubled = bare[-1] not in VOWELS + "lsfz" or bare.endswith(DOUBLED_L)
    if bare[-1] == bare[-2] and doubled:
        return bare[:-1]
    if bare.endswith(("v", "u", "c", "dg", "z", "iat", "ulat", "icat")):
        return bare + "e"
    return bare if bare.endswith(NO_E) else None


def is_participle(word: str) -> bool:
    """Whether a word may follow "has" or "was" as a part of the verb.

    >>> [is_participle(word) for word in ("gone", "taken", "asked", "sent", "a", "seven")]
    [True, True, True, True, False, False]
    """
    ends = word.endswith("ed") or (word.endswith("en") and word not in NO_PARTICIPLE)
    return ends or word in PARTICIPLES or base_of_past(word) is not None


def base_of_present(word: str) -> str | None:
    """The base of what may be a present form in -s; None where it cannot be one.

    >>> [base_of_present(word) for word in ("lasts", "teaches", "carries", "closes", "is", "tides")]
    ['last', 'teach', 'carry', 'close', None, None]
    """
    if not word.endswith("s") or len(word) < 4 or word.endswith(("ss", "us", "is", "'s", "’s")):
        return None
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "oes")):
        return word[:-2]
    irregular, with_e = _lists()
    known = word[:-1] in with_e or word[:-1] in irregular.values()
    return word[:-1] if known or not word.endswith("es") else None
