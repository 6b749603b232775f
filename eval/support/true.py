"""Supported prose, made of sentences by rules that keep what they say: one function a kind."""

import re
from collections.abc import Callable, Sequence
from random import Random

from assistant.differ.amounts import SMALL
from assistant.differ.moments import MONTHS
from eval.support.cited import Cited, Example

Made = str | None
LEADING = re.compile(
    r"^(?P<when>(?:In|On|During|After|Before|Since|If|When|Until) [^,]{3,60}), (?P<rest>(?!and |"
    r"or |who |which )[^,;]+)\.$"
)
TRAILING = re.compile(r"^(?P<rest>[^,;]{12,120}?) (?P<when>(?:in (?:1[5-9]|20)\d\d|on "
    r"[A-Z][a-z]+ \d{1,2}, \d{4}|if [^,;]{6,60}|when [^,;]{6,60}))\.$")  # fmt: skip
PASSIVE = re.compile(
    r"^(?P<what>(?:The [\w ]{3,40}|[A-Z][\w' ]{3,40})) (?:was|were) (?P<verb>[a-z]+ed) by "
    r"(?P<who>(?:the )?[A-Z]\w+(?: [A-Z]\w+)*)(?P<rest> (?:in|on|at|for|after|before) [^,;]+)?\.$"
)
ACTIVE = re.compile(
    r"^(?P<who>The [\w']+|[A-Z]\w+(?: [A-Z]\w+)+) (?P<verb>[a-z]+ed) (?P<what>the \w+(?: of "
    r"(?:the )?[A-Z]\w+| [A-Z]\w+)?)(?P<rest> (?:in|on|at|for|after|before) [^,;]+)?\.$"
)
PRONOUN = re.compile(r"^(?P<he>He|She|It)\b (?P<rest>(?:was|is|had|has|also|[a-z]+ed)\b.*)$")
NAME = re.compile(r"^(?P<name>(?:[A-Z][a-z]+ )+)(?:was|is|had|has|[a-z]+ed)\b")
ASIDE = (
    re.compile(r" \([^()]*\)"),
    re.compile(r", (?:which|who|where) [^,;]{5,90}(?=,(?! (?:and|or)))(,)"),
    re.compile(r", (?:which|who) [^,;]{5,90}(?=\.$)"),
)
DIGIT = re.compile(
    r"(?<![\w.,$£€/:§#-])(?<!hannel )(?:[2-9]|1[0-2])(?= [a-z]{3,})(?! (?:percent|million|billion))"
)
WORD = re.compile(r"(?<![-\w])(?:" + "|".join(SMALL[2:13]) + r")(?= [a-z]{3,})")
BIG = re.compile(r"(?<=[$£€\s])(\d+(?:\.\d+)?) million\b")
FULL = re.compile(
    r"\b(?P<month>"
    + "|".join(month for month in MONTHS if month != "May")
    + r") (?P<day>\d{1,2}), (?P<year>\d{4})"
)


def identical(one: Cited, rng: Random) -> Made:
    """The very sentence."""
    return one.text


def reordered(one: Cited, rng: Random) -> Made:
    """A time or a condition moved to the other end."""
    if found := LEADING.match(one.text):
        when, rest = found["when"], found["rest"]
        keep = re.match(r"(?:[A-Z][a-z]+ ){2}|I |[A-Z]+\b|[A-Z][a-z]+'s", rest)
        return f"{rest if keep else rest[0].upper() + rest[1:]} {when[0].lower()}{when[1:]}."
    if found := TRAILING.match(one.text):
        rest = found["rest"]
        low = re.match(r"(?:The|An?|This|These|It|They|There|Some|All|Most) ", rest)
        when = found["when"]
        return f"{when[0].upper()}{when[1:]}, {rest[0].lower() + rest[1:] if low else rest}."
    return None


def voice(one: Cited, rng: Random) -> Made:
    """Active for passive, passive for active."""
    if found := PASSIVE.match(one.text):
        who, what = found["who"], found["what"]
        low = what[0].lower() + what[1:] if what.startswith("The ") else what
        return f"{who[0].upper()}{who[1:]} {found['verb']} {low}{found['rest'] or ''}."
    if found := ACTIVE.match(one.text):
        what, who = found["what"], found["who"]
        be = "were" if re.search(r"[a-rt-z]s(?: |$)", what.split(" of ")[0]) else "was"
        low = who[0].lower() + who[1:] if who.startswith("The ") else who
        return f"{what[0].upper()}{what[1:]} {be} {found['verb']} by {low}{found['rest'] or ''}."
    return None


def resolved(one: Cited, rng: Random) -> Made:
    """A name for a pronoun that stands for it."""
    subject, found = NAME.match(one.text), PRONOUN.match(one.next.text if one.next else "")
    return f"{subject['name']}{found['rest']}" if subject and found else None


def trimmed(one: Cited, rng: Random) -> Made:
    """What is said by the way left out."""
    for pattern in ASIDE:
        if pattern.search(one.text):
            return pattern.sub("", one.text, count=1).replace(",,", ",")
    return None


def rewritten(one: Cited, rng: Random) -> Made:
    """A number or a date written otherwise."""

    def other_date(f: re.Match[str]) -> str:
        day, month, year = f["day"], f["month"], f["year"]
        return rng.choice((f"{day} {month} {year}", f"{month[:3]}. {day}, {year}"))

    for pattern, new in (
        (FULL, other_date),
        (BIG, lambda f: f"{float(f[1]) * 1e6:,.0f}"),
        (DIGIT, lambda f: SMALL[int(f[0])]),
        (WORD, lambda f: str(SMALL.index(f[0]))),
    ):  # fmt: skip
        if pattern.search(one.text):
            return pattern.sub(new, one.text, count=1)
    return None


def joined(one: Cited, rng: Random) -> Made:
    """Two sentences of one subject made one."""
    subject, found = NAME.match(one.text), PRONOUN.match(one.next.text if one.next else "")
    if not subject or not found or "," in one.text:
        return None
    return f"{one.text[:-1]} and {found['rest']}"


def reported(one: Cited, rng: Random) -> Made:
    """With the document as the one that says so."""
    publisher = one.document.about.publisher
    if not publisher or re.search(r"\b(?:said|says|writes|wrote|according|report)", one.text, re.I):
        return None
    low = re.match(
        r"(?:The|An?|This|These|It|They|There|Some|All|Most|In|On|Its|During|Many|One|After|"
        r"Neither|Both|Although|He|She|Each|Several|Other|Another|For|By|With|From|To|No|Two|"
        r"Three|Usually|However|As|At|Since|Most|When|While) ",
        one.text,
    )
    text = one.text[0].lower() + one.text[1:] if low else one.text
    return rng.choice((f"According to {publisher}, {text}", f"{publisher} reports that {text}"))


KINDS: dict[str, Callable[[Cited, Random], Made]] = {
    "identical": identical, "clauses reordered": reordered, "active or passive": voice,
    "pronoun resolved": resolved, "trimmed": trimmed, "number rewritten": rewritten,
    "two joined": joined, "reporting added": reported,
}  # fmt: skip
TWO = frozenset({"pronoun resolved", "two joined"})


def supported(cited: Sequence[Cited], each: int) -> list[Example]:
    """Up to so many examples of each kind, the same on every run."""
    found: list[Example] = []
    for kind, make in KINDS.items():
        rng, made = Random(kind), list[Example]()
        for one in rng.sample(list(cited), len(cited)):
            if prose := make(one, rng):
                both = (one.next,) if kind in TWO and one.next else ()
                made.append(Example(kind, prose, tuple(c.quote for c in (one, *both))))
            if len(made) == each:
                break
        found.extend(made)
    return found
