"""What a build writes: the vectors, the words and the texts of one whole generation."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.canaries import write_canaries
from index.embed import Embedder, Vectors
from index.errors import DamagedIndex
from index.generation import TOKENS, VECTORS, WORDS
from index.lexical import Lexical, read_terms, write_terms
from index.passage import Passage
from index.probe import ask, probe
from index.reading import Part, ReadBatch, batches
from index.seal import seal
from index.server import begin_store
from index.snapshot import Entry, Manifest, write
from index.store import Store
from index.terms import terms
from index.token_store import Packed, TokenStore, write_tokens

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kept:
    """The generation before: its folder, and the passages in it with their context lines."""

    folder: Path | None
    contexts: Mapping[str, str]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each of its passages, by id."""
        return {name: place for place, name in enumerate(self.contexts)}

    def terms(self) -> list[list[str]]:
        """The terms of its passages, in their order."""
        return read_terms(self.folder / WORDS, len(self.contexts)) if self.folder else []

    def tokens(self) -> TokenStore | None:
        """The stored token vectors of its passages, in their order."""
        return TokenStore(self.folder / TOKENS, len(self.contexts)) if self.folder else None


def write_generation(
    folder: Path,
    manifest: Manifest,
    entries: Sequence[Entry],
    kept: Kept,
    embedder: Embedder,
    read: ReadBatch,
    progress: Progress,
) -> None:
    """Write a whole generation into an empty folder, and prove it.

    Raises:
        DamagedIndex: what was written is not what comes back.
        OSError: it could not be written.
    """
    passages = [passage for entry in entries for passage in entry.passages]
    before = kept.folder / VECTORS if kept.folder else None
    with begin_store(folder / VECTORS, manifest.settings["url"], before) as store:
        there = set(store.ids())
        store.drop(sorted(there - {passage.id for passage in passages}))
        # a title or a date may have changed where the text did not
        new = [p for p in passages if p.id not in there or kept.contexts.get(p.id) != p.context]
        canaries = dict[str, Vectors]()
        made = _embedded(store, new, read(batches(new, embedder)), progress, canaries)
        taken: tuple[str, ...] = ()
        if manifest.settings["store_tokens"]:
            taken = _write_tokens(folder / TOKENS, passages, {p.id for p in new}, made, kept)
        for _ in made:
            pass  # the vectors alone
        if len(store) != len(passages):
            raise DamagedIndex(
                f"{len(store)} vectors were stored for {len(passages)} passages; build again."
            )
        ask(store, canaries)
    _write_words(folder / WORDS, passages, {p.id for p in new}, kept)
    write(folder, manifest, entries)
    write_canaries(folder, embedder)
    seal(folder, [f"{TOKENS}/{name}" for name in taken], kept.folder)
    probe(folder, len(passages))


def _embedded(
    store: Store,
    new: Sequence[Passage],
    read: Iterable[Part],
    progress: Progress,
    canaries: dict[str, Vectors],
) -> Iterator[Packed]:
    """Put the vectors of new passages into the store; the token vectors of each, in order.

    They are not gathered: those of a hundred thousand passages would take two gigabytes. One vector
    of each batch goes to the canaries.
    """
    done = 0
    progress(done, len(new))
    for part in read:
        ids = [passage.id for passage in new[done : done + len(part.tokens)]]
        store.put(ids, part.vectors)
        canaries.setdefault(ids[0], part.vectors[0])
        yield from part.tokens
        done += len(ids)
        progress(done, len(new))


def _write_tokens(
    folder: Path,
    passages: Sequence[Passage],
    new: Collection[str],
    made: Iterator[Packed],
    kept: Kept,
) -> tuple[str, ...]:
    """The names of the files that were taken over from the generation before."""
    folder.mkdir()
    places = kept.places
    known = [None if p.id in new else places[p.id] for p in passages]
    return write_tokens(folder, known, made, kept.tokens())


def _write_words(
    folder: Path, passages: Sequence[Passage], new: Collection[str], kept: Kept
) -> None:
    folder.mkdir()
    places, known = kept.places, kept.terms()
    words = [terms(lexical_text(p)) if p.id in new else known[places[p.id]] for p in passages]
    Lexical.of(words).save(folder)
    write_terms(folder, words)


def lexical_text(passage: Passage) -> str:
    """What BM25 indexes for a passage: where it stands, and its words."""
    return f"{passage.context}\n{passage.text}"
