"""From a folder of sources to the next generation of an index.

Read what has changed, keep what has not, embed what is new, write it all aside, switch. A file
that cannot be read is reported and left out; it never takes the others with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.chunk import CONTEXT_TOKENS, chunk
from index.document import Document
from index.embed import Embedder
from index.errors import BadSettings, Empty, SourcesMissing, Unreadable
from index.generation import next_generation, writing
from index.ledger import certain_failures, keep_report
from index.load import Source, endings, fingerprint, list_sources, read_document
from index.near import Near, Neighbours, marks, shingles
from index.passage import Passage
from index.previous import Say, find_previous
from index.reading import ReadBatch, in_this_process
from index.report import BuildReport, FileReport, Outcome, of_entry, of_error, with_lookalikes
from index.server import drop_collections
from index.settings import IndexSettings
from index.snapshot import Entry, describe, now
from index.space import check_space
from index.writer import Progress, write_generation

Tell = Callable[[FileReport], None]


def build(
    sources: Path,
    index: Path,
    embedder: Embedder,
    settings: IndexSettings | None = None,
    *,
    say: Say = lambda words: None,
    tell: Tell = lambda report: None,
    progress: Progress = lambda done, total: None,
    read: ReadBatch | None = None,
    patience: float = 0,
) -> BuildReport:
    """Bring an index up to date with a folder of sources.

    Args:
        sources: the folder to read, with its subfolders.
        index: the folder of the index; made where it is missing.
        embedder: the model whose vectors are stored.
        settings: how to cut passages.
        say: called with a line for a person before an index that cannot be used is made anew.
        tell: called with the report of each file as soon as it is known.
        progress: called with the passages embedded so far and their total.
        read: what reads the passages; the embedder in this process, where nothing is given.
        patience: seconds to wait for another process that is writing.

    Raises:
        BadSettings: a passage of that size does not fit the models.
        SourcesMissing: there is nothing to read, or not one file could be read.
        IndexBusy: another process is writing.
        ServerAway: the server that the settings name for the vectors does not answer.
        NotWritten: the disk is full, or the folder may not be written.

    Whatever is raised, the old index stays.
    """
    settings = _fitting(settings or IndexSettings(), embedder)
    files = list_sources(sources)
    with writing(index, patience):
        previous = find_previous(index, embedder, settings, say)
        known = {entry.document.uri: entry for entry in previous.entries}
        reports: list[FileReport] = []

        def report(file: FileReport) -> None:
            reports.append(file)
            tell(file)

        for uri in sorted(set(known) - {file.uri for file in files}):
            report(FileReport(uri, Outcome.REMOVED))
        entries = list(_entries(files, known, certain_failures(index), embedder, settings, report))
        if not entries:
            raise _nothing_read(index, sources, reports)
        manifest = describe(str(sources.resolve()), embedder, settings)
        same = tuple(entries) == previous.entries and manifest.sources == previous.sources
        if not same:
            how = read or in_this_process(embedder)
            check_space(index, entries, previous.kept)
            with next_generation(index) as folder:
                write_generation(folder, manifest, entries, previous.kept, embedder, how, progress)
            drop_collections(index, settings.url)
        told = tuple(with_lookalikes(reports, entries))
        keep_report(index, sources, told)
        total = sum(len(entry.passages) for entry in entries)
        return BuildReport(told, len(entries), total, not same, previous.why)


def _nothing_read(index: Path, sources: Path, reports: Sequence[FileReport]) -> SourcesMissing:
    """What is raised where no file gave a document; the report says why, and is kept."""
    keep_report(index, sources, reports)
    return SourcesMissing(
        f"Not one of the files in {sources} could be read. Put {endings()} files in it; "
        "the old index, if there is one, is kept."
    )


def _fitting(settings: IndexSettings, embedder: Embedder) -> IndexSettings:
    """The settings, if a passage of their size can be read whole."""
    if settings.passage_tokens > (room := embedder.limit - CONTEXT_TOKENS - 1):
        raise BadSettings(
            f"The models read {embedder.limit} tokens, so a passage may have {room}: set "
            f"[index] passage_tokens to at most that, not {settings.passage_tokens}."
        )
    return settings


def _entries(
    files: Sequence[Source],
    known: Mapping[str, Entry],
    failed: Mapping[str, FileReport],
    embedder: Embedder,
    settings: IndexSettings,
    report: Tell,
) -> Iterator[Entry]:
    """An entry for each file that can be read; the known one where the file has not changed."""
    neighbours = _neighbours(known[file.uri] for file in files if file.uri in known)
    for file in files:
        if not file.readable:
            why = f"no reader for {file.path.suffix or 'it'}"
            report(FileReport(file.uri, Outcome.SKIPPED, why=why))
            continue
        digest = ""
        try:
            data = file.data()
            digest = fingerprint(data)
            if (failure := failed.get(file.uri)) and failure.file_sha256 == digest:
                report(failure)
                continue
            entry = known.get(file.uri)
            if entry and entry.file_sha256 == digest:
                report(of_entry(entry, unchanged=True))
            else:
                entry, near = _read(file, data, digest, neighbours, embedder, settings)
                report(of_entry(entry, near=near))
        except Unreadable as error:
            report(of_error(file.uri, error, digest))
            continue
        yield entry


def _read(
    file: Source,
    data: bytes,
    digest: str,
    neighbours: Neighbours,
    embedder: Embedder,
    settings: IndexSettings,
) -> tuple[Entry, Near | None]:
    """An entry for a file that is new or has changed, and the one that is nearly the same.

    Raises:
        Unreadable: it cannot be read.
    """
    document = replace(read_document(file, data), read_at=now())
    passages = passages_of(document, embedder, settings)
    own = shingles(document.text)
    entry, near = Entry(document, digest, passages, marks(own)), neighbours.nearest(document, own)
    neighbours.add(document, entry.marks)
    return entry, near


def _neighbours(entries: Iterable[Entry]) -> Neighbours:
    """Those of the generation before among which near copies of what is new are looked for."""
    neighbours = Neighbours()
    for entry in entries:
        own = entry.marks or marks(shingles(entry.document.text))
        neighbours.add(entry.document, own)
    return neighbours


def passages_of(
    document: Document, embedder: Embedder, settings: IndexSettings
) -> tuple[Passage, ...]:
    """The passages of a document.

    Raises:
        Empty: there is nothing in it to quote.
    """
    passages = tuple(chunk(document, embedder, settings.passage_tokens))
    if not passages:
        raise Empty(
            "it has only headings or page furniture, nothing to quote; add sentences or remove it"
        )
    return passages
