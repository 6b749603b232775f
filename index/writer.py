"""What a build writes: the vectors, the words and the texts of one whole generation."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.canaries import write_canaries
from index.embed import Embedder, Vectors
from index.errors import DamagedIndex
from index.generation import TOKENS, VECTORS, WORDS
from index.lexical import Lexical
from index.passage import Passage
from index.probe import ask, probe
from index.reading import Part, ReadBatch, batches
from index.seal import seal
from index.server import begin_store
from index.snapshot import Entry, Manifest, write
from index.store import Store
from index.token_store import Packed, TokenStore, write_tokens

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kept:
    """The generation before: its folder, and the passages in it with their context lines."""

    folder: Path | None
    contexts: Mapping[str, str]

    def tokens(self) -> Callable[[str], Packed]:
        """The stored token vectors of a passage, by its id."""
        if self.folder is None:
            return dict[str, Packed]().__getitem__
        store = TokenStore(self.folder / TOKENS, len(self.contexts))
        places = {name: place for place, name in enumerate(self.contexts)}
        return lambda name: store[places[name]]


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
        if manifest.settings["store_tokens"]:
            _write_tokens(folder / TOKENS, passages, {p.id for p in new}, made, kept)
        for _ in made:
            pass  # the vectors alone
        if len(store) != len(passages):
            raise DamagedIndex(
                f"{len(store)} vectors were stored for {len(passages)} passages; build again."
            )
        ask(store, canaries)
    words = folder / WORDS
    words.mkdir()
    Lexical.build(lexical_text(passage) for passage in passages).save(words)
    write(folder, manifest, entries)
    write_canaries(folder, embedder)
    seal(folder)
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
) -> None:
    old = kept.tokens()
    folder.mkdir()
    write_tokens(folder, (next(made) if p.id in new else old(p.id) for p in passages))


def lexical_text(passage: Passage) -> str:
    """What BM25 indexes for a passage: where it stands, and its words."""
    return f"{passage.context}\n{passage.text}"
