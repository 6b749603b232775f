"""An answer in prose: a language model drafts, and what its quotations hold is shown."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from assistant.reply import Answer, Statement
from assistant.rewrite.conversation import Conversation, Rewriter
from assistant.support.checking import failings
from assistant.writer.breaker import Breaker
from assistant.writer.chat import Chat
from assistant.writer.compose import compose
from assistant.writer.draft import Draft, read_reply
from assistant.writer.errors import NoReply
from assistant.writer.hold import Check, hold
from assistant.writer.numbered import Numbered, as_data, number_sentences, seen
from assistant.writer.rereading import SHARE, reread
from assistant.writer.settings import ModelSettings
from assistant.writer.written import Outcome, Written
from prompts import prompt

MOST = 6  # statements of a draft that are looked at


@dataclass(frozen=True)
class Writer:
    """Puts prose to answers that the reader has found; safe to share.

    It is asked only where the reader found an answer, and can take nothing from it: it neither
    turns a refusal into an answer nor an answer into a refusal.
    """

    chat: Chat
    settings: ModelSettings
    check: Check = failings
    breaker: Breaker = field(default_factory=Breaker)

    def write(self, answer: Answer, until: float | None = None) -> Iterator[Answer]:
        """The answer as it grows; every step of it may be shown, and the last one is the whole.

        Args:
            answer: the reader's.
            until: the end of the time for it, by `time.monotonic`; the settings say how long else.
        """
        numbered = self.numbered(answer)
        passages = len({one.hit.passage.id for one in numbered})
        written = Written(self.chat.name, Outcome.WRITING, passages)
        yield replace(answer, written=written)
        try:
            draft = self.draft(answer, numbered, until)
        except NoReply as error:
            failed = replace(written, outcome=Outcome.FAILED, trouble=error.trouble)
            yield replace(answer, written=failed)
            return
        if draft.not_in_sources or not draft.statements:
            yield replace(answer, written=replace(written, outcome=Outcome.NOT_IN_SOURCES))
            return
        yield from self._checked(answer, draft, numbered, written)

    def heard(self, question: str, said: Conversation, rules: Rewriter) -> Conversation:
        """The conversation with how the model reads a question that leans on it; see `reread`."""
        if not self.settings.rewrite:
            return said
        until = time.monotonic() + SHARE * self.settings.deadline
        return reread(question, said, rules, self.chat, self.breaker, until)

    def numbered(self, answer: Answer) -> tuple[Numbered, ...]:
        """The sentences that the model is given for an answer."""
        hits = [considered.hit for considered in answer.considered]
        return number_sentences(hits, self.settings.tokens)

    def draft(
        self, answer: Answer, numbered: Sequence[Numbered], until: float | None = None
    ) -> Draft:
        """What the model makes of the sentences that it is given for an answer.

        Raises:
            NoReply: nothing that can be read came in time.
        """
        until = until or time.monotonic() + self.settings.deadline
        words = prompt("draft")
        asked = escape(seen(answer.searched_as or answer.question))
        with self.breaker.call():
            filled = words.fill(passages=as_data(numbered), question=asked)
            left = until - time.monotonic()
            return read_reply(self.chat.say(words.system, filled, Draft, left), Draft)

    def _checked(
        self, answer: Answer, draft: Draft, numbered: tuple[Numbered, ...], written: Written
    ) -> Iterator[Answer]:
        """The answer after each statement that was held to its quotations."""
        drafted = draft.statements[:MOST]
        prose, failed = list[Statement](), list[str]()
        written = replace(written, outcome=Outcome.CHECKING, drafted=len(drafted))
        yield replace(answer, written=written)
        for checked, statement in enumerate(drafted, start=1):
            held = hold(statement, numbered, answer, self.check)
            prose += [held.statement] if held.statement else []
            failed += held.failed
            written = replace(
                written, checked=checked, held=len(prose), failed=tuple(dict.fromkeys(failed))
            )
            if checked < len(drafted):
                yield compose(answer, prose, written)
        outcome = Outcome.WROTE if prose else Outcome.NOTHING_HELD
        yield compose(answer, prose, replace(written, outcome=outcome))
