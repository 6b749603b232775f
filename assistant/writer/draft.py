"""What a language model replies, read strictly: statements that rest on numbered sentences."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.writer.errors import NoReply
from assistant.writer.written import Trouble

LONGEST = 20_000  # characters of a reply that are read at all
TRIES = 20  # places at which an object may begin in a reply that is more than one


class Form(BaseModel):
    """A form that a reply has; a number is a number and no text that looks like one."""

    model_config = ConfigDict(strict=True, frozen=True)


class DraftStatement(Form):
    """One statement in a model's own words, and the numbers of the sentences that it rests on."""

    text: str = Field(json_schema_extra={"maxLength": 300})
    sentences: list[int] = Field(json_schema_extra={"minItems": 1, "maxItems": 4})


class Draft(Form):
    """A model's answer, or that the sentences hold none."""

    not_in_sources: bool = False
    # asked for, so that a model that is bound to the form comes to an end; more is no mistake
    statements: list[DraftStatement] = Field(json_schema_extra={"maxItems": 4})


class Rewritten(Form):
    """A question that stands alone."""

    question: str


Read = TypeVar("Read", bound=Form)


def read_reply(reply: str, form: type[Read]) -> Read:
    r"""A reply in its form.

    It is mended once, where it stands among other words or in a code block. One that breaks off, or
    gives a thing twice, is not: nobody knows how it would have gone on, or which was meant.

    Raises:
        NoReply: it has not the form, or is too long to be read.

    >>> read_reply('Sure!\n```json\n{"question": "Who?"}\n```', Rewritten).question
    'Who?'
    >>> read_reply('{"question": "Who', Rewritten)
    Traceback (most recent call last):
        ...
    assistant.writer.errors.NoReply: malformed
    """
    if len(reply) > LONGEST:
        raise NoReply(Trouble.TOO_LONG)
    for found in _objects(reply):
        try:
            return form.model_validate(found)
        except ValidationError:
            continue
    raise NoReply(Trouble.MALFORMED)


def _objects(reply: str) -> Iterator[Any]:
    """The reply as JSON; else the objects that stand in it, the outer ones first."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
    try:
        yield decoder.decode(reply)
    except (ValueError, RecursionError):
        starts = (place for place, sign in enumerate(reply) if sign == "{")
        for start in islice(starts, TRIES):
            try:
                yield decoder.raw_decode(reply, start)[0]
            except (ValueError, RecursionError):
                continue


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("something is said twice")
    return dict(pairs)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
