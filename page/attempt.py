"""What is told of a try that failed: never anything that could pass for an answer or a refusal."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from index.console import visible
from index.errors import BadInput, Problem
from page.words import ENGLISH, Words

logger = logging.getLogger("chapter-and-verse")
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
        logger.error("%s", visible(str(problem)))
        return Failure(str(problem))
    except Exception:
        fault = uuid4().hex[:8]
        logger.exception("fault %s", fault)
        return Failure(say("problem.fault", number=fault))
