"""From a question to the passages that may answer it, best first."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.canaries import changed_vectors
from index.canonical import canonical
from index.chunk import embedded_text
from index.document import Document
from index.embed import Embedder, TokenVectors
from index.errors import BadInput, DamagedIndex
from index.exact import Dense, dense
from index.fuse import CANDIDATES, RERANKED, fuse, places, rerank
from index.generation import TOKENS, VECTORS, WORDS, current
from index.idf import Idf
from index.late import PassageReader
from index.lexical import Lexical, highest
from index.originals import Originals
from index.passage import Hit, Passage
from index.question import Question, read_question
from index.seal import check_seal
from index.server import open_store
from index.settings import IndexSettings
from index.snapshot import Manifest, mismatch, read_entries, read_manifest, stale
from index.store import Store
from index.token_store import TokenStore, pack, unpack
from index.versions import with_successors
from index.vocabulary import Vocabulary

LONGEST_QUESTION = 2000  # characters


@dataclass(frozen=True)
class Index:
    """One generation of an index, open for reading.

    It never changes. `fresh()` gives the generation that is current by now, so that a process moves
    over between two questions. `files` has the SHA-256 of each document's file, by its uri.
    """

    folder: Path
    generation: Path
    manifest: Manifest
    documents: Mapping[str, Document]
    files: Mapping[str, str]
    passages: tuple[Passage, ...]
    embedder: Embedder
    store: Store
    dense: Dense
    lexical: Lexical
    tokens: TokenStore | None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, settings: IndexSettings | None = None) -> Self:
        """Open the current generation.

        Raises:
            NoIndex: nothing has been built yet.
            StaleIndex: it was built by another model, with other settings or another version.
            DamagedIndex: a part of it is missing or cannot be read.
        """
        generation = current(folder)
        manifest = read_manifest(generation)
        if reason := mismatch(manifest, embedder, settings or IndexSettings()):
            raise stale(folder, manifest, reason)
        check_seal(generation)
        if reason := changed_vectors(generation, embedder):
            raise stale(folder, manifest, reason)
        entries = with_successors(read_entries(generation))
        passages = tuple(passage for entry in entries for passage in entry.passages)
        store = open_store(generation / VECTORS, manifest.settings["url"])
        if len(store) != len(passages):
            there = f"{len(store)} vectors for {len(passages)} passages"
            way_out = "Run `python -m index repair` to rebuild it."
            raise DamagedIndex(f"The index at {folder} has {there}. {way_out}")
        return cls(
            folder=folder,
            generation=generation,
            manifest=manifest,
            documents={entry.document.uri: entry.document for entry in entries},
            files={entry.document.uri: entry.file_sha256 for entry in entries},
            passages=passages,
            embedder=embedder,
            store=store,
            dense=dense(store, [passage.id for passage in passages]),
            lexical=Lexical.load(generation / WORDS, len(passages)),
            tokens=TokenStore(generation / TOKENS, len(passages))
            if manifest.settings["store_tokens"]
            else None,
        )

    @cached_property
    def originals(self) -> Originals:
        """The files that its documents were read from, as they are by now."""
        sources = self.manifest.sources
        return Originals(Path(sources) if sources else None, self.files)

    def fresh(self) -> "Index":
        """This index, or the one that has taken its place, with the same settings."""
        if current(self.folder) == self.generation:
            return self
        return Index.open(self.folder, self.embedder, IndexSettings(**self.manifest.settings))

    def close(self) -> None:
        """Release the files; the index cannot be searched afterwards."""
        self.store.close()

    def document(self, uri: str) -> Document:
        """The document of a source.

        Raises:
            BadInput: the index holds no such source.
        """
        try:
            return self.documents[uri]
        except KeyError as error:
            raise BadInput(
                f"The index has no document {uri!r}. `python -m index stats` lists them."
            ) from error

    def search(
        self, question: str, count: int = 10, among: Collection[str] | None = None
    ) -> list[Hit]:
        """The passages nearest to a question, by meaning and by words.

        Args:
            question: of 1 to 2,000 characters.
            count: how many passages at most.
            among: only documents with these uris, where given.

        Raises:
            BadInput: the question is empty or too long.
        """
        asked = self.question(check_question(question))
        ids = None if among is None else [p.id for p in self.passages if p.document.uri in among]
        dense = dict(self.dense.nearest(asked.vector, CANDIDATES, ids))
        scores = self._lexical(asked.text, among)
        best = highest(scores, CANDIDATES)
        lexical = {self.passages[place].id: float(scores[place]) for place in best}
        by_meaning, by_words = places(dense), places(lexical)
        # each ranking's own score for what only the other one brought up
        dense |= self.dense.cosines(asked.vector, [name for name in lexical if name not in dense])
        lexical |= {n: float(scores[self._places[n]]) for n in dense if n not in lexical}
        fused, by_tokens = fuse(dense, lexical), dict[str, int]()
        if self.tokens is not None:
            late = self.reader.scores(asked, [self._by_id[name] for name, _ in fused[:RERANKED]])
            fused, by_tokens = rerank(fused, late), places(late)
        return [
            Hit(
                self._by_id[name],
                score=1 / (1 + math.exp(-score)),
                rank=rank,
                similarity=dense.get(name, 0.0),
                lexical=lexical.get(name, 0.0),
                by_meaning=by_meaning.get(name),
                by_words=by_words.get(name),
                by_tokens=by_tokens.get(name),
            )
            for rank, (name, score) in enumerate(fused[:count], start=1)
        ]

    def sharing_words(
        self, text: str, count: int = 10, among: Collection[str] | None = None
    ) -> list[Hit]:
        """The passages that share most words with a text, by BM25 alone; scores as shares of it.

        Much faster than `search`, and enough for what is in nearly the same words.
        """
        scores = self._lexical(text, among)
        best = highest(scores, count)
        return [
            Hit(
                self.passages[place],
                score=float(scores[place] / scores[best[0]]),
                rank=rank,
                lexical=float(scores[place]),
                by_words=rank,
            )
            for rank, place in enumerate(best, start=1)
        ]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the documents, with those of their titles and publishers."""
        documents = self.documents.values()
        about = (f"{document.title}\n{document.about.publisher or ''}" for document in documents)
        return Vocabulary([*about, *(document.text for document in documents)])

    def question(self, text: str) -> Question:
        """A question in vectors, with the weights that its words have in this index."""
        return read_question(text, self.embedder, self._idf)

    def read(self, passage: Passage) -> TokenVectors:
        """The token vectors of a passage; those of its context line have places below 0."""
        if self.tokens is not None:
            return unpack(self.tokens[self._places[passage.id]])
        text = embedded_text(passage, self.embedder)
        return unpack(pack(self.embedder.passages([text])[1][0], len(text) - len(passage.text)))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {passage.id: place for place, passage in enumerate(self.passages)}

    @cached_property
    def reader(self) -> PassageReader:
        """Reads passages for questions, token by token."""
        return PassageReader(self._by_id, self.read)

    @cached_property
    def _idf(self) -> Idf:
        return Idf(self.lexical)

    @cached_property
    def _by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    def _lexical(self, question: str, among: Collection[str] | None) -> NDArray[np.float32]:
        """The BM25 score of every passage, shape (passages,); 0 for those not to be searched."""
        scores = self.lexical.scores(question)
        if among is None:
            return scores
        return np.where([p.document.uri in among for p in self.passages], scores, np.float32(0))


def check_question(question: str) -> str:
    """The question in canonical form, without surrounding or repeated space.

    Raises:
        BadInput: it is empty or too long.

    >>> check_question("  who? ")
    'who?'
    """
    # a lone surrogate, as a shell hands over bytes that are not UTF-8, is no character of any text
    words = " ".join(canonical(question.encode("utf-8", "replace").decode()).split())
    if not any(character.isalnum() for character in words):
        raise BadInput("The question is empty. Type a question in words.")
    if len(words) > LONGEST_QUESTION:
        raise BadInput(
            f"The question has {len(words):,} characters; at most {LONGEST_QUESTION:,} are read. "
            "Shorten it."
        )
    return words
