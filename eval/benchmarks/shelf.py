"""The texts of a public set as a folder of files, indexed by this program and asked by their ids.

A set names its texts by ids that need not be file names, so that each text becomes a Markdown file
with a number for its name and its title as front matter. Nothing else is changed: what is indexed,
searched and quoted is what a user's own folder would be.
"""

import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.reply import Answer, Quote, Reply
from index.build import build
from index.document import Document
from index.embed import Embedder
from index.errors import BadInput
from index.retrieve import LONGEST_QUESTION
from index.writer import Progress

MARK = "benchmark.json"  # what tells a kept folder of ours from anybody else's
SOURCES, INDEX = "sources", "index"
A_FOLDER = 1000  # files


@dataclass(frozen=True)
class Text:
    """A text of a set with the id that the set gives it."""

    id: str
    text: str
    title: str = ""

    @classmethod
    def known_by_words(cls, text: str, title: str = "") -> "Text":
        """A text of a set that gives it no id; the same words are the same text.

        >>> Text.known_by_words("The moon pulls.") == Text.known_by_words("The moon pulls.")
        True
        """
        return cls(sha256(f"{title}\0{text}".encode()).hexdigest()[:32], text, title)

    def as_markdown(self) -> str:
        r"""The file that stands for it.

        >>> Text("7", "They turn.", 'The "tides"').as_markdown()
        '---\ntitle: "The \\"tides\\""\n---\nThey turn.'
        """
        title = "".join(c if c.isprintable() else " " for c in self.title).strip()
        front = f"title: {json.dumps(title, ensure_ascii=False)}\n" if title else "{}\n"
        return f"---\n{front}---\n{self.text}"


@dataclass(frozen=True)
class Asked:
    """A reply, with the seconds that it took."""

    reply: Reply
    seconds: float

    @property
    def answered(self) -> bool:
        """Whether it is an answer."""
        return isinstance(self.reply, Answer)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations; none where it is a refusal."""
        return self.reply.quotes if isinstance(self.reply, Answer) else ()

    @property
    def first(self) -> tuple[Quote, ...]:
        """The quotations of the first statement; none where it is a refusal."""
        return self.reply.statements[0].quotes if isinstance(self.reply, Answer) else ()

    @property
    def words(self) -> str:
        """All that is quoted, a line for each quotation."""
        return "\n".join(quote.text for quote in self.quotes)


@dataclass(frozen=True)
class Shelf:
    """An index of the texts of a set, with the assistant that reads it.

    `uris` are the documents of the texts by their ids; `seconds` is what building took.
    """

    assistant: Assistant
    uris: Mapping[str, str]
    seconds: float

    @property
    def missing(self) -> int:
        """How many texts of the set hold nothing that can be quoted, and are not in the index."""
        return len(set(self.uris.values()) - set(self.assistant.index.documents))

    def document(self, name: str) -> Document | None:
        """The document of a text; None where it is not in the index."""
        return self.assistant.index.documents.get(self.uris.get(name, ""))

    def ask(self, question: str, among: Collection[str] | None = None) -> Asked:
        """The reply to a question; where ids are given, from those texts alone."""
        uris = None if among is None else {self.uris[name] for name in among if name in self.uris}
        started = time.perf_counter()
        reply = self.assistant.reply(fitting(question), uris)
        return Asked(reply, time.perf_counter() - started)

    def rank(self, question: str, passages: int) -> tuple[list[str], float]:
        """The ids of the texts in which the best passages lie, best first, and the seconds.

        A text stands where the best of its passages does (Dai and Callan 2019, MaxP).
        """
        started = time.perf_counter()
        hits = self.assistant.index.search(fitting(question), passages)
        seconds = time.perf_counter() - started
        return list(dict.fromkeys(self._names[hit.passage.document.uri] for hit in hits)), seconds

    @cached_property
    def _names(self) -> dict[str, str]:
        return {uri: name for name, uri in self.uris.items()}


def fitting(question: str) -> str:
    """A question as long as one may be; some sets ask with whole pages.

    >>> len(fitting("why " * 1000)) <= LONGEST_QUESTION
    True
    """
    return question if len(question) <= LONGEST_QUESTION else question[:LONGEST_QUESTION].strip()


@contextmanager
def shelve(
    texts: Iterable[Text],
    embedder: Embedder,
    kept: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Iterator[Shelf]:
    """The texts, indexed: in a folder that is removed afterwards, or in one that is kept.

    Args:
        texts: read once, one at a time; of those with the same id the first counts.
        embedder: the model.
        kept: where an index stays, so that the next run need not embed the same texts again.
        progress: called with the passages embedded so far and their total.

    Raises:
        BadInput: `kept` holds something else, or cannot be written.
        Problem: the texts or the model cannot be used; see `index.errors`.
    """
    with built_in(kept) as folder:
        started = time.perf_counter()
        try:
            uris = _write(texts, folder / SOURCES)
        except OSError as error:
            raise BadInput(f"{folder} cannot be written: {error.strerror or error}.") from error
        build(folder / SOURCES, folder / INDEX, embedder, progress=progress)
        assistant = open_assistant(folder / INDEX, embedder=embedder)
        try:
            yield Shelf(assistant, uris, time.perf_counter() - started)
        finally:
            assistant.index.close()


@contextmanager
def built_in(kept: Path | None) -> Iterator[Path]:
    """The folder to work in: a temporary one, or one that is kept.

    Raises:
        BadInput: the one to keep is neither new nor carries our mark, or cannot be written.
    """
    if kept is None:
        with TemporaryDirectory(prefix="eval-") as folder:
            yield Path(folder)
        return
    if kept.exists() and not (kept / MARK).is_file() and (not kept.is_dir() or any(kept.iterdir())):
        raise BadInput(f"{kept} holds something else. Name a new folder with --keep DIR.")
    try:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / MARK).write_text("{}\n", "utf-8")
    except OSError as error:
        raise BadInput(f"{kept} cannot be written: {error.strerror or error}.") from error
    yield kept


def _write(texts: Iterable[Text], folder: Path) -> dict[str, str]:
    """Write each text to its file, and remove what an earlier run wrote and this one does not."""
    uris: dict[str, str] = {}
    for text in texts:
        if text.id in uris:
            continue
        uris[text.id] = f"{len(uris) // A_FOLDER:04}/{len(uris):07}.md"
        file = folder / uris[text.id]
        file.parent.mkdir(parents=True, exist_ok=True)
        # a lone surrogate, which JSON can write, is no character of any text
        file.write_bytes(text.as_markdown().encode("utf-8", "replace"))
    if not uris:
        raise BadInput("The set holds no texts to index; is this the right folder?")
    now = {folder / uri for uri in uris.values()}
    for old in folder.rglob("*.md"):
        if old not in now:
            old.unlink()
    return uris
