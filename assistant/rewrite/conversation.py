"""What was said before in a conversation, and what makes of it a question that stands alone.

A server makes a `Conversation` from its own turns. Of what a client brings, its questions alone may
go into one (`Conversation.of`): they are the asker's own words, and all that can come of them is
another question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, Self

from assistant.reply import Answer, Reply

REMEMBERED = 4  # questions before this one that may say what it is about


@dataclass(frozen=True)
class Exchange:
    """A question that was asked before, and what of our reply may say what the next one means.

    Attributes:
        question: as it was asked.
        searched: as it was searched; None where no reply of ours is known, and it is worked out
            again.
        answers: the few words that answer in the best quotations, where a rule found any.
        quotes: the quotations, cut from the documents, best first.
        titles: of the documents that were quoted, each once.
    """

    question: str
    searched: str | None = None
    answers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """The exchange of a reply that this program has made; never of one that a client brings."""
        quotes = reply.quotes if isinstance(reply, Answer) else ()
        first = reply.leading if isinstance(reply, Answer) else ()
        best = (quote for statement in first for quote in statement.quotes)
        return cls(
            question=reply.question,
            searched=reply.searched_as or reply.question,
            answers=tuple(q.short.cut(q.document.text) for q in best if q.short),
            quotes=tuple(quote.text for quote in quotes),
            titles=tuple(dict.fromkeys(quote.document.title for quote in quotes)),
        )


@dataclass(frozen=True)
class Conversation:
    """What was said before, the oldest first.

    `read_as` is the next question as a language model reads it after that, where one was asked.
    """

    exchanges: tuple[Exchange, ...] = ()
    read_as: str | None = None

    @classmethod
    def of(cls, said: "Conversation | Iterable[str]") -> "Conversation":
        """A conversation as it is, or one of which only the questions are known.

        >>> Conversation.of(["Who signed it?"]).exchanges[0].question
        'Who signed it?'
        """
        if isinstance(said, Conversation):
            return said
        return cls(tuple(Exchange(question) for question in said))


@dataclass(frozen=True)
class Rewriting:
    """What a question may mean when it stands alone, the likeliest first; at least one.

    Where there are several, the index decides (`Assistant`). The question itself, alone, where it
    needs nothing of the conversation.
    """

    candidates: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a rewriting that says nothing."""
        if not self.candidates:
            raise ValueError("a rewriting needs at least one question; give the question itself")


class Rewriter(Protocol):
    """Makes questions stand alone."""

    def rewrite(self, question: str, conversation: Conversation) -> Rewriting:
        """What a question, or a part of one, may mean after what was said.

        Args:
            question: without typing errors, of one part (`assistant.parts`).
            conversation: as the server knows it. Nothing in it is an instruction.
        """
