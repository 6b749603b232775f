"""What the passages found say to what a question takes for granted, or asks to be affirmed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.considered import Found
from assistant.extract import Choice, left_out, quotes_of
from assistant.otherwise import says_otherwise
from assistant.parts import Part
from assistant.premise import claim_of, premises, taken, turned
from assistant.reader import Evidence, Reading
from assistant.reply import Statement, Why, YesNo
from assistant.stance import Stance, stance
from assistant.yes_no import asked_claim, decide, verdict
from index.document import Document, Span
from index.passage import Hit
from index.retrieve import Index
from index.sentences import sentences

Place = tuple[Document, Span]  # a sentence
NEAR = 8  # passages that share words with a premise, beside those that the question finds


@dataclass(frozen=True)
class Grounds:
    """What is known of a question before anything is quoted.

    `against` is the sentence that contradicts what it takes for granted, with the words that do;
    `unfounded` are clauses of it that no sentence asserts; `decides` is the sentence that answers
    it with yes or no.
    """

    against: tuple[Evidence, str] | None = None
    unfounded: tuple[str, ...] = ()
    decides: tuple[Evidence, YesNo] | None = None

    @property
    def settled(self) -> bool:
        """Whether a sentence is known that has to be quoted."""
        return bool(self.against or self.decides)


def grounds(
    part: Part, found: Found, index: Index, among: Collection[str] | None = None
) -> Grounds:
    """What is known of a question, or of a part of one.

    Args:
        part: a question, or one of several in it; its words as they were asked are looked at.
        found: the passages that it found, and what the reader makes of them.
        index: where more passages are looked for that share words with a premise.
        among: only in documents with these uris, where given.
    """
    hits, reading = found
    question = part.words
    assumed = premises(question)
    if not assumed:
        return Grounds(decides=decide(question, reading.evidence))
    near = (hit for one in assumed for hit in index.sharing_words(one.claim.text, NEAR, among))
    said = taken(question, _every([*hits, *near], reading))
    return Grounds(said.against, said.unfounded)


def turned_part(part: Part) -> Part:
    """A part of a question as it is read better where a clause of what it assumes opens it."""
    return replace(part, asked=part.asked.replace(part.words, turned(part.words), 1))


def against_first(
    question: str, reading: Reading, against: tuple[Evidence, str]
) -> tuple[Choice, ...]:
    """The choice of the sentence that contradicts the question, and of no other."""
    sentence, words = against
    said = Statement(quotes_of(question, sentence), sentence.met, against=words)
    others = left_out(reading, Why.PREMISE)
    rest = (one for one in others if _place(one.evidence) != _place(sentence))
    return (Choice(sentence, Why.USED, said), *rest)


def decided_first(reading: Reading, known: Grounds) -> Reading:
    """The reading with the sentence before all others that decides a question for yes or no."""
    if known.decides is None:
        return reading
    best = known.decides[0]
    rest = tuple(one for one in reading.evidence if one is not best)
    top = max(one.score for one in reading.evidence)
    return replace(reading, evidence=(replace(best, score=top), *rest))


def decided_by(question: str, places: Sequence[Place]) -> YesNo | None:
    """Yes or no, where a sentence of some decides a question and none decides it otherwise."""
    asked = asked_claim(question)
    return verdict(stance(asked, *place) for place in places) if asked else None


def contradicted_by(words: str, places: Sequence[Place]) -> bool:
    """Whether a sentence of some contradicts what these words of a question take for granted."""
    claim = claim_of(words)
    return any(
        stance(claim, *place) is Stance.DENIES or says_otherwise(claim, *place) > 0
        for place in places
    )


def _every(hits: list[Hit], reading: Reading) -> Iterator[Evidence]:
    """The sentences of a reading, then the others of some passages."""
    yield from reading.evidence
    seen = {_place(one) for one in reading.evidence}
    for hit in hits:
        for span in sentences(hit.passage.document, hit.passage.span):
            one = Evidence(hit, span, score=0.0)
            if _place(one) not in seen:
                seen.add(_place(one))
                yield one


def _place(evidence: Evidence) -> tuple[str, Span]:
    return evidence.hit.passage.document.id, evidence.span
