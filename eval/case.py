"""Evaluation cases: a question, and the words that a right answer must quote.

A case file is a YAML list. Its name says what it may be used for: on `dev.yaml` settings may be
tuned, on `test.yaml` never. Every case is written for two corpora, the briefs that ship with the
program and the original articles behind them.
"""

# PyYAML's other use is index/readers/markdown.py: eval must not depend on a reader's insides, and
# front matter is a source's own words while a case file is ours, so each is read where it belongs.

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import BadCases
from index.document import Document, Span

# the same language; the one in C, where PyYAML was built with it, reads our files in a tenth of
# the time
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Corpus(StrEnum):
    """The folders of documents that every case is written for."""

    BRIEFS = "briefs"
    ORIGINALS = "originals"


class Group(StrEnum):
    """What makes a question hard; `answerable` says which kinds the sources answer."""

    PLAIN_FACT = "plain-fact"
    OTHER_WORDS = "other-words"
    WHO_SAID_IT = "who-said-it"
    DATES_AND_NUMBERS = "dates-and-numbers"
    SEVERAL_PARTS = "several-parts"
    SEVERAL_DOCUMENTS = "several-documents"
    SOURCES_DISAGREE = "sources-disagree"  # each side's own words are a fact
    YES_NO = "yes-no"
    TYPING_ERRORS = "typing-errors"
    FOLLOW_UP = "follow-up"
    INJECTION = "injection"  # the question carries an order, with or without a real question
    NEAR_MISS = "near-miss"
    WRONG_PERSON_OR_PLACE = "wrong-person-or-place"
    FALSE_PREMISE = "false-premise"
    OFF_TOPIC = "off-topic"
    OTHER_LANGUAGE = "other-language"  # to be refused; docs/decisions/0010 says why

    @property
    def answerable(self) -> bool | None:
        """Whether the sources answer the questions of this group; None where each case says so.

        >>> [Group(name).answerable for name in ("yes-no", "near-miss", "follow-up")]
        [True, False, None]
        """
        if self in {Group.INJECTION, Group.FOLLOW_UP}:
            return None
        return self not in {
            Group.NEAR_MISS, Group.WRONG_PERSON_OR_PLACE, Group.FALSE_PREMISE, Group.OFF_TOPIC,
            Group.OTHER_LANGUAGE,
        }  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gold(_Strict):
    """Words that stand once in a document, in the sentence that a careful reader would quote."""

    document: str = Field(min_length=1)
    phrase: str = Field(min_length=1)


class Fact(_Strict):
    """One thing that an answer must show; any one of the alternatives of its corpus will do.

    A case file for one's own folder, which is no such corpus, has the list of alternatives alone.
    """

    briefs: tuple[Gold, ...] = Field(min_length=1)
    originals: tuple[Gold, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _of_any_folder(cls, value: Any) -> Any:
        return {"briefs": value, "originals": value} if isinstance(value, list) else value

    def gold(self, corpus: Corpus) -> tuple[Gold, ...]:
        """The alternatives in a corpus."""
        return self.briefs if corpus is Corpus.BRIEFS else self.originals


class Case(_Strict):
    """A question with what a right answer quotes; without facts, the right reply is a refusal.

    `half` is the name of the file that the case stands in, without its ending. `after` are the
    questions asked before in the conversation, oldest first; only a follow-up has any. The
    assistant hears them too. A draft that a person has dropped, or has yet to complete with facts,
    says `keep: false`, and is not asked.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    question: str = Field(min_length=1)
    after: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    group: Group
    why: str = Field(min_length=1)
    half: str
    keep: bool = True
    answerable: bool = True
    facts: tuple[Fact, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.answerable and not self.facts and self.keep:
            raise ValueError("it is answerable and has no facts; add them, or answerable: false")
        if not self.answerable and self.facts:
            raise ValueError("it is not answerable and has facts; remove one or the other")
        if bool(self.after) is not (self.group is Group.FOLLOW_UP):
            raise ValueError("a follow-up, and nothing else, has `after`: the questions before it")
        if self.group.answerable not in (None, self.answerable):
            kind = "answerable" if self.group.answerable else "unanswerable"
            raise ValueError(f"the group {self.group} holds {kind} questions only")
        return self


@dataclass(frozen=True)
class Place:
    """Where a gold phrase stands: the uri of its document and the span there."""

    uri: str
    span: Span


Evidence = tuple[tuple[Place, ...], ...]  # of a case: for each fact, the places of its alternatives


def load_cases(files: Iterable[Path]) -> tuple[Case, ...]:
    """The cases of some files that are kept, in order.

    Raises:
        BadCases: a file is no list of cases, a case contradicts itself, or an id is used twice.
    """
    seen: dict[str, str] = {}
    cases = []
    for file in files:
        for number, row in enumerate(_rows(file), start=1):
            case = _case(file, number, row)
            if case.id in seen:
                raise BadCases(
                    f"{file}: {case.id}: {seen[case.id]} has a case with this id already."
                )
            seen[case.id] = str(file)
            cases.append(case)
    return tuple(case for case in cases if case.keep)


def _rows(file: Path) -> list[Any]:
    try:
        rows = yaml.load(file.read_text("utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise BadCases(f"{file} cannot be read as a case file: {reason}") from error
    if not isinstance(rows, list):
        raise BadCases(f"{file} must hold a YAML list of cases, each beginning with `- id: …`.")
    return rows


def _case(file: Path, number: int, row: Any) -> Case:
    if not isinstance(row, dict):
        raise BadCases(f"{file}: case {number} is {row!r}, not a list of fields such as `id: …`.")
    where = f"{file}: {row.get('id') or f'case {number}'}"
    if "half" in row:
        raise BadCases(f'{where}: "half" is the name of the file; leave it out.')
    try:
        return Case.model_validate({**row, "half": file.stem})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise BadCases(f"{where}: {f'{field}: ' if field else ''}{said}.") from error


def check_cases(cases: Iterable[Case], corpus: Corpus, documents: Mapping[str, Document]) -> None:
    """Prove that every gold phrase of a corpus stands exactly once in its document.

    Raises:
        BadCases: one does not; the message names the first and counts the others.
    """
    wrong = []
    for case in cases:
        try:
            locate(case, corpus, documents)
        except BadCases as error:
            wrong.append(str(error))
    if wrong:
        more = f" Cases with such a fault: {len(wrong)}." if len(wrong) > 1 else ""
        raise BadCases(wrong[0] + more)


def locate(case: Case, corpus: Corpus, documents: Mapping[str, Document]) -> Evidence:
    """The places of the gold phrases of a case, for each fact.

    Args:
        case: whose phrases.
        corpus: for which folder of documents.
        documents: those documents, by their uris.

    Raises:
        BadCases: a document is missing, or a phrase does not stand in it exactly once.
    """
    return tuple(
        tuple(_place(f"{case.half}.yaml: {case.id}", gold, documents) for gold in fact.gold(corpus))
        for fact in case.facts
    )


def _place(where: str, gold: Gold, documents: Mapping[str, Document]) -> Place:
    document = documents.get(gold.document)
    if document is None:
        raise BadCases(f"{where}: there is no document {gold.document} among the sources.")
    start = document.text.find(gold.phrase)
    if start < 0:
        raise BadCases(f"{where}: {gold.document} does not hold {gold.phrase!r}.")
    if document.text.find(gold.phrase, start + 1) >= 0:
        raise BadCases(f"{where}: {gold.document} holds {gold.phrase!r} more than once.")
    return Place(gold.document, Span(start, start + len(gold.phrase)))
