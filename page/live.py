"""An assistant for a process that lives long: it follows the index to its next generation."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock

from assistant.assistant import Assistant
from assistant.errors import SourceChanged
from assistant.open import open_assistant, over
from assistant.reply import Answer, Quote, Reply, Statement
from assistant.rewrite.conversation import Conversation
from assistant.verify import check
from assistant.writer.breaker import AT_ONCE as MODEL_AT_ONCE
from index.document import Document
from index.embed import Embedder
from index.errors import DamagedIndex, NoIndex, Problem, StaleIndex
from index.passage import Hit
from index.retrieve import Index

# questions begun, and questions in the queue. One is worked on at a time; of the others some may
# wait for a file to be read again, and must not keep the rest from their turn
AT_ONCE, WAITING = 10, 50
RENEWALS = 2  # for one question: while a file is being saved, it may be read half
CANARY = "Is anybody there?"
WARM = "Is the modle loaded?"  # misspelt, for the speller to load as well


class LiveAssistant:
    """The assistant over the index as it is now, whichever process built it; safe to share.

    Args:
        index: the folder of the index.
        settings: a settings file that must be there; without it `settings.toml` if it is.
        embedder: the bundled model unless another is given.

    Raises:
        Problem: the index, the settings or the model cannot be used; see `index.errors`.
    """

    def __init__(
        self, index: Path, settings: Path | None = None, embedder: Embedder | None = None
    ) -> None:
        """Open the index that is there."""
        self._assistant = open_assistant(index, settings, embedder)
        # one reply at a time: no reply loses its index to the next generation halfway
        self._lock = Lock()
        self._opening = Lock()  # the next one is opened by one thread, and without that lock
        # what brings the index up to date where a question finds that it must be; see `page.watch`
        self.renew: Callable[[], None] | None = None

    @property
    def assistant(self) -> Assistant:
        """The assistant as it is now; a rebuild may close its index any time."""
        return self._assistant

    @property
    def index(self) -> Index:
        """The index that was open at the last question; it may be closed any time."""
        return self._assistant.index

    @property
    def embedder(self) -> Embedder:
        """The model of the index; it can be shared with a build."""
        return self._assistant.index.embedder

    def now(self) -> Index:
        """The index that is current by now, to look at its documents; it may be closed any time.

        Raises:
            Problem: see `Index.open`.
        """
        with self._opening:
            self._follow()
            return self._assistant.index

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the index that was open at the last question."""
        return tuple(self._assistant.index.documents.values())

    @property
    def generation(self) -> str:
        """Names the index as it is by now; it raises what opening a new one raises."""
        return self.now().generation.name

    @property
    def at_once(self) -> int:
        """How many questions may be worked on: more while most of them wait for a model."""
        return AT_ONCE + (MODEL_AT_ONCE if self._assistant.writer else 0)

    def reply(
        self,
        question: str,
        after: Conversation | Iterable[str] = (),
        among: Collection[str] | None = None,
    ) -> Reply:
        """See `Assistant.reply`; it raises what opening a new index raises, too."""
        *_, last = self.replies(question, after, among)
        return last

    def replies(
        self,
        question: str,
        after: Conversation | Iterable[str] = (),
        among: Collection[str] | None = None,
    ) -> Iterator[Reply]:
        """See `Assistant.replies`; nobody waits for another's language model."""
        said = self._assistant.heard(question, after)
        found = self.find(question, said, among)
        writer = self._assistant.writer
        if isinstance(found, Answer) and writer:
            yield from map(self.check, writer.write(found))
        else:
            yield found

    def find(
        self,
        question: str,
        after: Conversation | Iterable[str] = (),
        among: Collection[str] | None = None,
    ) -> Reply:
        """See `Assistant.find`; it raises what opening a new index raises, too.

        Where a file has changed since it was indexed, or the index is damaged, that is put right
        first, and the question is worked on once more.
        """
        said = Conversation.of(after)
        for _ in range(RENEWALS):
            try:
                return self._find(question, said, among)
            except (SourceChanged, DamagedIndex, NoIndex, StaleIndex):
                if self.renew is None:
                    raise
                self.renew()
        return self._find(question, said, among)

    def _find(self, question: str, after: Conversation, among: Collection[str] | None) -> Reply:
        with self._current():
            return self._assistant.find(question, among, after)

    def search(self, question: str, count: int) -> list[Hit]:
        """The passages nearest to a question, at most so many; see `Index.search`."""
        with self._current():
            return self._assistant.index.search(question, count)

    def prove(self) -> None:
        """Search for anything, cut a quotation from what is found, and verify it.

        Raises:
            Problem: no question can be answered as things are.
        """
        with self._current():
            index = self._assistant.index
            passage = index.search(CANARY, 1)[0].passage
            # a copy, so that its text is hashed now and held against the hash that was read
            document = replace(passage.document)
            canary = Statement((Quote(document, passage.span),))
            check(Answer(CANARY, (canary,), (), confidence=0), index)

    def check(self, reply: Reply) -> Reply:
        """The reply itself, if its quotations are what the index holds by now.

        Raises:
            QuoteMismatch, SourceChanged: a document has changed since, or is gone.
        """
        with self._current():
            return check(reply, self._assistant.index)

    def held(self) -> Mapping[str, Document]:
        """The documents of the index that is current at this moment, by their uris."""
        with self._current():
            return self._assistant.index.documents

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Hold the assistant; first it moves over, unless another thread sees to that already."""
        if self._opening.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._opening.release()
        with self._lock:
            yield

    def _follow(self) -> None:
        """Move over to the generation that is current by now. Call it while `_opening` is held.

        It is opened, and warm, before it takes the place of the other, which answers meanwhile.
        """
        old = self._assistant
        index = old.index.fresh()
        if index is not old.index:
            new = over(index, old)
            with suppress(Problem):  # whoever asks will be told
                new.find(WARM)
            with self._lock:
                self._assistant = new
                old.index.close()
