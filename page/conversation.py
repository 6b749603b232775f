"""What happens when somebody asks: each step is all that the page shows from then on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import BadInput
from index.retrieve import check_question
from page.live import LiveAssistant
from page.turn import Turn, chat_messages, line_as_html, sources_of, take_turn
from page.words import ENGLISH, Words

LONGEST_CHAT = 20  # questions that stay on the page; the oldest leave first


@dataclass(frozen=True)
class Shown:
    """What stands on the page; None leaves what stands there.

    `box` is what stands in the question's box: it is left alone while an answer is awaited, since
    somebody may be typing. `told` is for the scripts (`assets/words.js`).
    """

    turns: tuple[Turn, ...]
    messages: list[dict[str, Any]] | None = None
    panel: str | None = None
    hint: str = ""
    box: str | None = None
    told: Mapping[str, Any] | None = None


class Conversation:
    """The steps of a conversation with the documents."""

    def __init__(self, live: LiveAssistant) -> None:
        self._live = live

    def ask(self, question: str, turns: tuple[Turn, ...], say: Words = ENGLISH) -> Iterator[Shown]:
        """Show the question at once, then its reply beside what may be typed by then."""
        try:
            question = check_question(question)
        except BadInput as wrong:
            yield Shown(turns, hint=line_as_html(str(wrong)))
            return
        number = turns[-1].number + 1 if turns else 1
        # a question asked again takes the place of the try that failed
        turns = tuple(turn for turn in turns if not (turn.failed and turn.question == question))
        yield _shown((*turns, Turn(number, question)), say, box="")
        turn = take_turn(self._live, question, number, turns, say)
        yield _shown((*turns, turn), say, panel=sources_of(self._live, turn, say))

    def sources(self, turns: tuple[Turn, ...], number: int, say: Words = ENGLISH) -> str | None:
        """What the panel shows for a question of the conversation, by its number."""
        asked = next((turn for turn in turns if turn.number == number), None)
        return None if asked is None else sources_of(self._live, asked, say)


def _shown(
    turns: tuple[Turn, ...], say: Words, panel: str | None = None, box: str | None = None
) -> Shown:
    turns = turns[-LONGEST_CHAT:]
    return Shown(turns, chat_messages(turns, say), panel, box=box)
