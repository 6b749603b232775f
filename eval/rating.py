"""What somebody thinks of a reply: all that an evaluation case can be made of.

The question, what was shown for it, and what was wrong with that; nothing about the person.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from assistant.reply import Answer, Quote, Reply
from assistant.rewrite.conversation import REMEMBERED
from eval.errors import BadFeedback
from index.canonical import canonical
from index.document import Document, Span
from index.retrieve import Index, check_question

LONGEST_COMMENT = 2000  # characters


class Rating(StrEnum):
    """What somebody thinks of a reply."""

    HELPFUL = "helpful"
    WRONG_QUOTE = "wrong quote"
    SHOULD_HAVE_REFUSED = "should have refused"
    SHOULD_HAVE_ANSWERED = "should have answered"

    def fits(self, answered: bool) -> bool:
        """Whether it can be said of an answer, or of a refusal.

        >>> [rating.value for rating in Rating if rating.fits(answered=False)]
        ['helpful', 'should have answered']
        """
        if self is Rating.HELPFUL:
            return True
        return answered is not (self is Rating.SHOULD_HAVE_ANSWERED)


@dataclass(frozen=True)
class Shown:
    """A quotation as it was shown: its place in which text of a source, and its words.

    `short` is the place of the few words that were emphasised as the answer, and `part` the part of
    the question that it was to answer, where there are such.
    """

    source: str
    sha256: str
    start: int
    end: int
    text: str
    short: tuple[int, int] | None = None
    part: str | None = None

    def __post_init__(self) -> None:
        """Refuse words that do not fit their place."""
        if len(self.text) != self.span.end - self.span.start:
            raise ValueError(f"{len(self.text)} characters do not fill {self.span}")
        if self.short is not None and not self.span.holds(Span(*self.short)):
            raise ValueError(f"the answering words {self.short} lie outside of {self.span}")

    @property
    def span(self) -> Span:
        """Its place in the text of then."""
        return Span(self.start, self.end)

    @classmethod
    def of(cls, quote: Quote, part: str | None) -> Self:
        """A quotation of a reply."""
        document, span, short = quote.document, quote.span, quote.short
        place = document.uri, document.sha256, span.start, span.end, quote.text
        return cls(*place, (short.start, short.end) if short else None, part)


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What somebody said of one reply.

    Attributes:
        rating: what they think of it.
        question: as it was asked.
        searched_as: as it was searched, where that is not the same.
        after: the questions before it that the reply could lean on, the oldest first.
        quotes: the quotations in the order in which they were shown; none of a refusal.
        meant: the number, from 1, of the quotation that is wrong, or that helped, if they said
            which.
        comment: their own words, in canonical form; may be empty.
        at: the time in UTC (ISO 8601).
        generation: the name of the generation of the index.
        documents: `fingerprint` of the documents in it.

    Raises:
        BadFeedback: the rating does not fit the reply, there is no quotation of that number, or the
            comment is too long.
    """

    rating: Rating
    question: str
    searched_as: str | None = None
    after: tuple[str, ...] = ()
    quotes: tuple[Shown, ...] = ()
    meant: int | None = None
    comment: str = ""
    at: str
    generation: str
    documents: str

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if not self.rating.fits(self.answered):
            status = "an answer" if self.answered else "a refusal"
            raise BadFeedback(f"“{self.rating}” cannot be said of {status}. Choose what fits it.")
        of_quote = self.rating in {Rating.HELPFUL, Rating.WRONG_QUOTE}
        if self.meant is not None and not (of_quote and 1 <= self.meant <= len(self.quotes)):
            raise BadFeedback(
                f"“{self.rating}” cannot be said of quotation {self.meant}. Choose what fits it."
            )
        if len(self.comment) > LONGEST_COMMENT:
            raise BadFeedback(
                f"The comment has {len(self.comment):,} characters; at most {LONGEST_COMMENT:,} "
                "are kept. Shorten it."
            )

    @classmethod
    def on(
        cls, reply: Reply, rating: Rating, index: Index,
        *, after: Sequence[str] = (), comment: str = "", meant: int | None = None,
    ) -> Self:  # fmt: skip
        """Feedback on a reply, now.

        Args:
            reply: what was shown.
            rating: what somebody thinks of it.
            index: what the reply was made from.
            after: what was asked before in the conversation, the oldest first. Only so many of the
                last questions are kept as the assistant hears.
            comment: of at most 2,000 characters.
            meant: the number of the quotation that is wrong, or that helped, from 1.

        Raises:
            BadFeedback: see `Feedback`.
        """
        statements = reply.statements if isinstance(reply, Answer) else ()
        return cls(
            rating=rating,
            question=reply.question,
            searched_as=reply.searched_as,
            after=tuple(map(check_question, after[-REMEMBERED:])),
            quotes=tuple(Shown.of(quote, one.part) for one in statements for quote in one.quotes),
            meant=meant,
            # a lone surrogate is no character of any text
            comment=canonical(comment.encode("utf-8", "replace").decode()).strip(),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            generation=index.generation.name,
            documents=fingerprint(index.documents.values()),
        )

    @property
    def answered(self) -> bool:
        """Whether the reply was an answer; every answer has a quotation."""
        return bool(self.quotes)

    @property
    def answerable(self) -> bool | None:
        """Whether the sources answer the question, going by this; None where it does not say."""
        if self.rating is Rating.HELPFUL:
            return self.answered
        return {Rating.SHOULD_HAVE_ANSWERED: True, Rating.SHOULD_HAVE_REFUSED: False}.get(
            self.rating
        )

    @property
    def right(self) -> tuple[Shown, ...]:
        """The quotations that are called helpful: the one that is meant, or else all of them."""
        return self._meant if self.rating is Rating.HELPFUL else ()

    @property
    def wrong(self) -> tuple[Shown, ...]:
        """The quotations that are called wrong: the one that is meant, or else all of them."""
        return self._meant if self.rating is Rating.WRONG_QUOTE else ()

    @property
    def _meant(self) -> tuple[Shown, ...]:
        return self.quotes if self.meant is None else (self.quotes[self.meant - 1],)


def fingerprint(documents: Iterable[Document]) -> str:
    """Names the documents of an index with their texts, in 64 hexadecimal digits.

    >>> one = Document("a.txt", "Boats.", "text/plain")
    >>> two = Document("a.txt", "Cars.", "text/plain")
    >>> fingerprint([one]) == fingerprint([two]), len(fingerprint([one, two]))
    (False, 64)
    """
    return hashlib.sha256("".join(sorted(one.id for one in documents)).encode()).hexdigest()
