"""The whole path from a question to a reply, on one screen."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.duty import asks_duty, in_words_of_a_rule
from assistant.extract import extract
from assistant.parts import Part, parts_of
from assistant.reader import Reader, Reading
from assistant.reply import Answer, Considered, Reason, Refusal, Reply, Statement
from assistant.settings import AssistantSettings
from assistant.spelling import Speller
from assistant.verify import check
from index.passage import Hit
from index.retrieve import Index, check_question

REMEMBERED = 2  # questions before this one that may say what it is about
LETTERS = 5  # a question with fewer letters of another script may just name something in it


@dataclass(frozen=True)
class Assistant:
    """Answers questions from an index, with quotations or with a refusal.

    The same question on the same index always gives the same reply.
    """

    index: Index
    reader: Reader
    settings: AssistantSettings
    threshold: float = 0.5  # the least probability at which to answer

    def reply(
        self,
        question: str,
        among: Collection[str] | None = None,
        after: Sequence[str] = (),
    ) -> Reply:
        """Answer a question or say why not.

        Args:
            question: of 1 to 2,000 characters.
            among: only from documents with these uris, where given.
            after: what was asked before in the same conversation, the oldest first; the last
                questions say what "it" is in this one.

        Raises:
            BadInput: the question is empty or too long.
            DamagedIndex: the index cannot be read.
            QuoteMismatch: a quotation failed its last check.
        """
        question = check_question(question)
        spelt, earlier = self._spelt(question), ""
        for asked in after[-REMEMBERED:]:
            earlier = parts_of(self._spelt(check_question(asked)), earlier)[-1].asked
        parts = parts_of(spelt, earlier)
        read = parts[0].asked if len(parts) == 1 else spelt
        reply = self._reply(spelt, parts, among)
        return replace(reply, question=question, searched_as=None if read == question else read)

    def _spelt(self, question: str) -> str:
        if not self.settings.spelling:
            return question
        return Speller(self.index.vocabulary).corrected(question)

    def _reply(self, question: str, parts: Sequence[Part], among: Collection[str] | None) -> Reply:
        found = [self.read(part.asked, among) for part in parts]
        hits = _merged(hits for hits, _ in found)
        readings = [reading for _, reading in found]
        if not any(reading.evidence for reading in readings):
            return self._refusal(question, Reason.NOTHING_FOUND, hits, readings)
        if _foreign(question, hits):
            return self._refusal(question, Reason.OTHER_SCRIPT, hits, readings)
        answer = self._answer(question, parts, readings, hits)
        if answer is None:
            return self._refusal(question, Reason.NOT_SUPPORTED, hits, readings)
        return check(answer, self.index)

    def _answer(
        self, question: str, parts: Sequence[Part], readings: Sequence[Reading], hits: list[Hit]
    ) -> Answer | None:
        """What the sources say to the parts of a question; None where they say nothing."""
        sure = [
            bool(reading.evidence) and reading.probability >= self.threshold for reading in readings
        ]
        if not any(sure):
            return None
        statements: tuple[Statement, ...] = ()
        for part, reading, yes in zip(parts, readings, sure, strict=True):
            if yes:
                more = extract(
                    part.asked, reading, self.settings.statements, self.settings.margin, statements
                )
                named = part.words if len(parts) > 1 else None
                statements += tuple(replace(one, part=named) for one in more)
        return Answer(
            question=question,
            statements=statements,
            considered=_considered(hits, statements),
            confidence=readings[sure.index(True)].probability,
            unanswered=tuple(p.words for p, yes in zip(parts, sure, strict=True) if not yes),
        )

    def read(
        self, question: str, among: Collection[str] | None = None
    ) -> tuple[list[Hit], Reading]:
        """The passages that a question finds, best first, and what the reader makes of them."""
        hits = self._search(question, among)
        return hits, self.reader.read(question, hits)

    def _search(self, question: str, among: Collection[str] | None) -> list[Hit]:
        """The passages to read, best first."""
        hits = self.index.search(question, self.settings.passages, among)
        if asks_duty(question):
            more = self.index.search(in_words_of_a_rule(question), self.settings.passages, among)
            known = {hit.passage.id for hit in hits}
            hits += [hit for hit in more if hit.passage.id not in known]
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]

    def _refusal(
        self, question: str, reason: Reason, hits: list[Hit], readings: Sequence[Reading]
    ) -> Refusal:
        return Refusal(
            question=question,
            reason=reason,
            considered=_considered(hits, ()),
            uncovered=tuple(dict.fromkeys(word for r in readings for word in r.uncovered)),
            searched=len(self.index.documents),
            confidence=max(reading.probability for reading in readings),
        )


def _merged(found: Iterable[Sequence[Hit]]) -> list[Hit]:
    """The passages found for the parts of a question, the best of each part first."""
    rounds = zip_longest(*found)
    hits = {hit.passage.id: hit for some in rounds for hit in some if hit is not None}
    return [replace(hit, rank=rank) for rank, hit in enumerate(hits.values(), start=1)]


def _considered(hits: list[Hit], statements: tuple[Statement, ...]) -> tuple[Considered, ...]:
    """The passages that were read; used are those in which a quotation lies."""
    quotes = [quote for statement in statements for quote in statement.quotes]
    return tuple(
        Considered(
            hit,
            any(
                q.document == hit.passage.document and q.span.meets(hit.passage.span)
                for q in quotes
            ),
        )
        for hit in hits
    )


def _foreign(question: str, hits: list[Hit]) -> bool:
    """Whether a question is written in a script that the passages found do not use.

    The bundled model knows English: vectors of another script are noise, and noise has neighbours.
    """
    asked = [script(letter) for letter in question if letter.isalpha()]
    letters: set[str] = set().union(*(hit.passage.text for hit in hits))  # few, of many characters
    held = {script(letter) for letter in letters if letter.isalpha()}
    other = [name for name in asked if name not in held]
    return len(other) >= LETTERS and len(other) > len(asked) / 2


def script(letter: str) -> str:
    """The script of a letter, by the first word of its Unicode name.

    >>> script("a"), script("я")
    ('LATIN', 'CYRILLIC')
    """
    return unicodedata.name(letter, "UNKNOWN").split()[0]
