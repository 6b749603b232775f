"""The whole path from a question to a reply, on one screen."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from assistant.considered import Found, considered
from assistant.differ.sides import beside, other_sides
from assistant.duty import asks_duty, in_words_of_a_rule
from assistant.extract import Choice, extract, left_out
from assistant.grounds import Grounds, against_first, decided_first, grounds, turned_part
from assistant.newer import newest_first
from assistant.parts import Part, parts_of
from assistant.reader import Reader, Reading
from assistant.reply import Answer, Reason, Refusal, Reply, Statement, Why
from assistant.rewrite.choose import stand_alone
from assistant.rewrite.conversation import REMEMBERED, Conversation, Rewriter
from assistant.rewrite.rules import Rules
from assistant.script import foreign
from assistant.settings import AssistantSettings
from assistant.spelling import Speller
from assistant.spread import spread
from assistant.verify import check
from assistant.writer.writer import Writer
from index.passage import Hit
from index.retrieve import Index, check_question

WIDER = 4  # times as many passages are found as are read
NEAR = 24  # passages in which what contradicts an answer is looked for


@dataclass(frozen=True)
class Assistant:
    """Answers questions from an index, with quotations or with a refusal.

    The same question on the same index always gives the same reply.
    """

    index: Index
    reader: Reader
    settings: AssistantSettings
    threshold: float = 0.5  # the least probability at which to answer
    writer: Writer | None = None  # a language model, where the settings name one
    rewriter: Rewriter = field(default_factory=Rules)

    def reply(
        self,
        question: str,
        among: Collection[str] | None = None,
        after: Conversation | Iterable[str] = (),
    ) -> Reply:
        """The last of `replies`."""
        *_, last = self.replies(question, among, after)
        return last

    def replies(
        self,
        question: str,
        among: Collection[str] | None = None,
        after: Conversation | Iterable[str] = (),
    ) -> Iterator[Reply]:
        """What `find` finds, again and again as a language model adds to it.

        Each may be shown, and the last is whole. Without a model, and for a refusal, there is one.
        """
        found = self.find(question, among, self.heard(question, after))
        if isinstance(found, Answer) and self.writer:
            yield from (check(more, self.index) for more in self.writer.write(found))
        else:
            yield found

    def heard(self, question: str, after: Conversation | Iterable[str]) -> Conversation:
        """What was said before; a language model may say how it reads the question after that."""
        said = Conversation.of(after)
        return self.writer.heard(question, said, self.rewriter) if self.writer else said

    def find(
        self,
        question: str,
        among: Collection[str] | None = None,
        after: Conversation | Iterable[str] = (),
    ) -> Reply:
        """Answer a question in the sources' words alone, or say why not.

        Args:
            question: of 1 to 2,000 characters.
            among: only from documents with these uris, where given.
            after: what was said before in the same conversation, the oldest first: as the server
                kept it, or the questions alone. It says what "it" is in this one.

        Raises:
            BadInput: the question is empty or too long.
            DamagedIndex: the index cannot be read.
            QuoteMismatch, SourceChanged: what would be shown failed its last check.
        """
        question = check_question(question)
        spelt, said = self._spelt(question), self._heard(after)
        found = parts_of(spelt, lambda part: self._standing_alone(part, said, among))
        first, *_ = parts = tuple(map(turned_part, found))
        read = first.asked if len(parts) == 1 else spelt.replace(first.words, first.asked, 1)
        reply = self._reply(spelt, parts, among)
        if isinstance(reply, Refusal) and among is not None:
            reply = replace(reply, searched=len(self.index.documents.keys() & set(among)))
        whole = replace(reply, question=question, searched_as=None if read == question else read)
        return check(whole, self.index)

    def _heard(self, after: Conversation | Iterable[str]) -> Conversation:
        """What was said before, without typing errors in the questions."""
        said = Conversation.of(after)
        exchanges = (
            replace(one, question=self._spelt(check_question(one.question)))
            for one in said.exchanges[-REMEMBERED:]
        )
        return replace(said, exchanges=tuple(exchanges))

    def _standing_alone(self, part: str, said: Conversation, among: Collection[str] | None) -> str:
        """A part of a question as it stands alone; of several readings, the one that finds most."""
        search = partial(self.index.search, count=1, among=among)
        return stand_alone(part, said, self.rewriter, search)

    def _spelt(self, question: str) -> str:
        if not self.settings.spelling:
            return question
        return Speller(self.index.vocabulary).corrected(question)

    def _reply(self, question: str, parts: Sequence[Part], among: Collection[str] | None) -> Reply:
        found = [self.read(part.asked, among) for part in parts]
        if not any(reading.evidence for _, reading in found):
            return self._refusal(question, Reason.NOTHING_FOUND, parts, found)
        if foreign(question, [hit for hits, _ in found for hit in hits]):
            return self._refusal(question, Reason.OTHER_SCRIPT, parts, found)
        answer = self._answer(question, parts, found, among)
        if answer is None:
            return self._refusal(question, Reason.NOT_SUPPORTED, parts, found)
        return answer

    def _answer(
        self,
        question: str,
        parts: Sequence[Part],
        found: Sequence[Found],
        among: Collection[str] | None,
    ) -> Answer | None:
        """What the sources say to the parts of a question; None where they say nothing."""
        readings = [reading for _, reading in found]
        stands = [grounds(p, one, self.index, among) for p, one in zip(parts, found, strict=True)]
        sure = [
            stand.settled or (bool(reading.evidence) and reading.probability >= self.threshold)
            for reading, stand in zip(readings, stands, strict=True)
        ]
        if not any(sure):
            return None
        statements: tuple[Statement, ...] = ()
        choices: list[tuple[Choice, ...]] = []
        differ: list[range] = []
        for part, one, yes, stand in zip(parts, found, sure, stands, strict=True):
            some, others = left_out(one[1], Why.UNSURE), 0
            if yes:
                some, others = self._choose(part.asked, one, statements, among, stand)
            choices.append(some)
            first = len(statements)
            differ += [range(first, first + 1 + others)] if others else []
            said = (choice.statement for choice in some if choice.statement)
            named = part.words if len(parts) > 1 else None
            statements += tuple(replace(one, part=named) for one in said)
        return Answer(
            question=question,
            statements=statements,
            considered=considered(parts, found, choices),
            confidence=readings[sure.index(True)].probability,
            unanswered=tuple(p.words for p, yes in zip(parts, sure, strict=True) if not yes),
            differ=tuple(differ),
            unfounded=tuple(words for stand in stands for words in stand.unfounded),
        )

    def _choose(
        self,
        question: str,
        found: Found,
        said: Sequence[Statement],
        among: Collection[str] | None,
        stand: Grounds,
    ) -> tuple[tuple[Choice, ...], int]:
        """Which sentences are quoted, with those that contradict the best one, and how many do."""
        hits, reading = found
        if stand.against:
            return against_first(question, reading, stand.against), 0
        reading = decided_first(reading, stand)
        first = reading.evidence[0].text
        known = {hit.passage.id: hit for hit in hits}
        near = self.index.sharing_words(first, NEAR, among)
        near = [known.get(hit.passage.id, hit) for hit in near]
        reading = newest_first(reading, near)
        choices = extract(question, reading, self.settings.statements, self.settings.margin, said)
        best = choices[0]
        if best.statement is None:
            return choices, 0
        others = other_sides(question, best.evidence, near)
        if not others and stand.decides and best.evidence.text == first:
            best = replace(best, statement=replace(best.statement, decides=stand.decides[1]))
            return (best, *choices[1:]), 0
        return beside(question, choices, others), len(others)

    def read(
        self, question: str, among: Collection[str] | None = None
    ) -> tuple[list[Hit], Reading]:
        """The passages that a question finds, best first, and what the reader makes of them."""
        hits = self._search(question, among)
        return hits, self.reader.read(question, hits)

    def _search(self, question: str, among: Collection[str] | None) -> list[Hit]:
        """The passages to read, best first, but for those that crowd the others out."""
        most = self.settings.passages
        hits = spread(self.index.search(question, WIDER * most, among), most)
        if asks_duty(question):
            more = self.index.search(in_words_of_a_rule(question), most, among)
            known = {hit.passage.id for hit in hits}
            hits += [hit for hit in more if hit.passage.id not in known]
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]

    def _refusal(
        self, question: str, reason: Reason, parts: Sequence[Part], found: Sequence[Found]
    ) -> Refusal:
        readings = [reading for _, reading in found]
        why = Why.OTHER_SCRIPT if reason is Reason.OTHER_SCRIPT else Why.UNSURE
        return Refusal(
            question=question,
            reason=reason,
            considered=considered(parts, found, [left_out(reading, why) for reading in readings]),
            uncovered=tuple(dict.fromkeys(word for r in readings for word in r.uncovered)),
            searched=len(self.index.documents),
            confidence=max(reading.probability for reading in readings),
        )
