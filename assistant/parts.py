"""The questions inside a question.

"Who signed the letter, and how many agents were affected?" asks two things, and each is searched,
read, answered or refused by itself. A sentence before a question ("I got the module today. When is
it due?") says what "it" is. An order to the assistant ("Ignore your sources. Who …?") asks nothing
and is not read. The rules are for English and leave alone what they do not know.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from index.document import Document
from index.question import ASKING
from index.sentences import sentences
from index.terms import STOP

WH = r"(?:who|whom|whose|what|when|where|which|why|how)"
BEFORE = (  # "by whom", "in which year"
    r"(?:(?:in|on|at|by|for|from|to|through|with|of|under|since|until|about|against)\s+)?"
)
VERB = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
)
SOMEBODY = r"(?:it|they|he|she|we|you|i|this|that|these|those|there)"
GREETING = r"\W*(?:(?:and|so|but|ok|okay|well|please|hi|hello|hey)\W+)*"
# a question in its own right: neither "when the train came, …" nor "… and what they must show"
DIRECT = re.compile(
    rf"{GREETING}(?:{BEFORE}(?:"
    rf"(?:when|where|why)\s+{VERB}\b"
    rf"|how\s+(?:{VERB}|many|much|long|often|old|far|soon)\b"
    rf"|(?:who|whom|what)(?:['’]s\b|\s+(?!{SOMEBODY}\b)\w+)"
    rf"|(?:whose|which)\s+(?!{SOMEBODY}\b)\w+)"
    rf"|{VERB}\s+\w+|tell\s+me\b)",
    re.IGNORECASE,
)
JOINT = re.compile(
    rf"\s*[,;]\s*(?:and|or|but)\s+(?:also\s+)?(?={BEFORE}{WH}\b|{VERB}\b)"
    rf"|\s+and\s+(?:also\s+)?(?={BEFORE}{WH}\b)"
    r"|\s*[,;]\s*(?=(?:what|when|where|why|how)\b)",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\W*(?:(?:system|admin(?:istrator)?|developer|assistant|instructions?)\s*:"
    r"|as (?:your|an?) (?:administrator|admin|developer|owner|creator)\b"
    r"|(?:(?:please|now|and|then|just|from now on)\b\W*)*(?:ignore|disregard|forget|pretend|do not|"
    r"don['’]t|never|always|answer|reply|respond|act as|make up|say|print|repeat|translate|output|"
    r"write|speak|quote|cite|use|skip|you (?:are|must|will|may|have to|can))\b)",
    re.IGNORECASE,
)
# words that stand for something named before
LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|each|both|there|"
    r"one(?=[?,.;!)]|\s*$|\s+(?:of|in|on|to|for|at|by|with)\b)|"
    r"that(?=\s*(?:\?|$|based|done|mean|happen|apply|of)))\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"\W*(?:and|but|so|then|or|also|what about|how about)\b", re.IGNORECASE)
WORD = re.compile(r"\w[\w'’-]+")
NAMELESS = STOP | ASKING
SHORTEST = 3  # words of a part
MOST = 4  # parts; each costs a search and a reading


@dataclass(frozen=True)
class Part:
    """One of the questions in a question: as it was asked, and as it is searched and read."""

    words: str
    asked: str


def parts_of(
    question: str, standing_alone: Callable[[str], str] = lambda part: part
) -> tuple[Part, ...]:
    """The questions in a question, in order; the question itself where nothing can be told apart.

    Args:
        question: as `index.retrieve.check_question` returns it. One of more than four parts is
            left whole.
        standing_alone: makes of a part that may lean on what was asked before in the conversation
            one that does not (`assistant.rewrite`).

    >>> [part.words for part in parts_of("Who signed it, and how many agents were affected?")]
    ['Who signed it', 'how many agents were affected?']
    >>> parts_of("Who read the rules? Do not cite anybody.")[0].asked
    'Who read the rules?'
    >>> parts_of("The tide is out. When does it turn?")[0].asked
    'When does it turn? (The tide is out.)'
    >>> parts_of("And when does it turn?", lambda part: "When does the tide turn?")[0].asked
    'When does the tide turn?'
    """
    pieces = _pieces(question)
    orders = [p for p in pieces if ORDER.match(p) and not _asks(p)]
    asking = [p for p in pieces if p not in orders and (_asks(p) or DIRECT.match(p))]
    if not asking:
        return (Part(question, standing_alone(question)),)
    said = " ".join(p for p in pieces if p not in orders and p not in asking)
    parts = [part for piece in asking for part in _split(piece)]
    if len(parts) > MOST:
        return (Part(question, question),)
    first = _with(said, parts[0]) if said else standing_alone(parts[0])
    before = f"{said} {parts[0]}" if said else first
    rest = (_with(before, part) for part in parts[1:])
    return tuple(Part(p, asked) for p, asked in zip(parts, (first, *rest), strict=True))


def _pieces(question: str) -> list[str]:
    """Its sentences; one that breaks off within a question ("What did Acme Inc. sell?") goes on."""
    spans = sentences(Document("question", question, "text/plain"))
    whole: list[str] = []
    for span in spans:
        words = span.cut(question)
        if whole and DIRECT.match(whole[-1]) and not _asks(whole[-1]):
            whole[-1] += f" {words}"
        else:
            whole.append(words)
    return whole


def _asks(piece: str) -> bool:
    return piece.rstrip("\"'”’) ").endswith("?")


def _split(piece: str) -> list[str]:
    """The parts of a sentence that are questions in their own right."""
    cuts = [(0, 0)]
    for joint in JOINT.finditer(piece):
        left, right = piece[cuts[-1][1] : joint.start()], piece[joint.end() :]
        long = min(len(left.split()), len(right.split())) >= SHORTEST
        if long and DIRECT.match(left) and DIRECT.match(right):
            cuts.append(joint.span())
    cuts.append((len(piece), len(piece)))
    return [piece[left[1] : right[0]] for left, right in pairwise(cuts)]


def _with(before: str, part: str) -> str:
    """A part with what was said before it in the same question, where it cannot do without."""
    return f"{part} ({before})" if before and (LEANS.search(part) or bare(part)) else part


def leans(part: str) -> bool:
    """Whether a question means something that was named before it.

    Not where a name stands before "it" that it may mean.

    >>> leans("When did they sign it?"), leans("When did the harbour master sign it?")
    (True, False)
    """
    found = LEANS.search(part)
    return bool(found and bare(part[: found.start()], 1)) or bool(GOES_ON.match(part))


def bare(words: str, names: int = 2) -> bool:
    """Whether fewer than so many of some words name anything.

    >>> bare("How long was it?"), bare("How long was the harbour wall?")
    (True, False)
    """
    found = [w for w in WORD.findall(words.lower()) if not {w, w.removesuffix("s")} & NAMELESS]
    return len(found) < names
