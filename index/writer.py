"""What a build writes: the vectors, the words and the texts of one whole generation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.chunk import embedded_text
from index.embed import Embedder
from index.errors import DamagedIndex
from index.generation import VECTORS, WORDS
from index.lexical import Lexical
from index.passage import Passage
from index.seal import seal
from index.snapshot import Entry, Manifest, write
from index.store import Store, copy_store

BATCH = 64  # passages that are embedded between two steps of the progress

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kept:
    """The vectors of the generation before, and the context line that each was made with."""

    vectors: Path | None
    contexts: Mapping[str, str]


def write_generation(
    folder: Path,
    manifest: Manifest,
    entries: Sequence[Entry],
    kept: Kept,
    embedder: Embedder,
    progress: Progress,
) -> None:
    """Write a whole generation into an empty folder."""
    passages = [passage for entry in entries for passage in entry.passages]
    vectors = folder / VECTORS
    if kept.vectors:
        copy_store(kept.vectors, vectors)
    else:
        vectors.mkdir()
    with Store(vectors, create=True) as store:
        _fill(store, passages, kept.contexts, embedder, progress)
    words = folder / WORDS
    words.mkdir()
    Lexical.build(lexical_text(passage) for passage in passages).save(words)
    write(folder, manifest, entries)
    seal(folder)


def _fill(
    store: Store,
    passages: Sequence[Passage],
    contexts: Mapping[str, str],
    embedder: Embedder,
    progress: Progress,
) -> None:
    """Make the store hold the vectors of exactly these passages."""
    there = set(store.ids())
    store.drop(sorted(there - {passage.id for passage in passages}))
    # a title or a date may have changed where the text did not
    new = [p for p in passages if p.id not in there or contexts.get(p.id) != p.context]
    for start in range(0, len(new), BATCH):
        progress(start, len(new))
        batch = new[start : start + BATCH]
        texts = [embedded_text(passage, embedder) for passage in batch]
        store.put([passage.id for passage in batch], embedder.embed(texts))
    progress(len(new), len(new))
    if len(store) != len(passages):
        raise DamagedIndex(
            f"{len(store)} vectors were stored for {len(passages)} passages; build again."
        )


def lexical_text(passage: Passage) -> str:
    """What BM25 indexes for a passage: where it stands, and its words."""
    return f"{passage.context}\n{passage.text}"
