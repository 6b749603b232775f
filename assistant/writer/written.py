"""How far a language model has come with an answer, and what became of what it wrote."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a language model added to an answer."""

    WRITING = "writing"  # it was asked, and nothing has come yet
    CHECKING = "checking"  # its statements are being held to their quotations
    WROTE = "wrote"  # at least one statement is held by its quotations
    NOTHING_HELD = "nothing_held"  # none is
    NOT_IN_SOURCES = "not_in_sources"  # it found no answer where the reader did
    FAILED = "failed"  # no reply that could be read came in time


class Trouble(StrEnum):
    """Why nothing usable came from a language model."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BUSY = "busy"  # it, or our share of it, is used up for now
    DENIED = "denied"  # a wrong key, a wrong name
    SERVER = "server"  # a fault over there
    REFUSED = "refused"  # it would not speak of the matter
    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    RESTING = "resting"  # it failed so often that it is left alone for a while


@dataclass(frozen=True)
class Written:
    """A language model's part in an answer.

    `passages` were read by it, `drafted` statements came back, `checked` of them have been held to
    their quotations by now, and `held` are shown. `failed` names the checks that the others did not
    pass; their words are kept nowhere. `trouble` says why nothing came.
    """

    model: str
    outcome: Outcome
    passages: int = 0
    drafted: int = 0
    checked: int = 0
    held: int = 0
    failed: tuple[str, ...] = ()
    trouble: Trouble | None = None

    @property
    def going_on(self) -> bool:
        """Whether more is to come."""
        return self.outcome in (Outcome.WRITING, Outcome.CHECKING)
