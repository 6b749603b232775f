"""Words that decide what becomes of others: not, may, allegedly, only, if, attempted, wants to.

Each has a class, the word it bears on, and a reach. Prose must keep the class on the same word,
and may neither add nor drop one: "may be out of date" is not "is out of date".
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.differ.amounts import NUMERAL
from assistant.support.wording import undone
from index.document import Span


class Check(StrEnum):
    """One way in which prose may say what its quotations do not."""

    MARKS = "marks"
    SENTENCE = "sentence"
    NUMBERS = "numbers"
    DATES = "dates"
    UNITS = "units"
    NAMES = "names"
    NEGATION = "negation"
    MODALS = "modals"
    TENSE = "tense"
    HEDGES = "hedges"
    CONDITIONS = "conditions"
    ATTRIBUTION = "attribution"
    WORDS = "words"
    ORDER = "order"
    READER = "reader"


@dataclass(frozen=True)
class Operator:
    """An operator in a text: its class, where it stands, and where what it bears on begins."""

    check: Check
    kind: str
    span: Span
    reach: int


def _words(words: str) -> str:
    return rf"\b(?:{words})\b"


BE = r"(?:is|are|was|were|be|been|being|get|gets)"
TO = r"(?=[^,;:.]{0,120}?\b(?:to|from)\b)"
PLAINLY = rf"(?! (?:[$£€\d]|(?:{NUMERAL})\b))"  # not an amount: see `quantities`
# the first that fits at a place is taken; what it covers is not looked at again
TABLE: tuple[tuple[Check, str, str], ...] = (
    (Check.MODALS, "need not", r"need(?:s)? not|needn['’]t|(?:do|does|did)(?: not|n['’]t) "
        rf"(?:have|need) to|{BE} (?:not|never) (?:required|obliged|obligated|mandatory)|"
        rf"optional|voluntary|voluntarily"),
    (Check.MODALS, "must not", r"(?:must|shall) (?:not|never)|mustn['’]t|"
        rf"{BE} (?:not|never) (?:allowed|permitted|entitled)(?: to)?|(?:forbid|prohibit|bar|ban)s?|"
        r"(?:forbidden|forbade|prohibited|barred|banned|forbidding|prohibiting|barring|banning)|"
        r"does not (?:allow|permit)|direct(?:s|ed) \w+ not to"),
    (Check.MODALS, "may not", r"may (?:not|never)"),
    (Check.CONDITIONS, "if", r"(?-i:[Ss]hould(?= (?:the|an?|any|[A-Z]\w+) ))"),
    (Check.HEDGES, "not only", r"not only"),
    (Check.MODALS, "must", r"must|shall|ha(?:s|ve|d) to|needs? to|requires?|required|requiring|"
        r"oblige[sd]?|obligated?|compel(?:s|led)?|mandate[sd]?|mandatory|compulsory|obligatory|"
        r"forced?|forces"),
    (Check.MODALS, "should", r"should|ought to"),
    (Check.MODALS, "might", r"might|possibly|perhaps|maybe|possible|potentially|potential|likely|"
        r"probably|unlikely|apparently|presumably"),
    (Check.MODALS, "may", r"may|can|could|able to|allow(?:s|ed|ing)?|permit(?:s|ted)?|entitled|"
        r"let|lets|letting"),
    (Check.MODALS, "will", r"will|would|going to|(?<=\w)['’]ll|won['’]t"),
    (Check.NEGATION, "not", r"not(?! only\b)|never|no|none|nobody|nothing|neither|nor|cannot|"
        r"without|non(?=-\w)|nowhere|(?<=n)['’]t|lacks?|lacking|hardly|barely|no longer|"
        r"(?:refuse[sd]?|decline[sd]?|fail(?:s|ed)?)(?= to\b)|stopped|ceased"),
    (Check.HEDGES, "alleged",
    r"(?:it|others?|some|many|critics) (?:(?:is|was|has been|have|has|had been|had) )?"
        r"(?:also |often |widely |sometimes )?(?:said|argued?|claim(?:ed)?|reported|believed?|"
        r"thought|"
        r"alleged|suggest(?:ed)?|estimated|say|think) that|(?:there (?:is|are|was|were)|the|an?|"
        r"any|no|their|his|her|its|some|many) (?:\w+ ){0,3}"
        r"(?:claim|allegations?|rumou?rs?|belief|speculation|suspicions?|suggestions?|theory|"
        r"view|idea) "
        r"that|there (?:is|are|was|were) (?:\w+ ){0,3}(?:claims?|reports?) that|(?:is|are|was|"
        r"were|been|be) (?:\w+ )?(?:said|believed|thought|reported|alleged|claimed|considered|"
        r"estimated) to|(?:appears?|appeared|seems?|seemed|supposed|tends?) to|alleged|"
        r"allegedly|reportedly|purported|purportedly|supposed|"
        r"supposedly|so-called|suspected|accused of|rumou?red"),
    (Check.HEDGES, "most", r"most|mostly|usually|generally|typically|mainly|largely|often|"
        r"frequently|frequent|many"),
    (Check.HEDGES, "some", r"some|sometimes|several|a few|few|partly|partially|in part|parts? of|"
        r"one of|among|at one point"),
    (Check.HEDGES, "all", r"all(?= \w)|always|every|each|any|everyone|everybody|everything|"
        r"entire|entirely|whole|fully|completely|exactly|precisely|at all"),
    (Check.HEDGES, "at least", r"at least"), (Check.HEDGES, "at most",
    r"at most|up to|no more than"),
    (Check.HEDGES, "more", rf"(?:more than|over){PLAINLY}"), (Check.HEDGES, "less",
    rf"(?:less|fewer) than{PLAINLY}"),
    (Check.HEDGES, "nearly", rf"(?:nearly|almost|virtually|practically){PLAINLY}"),
    (Check.HEDGES, "roughly", rf"(?:approximately|roughly|more or less){PLAINLY}|"
        r"(?:about|around|circa)(?= \d{4}\b| \d+/)|(?:about|around)(?= (?:an? |one |two |three "
        r")?(?:half|third|thirds|quarter|quarters|fifths?))"),
    (Check.HEDGES, "only", r"only|solely|exclusively|merely|just"),
    (Check.HEDGES, "attempt", r"attempted|attempt(?:s|ing)? to|tr(?:y|ies|ied|ying) to|"
        r"(?:seek|sought|seeks|seeking) to|looking for ways to|managed? to"),
    (Check.HEDGES, "of office", r"acting|deputy|former|vice|assistant|interim|ex|elect|proposed|"
        r"planned|future|draft|temporary|retired|elected|removable"),
    (Check.CONDITIONS, "unless", r"unless|except|excepting|apart from|other than"),
    (Check.CONDITIONS, "if", r"if|provided that|as long as|in case|should(?= \w+ \w+ them)|"
        r"assuming|whether"),
    (Check.CONDITIONS, "until", r"until|till|through(?= (?-i:[A-Z]|\d))|by the end of"),
    (Check.CONDITIONS, "before", r"before|prior to|earlier than|ahead of"),
    (Check.CONDITIONS, "after", r"after|following|later than"),
    (Check.CONDITIONS, "cause", r"because(?: of)?|due to|since(?= (?:the|he|she|it|they|an?) )|"
        r"therefore|thus|hence|consequently|as a result(?: of)?|led to|leads to|so that|caused|"
        r"causes|the reason|in response to|owing to|thereby|means that|for the sake of|on account"),
    (Check.CONDITIONS, "though", r"although|despite|even though|in spite of|regardless of"),
    (Check.CONDITIONS, "against", r"against"),
    (Check.HEDGES, "wants",
    r"want(?:s|ed|ing)?|wish(?:es|ed)?|hope[sd]?|intend(?:s|ed)?|(?<!up )plan(?:s|ned)? to|"
        r"propose[sd]?|expect(?:s|ed)?|fear(?:s|ed)?|threaten(?:s|ed|ing)?|aim(?:s|ed)? to|"
        r"would like|promise[sd]?"),
    (Check.HEDGES, "asks", r"asks?|asked|asking|urge[sd]?|urging|requested|demanded|"
        r"call(?:s|ed)? (?:on|for)|recommend(?:s|ed)?|appeal(?:s|ed)?|press(?:es)? "
        "for|invite[sd]?"),
    (Check.HEDGES, "orders",
    r"order(?:s|ed)?(?= \w+(?: \w+)?(?: \w+)? (?:not )?to\b)|direct(?:s|ed)(?= )|"
        r"instruct(?:s|ed)?|command(?:s|ed)?"),
    (Check.HEDGES, "accuses", r"accuse[sd]?|blame[sd]?|den(?:y|ies|ied)|dispute[sd]?|"
        r"consider(?:s|ed)?|believe[sd]?|thinks?|describe[sd]?(?= )|(?<!is )(?<!are )(?<!, "
        r")(?<!also )call(?:s|ed)?(?! (?:on|for|at|to|from|ICE|the police)\b)|"
        r"view(?:s|ed)? as|regard(?:s|ed)? as"),
)  # fmt: skip
RULES = tuple((check, kind, re.compile(_words(p), re.IGNORECASE)) for check, kind, p in TABLE)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BESIDE = re.compile(r"[A-Z][\w'’]* \0|\0 [A-Z][a-z]")  # a name before or after
CAUSATIVE = re.compile(
    r"(?:forb|prohibit|bar|ban|requir|oblig|compel|mandat|forc|allow|permit|direct|ask|urge|order|"
    r"instruct|demand|request|recommend|want|expect|invite|does not)",
    re.IGNORECASE,
)
INFINITIVE = re.compile(r"(?!\s+\w+ing\b)[^;:.]{0,120}?\bto\b ")
PREVENTS = re.compile(r"(?:forb|prohibit|bar|ban)", re.IGNORECASE)
GERUND = re.compile(r"(?!\s+\w+ing\b)[^;:.]{0,120}?\b(?:to|from)\b ")


def operators(text: str) -> tuple[Operator, ...]:
    """The operators of a text, in order.

    >>> [(one.kind, text[one.reach:]) for text in ("He may not bar them",)
    ...  for one in operators(text)]
    [('may not', ' bar them'), ('must not', ' them')]
    """
    taken = [False] * (len(text) + 1)
    found = []
    for check, kind, rule in RULES:
        for match in rule.finditer(text):
            if any(taken[match.start() : match.end()]) or _names(text, kind, match):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            found.append(Operator(check, kind, Span(*match.span()), _reach(text, match)))
    for word in WORD.finditer(text):
        if (
            not taken[word.start()]
            and undone(word[0])
            and not (word.start() and word[0][0].isupper())
        ):
            found.append(Operator(Check.NEGATION, "not", Span(*word.span()), word.start()))
    return tuple(sorted(found, key=lambda one: one.span))


def _names(text: str, kind: str, match: re.Match[str]) -> bool:
    """Whether the word is a month or the name of something and decides nothing."""
    word = match[0]
    if (
        word.istitle()
        and match.start()
        and BESIDE.search(text[: match.start()] + "\0" + text[match.end() :])
    ):
        return True  # "the Sanctuary Promise Act"
    if word == "May" and re.match(r"\s+\d", text[match.end() :]):
        return True
    return kind == "some" and word == "among" and not text[: match.start()]


def _reach(text: str, match: re.Match[str]) -> int:
    """Where what an operator bears on begins: for "forbids him to go" at "go"."""
    rule = GERUND if PREVENTS.match(match[0]) else INFINITIVE
    if CAUSATIVE.match(match[0]) and (to := rule.match(text, match.end())):
        return to.end()
    return match.end()
