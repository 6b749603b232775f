"""A conversation as the page shows it: what stands in the chat, and what in the panel beside it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.escape import isolated
from assistant.reply import Answer, Reply
from assistant.rewrite.conversation import Conversation, Exchange
from page.answer import as_html, problem_as_html
from page.attempt import Failure, attempt
from page.checked import Checked
from page.live import LiveAssistant
from page.reading import sources_as_html
from page.words import ENGLISH, Words


@dataclass(frozen=True)
class Turn:
    """A question and what is shown for it in the chat; nothing while it is worked on.

    The reply is kept to show its documents when they are asked for, since those of a long
    conversation would make the page heavy.
    """

    number: int
    question: str
    said: str = ""
    failed: bool = False
    # not compared, and so not hashed either: Gradio hashes the state of a page at every event
    reply: Reply | None = field(default=None, compare=False, repr=False)
    # of a turn that was opened again from what a browser kept
    reopened: Checked | None = field(default=None, compare=False, repr=False)

    @property
    def done(self) -> bool:
        """Whether it has a reply to which nothing more is added."""
        written = self.reply.written if isinstance(self.reply, Answer) else None
        return self.reply is not None and not (written and written.going_on)


def take_turns(
    live: LiveAssistant,
    question: str,
    number: int,
    before: Sequence[Turn] = (),
    among: Collection[str] | None = None,
    say: Words = ENGLISH,
) -> Iterator[Turn]:
    """A question with its reply as it grows, or with a failure that looks like none."""
    replies = live.replies(question, said(before), among)

    def work() -> Turn | None:
        reply = next(replies, None)
        if reply is None:
            return None
        return Turn(number, question, as_html(reply, number, say), reply=reply)

    while done := attempt(work, say):
        if isinstance(done, Failure):
            yield Turn(number, question, problem_as_html(done.why, say), failed=True)
            return
        yield done


def said(turns: Sequence[Turn]) -> Conversation:
    """What a next question may lean on: our replies, and of what a browser brought the questions.

    A turn that was opened again has a reply too, but it was the browser that chose its words.
    """
    return Conversation(
        tuple(
            Exchange.of(turn.reply) if turn.reply and not turn.reopened else Exchange(turn.question)
            for turn in turns
        )
    )


def sources_of(live: LiveAssistant, turn: Turn, say: Words = ENGLISH) -> str:
    """The documents of a turn for the panel; its quotations are verified at this moment."""
    reply = turn.reply
    shown: str | Failure = f'<h2 class="panel-title">{say.html("reading.no_reply")}</h2>'
    if reply is not None:
        shown = attempt(lambda: sources_as_html(live.check(reply), turn.number, say), say)
    if isinstance(shown, Failure):
        shown = (
            f'<div class="problem"><p class="verdict">{say.html("reading.failed")}</p>'
            f'<p class="read">{isolated(shown.why)}</p></div>'
        )
    return f'<div class="turn" data-turn="{turn.number}" tabindex="-1">{shown}</div>'


def chat_messages(turns: Sequence[Turn], say: Words = ENGLISH) -> list[dict[str, Any]]:
    """The messages for Gradio's Chatbot; a failure comes with a button to try again."""
    messages: list[dict[str, Any]] = []
    for turn in turns:
        asked = f'<div class="question">{isolated(turn.question)}</div>'
        messages.append({"role": "user", "content": asked})
        if turn.said:
            again = [{"value": turn.question, "label": say("ask.again")}] if turn.failed else []
            messages.append({"role": "assistant", "content": turn.said, "options": again})
    return messages


def line_as_html(words: str) -> str:
    """A plain line, such as what is wrong with a question."""
    return f'<p class="line" role="status">{isolated(words)}</p>'
