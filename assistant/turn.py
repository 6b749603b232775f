"""A conversation as the page shows it: what stands in the chat, and what in the panel beside it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from assistant.live import LiveAssistant
from assistant.page import as_html, isolated, passages_as_html, problem_as_html
from index.errors import Problem

logger = logging.getLogger("chapter-and-verse")


@dataclass(frozen=True)
class Turn:
    """A question and what is shown for it in chat and panel; nothing while it is worked on."""

    number: int
    question: str
    said: str = ""
    sources: str = ""
    failed: bool = False


def take_turn(live: LiveAssistant, question: str, number: int, before: Sequence[Turn] = ()) -> Turn:
    """A question with its reply, or with a failure that looks like neither answer nor refusal."""
    try:
        reply = live.reply(question, [turn.question for turn in before])
    except Problem as problem:
        logger.error("%s", problem)
        why = str(problem)
    except Exception:
        fault = uuid4().hex[:8]
        logger.exception("fault %s", fault)
        why = f"It is written down on the server as fault {fault}."
    else:
        return Turn(number, question, as_html(reply, number), passages_as_html(reply, number))
    none = '<p class="panel-title">No passages: the question could not be worked on.</p>'
    return Turn(number, question, problem_as_html(why), none, failed=True)


def chat_messages(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The messages for Gradio's Chatbot; a failure comes with a button to try again."""
    messages: list[dict[str, Any]] = []
    for turn in turns:
        asked = f'<div class="question">{isolated(turn.question)}</div>'
        messages.append({"role": "user", "content": asked})
        if turn.said:
            again = [{"value": turn.question, "label": "Try again"}] if turn.failed else []
            messages.append({"role": "assistant", "content": turn.said, "options": again})
    return messages


def panel_as_html(turns: Sequence[Turn]) -> str:
    """The sources of every turn; the last is shown, an earlier one when a citation asks for it."""
    last = max((turn.number for turn in turns if turn.said), default=0)
    return "".join(
        f'<div class="turn{" current" if turn.number == last else ""}">{turn.sources}</div>'
        for turn in turns
    )


def line_as_html(words: str) -> str:
    """A plain line, such as what is wrong with a question."""
    return f'<p class="line" role="status">{isolated(words)}</p>'
