"""A run of the cases over one corpus as plain values: written as JSON, and read again.

A `Record` is a `Score` with the words behind it, so that every measure counts records as it stands,
and table, HTML and comparison need neither index nor sources.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.reply import Quote, Refusal
from eval.case import Place
from eval.errors import BadRun
from eval.run import Outcome
from eval.score import Score, score
from index.document import Document
from index.errors import BadInput
from index.passage import Hit


@dataclass(frozen=True)
class Words:
    """Words of a document at their place."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Quoted(Words):
    """A quotation; `verdict` is of the check against the files, and missing for one withheld."""

    verdict: str | None = None


@dataclass(frozen=True)
class Found:
    """A passage that the search found; its words are in `Run.texts`, under its key."""

    rank: int
    document: str
    start: int
    end: int
    score: float
    similarity: float
    lexical: float

    @property
    def key(self) -> str:
        """Names the passage within a run."""
        return f"{self.document}:{self.start}-{self.end}"


@dataclass(frozen=True, kw_only=True)
class Record(Score):
    """One case with what came of it.

    `reason` is why it was refused, `evidence` the gold phrases of each fact, any one of which will
    do, and `withheld` what a refusal kept back.
    """

    id: str
    half: str
    group: str
    question: str
    after: tuple[str, ...]
    why: str
    reason: str | None
    quotes: tuple[Quoted, ...]
    withheld: tuple[Quoted, ...]
    evidence: tuple[tuple[Words, ...], ...]
    retrieved: tuple[Found, ...]


@dataclass(frozen=True)
class Run:
    """All records of one corpus.

    Attributes:
        corpus: the name of the folder of documents.
        measured: the day, as an ISO date.
        documents: the SHA-256 of each document's canonical text, by its uri.
        passages: how many the index has.
        cases: what came of each case, in order.
        texts: the words of every passage that was found, by its key.
    """

    corpus: str
    measured: str
    documents: Mapping[str, str]
    passages: int
    cases: tuple[Record, ...]
    texts: Mapping[str, str]

    @classmethod
    def of(
        cls,
        corpus: str,
        measured: str,
        documents: Mapping[str, Document],
        passages: int,
        outcomes: Sequence[Outcome],
    ) -> "Run":
        """The run that some outcomes make."""
        return cls(
            corpus,
            measured,
            {uri: document.sha256 for uri, document in sorted(documents.items())},
            passages,
            tuple(record(outcome, documents) for outcome in outcomes),
            {found(hit).key: hit.passage.text for outcome in outcomes for hit in outcome.hits},
        )


def record(outcome: Outcome, documents: Mapping[str, Document]) -> Record:
    """One outcome as plain values; `documents` are those of its corpus, by uri."""
    case, scored = outcome.case, score(outcome)
    return Record(
        **{field.name: getattr(scored, field.name) for field in fields(Score)},
        id=case.id,
        half=case.half,
        group=case.group.value,
        question=case.question,
        after=case.after,
        why=case.why,
        reason=outcome.reply.reason.value if isinstance(outcome.reply, Refusal) else None,
        quotes=tuple(
            _quoted(quote, verdict.value)
            for quote, verdict in zip(outcome.quotes, outcome.verdicts, strict=True)
        ),
        withheld=tuple(map(_quoted, outcome.withheld.quotes)) if outcome.withheld else (),
        evidence=tuple(
            tuple(_phrase(place, documents) for place in places) for places in outcome.evidence
        ),
        retrieved=tuple(found(hit) for hit in outcome.hits),
    )


def _quoted(quote: Quote, verdict: str | None = None) -> Quoted:
    place = (quote.document.uri, quote.span.start, quote.span.end)
    return Quoted(*place, quote.text, verdict=verdict)


def _phrase(place: Place, documents: Mapping[str, Document]) -> Words:
    text = place.span.cut(documents[place.uri].text)
    return Words(place.uri, place.span.start, place.span.end, text)


def found(hit: Hit) -> Found:
    """A hit as plain values."""
    span = hit.passage.span
    signals = (round(value, 6) for value in (hit.score, hit.similarity, hit.lexical))
    return Found(hit.rank, hit.passage.document.uri, span.start, span.end, *signals)


NOT_A_RUN = "is no run that `python -m eval --json` wrote"
# what a later version adds is passed over; what is missing or of another kind is not
_RUNS = TypeAdapter(tuple[Run, ...], config=ConfigDict(extra="ignore"))


def read_runs(file: Path) -> tuple[Run, ...]:
    """The runs in a file that `python -m eval --json` wrote, one for each corpus.

    Raises:
        BadRun: it cannot be read, or is no such file.
    """
    try:
        runs = _RUNS.validate_python(json.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRun(f"{file} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRun(f"{file} {NOT_A_RUN}: {where}: {first['msg']}.") from error
    except ValueError as error:
        raise BadRun(f"{file} {NOT_A_RUN}: {error}.") from error
    if not runs:
        raise BadRun(f"{file} holds no run.")
    return runs


def write_file(file: Path, text: str) -> None:
    """Write a file that a person asked for.

    Raises:
        BadInput: it cannot be written.
    """
    try:
        # "replace": JSON can hold halves of characters that no file can
        file.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
