"""What a browser keeps of a conversation, and how it is read again.

What a browser sends can have been changed by anyone, so nothing of it is believed: the form is
checked to the letter here, and `checked.py` holds each quotation against its document. What can be
worked out again (who says the words) or could not be checked (how sure we were) is not kept at all.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.reply import Answer, Considered, Quote, Reason, Reply, Statement, YesNo
from assistant.verify import SavedQuote
from index.errors import BadInput
from index.retrieve import check_question

TURNS, QUOTES = 20, 50  # the most questions of a conversation, and quotations of one of them
LARGEST = 200_000  # bytes of a conversation
NEAREST = 3  # passages that are kept of a refusal, as many as it shows


@dataclass(frozen=True)
class KeptQuote(SavedQuote):
    """A quotation; `short` is where the few words begin and end that are the answer."""

    short: tuple[int, int] | None = None


@dataclass(frozen=True)
class KeptStatement:
    """The quotations of one statement, and the part of the question that it answers.

    `decides`, `against` and `prose` are as in `assistant.reply.Statement`, and shown again only
    where the same rules find them in the quotations anew.
    """

    quotes: tuple[KeptQuote, ...]
    part: str | None = None
    decides: YesNo | None = None
    against: str | None = None
    prose: str | None = None


@dataclass(frozen=True)
class KeptPassage:
    """A passage near a question that the sources do not answer; its words are not kept."""

    source: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class KeptTurn:
    """A question and its reply, which was found in `read` passages of `searched` documents.

    Without a `status` there is no reply, because of a failure of ours.
    """

    version: Literal[1] = 1
    question: str
    searched_as: str | None = None
    status: Literal["answered", "refused"] | None = None
    reason: Reason | None = None
    statements: tuple[KeptStatement, ...] = ()
    unanswered: tuple[str, ...] = ()
    unfounded: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    nearest: tuple[KeptPassage, ...] = ()
    searched: int = 0
    read: int = 0

    @property
    def quotes(self) -> tuple[KeptQuote, ...]:
        """All quotations in their order."""
        return tuple(quote for statement in self.statements for quote in statement.quotes)

    def as_json(self) -> dict[str, Any]:
        """Plain values for the browser, one to three kilobytes."""
        return asdict(self)


def keep(question: str, reply: Reply | None) -> KeptTurn:
    """What is kept of a question and its reply, None where there was a failure."""
    if reply is None:
        return KeptTurn(question=question)
    passages = [considered.hit.passage for considered in reply.considered]
    kept = KeptTurn(question=question, searched_as=reply.searched_as, read=len(passages))
    if isinstance(reply, Answer):
        return replace(
            kept,
            status="answered",
            statements=tuple(map(_statement, reply.statements)),
            unanswered=reply.unanswered,
            unfounded=reply.unfounded,
            searched=len({passage.document.uri for passage in passages}),
        )
    return replace(
        kept,
        status="refused",
        reason=reply.reason,
        uncovered=reply.uncovered,
        nearest=tuple(_passage(considered) for considered in reply.considered[:NEAREST]),
        searched=reply.searched,
    )


def _statement(said: Statement) -> KeptStatement:
    quotes = tuple(_quote(quote) for quote in said.quotes)
    return KeptStatement(quotes, said.part, said.decides, said.against, said.prose)


def _quote(quote: Quote) -> KeptQuote:
    return KeptQuote(
        source=quote.document.uri,
        text=quote.text,
        start=quote.span.start,
        end=quote.span.end,
        sha256=quote.document.sha256,
        prefix=quote.prefix,
        suffix=quote.suffix,
        short=(quote.short.start, quote.short.end) if quote.short else None,
    )


def _passage(considered: Considered) -> KeptPassage:
    passage = considered.hit.passage
    span, document = passage.span, passage.document
    return KeptPassage(document.uri, span.start, span.end, document.sha256)


# what an earlier or later version kept otherwise must not be half understood
_TURNS = TypeAdapter(tuple[KeptTurn, ...], config=ConfigDict(extra="forbid", strict=True))


def read_kept(data: object) -> tuple[KeptTurn, ...]:
    """The questions of a conversation that a browser kept, in order; nothing in them is verified.

    Args:
        data: a list of what `KeptTurn.as_json` gave.

    Raises:
        BadInput: it is something else, or larger than a conversation can be.

    >>> read_kept([KeptTurn(question="who?").as_json()])[0].question
    'who?'
    >>> read_kept([{"question": "who?", "by": "me"}])
    Traceback (most recent call last):
        ...
    index.errors.BadInput: The kept conversation cannot be opened (0.by: Unexpected keyword argument). Start a new one, and delete this one from the list.
    """  # noqa: E501 - the line that a person reads
    try:
        # through its text: numbers, halves of characters and depth are checked as those of a file
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > LARGEST:
            raise _bad(f"it has {size:,} bytes, at most {LARGEST:,} are read")
        turns = _TURNS.validate_json(text.encode("utf-8", "surrogatepass"))
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}." for part in first["loc"]).rstrip(".")
        raise _bad(f"{where}: {first['msg']}".removeprefix(": ")) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise _bad("it is no JSON") from error
    if len(turns) > TURNS:
        raise _bad(f"it has {len(turns)} questions, at most {TURNS} are read")
    for turn in turns:
        _check(turn)
    return turns


def _check(turn: KeptTurn) -> None:
    try:
        check_question(turn.question)  # the next question may lean on it
    except BadInput as error:
        raise _bad(str(error).rstrip(".")) from error
    if len(turn.quotes) > QUOTES or len(turn.nearest) > NEAREST:
        raise _bad(f"a reply in it has more than {QUOTES} quotations or {NEAREST} passages")
    answered, refused = turn.status == "answered", turn.status == "refused"
    empty = not all(statement.quotes for statement in turn.statements)
    if answered != bool(turn.statements) or refused != (turn.reason is not None) or empty:
        raise _bad("a reply in it is neither an answer nor a refusal")


def _bad(why: str) -> BadInput:
    return BadInput(
        f"The kept conversation cannot be opened ({why}). "
        "Start a new one, and delete this one from the list."
    )
