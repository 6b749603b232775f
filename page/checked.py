"""A kept reply held against the documents as they are now, its quotations cut from them anew.

A browser says where words stood; what is shown is taken from there by the rules by which every
quotation is made: whole sentences, the speaker that the text names, the few words that a rule
finds. So whoever changes what a browser keeps can choose another sentence, but not its words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property

from assistant.emphasis import answering_words
from assistant.grounds import contradicted_by, decided_by
from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Reply, Statement, Why
from assistant.speaker import speaker
from assistant.support.checking import failings
from assistant.verify import Verification, check_quote, verify_quote
from index.document import Document, Span
from index.passage import Hit, Passage
from index.sentences import sentences
from page.kept import KeptPassage, KeptQuote, KeptStatement, KeptTurn


@dataclass(frozen=True)
class CheckedQuote:
    """A kept quotation with the verdict on it, and the quotation that may be shown for it.

    `quote` is None where its words cannot be vouched for; `part` is the part of the question that
    it answers.
    """

    kept: KeptQuote
    found: Verification
    part: str | None
    quote: Quote | None

    @property
    def state(self) -> str:
        """The verdict by its name in the catalogues."""
        return self.found.verdict.name.lower()


@dataclass(frozen=True)
class Checked:
    """A kept turn as it was found at a time.

    `reply` is made of what still stands; None where nothing does or there was no reply. Its
    confidence is 0 and means nothing: nobody has judged it again. `claimed` where a browser brought
    it, so that all but the quotations is what it says.
    """

    kept: KeptTurn
    at: datetime
    quotes: tuple[CheckedQuote, ...]
    reply: Reply | None
    claimed: bool

    @property
    def standing(self) -> tuple[CheckedQuote, ...]:
        """Those that are shown, in the order of `Answer.quotes`."""
        return tuple(one for one in self.quotes if one.quote)

    @property
    def lost(self) -> tuple[CheckedQuote, ...]:
        """Those whose words cannot be vouched for any more."""
        return tuple(one for one in self.quotes if not one.quote)

    @property
    def opening(self) -> tuple[Statement | None, ...]:
        """For each quotation that is shown, the statement that begins with it, if one does."""
        statements = self.reply.statements if isinstance(self.reply, Answer) else ()
        return tuple(
            one if quote is one.quotes[0] else None for one in statements for quote in one.quotes
        )


@dataclass(frozen=True)
class Check:
    """Holds kept turns against the documents, by their uris, that are there at a time."""

    documents: Mapping[str, Document]
    at: datetime

    def __call__(self, kept: KeptTurn, claimed: bool = True) -> Checked:
        """A kept turn with the verdicts on its quotations and what may be shown of it."""
        quotes = tuple(
            self._quote(quote, statement.part, statement.part or kept.searched_as or kept.question)
            for statement in kept.statements
            for quote in statement.quotes
        )
        reply = self._refusal(kept, kept.reason) if kept.reason else self._answer(kept, quotes)
        return Checked(kept, self.at, quotes, reply, claimed)

    def _answer(self, kept: KeptTurn, quotes: tuple[CheckedQuote, ...]) -> Answer | None:
        rest, statements = iter(quotes), list[Statement]()
        for statement in kept.statements:
            found = [next(rest).quote for _ in statement.quotes]
            if standing := tuple(quote for quote in found if quote):
                prose = _borne_out(statement.prose, standing, kept)
                said = Statement(standing, part=statement.part, prose=prose)
                statements.append(self._decided(said, statement, kept))
        if not statements:
            return None
        return Answer(
            question=kept.question,
            statements=tuple(statements),
            considered=(),
            confidence=0.0,
            unanswered=kept.unanswered,
            searched_as=kept.searched_as,
            unfounded=kept.unfounded,
        )

    def _decided(self, said: Statement, kept: KeptStatement, turn: KeptTurn) -> Statement:
        """A statement with its yes or no, or what it contradicts, where the rules find it anew."""
        if not (kept.decides or kept.against) or len(said.quotes) < len(kept.quotes):
            return said
        places = [
            (one.document, sentence)
            for one in said.quotes
            for sentence in self._sentences(one.document.uri, one.span)
        ]
        questions = [one for one in (said.part, turn.question, turn.searched_as) if one]
        if kept.decides and any(decided_by(one, places) is kept.decides for one in questions):
            return replace(said, decides=kept.decides)
        if kept.against and kept.against in _asked(turn) and contradicted_by(kept.against, places):
            return replace(said, against=kept.against)
        return said

    def _quote(self, kept: KeptQuote, part: str | None, asked: str) -> CheckedQuote:
        document = self.documents.get(kept.source)
        found, quote = verify_quote(kept, document), None
        if document and found.start is not None and found.end is not None:
            quote = self._cut(kept, Span(found.start, found.end), asked, document)
        return CheckedQuote(kept, found, part, quote)

    def _cut(self, kept: KeptQuote, place: Span, asked: str, document: Document) -> Quote:
        """The quotation at a place: its sentences, or its lines where it has none, as a heading."""
        met = self._sentences(document.uri, place)
        span = Span(met[0].start, met[-1].end) if met else _lines(document.text, place)
        short = None
        if kept.short:
            moved = place.start - kept.start
            claimed = (kept.short[0] + moved, kept.short[1] + moved)
            chosen = (answering_words(asked, document, sentence) for sentence in met)
            short = next((one for one in chosen if one and (one.start, one.end) == claimed), None)
        quote = Quote(document, span, speaker(document, span), short)
        check_quote(quote, document)
        return quote

    def _sentences(self, uri: str, place: Span) -> tuple[Span, ...]:
        """The sentences that a place lies in."""
        every = self._split(uri)
        first = bisect_right(every, place.start, key=lambda sentence: sentence.end)
        last = bisect_left(every, place.end, key=lambda sentence: sentence.start)
        return every[first:last]

    @cached_property
    def _split(self) -> Callable[[str], tuple[Span, ...]]:
        """The sentences of a document; each is read once, however often a browser names it."""
        return cache(lambda uri: sentences(self.documents[uri]))

    def _refusal(self, kept: KeptTurn, reason: Reason) -> Refusal:
        found = [_passage(one, self.documents.get(one.source)) for one in kept.nearest]
        return Refusal(
            question=kept.question,
            reason=reason,
            considered=tuple(
                Considered(Hit(passage, score=0.0, rank=rank), Why.NOT_JUDGED)
                for rank, passage in enumerate((one for one in found if one), start=1)
            ),
            uncovered=kept.uncovered,
            searched=kept.searched,
            searched_as=kept.searched_as,
        )


def _asked(turn: KeptTurn) -> str:
    """All words of a question, as it was asked and as it was searched."""
    return " ".join(f"{turn.question} {turn.searched_as or ''}".split())


def _borne_out(prose: str | None, quotes: tuple[Quote, ...], kept: KeptTurn) -> str | None:
    """What a browser says that a language model wrote, if the quotations bear it out even so."""
    asked = kept.searched_as or kept.question
    return prose if prose and not failings(prose, quotes, asked) else None


def _passage(kept: KeptPassage, document: Document | None) -> Passage | None:
    """The passage, if its document is the very same."""
    if document is None or document.sha256 != kept.sha256:
        return None
    if not 0 <= kept.start < kept.end <= len(document.text):
        return None
    return Passage.of(document, Span(kept.start, kept.end), tokens=0)  # nobody counts them here


def _lines(text: str, place: Span) -> Span:
    end = text.find("\n", place.end)
    return Span(text.rfind("\n", 0, place.start) + 1, len(text) if end < 0 else end)
