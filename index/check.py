"""Whether an index is whole: every file of it, and whether its sources have changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.canaries import changed_vectors
from index.embed import Embedder
from index.errors import DamagedIndex, SourcesMissing
from index.generation import VECTORS, current, generations, unfinished
from index.load import list_sources
from index.originals import Originals, Standing
from index.previous import sources_of
from index.seal import damaged
from index.server import check_vectors
from index.settings import IndexSettings
from index.snapshot import Entry, mismatch, read_entries, read_manifest


@dataclass(frozen=True)
class Condition:
    """How an index stands.

    `damage` says of each file that is not what was written, and of all else that keeps the index
    from being used; `notes` are what does not. Both are lines for a person.
    """

    generation: str
    damage: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it can be used."""
        return not self.damage


def check(
    index: Path, embedder: Embedder, settings: IndexSettings, sources: Path | None = None
) -> Condition:
    """Look at every file of an index; nothing is changed, and Chroma is not opened.

    Args:
        index: its folder.
        embedder: the model that it must fit.
        settings: the settings that it must fit.
        sources: where its sources are by now; without it where they were.

    Raises:
        NoIndex: nothing has been built there.
    """
    notes = [f"{folder.name} was left behind by a build that was cut off" for folder in
             unfinished(index)]  # fmt: skip
    try:
        folder = current(index)
    except DamagedIndex as error:
        return Condition("", (str(error),), (*notes, *_older(index, "")))
    damage = [f"{name} is missing or is not what was written" for name in damaged(folder)]
    for look in (_fits, _vectors):
        try:
            damage += look(folder, embedder, settings)
        except DamagedIndex as error:
            damage.append(str(error))
    try:
        entries = read_entries(folder)
    except DamagedIndex as error:
        damage.append(str(error))
    else:
        notes += _changes(sources or sources_of(index), entries)
    if damage:
        notes += _older(index, folder.name)
    return Condition(folder.name, tuple(dict.fromkeys(damage)), tuple(notes))


def _fits(folder: Path, embedder: Embedder, settings: IndexSettings) -> list[str]:
    reason = mismatch(read_manifest(folder), embedder, settings)
    return [f"it does not fit: {reason}"] if reason else []


def _vectors(folder: Path, embedder: Embedder, settings: IndexSettings) -> list[str]:
    check_vectors(folder / VECTORS, settings.url)
    reason = changed_vectors(folder, embedder)
    return [f"it does not fit: {reason}"] if reason else []


def _older(index: Path, name: str) -> Iterator[str]:
    """Which other generations are whole, and can take its place."""
    for folder in generations(index):
        if folder.name != name and not damaged(folder):
            yield f"{folder.name} is whole"


def _changes(sources: Path | None, entries: tuple[Entry, ...]) -> Iterator[str]:
    """What has become of the files since they were read."""
    if sources is None:
        return
    known = {entry.document.uri: entry.file_sha256 for entry in entries}
    originals = Originals(sources, known)
    try:
        found = {source.uri for source in list_sources(sources) if source.readable}
    except SourcesMissing as problem:
        yield str(problem)
        return
    for uri in sorted(known):
        standing = originals.standing(uri)
        if standing is not Standing.SAME:
            yield f"{uri} is {standing} since it was read"
    for uri in sorted(found - set(known)):
        yield f"{uri} is new, or could not be read"
