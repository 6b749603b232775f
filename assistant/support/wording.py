"""Words that say the same, words that join and name nothing, and what a word is compared by.

Short lists made by hand, on purpose: a word that stands in none of them must be in the quotation.
"""

from functools import lru_cache

from assistant.differ.wording import FORMS as DIFFER_FORMS
from assistant.differ.wording import OPPOSITE, stem_of
from index.terms import STOP, stem

# of each line any may stand for another, whatever is spoken of
SAME = (
    "worker employee staff personnel employed",
    "people person anyone anybody someone somebody those",
    "begin start commence", "end finish conclude expire complete", "build construct erect",
    "help assist aid assistance", "mandatory compulsory obligatory", "attorney lawyer",
    "answer reply respond response", "immediately instantly", "important matters",
    "quickly promptly", "buy purchase", "get obtain receive", "keep retain", "about regarding",
    "use utilize", "show demonstrate", "near close", "last duration", "create made make",
    "choose select pick", "inform tell notify", "rare rarely seldom", "nationwide nationally",
    "whole entire", "cancel cancellation", "halt stop cease", "firm strong", "several multiple",
    "need require", "seek demand request ask", "give provide supply hand", "phone telephone call",
    "method way means", "big large", "little small", "quarrel dispute", "goods wares",
    "describe description", "identify identification", "leave departure", "occur happen event",
    "deportation deport", "enforce enforcement", "transportation transport", "take last",
    "set put", "approve approval", "protest demonstration", "protester demonstrator",
    "reject rejection", "resume resumption", "publish publication", "name title",
    "operate operation", "cooperate cooperation", "affect effect", "violate violation breach",
    "harass harassment", "resist resistance", "arrive arrival", "situated located",
)  # fmt: skip
# forms without a stem in common, beside those that `differ.wording` knows
FORMS = {
    form: words.split()[0]
    for words in (
        "seek sought", "threat threatens threatened threatening", "spend spent", "hear heard",
        "feel felt", "deal dealt", "drive drove driven", "eat ate eaten", "fly flew flown",
        "throw threw thrown", "wear wore worn", "fight fought", "catch caught", "teach taught",
        "sing sang sung", "swim swam", "drink drank", "ring rang", "shake shook shaken",
        "forbid forbade forbidden", "forget forgot forgotten", "get got gotten", "sit sat",
        "sleep slept", "lend lent", "bend bent", "lay laid", "die died", "sink sank sunk",
        "ride rode ridden", "hide hid hidden", "bear bore born borne", "tear tore torn",
        "swear swore sworn", "become became", "receive receipt", "mandate mandated", "sue sued",
        "produce production produced", "grow growth", "lie lay lain", "wake woke",
        "understand understood",
        "succeed success", "choose choice", "lose loss",
    )
    for form in words.split()[1:]
}  # fmt: skip
# words that join, refer or report and name nothing of the matter
NEUTRAL = frozenset(
    map(
        stem,
        "also both each every one ones another other others such same then there here thus so yet "
        "while whereas too well namely including included non further moreover addition "
        "additionally "
        "during within regarding concerning about instead since under upon "
        "whose which itself himself herself themselves own when where how what who that as "
        "case way fact become became get got make made take took "
        "do did done let".split(),
    )
)
KINDS = {stem(word): f"={line.split()[0]}" for line in reversed(SAME) for word in line.split()}


NOT_UNDONE = (
    "under",
    "until",
    "unless",
    "unif",
    "unio",
    "uniq",
    "unit",
    "univers",
    "uncle",
    "nonethe",
)


PLURALS = {"men": "man", "women": "woman", "children": "child", "feet": "foot", "lives": "life"}
PAST = frozenset({*FORMS, *DIFFER_FORMS})  # and participles, of verbs that do not end in "ed"


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """The stem of a word as it stands, without regard to what it means.

    >>> bare("Portland's"), bare("gave") == bare("giving"), bare("U.S.")
    ('portland', True, 'usa')
    """
    if word in ("US", "U.S", "U.S."):
        return "usa"
    low = word.lower().replace("’", "'")
    return stem_of(FORMS.get(low, PLURALS.get(low, low)))


@lru_cache(maxsize=50_000)
def meaning(word: str) -> str:
    """What stands for a word and for all that say the same; opposites are others.

    >>> meaning("employees") == meaning("staff"), meaning("open") == meaning("closed")
    (True, False)
    """
    found = bare(word)
    return KINDS.get(found, found)


@lru_cache(maxsize=50_000)
def undone(word: str) -> str | None:
    """What an opposite denies: "known" for "unknown"; None for any other word.

    >>> undone("unknown"), undone("until"), undone("nonpublic")
    ('known', None, 'public')
    """
    found = bare(word)
    if found in OPPOSITE:
        return OPPOSITE[found]
    low = word.lower()
    for prefix in ("un", "non"):
        if low.startswith(prefix) and len(low) > len(prefix) + 4 and not low.startswith(NOT_UNDONE):
            return bare(low[len(prefix) :])
    return None


def tells(word: str) -> bool:
    """Whether a word tells what is spoken of, so that the quotation must have it.

    >>> tells("course"), tells("the"), tells("US"), tells("us")
    (True, False, True, False)
    """
    if word in ("US", "U.S", "U.S."):
        return True
    return word.lower() not in STOP and bare(word) not in NEUTRAL and len(word) > 1
