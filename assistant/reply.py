"""What the assistant says: an answer made of quotations, or a refusal. Both are results."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from assistant.reader import Met
from assistant.writer.written import Written
from index.document import Document, Span
from index.passage import Hit

BESIDE = 32  # characters on either side by which words are told from the same words elsewhere


@dataclass(frozen=True)
class Quote:
    """Words of a source: a document and a span of its text, never a string of its own.

    `speaker` is the span of the name of whoever says these words, where the text names one right
    beside them; otherwise it is the document that speaks. `short` is the span of the few words in
    the quotation that are the answer, where they can be told.

    >>> tides = Document("tides.md", "Spring tides follow the new moon.", "text/markdown")
    >>> Quote(tides, Span(0, 12)).text
    'Spring tides'
    >>> Quote(tides, Span(20, 99))
    Traceback (most recent call last):
        ...
    ValueError: Span(start=20, end=99) reaches past the end of a text of 33 characters
    """

    document: Document
    span: Span
    speaker: Span | None = None
    short: Span | None = None

    def __post_init__(self) -> None:
        """Refuse a span that the document does not have, or that leaves the quotation."""
        self.span.cut(self.document.text)
        if self.speaker is not None:
            self.speaker.cut(self.document.text)
        if self.short is not None and not self.span.holds(self.short):
            raise ValueError(f"the answering words {self.short} lie outside of {self.span}")

    @property
    def text(self) -> str:
        """The quoted words, cut from the document."""
        return self.span.cut(self.document.text)

    @property
    def said_by(self) -> str | None:
        """The name of the speaker, cut from the document too."""
        return self.speaker.cut(self.document.text) if self.speaker else None

    @property
    def in_short(self) -> str | None:
        """The few words that are the answer, cut from the document too."""
        return self.short.cut(self.document.text) if self.short else None

    @property
    def prefix(self) -> str:
        """The characters just before the words, at most `BESIDE`."""
        return self.document.text[max(0, self.span.start - BESIDE) : self.span.start]

    @property
    def suffix(self) -> str:
        """The characters just after the words, at most `BESIDE`."""
        return self.document.text[self.span.end : self.span.end + BESIDE]

    @property
    def section(self) -> str:
        """The headings above the words."""
        return self.document.section(self.span.start)

    @property
    def page(self) -> int | None:
        """The number, from 1, of the page or slide on which the words begin; None without pages."""
        return self.document.page(self.span.start)

    @property
    def last_page(self) -> int | None:
        """The number of the page on which the words end."""
        return self.document.page(self.span.end - 1)


class YesNo(StrEnum):
    """What a statement decides of a question for yes or no; words of ours, never of a source."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Statement:
    """One thing that is said, with the quotations that it rests on.

    `met` says which words of the question met which words of the sentence it was chosen for; `part`
    is the part of the question that it answers, where the question has several. `otherwise` says
    that it was chosen since it contradicts the statement that answers best. `decides` says yes or
    no where the quotations decide a question for that; `against` are the words of the question that
    take for granted what the quotations contradict. `prose` is what a language model says in its
    own words, and its quotations were found to hold; it is never shown as a quotation.

    >>> Statement(())
    Traceback (most recent call last):
        ...
    ValueError: a statement needs at least one quote
    """

    quotes: tuple[Quote, ...]
    met: tuple[Met, ...] = ()
    part: str | None = None
    otherwise: bool = False
    prose: str | None = None
    decides: YesNo | None = None
    against: str | None = None

    def __post_init__(self) -> None:
        """Refuse a statement that rests on nothing."""
        if not self.quotes:
            raise ValueError("a statement needs at least one quote")

    @property
    def text(self) -> str:
        """What is quoted."""
        return "\n".join(quote.text for quote in self.quotes)


class Why(StrEnum):
    """Why a passage that was read is quoted or not."""

    USED = "used"  # a quotation lies in it
    REPEATS = "repeats"  # it says again what is quoted already
    ENOUGH = "enough"  # better statements were as many as are wanted
    BEHIND = "behind"  # it falls too far behind the best
    UNSURE = "unsure"  # even the best is not sure enough to answer
    LACKS_OFFICE = "lacks_office"  # it does not name the office whose holder is asked for
    NOT_JUDGED = "not_judged"  # none of its sentences was among the few that were judged
    PREMISE = "premise"  # the question takes for granted what a quotation contradicts
    SILENT = "silent"  # it only says what its document does not say
    OTHER_SCRIPT = "other_script"  # the question is in another script


@dataclass(frozen=True)
class Considered:
    """A passage that was read for a question, and why it is quoted or not.

    `sentence` is the one of its sentences that was quoted or else judged best, None where none was
    judged; `support` the probability, in [0, 1], that it answers, where the reader gave one. `part`
    is the part of the question that all this is about, where the question has several.
    """

    hit: Hit
    why: Why
    sentence: Span | None = None
    support: float | None = None
    part: str | None = None

    @property
    def used(self) -> bool:
        """Whether a quotation lies in it."""
        return self.why is Why.USED


@dataclass(frozen=True)
class Answer:
    """Statements that answer a question, the best first; part by part where it has several.

    `differ` are the statements, by their places, that contradict each other, the newest first;
    those of one difference stand together, where the one that answers best would stand.
    `confidence` is the probability, in [0, 1], that the first statement answers the question, or
    its part; of the best one in a difference where that comes first. `unanswered` are the parts of
    the question that the sources do not answer. `searched_as` is what was searched for where that
    is not the question as it was asked. `unfounded` are the words of the question that take for
    granted what no sentence was found to say. `written` is a language model's part in it, if any.
    """

    question: str
    statements: tuple[Statement, ...]
    considered: tuple[Considered, ...]
    confidence: float
    unanswered: tuple[str, ...] = ()
    searched_as: str | None = None
    differ: tuple[range, ...] = ()
    written: Written | None = None
    unfounded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer that says nothing, and a difference that is none."""
        if not self.statements:
            raise ValueError("an answer needs at least one statement; say it with a Refusal")
        if any(len(places) < 2 or places.stop > len(self.statements) for places in self.differ):
            raise ValueError(f"{self.differ} are not statements that differ")

    @property
    def shown(self) -> tuple[tuple[tuple[Statement, ...], bool], ...]:
        """The statements in order, together those that are shown so; and whether these differ.

        The statements of a part that contradict each other stand together, and so do its others.
        """
        differ = {place: places for places in self.differ for place in places}
        numbered = ((differ.get(place), one) for place, one in enumerate(self.statements))
        groups = groupby(numbered, key=lambda found: (found[1].part, found[0]))
        return tuple(
            (tuple(statement for _, statement in group), places is not None)
            for (_, places), group in groups
        )

    @property
    def leading(self) -> tuple[Statement, ...]:
        """The first statement, with those that contradict it."""
        group, differ = self.shown[0]
        return group if differ else group[:1]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotations in the order in which they are shown and numbered."""
        return tuple(quote for statement in self.statements for quote in statement.quotes)


class Reason(StrEnum):
    """Why there is no answer."""

    NOTHING_FOUND = "nothing_found"
    NOT_SUPPORTED = "not_supported"
    OTHER_SCRIPT = "other_script"


@dataclass(frozen=True)
class Refusal:
    """That the sources do not hold the answer: a result, not an error.

    `considered` are the nearest passages, to be read and not taken for an answer; `uncovered` the
    words of the question that met nothing in them; `searched` the number of documents searched;
    `searched_as` what was searched for where that is not the question as it was asked.
    """

    question: str
    reason: Reason
    considered: tuple[Considered, ...]
    uncovered: tuple[str, ...]
    searched: int
    confidence: float = 0.0
    searched_as: str | None = None


Reply = Answer | Refusal
