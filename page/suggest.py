"""Suggested questions: at the start from all documents, after a reply from the passages just read.

Every one was asked before it is shown, and the assistant answered it with the sentence that it was
made from. Nothing is kept on the disk, and the same documents give the same suggestions.
"""

import logging
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Event, Lock, Thread
from time import monotonic
from typing import Protocol, Self

from assistant.reply import Answer, Quote, Reply
from index.document import Document
from index.errors import Problem
from page.drafts import Suggestion, drafts_near, drafts_of
from page.log import note

SURE = 0.5  # the least probability of an answer that is worth pointing to
TRIES, ENOUGH = 40, 12  # questions asked for the start, at most; suggestions that are enough
TRIES_AFTER = 6  # questions asked after a reply, at most
PAUSE = 0.1  # seconds at least between two tries
# how long it rests after a try, in times that it took: little while a page has nothing to show
HASTE, LEISURE = 1, 4
FIRST = 4  # suggestions that a page shows at its start
REST = 2.0  # seconds, when there is nothing to try
SELECTIONS = 8  # selections of documents that are kept in mind, the last ones

Selection = frozenset[str] | None  # uris; None: all documents


class Answering(Protocol):
    """What the suggestions are tried on, such as `page.live.LiveAssistant`."""

    @property
    def generation(self) -> str:
        """Names the index as it is by now."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is in it."""

    def find(
        self, question: str, after: Sequence[str] = (), among: Collection[str] | None = None
    ) -> Reply:
        """See `Assistant.reply`."""


def is_answered(suggestion: Suggestion, reply: Reply) -> bool:
    """Whether a reply quotes the sentence that the question was made from.

    The question must have been read as it stands, and the answer be likely: what is suggested
    should show the assistant as it is when it is sure.
    """
    if not isinstance(reply, Answer) or reply.unanswered or reply.searched_as:
        return False
    return reply.confidence >= SURE and any(_holds(quote, suggestion) for quote in reply.quotes)


def _holds(quote: Quote, suggestion: Suggestion) -> bool:
    same = quote.document.id == suggestion.document.id
    return same and quote.span.meets(suggestion.gold)


@dataclass
class _Round:
    """The questions to try for one selection, and those that were answered."""

    left: deque[Suggestion] | None = None  # None: not drafted yet
    kept: tuple[Suggestion, ...] = ()
    # answered by the generation before, from documents that are what they were; they stay until
    # they have been tried again
    old: tuple[Suggestion, ...] = ()

    @property
    def ready(self) -> tuple[Suggestion, ...]:
        """What can be shown."""
        return self.kept + self.old

    @property
    def done(self) -> bool:
        return not self.old and (
            len(self.kept) >= ENOUGH or (self.left is not None and not self.left)
        )

    def over(self, documents: Mapping[str, str]) -> "_Round":
        """This round for the next generation, which holds these documents: uris and ids."""
        same = (one for one in self.ready if documents.get(one.uri) == one.document.id)
        return _Round(old=tuple(same))

    def draft(self, drafts: Iterable[Suggestion]) -> None:
        """Set what is to be tried: first what was answered before."""
        again = {(one.uri, one.question) for one in self.old}
        new = (one for one in drafts if (one.uri, one.question) not in again)
        self.left = deque((*self.old, *new))

    def tried(self, one: Suggestion, answered: bool) -> None:
        """Note how a try ended."""
        if self.old and self.old[0] is one:
            self.old = self.old[1:]
        if answered:
            self.kept = (*self.kept, one)


class Suggestions:
    """Makes suggestions in the background, for as long as it is entered; safe to share.

    It asks one question at a time and rests in between, so that nobody waits for longer than one
    of its questions takes. A problem is logged once and never shown: there are fewer suggestions.

    Args:
        live: what answers.
        pause: seconds between two tries, at least.
        rest: seconds between two looks at the index, when all is tried.
    """

    def __init__(self, live: Answering, pause: float = PAUSE, rest: float = REST) -> None:
        self._live = live
        self._pause, self._rest = pause, rest
        self._generation, self._patience = "", HASTE
        # selections in the order in which they were last asked for
        self._rounds: dict[Selection, _Round] = {None: _Round()}
        self._lock = Lock()
        self._wanted, self._stopped = Event(), Event()
        self._logged: set[str] = set()
        self._thread = Thread(target=self._work, name="suggestions", daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, once the question in hand is answered."""
        self._stopped.set()
        self._wanted.set()
        self._thread.join()

    def start(self, count: int, among: Collection[str] | None = None) -> tuple[Suggestion, ...]:
        """What is ready to be suggested at the start, the best first; at once.

        Args:
            count: how many at most.
            among: only from documents with these uris, where given. Until a selection has its own,
                those made from the same documents when all were searched stand in for them.
        """
        selection = None if among is None else frozenset(among)
        with self._lock:
            mine = self._rounds.pop(selection, None) or _Round()
            self._rounds[selection] = mine
            everywhere = self._rounds[None].ready
            for old in [one for one in self._rounds if one is not None][:-SELECTIONS]:
                del self._rounds[old]
        self._wanted.set()
        ready = mine.ready
        if selection is not None and not mine.done:
            ready += tuple(o for o in everywhere if o.uri in selection and o not in ready)
        return ready[:count]

    def follow_ups(
        self,
        reply: Reply,
        asked: Sequence[str],
        count: int,
        among: Collection[str] | None = None,
    ) -> tuple[Suggestion, ...]:
        """What may be asked next, from the passages that a reply was read from; in about 0.5 s.

        Args:
            reply: what was just shown.
            asked: every question of the conversation so far, the oldest first.
            count: how many at most.
            among: the selection of documents in which is searched, where there is one.
        """
        found: list[Suggestion] = []
        try:
            for one in self._next_questions(reply, asked):
                if is_answered(one, self._live.find(one.question, asked, among)):
                    found.append(one)
                if len(found) >= count:
                    break
                self._stopped.wait(0.01)  # so that whoever waits for the assistant comes first
        except Problem as problem:
            self._log(problem)
        return tuple(found)

    def _next_questions(self, reply: Reply, asked: Sequence[str]) -> Iterator[Suggestion]:
        """The questions to try after a reply: what it quotes and what was asked is known by now."""
        quotes = reply.quotes if isinstance(reply, Answer) else ()
        read = sorted(reply.considered, key=lambda one: not one.used)
        about = " ".join((reply.question, *(quote.text for quote in quotes)))
        drafts = drafts_near([one.hit.passage for one in read], about, TRIES)
        known = (reply.question, *asked)
        fresh = (
            one
            for one in drafts
            if not any(_holds(quote, one) for quote in quotes)
            and not any(one.is_like(question) for question in known)
        )
        return islice(fresh, TRIES_AFTER)

    def _work(self) -> None:
        while not self._stopped.is_set():
            began = monotonic()
            if self._step():
                self._stopped.wait(max(self._pause, self._patience * (monotonic() - began)))
            else:
                self._wanted.wait(self._rest)
                self._wanted.clear()

    def _step(self) -> bool:
        """Draft or try what comes next; whether there was anything to do."""
        try:
            generation = self._live.generation
            if generation != self._generation:
                held = {one.uri: one.id for one in self._live.documents}
                with self._lock:
                    self._rounds = {key: one.over(held) for key, one in self._rounds.items()}
                self._generation = generation
            with self._lock:
                waiting = [(key, one) for key, one in self._rounds.items() if not one.done]
            if waiting:
                key, mine = waiting[-1]
                self._patience = HASTE if len(mine.ready) < FIRST else LEISURE
                self._go_on(key, mine)
        except Problem as problem:
            self._log(problem)
            return False
        return bool(waiting)

    def _go_on(self, selection: Selection, mine: _Round) -> None:
        if mine.left is None:
            documents = self._live.documents
            fitting = [one for one in documents if selection is None or one.uri in selection]
            mine.draft(drafts_of(fitting, TRIES))
            return
        one, answered = mine.left.popleft(), False
        try:
            answered = is_answered(one, self._live.find(one.question, among=selection))
        finally:
            mine.tried(one, answered)

    def _log(self, problem: Problem) -> None:
        if str(problem) not in self._logged:
            self._logged.add(str(problem))
            note("no suggestions", logging.WARNING, why=str(problem))
