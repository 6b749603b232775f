"""Questions that the page could suggest, drafted from documents and put in order.

Nothing here asks whether the assistant can answer them: `page.suggest` does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from eval.make.draft import Draft, Rule
from eval.make.drafts import rule_drafts
from eval.make.folder import Folder
from eval.make.gold import UNTELLING
from eval.make.names import names
from eval.make.people import without_possessive
from eval.make.words import words_of
from index.document import Document, Span
from index.passage import Passage
from index.terms import STOP, stem
from page.wording import reads_well, stands_alone

READ = 120_000  # characters that are read for drafts, of all documents together
LEAST = 2_000  # of each document, of as many as there is room for
BESIDE = 400  # characters before and after a passage that count as beside it
EASY = 10  # words up to which a question is read at a glance
ALIKE = 0.75  # of the terms of the shorter of two questions
OFTEN = 3  # times that a document names something that it is about

# what a question costs: the cheapest is suggested first. One that asks for a fact or a reason tells
# more than one that asks for a name.
KINDS = {
    Rule.OBJECT: 0, Rule.REASON: 1, Rule.NUMBER: 1, Rule.DATE: 2, Rule.DEFINITION: 2,
    Rule.SUBJECT: 2, Rule.DUTY: 2, Rule.HEADING: 3, Rule.SPEAKER: 3, Rule.ABBREVIATION: 4,
}  # fmt: skip
COMMA, JOINED, PAST, ONE_OF_MANY = 2, 1, 1, 2
SAME_DOCUMENT, SAME_KIND, SAME_WORD = 3, 1, 1  # for each of these that stands before it
FARTHER, ELSEWHERE, OFF_TOPIC = 1, 3, 3  # after a reply, for each better passage; see drafts_near


@dataclass(frozen=True)
class Suggestion:
    """A question with the place of the sentence that it was made from, and that is to answer it."""

    question: str
    uri: str
    gold: Span
    rule: Rule
    document: Document = field(repr=False, compare=False)

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """The suggestion that a draft makes."""
        first = draft.evidence[0].sentence
        document = first.document
        return cls(draft.question, document.uri, first.span, draft.rule, document)

    def is_like(self, question: str) -> bool:
        """Whether another question is about much the same.

        >>> tides = Document("tides.md", "The tide turned at noon.", "text/markdown")
        >>> one = Suggestion("When did the tide turn?", "tides.md", Span(0, 24), Rule.DATE, tides)
        >>> one.is_like("when does the tide turn"), one.is_like("Who watched the tide?")
        (True, False)
        """
        own, other = told(self.question), told(question)
        return len(own & other) >= ALIKE * max(1, min(len(own), len(other)))


def drafts_of(documents: Iterable[Document], most: int) -> tuple[Suggestion, ...]:
    """Questions to suggest for some documents, the best first, kinds and documents in turn.

    Of many or long documents only beginnings are read. The same documents give the same questions.
    """
    ordered = sorted(documents, key=lambda document: document.uri)
    some = ordered[:: max(1, -(-len(ordered) * LEAST // READ))]
    parts = [(one, Span(0, min(READ // len(some), len(one.text)))) for one in some]
    drafts = [(one, 0) for one in _made_of(parts) if stands_alone(one)]
    return _in_turn(drafts, most, SAME_DOCUMENT)


def drafts_near(passages: Sequence[Passage], about: str, most: int) -> tuple[Suggestion, ...]:
    """Questions to suggest after some passages, made of these and of what stands beside them.

    First come those of the document of the first passage, of passages that were better, and of the
    same subject; those of another subject in another document are left out. Whoever has just read
    the first passage knows which "letter" is meant there, so that a question need not name it.

    Args:
        passages: what was read, the best first.
        about: what was asked and shown.
        most: how many at most.
    """
    parts = [(one.document, _around(one)) for one in passages]
    subject = told(about)
    drafts = []
    for draft in _made_of(parts):
        document, span = draft.sentence.document, draft.sentence.span
        elsewhere = document != passages[0].document
        other = subject.isdisjoint(told(draft.question))
        if elsewhere and (other or not stands_alone(draft)):
            continue
        rank = next(at for at, one in enumerate(parts) if one[0] == document and one[1].holds(span))
        extra = FARTHER * rank + ELSEWHERE * elsewhere + OFF_TOPIC * other
        drafts.append((draft, extra))
    return _in_turn(drafts, most, 0)


def _around(passage: Passage) -> Span:
    start, end = passage.span.start - BESIDE, passage.span.end + BESIDE
    return Span(max(0, start), min(end, len(passage.document.text)))


def _made_of(parts: Iterable[tuple[Document, Span]]) -> Iterator[Draft]:
    return filter(reads_well, rule_drafts(Folder.of_parts(parts)))


def _in_turn(
    drafts: Iterable[tuple[Draft, int]], most: int, same_document: int
) -> tuple[Suggestion, ...]:
    """The cheapest first; each costs more for what it has in common with those before it."""
    left = [(_cost(draft) + extra, Suggestion.of(draft)) for draft, extra in drafts]
    kinds: Counter[Rule] = Counter()
    documents: Counter[str] = Counter()
    used: set[str] = set()
    chosen: list[Suggestion] = []

    def price(pair: tuple[int, Suggestion]) -> tuple[int, str, Span, str]:
        cost, one = pair
        same = same_document * documents[one.uri] + SAME_KIND * kinds[one.rule]
        same += SAME_WORD * len(used & told(one.question))
        return cost + same, one.uri, one.gold, one.question

    while left and len(chosen) < most:
        _, best = min(left, key=price)
        chosen.append(best)
        kinds[best.rule] += 1
        documents[best.uri] += 1
        used |= told(best.question)
        left = [pair for pair in left if not _doubles(best, pair[1])]
    return tuple(chosen)


def _cost(draft: Draft) -> int:
    words = words_of(draft.question)
    long = max(0, len(words) - EASY)
    joins = sum(word.lower in {"and", "or"} for word in words)
    commas = draft.question.count(",")
    cost = KINDS[draft.rule] + long + JOINED * joins + COMMA * commas + _distance(draft)
    lower = [word.lower for word in words]
    if draft.rule is Rule.DATE and {"a", "an"} & set(lower[-3:]):
        cost += ONE_OF_MANY
    if draft.rule is Rule.OBJECT and "did" in lower:
        # what a law forbids stands; what somebody announced is one thing of many
        cost += PAST if lower[-1] == "do" else ONE_OF_MANY
    return cost


def _distance(draft: Draft) -> int:
    """How far a question is from what its document is about, by the names in it: 0, 1 or 2."""
    document, words = draft.sentence.document, words_of(draft.question)
    spans = (words[start:end] for start, end in names(words))
    named = {without_possessive(word.text) for span in spans for word in span if word.is_name}
    if any(name in document.title for name in named):
        return 0
    return 1 if any(document.text.count(name) >= OFTEN for name in named) else 2


def _doubles(one: Suggestion, other: Suggestion) -> bool:
    same = one.uri == other.uri and one.gold == other.gold
    return same or one.is_like(other.question)


def told(question: str) -> frozenset[str]:
    """The stems of the words that tell what a question is about."""
    words = (word.lower for word in words_of(question))
    return frozenset(stem(word) for word in words if word not in STOP) - UNTELLING
