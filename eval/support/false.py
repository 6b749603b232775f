"""Unsupported prose, made of true sentences by rules: one function a kind."""

import re
from collections.abc import Callable, Sequence
from random import Random

from assistant.differ.amounts import SMALL
from assistant.differ.moments import MONTHS
from assistant.support.reading import read
from assistant.support.wording import bare
from eval.support.cited import Cited, Example

Made = str | None
NUMBER = re.compile(r"(?<![\w.,$-])\d{1,3}(?:,\d{3})*(?![\w%.,-]*\d)(?!\w)")
NUMERAL = re.compile(r"\b(?:" + "|".join(SMALL[2:13]) + r")\b")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
MONTH = re.compile(r"\b(?:" + "|".join(m for m in MONTHS if m not in ("May", "March")) + r")\b")
UNITS = (
    ("minutes", "hours"), ("hours", "days"), ("days", "weeks"), ("weeks", "months"),
    ("months", "years"), ("years", "months"), ("million", "billion"), ("billion", "million"),
    ("percent", "degrees"), ("miles", "kilometres"), ("metres", "feet"), ("feet", "metres"),
    ("km", "miles"), ("meters", "feet"), ("thousand", "million"), ("decades", "years"),
)  # fmt: skip
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|should)\b")
DENIAL = re.compile(r"\b(?:not|never) |\b(?<=n)'t\b")
MODALS = {
    "must": "may", "may": "must", "can": "must", "should": "must", "shall": "may",
    "might": "will", "could": "should", "will": "may", "would": "must", "is required to": "may",
}  # fmt: skip
HEDGE = re.compile(
    r"\b(?:(?:about|over|up to|more than|less than)(?= \d)|approximately|roughly|allegedly|"
    r"reportedly|nearly|"
    r"almost|at least|usually|often|generally|probably|possibly|perhaps|some|most|many|mostly|"
    r"sometimes|typically|only|partly|largely) (?=[a-z\d])"
)
ATTRIBUTION = (
    re.compile(r"^According to [^,]{3,60}, "),
    re.compile(r", (?:according to [^,.]{3,60}|(?:the )?[\w' ]{3,40} (?:said|says|wrote|"
        r"reported|claims))(?=\.$)"),
    re.compile(r"^(?:[A-Z][\w' ]{2,50}) (?:said|says|wrote|argues|argued|claimed|claims|"
        r"believes|believed|reported) that "),
)  # fmt: skip
CONDITION = (
    re.compile(r"^(?:If|Unless|When|Until) [^,]{8,90}, "),
    re.compile(r",? (?:if|unless|except|provided that|only if|when) [^,]{8,90}(?=\.$)"),
)
TWO = re.compile(
    r"^(?P<a>(?:The )?(?!(?:The|This|That|His|Her|Its|It|He|She|They|These|Their|In|On|At|Some|"
    r"Many|There|When|If|After|As|While|Although|To|For|From|By|With|Both|Critics|Since|Until|"
    r"Each|All|Most|Who|Jews|Arabs)\b)[A-Z][\w']+(?: [A-Z][\w']+){0,3}) (?P<verb>[a-z "
    r"]{0,20}?\b[a-z]+ed(?: by)?) "
    r"(?P<b>(?:the )?[A-Z][\w']+(?: [A-Z][\w']+){0,3})\b(?! [a-z]{4}| of\b| and\b| in\b| \d|'|-|"
    r" [A-Z])(?P<rest>.*)$"
)
SUBJECT = re.compile(
    r"^(?P<who>(?:The |An? )?[A-Z]?[\w' ]{3,50}?) (?P<does>(?:is|are|was|were|has|had|have|will|"
    r"can|may|must) .+)$"
)
PRONOUN = re.compile(r"^(?:It|He|She|They|This|These|That|Those|There|In|On|At|As|But|Some)\b")
INVENTED = (
    "{name} was fined $5,000 in 2011.", "The decision took effect on January 1, 2012.",
    "For further questions people can call 555-0142.", "{name} later resigned because of this.",
    "This is the reason why prices fell by 12 percent.", "Therefore you may apply for a refund.",
    "Most experts agree with {name}.", "It is widely regarded as the best of its kind.",
    "{name} was the first to say so.", "As a result, thousands of people lost their homes.",
    "You should ask a lawyer before you sign.", "Nobody has ever challenged this.",
    "It was later copied in every other country.", "{name} denied all of this in a letter.",
)  # fmt: skip


def _first(pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str]) -> Made:
    found = pattern.search(text)
    return text[: found.start()] + new(found) + text[found.end() :] if found else None


def number(one: Cited, rng: Random) -> Made:
    """Another number."""

    def other(found: re.Match[str]) -> str:
        value = int(found[0].replace(",", ""))
        return f"{value + rng.choice((1, 2, 7, 10, max(3, value))):,}"

    def numeral(found: re.Match[str]) -> str:
        return rng.choice([word for word in SMALL[2:13] if word != found[0]])

    return _first(NUMBER, one.text, other) or _first(NUMERAL, one.text, numeral)


def date(one: Cited, rng: Random) -> Made:
    """Another year or month."""
    year = _first(YEAR, one.text, lambda found: str(int(found[0]) + rng.choice((-9, -1, 1, 10))))
    month = _first(MONTH, one.text, lambda found: rng.choice([m for m in MONTHS if m != found[0]]))
    return rng.choice([made for made in (year, month) if made] or [None])


def unit(one: Cited, rng: Random) -> Made:
    """Another unit."""
    fit = [
        (a, b)
        for a, b in UNITS
        if re.search(rf"\d[\d.,]* {a}\b|\b(?:{'|'.join(SMALL[1:])}) {a}\b", one.text)
    ]
    if not fit:
        return None
    old, new = rng.choice(fit)
    return re.sub(rf"\b{old}\b", new, one.text)


def name(one: Cited, rng: Random, names: Sequence[str]) -> Made:
    """Another name."""
    own = one.document.text
    other = rng.choice([n for n in rng.sample(list(names), 20) if n not in own] or [None])
    return _first(NAME, one.text, lambda _: other) if other else None


def denied(one: Cited, rng: Random) -> Made:
    """A negation added."""
    if DENIAL.search(one.text):
        return None
    return _first(AUXILIARY, one.text, lambda found: f"{found[0]} {rng.choice(('not', 'never'))}")


def affirmed(one: Cited, rng: Random) -> Made:
    """A negation dropped."""
    return _first(DENIAL, one.text, lambda _: "")


def modal(one: Cited, rng: Random) -> Made:
    """A modal made stronger or weaker."""
    # "may not" for "must not" is no change
    fit = [word for word in MODALS if re.search(rf"\b{word}\b(?! \d| not)", one.text)]
    old = rng.choice(fit or [None])
    return re.sub(rf"\b{old}\b(?! \d)", MODALS[old], one.text, count=1) if old else None


def unhedged(one: Cited, rng: Random) -> Made:
    """A hedge dropped."""
    made = _first(HEDGE, one.text, lambda _: "")
    return made[0].upper() + made[1:] if made else None


def unattributed(one: Cited, rng: Random) -> Made:
    """Who says so dropped."""
    return _without(one.text, ATTRIBUTION)


def unconditional(one: Cited, rng: Random) -> Made:
    """A condition dropped."""
    return _without(one.text, CONDITION)


def swapped(one: Cited, rng: Random) -> Made:
    """Two names around a verb in each other's place."""
    found = TWO.match(one.text)
    # "New York" said something of itself, and one may rule the other
    if (
        not found
        or set(found["a"].split()) & set(found["b"].split())
        or re.search(r"\b(?:met|married|equal)", found["verb"])
    ):
        return None
    a, b = found["a"], found["b"]
    last = a[0].lower() + a[1:] if a.startswith("The ") else a
    return f"{b[0].upper()}{b[1:]} {found['verb']} {last}{found['rest']}"


def stitched(one: Cited, rng: Random) -> Made:
    """The subject of a sentence with what is said in the next one of another."""
    mine, theirs = SUBJECT.match(one.text), SUBJECT.match(one.next.text if one.next else "")
    if not mine or not theirs or PRONOUN.match(one.text) or PRONOUN.match(theirs[0]):
        return None
    words = [set(re.findall(r"\w{3,}", who["who"].lower())) - {"the"} for who in (mine, theirs)]
    return (
        f"{mine['who']} {theirs['does']}"
        if words[0] and words[1] and not words[0] & words[1]
        else None
    )


def invented(one: Cited, rng: Random, names: Sequence[str]) -> Made:
    """A sentence of the kind that models invent."""
    own = NAME.findall(one.text)
    return rng.choice(INVENTED).format(name=own[0] if own else rng.choice(list(names)))


def misattributed(one: Cited, rng: Random, names: Sequence[str]) -> Made:
    """Said by somebody who did not say it, though he may stand in the sentence."""
    said = {word for saying in read(one.text).sayings for word in saying.who}
    own = [name for name in NAME.findall(one.text) if not said & set(map(bare, name.split()))]
    who = rng.choice(own) if own and rng.random() < 0.5 else rng.choice(list(names))
    words = _without(one.text, ATTRIBUTION) or one.text
    return rng.choice((f"According to {who}, {words}", f"{words[:-1]}, {who} said."))


def _without(text: str, patterns: Sequence[re.Pattern[str]]) -> Made:
    for pattern in patterns:
        if pattern.search(text):
            made = pattern.sub("", text, count=1)
            return made[0].upper() + made[1:]
    return None


KINDS: dict[str, Callable[[Cited, Random], Made]] = {
    "number": number, "date": date, "unit": unit, "negation added": denied,
    "negation dropped": affirmed, "modal": modal, "hedge dropped": unhedged,
    "attribution dropped": unattributed, "condition dropped": unconditional,
    "roles swapped": swapped, "stitched": stitched,
}  # fmt: skip
NAMED: dict[str, Callable[[Cited, Random, Sequence[str]], Made]] = {
    "name": name, "invented": invented, "misattributed": misattributed,
}  # fmt: skip


def unsupported(cited: Sequence[Cited], names: Sequence[str], each: int) -> list[Example]:
    """Up to so many examples of each kind, the same on every run."""
    found: list[Example] = []
    for kind in (*KINDS, *NAMED, "another document"):
        rng = Random(kind)
        made = []
        for one in rng.sample(list(cited), len(cited)):
            prose = _make(kind, one, rng, cited, names)
            if prose and prose != one.text:
                both = (one.next,) if kind == "stitched" and one.next else ()
                made.append(Example(kind, prose, tuple(c.quote for c in (one, *both))))
            if len(made) == each:
                break
        found.extend(made)
    return found


def _make(kind: str, one: Cited, rng: Random, cited: Sequence[Cited], names: Sequence[str]) -> Made:
    if kind in KINDS:
        return KINDS[kind](one, rng)
    if kind in NAMED:
        return NAMED[kind](one, rng, names)
    other = rng.choice(cited)
    return other.text if other.document.id != one.document.id else None
