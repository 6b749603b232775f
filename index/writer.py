"""What a build writes: the vectors, the words and the texts of one whole generation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.canaries import write_canaries
from index.chunk import embedded_text
from index.embed import Embedder, Vectors
from index.errors import DamagedIndex
from index.generation import TOKENS, VECTORS, WORDS
from index.lexical import Lexical
from index.passage import Passage
from index.probe import ask, probe
from index.seal import seal
from index.snapshot import Entry, Manifest, write
from index.store import Store, copy_store
from index.token_store import Packed, TokenStore, pack, write_tokens

BATCH = 64  # passages that are embedded between two steps of the progress

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kept:
    """The generation before: its folder, and the passages in it with their context lines."""

    folder: Path | None
    contexts: Mapping[str, str]

    def tokens(self) -> Mapping[str, Packed]:
        """The token vectors of its passages, where they were stored."""
        if self.folder is None or not (self.folder / TOKENS).is_dir():
            return {}
        store = TokenStore(self.folder / TOKENS, len(self.contexts))
        return {name: store[place] for place, name in enumerate(self.contexts)}


def write_generation(
    folder: Path,
    manifest: Manifest,
    entries: Sequence[Entry],
    kept: Kept,
    embedder: Embedder,
    progress: Progress,
) -> None:
    """Write a whole generation into an empty folder, and prove it.

    Raises:
        DamagedIndex: what was written is not what comes back.
        OSError: it could not be written.
    """
    passages = [passage for entry in entries for passage in entry.passages]
    vectors = folder / VECTORS
    if kept.folder:
        copy_store(kept.folder / VECTORS, vectors)
    else:
        vectors.mkdir()
    with Store(vectors, create=True) as store:
        made = _fill(store, passages, kept.contexts, embedder, progress)
    if manifest.settings["store_tokens"]:
        _write_tokens(folder / TOKENS, passages, {**kept.tokens(), **made})
    words = folder / WORDS
    words.mkdir()
    Lexical.build(lexical_text(passage) for passage in passages).save(words)
    write(folder, manifest, entries)
    write_canaries(folder, embedder)
    seal(folder)
    probe(folder, len(passages))


def _fill(
    store: Store,
    passages: Sequence[Passage],
    contexts: Mapping[str, str],
    embedder: Embedder,
    progress: Progress,
) -> dict[str, Packed]:
    """Make the store hold the vectors of exactly these passages; the token vectors of new ones."""
    there = set(store.ids())
    store.drop(sorted(there - {passage.id for passage in passages}))
    # a title or a date may have changed where the text did not
    new = [p for p in passages if p.id not in there or contexts.get(p.id) != p.context]
    made, canaries = {}, dict[str, Vectors]()
    for start in range(0, len(new), BATCH):
        progress(start, len(new))
        batch = new[start : start + BATCH]
        texts = [embedded_text(passage, embedder) for passage in batch]
        vectors, tokens = embedder.both(texts)
        store.put([passage.id for passage in batch], vectors)
        canaries.setdefault(batch[0].id, vectors[0])
        for passage, text, some in zip(batch, texts, tokens, strict=True):
            made[passage.id] = pack(some, len(text) - len(passage.text))
    progress(len(new), len(new))
    if len(store) != len(passages):
        raise DamagedIndex(
            f"{len(store)} vectors were stored for {len(passages)} passages; build again."
        )
    ask(store, canaries)
    return made


def _write_tokens(folder: Path, passages: Sequence[Passage], known: Mapping[str, Packed]) -> None:
    folder.mkdir()
    write_tokens(folder, (known[passage.id] for passage in passages))


def lexical_text(passage: Passage) -> str:
    """What BM25 indexes for a passage: where it stands, and its words."""
    return f"{passage.context}\n{passage.text}"
