"""The kind of thing that a question asks for, and whether a sentence holds one.

A question for a number is not answered by a sentence without one, however much the two are about
the same thing. The rules are for English; any sentence may answer a question that fits none.
"""

import re
from enum import StrEnum

from index.question import WORD


class Kind(StrEnum):
    """What may be asked for; the value is how a refusal names it."""

    CONTACT = "a telephone number or an address"
    AGE = "an age"
    NUMBER = "a number"
    MONEY = "an amount of money"
    AMOUNT = "an amount"
    DURATION = "a length of time"
    TIME = "a date or a time"
    NAME = "a name"


def _rule(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# a question word at the start of a question or of a part of it
PART = (
    r"(?:^\W*|, |"
    r"\b(?:to|for|by|with|from|of|and|since|until|in|on|at|is|was|are|were|did|does|,)\s+)"
)
NUMERAL = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred|thousand|million|billion|trillion|dozen|half|once|twice|first|second|third|"
    r"single|both|several|hundreds|thousands|millions)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
UNIT = r"(?:second|minute|hour|day|week|month|year|decade|century|generation)"

ASKS = {
    Kind.CONTACT: _rule(
        r"\b(?:phone|telephone|fax) number\b",
        r"\b(?:street|postal|mailing) address\b",
        r"\be-?mail (?:address|of|for)\b",
        r"\bzip code\b",
        r"\b(?:what|which) number (?:do|can|should|to)\b",
        r"\bwhat (?:is|was) the address\b",
    ),
    Kind.AGE: _rule(r"\bhow old\b", r"\b(?:what|which) age\b", r"\bwhat (?:is|was) the age of\b"),
    Kind.NUMBER: _rule(
        r"\bhow (?:many|tall|far|large|big|high|fast|deep|wide|heavy)\b",
        r"\bwhat (?:percent(?:age)?|number)\b",
        r"\bwhat (?:is|was|were|are) the (?:total )?(?:number|percentage|population) of\b",
    ),
    Kind.MONEY: _rule(
        r"\bhow much\b.*\b(?:money|cost|pay|paid|spen[dt]|earn|sell|sold|worth|raised?|donat\w*|"
        r"charged?|price|budget)\b",
        r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:cost|price|budget|fee|fine|revenue|income)\b",
        r"\bsalary\b",
        r"\bwages?\b",
    ),
    Kind.AMOUNT: _rule(r"\bhow much\b"),
    Kind.DURATION: _rule(r"\bhow (?:long|often)\b"),
    Kind.TIME: _rule(
        PART + r"when\b",
        r"\b(?:what|which) (?:year|date|day|month|decade|century|time)\b",
        r"\bhow (?:early|late|soon)\b",
    ),
    Kind.NAME: _rule(
        PART + r"(?:who(?:m|se)?|where)\b",
        r"\bwhat (?:is|was) the name\b",
        r"\b(?:what|which) (?:\w+ )?(?:city|country|state|county|person|man|woman|university|"
        r"college|school|company|judge|lawyer|attorney|artist|author|president|king|queen|team|band|singer|"
        r"actor|actress|river|continent|nation|island|town|village|organi[sz]ation|agency)\b",
    ),
}
HOLDS = {
    Kind.CONTACT: _rule(
        r"\d[\d\-. ()]{5,}\d",
        r"\b1-8\d\d-",
        r"@\w",
        r"https?://|www\.",
        r"\b\d+ \w+ (?:street|st|avenue|ave|road|rd|boulevard)\b",
    ),
    Kind.AGE: _rule(
        r",\s*\d{1,3}\s*,",
        r"\b\d{1,3}\b(?=[- ]years?)",
        r"\bage[ds]?\b|\byears? old\b|\bborn\b|\bbirthday\b",
    ),
    Kind.NUMBER: _rule(
        # a bare year is no count
        r"(?<![\w-])(?!(?:1[5-9]|20)\d\d\b(?!,))\d[\d.,]*(?!\w)(?!-\w)",
        r"%",
        r"(?<![\w-])" + NUMERAL + r"s?(?!\w)(?!-\w)",
    ),
    Kind.MONEY: _rule(
        r"[$£€¥]", r"\b(?:dollars?|cents?|pounds?|euros?|francs?|yen|usd|free of charge)\b"
    ),
    Kind.AMOUNT: _rule(
        r"\d",
        r"\b" + NUMERAL + r"\b",
        r"[$£€%]",
        r"\b(?:most|all|none|majority|little|much|half)\b",
    ),
    Kind.DURATION: _rule(
        r"\d",
        r"\b" + NUMERAL + r"\b",
        r"\b(?:a|per|every)\b.{0,20}\b" + UNIT + r"s?\b",
        r"\b(?:daily|weekly|monthly|yearly|annual(?:ly)?|always|never|often|until|through|since|"
        r"centuries|decades|permanent\w*)\b",
    ),
    Kind.TIME: _rule(
        r"\b\d{3,4}s?\b",
        r"\b" + MONTH + r"\b|\bMay \d|\b\d May\b",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\bcentur(?:y|ies)\b",
        r"\b(?:ago|yesterday|today|tomorrow|spring|summer|autumn|winter|weekend|morning|evening|"
        r"night|noon|a\.m|p\.m|deadline|during|after|before|until|once|while)\b",
        r"\b\d{1,2}:\d\d\b",
        r"\b\d+\s*(?:bc|ad|bce|ce)\b",
    ),
}
CAPITALISED = re.compile(r"\b[A-Z]\w*")
# capitalised at the start of a sentence, and yet no name
OPENERS = frozenset(
    "the a an this that these those it its he she they his her their in on at by for from "
    "with as of to and but or if when while where after before during since although because "
    "however some many most all each every both another other there then thus such one two "
    "three more also according under over between among we our you your i my not no so "
    "despite unlike until today".split()
)


def asked_kind(question: str) -> Kind | None:
    """The kind of thing that a question asks for.

    >>> asked_kind("how many agents were there?"), asked_kind("what is a detainer?")
    (<Kind.NUMBER: 'a number'>, None)
    """
    return next((kind for kind, rule in ASKS.items() if rule.search(question)), None)


def holds(kind: Kind, sentence: str, question: str) -> bool:
    """Whether a sentence holds such a thing, beyond what the question itself names.

    >>> holds(Kind.NUMBER, "It has 40 berths.", "how many berths?")
    True
    >>> holds(Kind.TIME, "It was built in 1912.", "when after 1912 was it sold?")
    False
    """
    if kind is Kind.NAME:
        known = {word.lower() for word in WORD.findall(question)} | OPENERS
        return any(found[0].lower() not in known for found in CAPITALISED.finditer(sentence))
    for number in set(re.findall(r"\w*\d\w*", question)):
        sentence = re.sub(rf"(?<!\w){re.escape(number)}(?!\w)", " ", sentence)
    return bool(HOLDS[kind].search(sentence))
