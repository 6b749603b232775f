"""A question with its whole reply."""

from typing import Any

from page.turn import Turn, take_turns


def take_turn(*asked: Any, **how: Any) -> Turn:
    """The last of what the page shows for a question."""
    *_, last = take_turns(*asked, **how)
    return last
