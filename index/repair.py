"""An index made whole again from what is true: the files of the sources, or else its own texts.

The canonical texts are kept with their hashes in `documents.jsonl`, so that vectors, words and
everything else of an index can be lost without a loss, even where the sources are gone too.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.build import Tell, build, passages_of
from index.embed import Embedder
from index.errors import DamagedIndex, SourcesMissing
from index.generation import generations, next_generation, writing
from index.previous import Say, find_previous, sources_of
from index.reading import in_this_process
from index.report import BuildReport
from index.seal import damaged
from index.server import drop_collections
from index.settings import IndexSettings
from index.snapshot import DOCUMENTS, Entry, describe, read_entries
from index.writer import Kept, Progress, write_generation


def repair(
    index: Path,
    embedder: Embedder,
    settings: IndexSettings,
    sources: Path | None = None,
    *,
    say: Say = lambda words: None,
    tell: Tell = lambda report: None,
    progress: Progress = lambda done, total: None,
    patience: float = 0,
) -> BuildReport:
    """Make an index whole again, and bring it up to date where its sources are there.

    Args:
        index: its folder.
        embedder: the model whose vectors are stored.
        settings: how to cut passages.
        sources: the folder to read; without it the one that the index says it was read from.
        say: called with what a person should know, before it is done.
        tell: see `index.build.build`.
        progress: see there.
        patience: see there.

    Raises:
        SourcesMissing: there are no sources, and no whole texts in the index either.
        Problem: see `index.build.build`.
    """
    folder = sources or sources_of(index)
    try:
        if folder is None:
            raise SourcesMissing(
                f"The index at {index} does not say any more which folder it was read from; "
                "name it with --sources."
            )
        return build(
            folder, index, embedder, settings,
            say=say, tell=tell, progress=progress, patience=patience,
        )  # fmt: skip
    except SourcesMissing as gone:
        with writing(index, patience):
            previous = find_previous(index, embedder, settings)
            if previous.folder is not None:
                say(f"{gone} The index is whole without them and stays as it is.")
                return _report(previous.entries, False, previous.why)
            entries = [_cut(entry, embedder, settings) for entry in _texts(index)]
            if not entries:
                raise
            say(f"{gone} The index is made anew from its own texts: {previous.why}.")
            manifest = describe(str(folder.resolve()) if folder else "", embedder, settings)
            with next_generation(index) as new:
                how = in_this_process(embedder)
                write_generation(new, manifest, entries, Kept(None, {}), embedder, how, progress)
            drop_collections(index, settings.url)
            return _report(entries, True, previous.why)


def _texts(index: Path) -> tuple[Entry, ...]:
    """The newest documents that are still what was written."""
    for folder in generations(index):
        try:
            # where the seal itself is lost, each text still answers to its own hash
            if DOCUMENTS not in damaged(folder):
                return read_entries(folder)
        except DamagedIndex:
            continue
    return ()


def _cut(entry: Entry, embedder: Embedder, settings: IndexSettings) -> Entry:
    """A document cut as this program and these settings do it."""
    return replace(entry, passages=passages_of(entry.document, embedder, settings))


def _report(entries: Sequence[Entry], written: bool, why: str) -> BuildReport:
    passages = sum(len(entry.passages) for entry in entries)
    return BuildReport((), len(entries), passages, written, why)
