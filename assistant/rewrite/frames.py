"""The last question as a frame: asked again with other words, or with one phrase changed."""

import re

from assistant.kinds import UNIT
from assistant.parts import VERB, WH, bare
from assistant.rewrite.phrases import Phrase, Sort, phrases

PREPOSITION = (
    r"(?:in|on|at|by|for|from|to|through|with|of|under|since|until|about|against|before|after|"
    r"during|near|outside|inside)"
)
QUESTION_WORDS = (
    rf"(?:{PREPOSITION}\s+)?(?:"
    r"how\s+(?:many|much|long|often|old|far|soon|big|large)|how\s+come|why\s+not|"
    rf"(?:what|which)\s+(?:year|date|day|month|place|city|county|reason|kind|sort)|{WH})(?:\s+else)?"
)
BARE = re.compile(
    rf"\W*+(?:(?:and|but|so|ok|okay|then)\b\W*+)*({QUESTION_WORDS})\W*+", re.IGNORECASE
)
# what, who, … did | the mayor say?
ASKED = re.compile(
    rf"\W*(?:(?:and|but|so)\s+)?(?:{QUESTION_WORDS}(?:\s+(?!{VERB}\b)[\w’'-]+){{0,4}}?\s+)?"
    rf"(?P<rest>{VERB}\s+\w.*)",
    re.IGNORECASE | re.DOTALL,
)
# who | signed | the letter | on Monday?
DONE_BY = re.compile(
    rf"\W*(?:who|what)\s+(?P<verb>(?!{VERB}\b)\w+)\s+(?P<rest>.+?)\W*", re.IGNORECASE | re.DOTALL
)
ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next)\b",
    re.IGNORECASE,
)
UNITS = re.compile(rf"\b{UNIT}s\b", re.IGNORECASE)
GIVEN = re.compile(rf"(?:({PREPOSITION})\s+)?(.+)", re.IGNORECASE | re.DOTALL)
UNSURE = frozenset(("how many", "how much", "what", "which", "why not"))
WHAT = re.compile(r"\W*(?:and\s+)?what\b", re.IGNORECASE)
# what did the mayor say about it? Why? Why did the mayor say that about it?
SAY_WHAT = re.compile(
    rf"\b(say|do|done|write|announce|claim|argue|think)\b(?=\s+{PREPOSITION}\b|\W*$)", re.IGNORECASE
)
PARTICIPLES = {
    "wrote": "written", "gave": "given", "took": "taken", "broke": "broken", "chose": "chosen",
    "drew": "drawn", "began": "begun", "spoke": "spoken", "saw": "seen", "did": "done",
    "knew": "known", "threw": "thrown", "sang": "sung", "showed": "shown", "wore": "worn",
}  # fmt: skip
SAME_FORM = frozenset(
    "sent made said held left led paid sold told won built bought brought caught found heard kept "
    "lost met put set shut taught thought cut hit let read struck".split()
)


def asked_with(asking: str, frame: str) -> str | None:
    """A question asked again with other question words; None where no rule is sure how.

    >>> asked_with("why", "When did they end the contract?")
    'Why did they end the contract?'
    >>> asked_with("when", "Who signed the letter?"), asked_with("who else", "Who signed it?")
    ('When was the letter signed?', 'Who else signed it?')
    """
    asking = re.sub(r"^how come$", "why", asking.strip().lower())
    if asking.endswith(" else"):
        words = re.escape(asking.removesuffix(" else"))  # a user's, and no pattern
        found = re.match(rf"\W*(?:and\s+)?{words}\b", frame, re.IGNORECASE)
        return as_question(f"{asking}{frame[found.end() :]}") if found else None
    if asking == "how many" and (found := re.match(r"\W*(?:which|what)\s+(?=\w+s\b)", frame, re.I)):
        return as_question(f"{asking} {frame[found.end() :]}")
    if asking in UNSURE:
        return None
    if found := DONE_BY.fullmatch(frame):
        return _passive(asking, found)
    found = ASKED.fullmatch(frame)
    if found is None:
        return None
    rest = found["rest"][0].lower() + found["rest"][1:]
    if not asking.startswith("who"):
        said = SAY_WHAT.sub(r"\1 that", rest, count=1) if WHAT.match(frame) else rest
        return as_question(f"{asking} {said}")
    passive = re.match(r"(?:was|were|is|are)\b", rest) and asking == "who"
    return as_question(f"by whom {rest}") if passive else None


def _passive(asking: str, found: re.Match[str]) -> str | None:
    """Who signed the letter? When? When was the letter signed?"""
    verb = found["verb"].lower()
    done = PARTICIPLES.get(verb) or (verb if verb.endswith("ed") or verb in SAME_FORM else None)
    objects = phrases(found["rest"])
    if done is None or not objects or objects[0].start or asking.startswith("who"):
        return None
    thing = objects[0]
    was = "were" if thing.sorts == {Sort.PLURAL} else "was"
    after = found["rest"][thing.end :]
    return as_question(f"{asking} {was} {thing.words} {done}{after}")


def exchanged(frame: str, right: str, wrong: str = "") -> tuple[str, ...]:
    """A question with one of its phrases changed for another of its sort, the likeliest first.

    Args:
        frame: the question.
        right: what takes the place of a phrase, with or without a preposition before it.
        wrong: what it takes the place of, where that was said.

    >>> exchanged("What did the chief say about the mayor's order in 2018?", "in 2019")
    ("What did the chief say about the mayor's order in 2019?",)
    >>> exchanged("Who objected in Portland?", "Salem")
    ('Who objected in Salem?',)
    """
    given = GIVEN.match(right.strip(" ?.!"))
    if given is None or bare(given[2], 1):
        return ()
    preposition, words = given[1], given[2].strip()
    new = _as_phrase(words)
    for series in (ORDINAL, UNITS):
        if (place := series.search(words)) and (old := series.search(frame)):
            return (as_question(frame[: old.start()] + place[0] + frame[old.end() :]),)
    targets = [one for one in phrases(frame) if not _asks(one)]
    if wrong:
        meant = [one for one in targets if _heads(wrong) & _heads(one.words)][:1]
    elif preposition:
        like = (one for one in targets if one.sorts & new.sorts)
        meant = [one for one in like if _stands_behind(preposition, one, frame)][-1:]
    else:
        meant = _replaceable(targets, new)
    if meant or wrong:
        return tuple(_put(frame, one, words) for one in meant)
    time = new.sorts == {Sort.TIME} and new.words == words
    added = preposition or ("in" if time else "")
    return (as_question(f"{frame.rstrip(' ?.!')} {added.lower()} {words}"),) if added else ()


def _replaceable(targets: list[Phrase], new: Phrase) -> list[Phrase]:
    """The phrases whose place another may take, the likeliest first.

    A name takes the place of a name, or of somebody; another phrase that of its like, or of the
    only one that there is.
    """
    like = [
        one for one in targets
        if one.sorts & new.sorts and (one.named or not new.named or Sort.PERSON in one.sorts)
    ]  # fmt: skip
    if not like and len(targets) == 1 and not (new.named or Sort.TIME in targets[0].sorts):
        return targets
    return sorted(like, key=lambda one: (one.named is not new.named, -_alike(one, new)))


def _heads(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.lower())) - {"the", "a", "an", "in", "on", "of"}


def _stands_behind(preposition: str, one: Phrase, frame: str) -> bool:
    return bool(re.search(rf"\b{preposition}\s+$", frame[: one.start], re.IGNORECASE))


def _alike(left: Phrase, right: Phrase) -> float:
    """The share of the sorts that two phrases have in common; more where both are people."""
    common = len(left.sorts & right.sorts) / len(left.sorts | right.sorts)
    return common + (left.people is right.people)


def _as_phrase(words: str) -> Phrase:
    """The phrase that some words are; with an article where they lack one."""
    for text in (words, f"the {words}"):
        found = [one for one in phrases(text) if not _asks(one)]
        if found:
            return found[0]
    return Phrase(words, 0, len(words), frozenset(Sort), named=False)


def _asks(one: Phrase) -> bool:
    return one.words.split()[0].lower() in {"which", "what", "whose"}


def _put(frame: str, old: Phrase, new: str) -> str:
    article = re.match(r"(?:the|an?)\b", old.words, re.IGNORECASE)
    own = re.match(r"(?:the|an?|this|that|any|all|no|his|her|its|their)\b", new, re.IGNORECASE)
    if article and not own and new[:1].islower():
        new = f"{article[0].lower()} {new}"
    return as_question(frame[: old.start] + new + frame[old.end :])


def as_question(words: str) -> str:
    """Words with a capital and a question mark."""
    words = words.strip()
    return f"{words[0].upper()}{words[1:].rstrip(' ?.!')}?"
