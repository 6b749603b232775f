"""What readers say of a reply, stored with what they saw (`eval.feedback`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from eval.feedback import FeedbackStore
from eval.rating import Feedback, Rating
from index.errors import BadInput
from page.live import LiveAssistant
from page.turn import Turn

# as the links below a reply name them (`answer.py`)
RATINGS = {
    "helpful": Rating.HELPFUL,
    "wrong_quote": Rating.WRONG_QUOTE,
    "should_refuse": Rating.SHOULD_HAVE_REFUSED,
    "should_answer": Rating.SHOULD_HAVE_ANSWERED,
}


@dataclass(frozen=True)
class Judgement:
    """What the script sends: the number of the question, which link, and what was typed.

    `quote` is the number of the quotation that is meant, from 1.
    """

    turn: int
    verdict: Literal["helpful", "wrong_quote", "should_refuse", "should_answer"]
    comment: str = ""
    quote: int | None = None


_JUDGEMENT = TypeAdapter(Judgement)


def store(
    kept: FeedbackStore, live: LiveAssistant, turns: Sequence[Turn], sent: object
) -> Judgement:
    """Store what was sent about one of the turns of this conversation, and give it back.

    Raises:
        BadInput: it is no judgement of a reply that is on the page.
        BadFeedback: it does not fit that reply; see `eval.rating.Feedback`.
        FeedbackProblem: it cannot be stored.
    """
    try:
        said = _JUDGEMENT.validate_python(sent)
    except ValidationError as error:
        raise BadInput("That cannot be understood. Load the page again.") from error
    place = next((place for place, turn in enumerate(turns) if turn.number == said.turn), None)
    reply = None if place is None else turns[place].reply
    if reply is None:
        raise BadInput("That reply is not on the page any more. Ask the question again.")
    before = [turn.question for turn in turns[:place]]
    kept.add(
        Feedback.on(
            reply,
            RATINGS[said.verdict],
            live.index,
            after=before,
            comment=said.comment,
            meant=said.quote,
        )
    )
    return said
