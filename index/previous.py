"""What a build starts from: the newest generation that is whole and fits.

That is the current one, unless it was damaged; then one before it may still be whole. It is made
the current one at once, so that questions are answered while the next one is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from index.canaries import changed_vectors
from index.embed import Embedder
from index.errors import DamagedIndex, NoIndex
from index.generation import VECTORS, current, generations, go_back
from index.seal import check_seal
from index.server import check_vectors
from index.settings import IndexSettings
from index.snapshot import Entry, Manifest, mismatch, read_entries, read_manifest
from index.writer import Kept

Say = Callable[[str], None]

DAMAGED = "a file of the old one was missing or not what was written"
BEFORE = "; the one before it is whole and answers meanwhile"


@dataclass(frozen=True)
class Previous:
    """A whole generation: its folder, what it says of itself, its documents; or nothing at all.

    `why` is said where the current generation could not be used; empty where it could.
    """

    folder: Path | None = None
    manifest: Manifest | None = None
    entries: tuple[Entry, ...] = ()
    why: str = ""

    @property
    def sources(self) -> str:
        """The folder that it was read from; empty where there is none."""
        return self.manifest.sources if self.manifest else ""

    @property
    def kept(self) -> Kept:
        """What of it need not be embedded again."""
        passages = (passage for entry in self.entries for passage in entry.passages)
        return Kept(self.folder, {passage.id: passage.context for passage in passages})


def find_previous(
    index: Path, embedder: Embedder, settings: IndexSettings, say: Say = lambda words: None
) -> Previous:
    """The newest generation that is whole and fits, made the current one. Call it while `writing`.

    Args:
        index: the folder of the index.
        embedder: the model that it must fit.
        settings: the settings that it must fit.
        say: called with a line for a person, where the current one cannot be used.

    Raises:
        NotWritten: the system did not let us write.
    """
    found = _newest(index, embedder, settings)
    if found.why:
        say(f"The index at {index} is made anew: {found.why}.")
    return found


def _newest(index: Path, embedder: Embedder, settings: IndexSettings) -> Previous:
    others = generations(index)
    try:
        first = _open(current(index), embedder, settings)
    except (NoIndex, DamagedIndex):
        first = Previous(why=DAMAGED if others else "")
    if not first.why:
        return first
    for folder in others:
        try:
            older = _open(folder, embedder, settings)
        except DamagedIndex:
            continue
        if not older.why:
            go_back(index, folder)
            return replace(older, why=first.why + BEFORE)
    return first


def sources_of(index: Path) -> Path | None:
    """The folder that an index was read from, as the newest of its manifests that is left says."""
    for folder in generations(index):
        try:
            if sources := read_manifest(folder).sources:
                return Path(sources)
        except DamagedIndex:
            continue
    return None


def _open(folder: Path, embedder: Embedder, settings: IndexSettings) -> Previous:
    """A generation that is whole; without its documents, and why, where it does not fit.

    Raises:
        DamagedIndex: it is not whole.
    """
    manifest = read_manifest(folder)
    if reason := mismatch(manifest, embedder, settings):
        return Previous(why=reason)
    check_seal(folder)
    if reason := changed_vectors(folder, embedder):
        return Previous(why=reason)
    check_vectors(folder / VECTORS, settings.url)
    return Previous(folder, manifest, read_entries(folder))
