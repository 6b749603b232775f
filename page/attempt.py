"""What is told of a try that failed: never anything that could pass for an answer or a refusal."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from index.errors import BadInput, Problem
from page.log import note, note_fault
from page.words import ENGLISH, Words

Made = TypeVar("Made")


@dataclass(frozen=True)
class Failure:
    """What to tell of a try that failed: a problem as it is, of a fault its number in the log.

    `asked_wrongly` where the try was at fault and not the program.
    """

    why: str
    asked_wrongly: bool = False


def attempt(work: Callable[[], Made], say: Words = ENGLISH) -> Made | Failure:
    """What some work made, or why it made nothing.

    >>> attempt(lambda: 3)
    3
    """
    try:
        return work()
    except BadInput as wrong:
        return Failure(str(wrong), asked_wrongly=True)
    except Problem as problem:
        note("problem", logging.ERROR, why=str(problem))
        return Failure(str(problem))
    except Exception:  # noqa: BLE001 - it is noted, with where it came from
        return Failure(say("problem.fault", number=note_fault()))
