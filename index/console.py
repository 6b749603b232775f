"""A build and its report on the terminal: a bar while it embeds, a line a file, a summary."""

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tqdm import tqdm

from index.build import build
from index.command import visible
from index.ledger import Ledger
from index.models import open_embedder
from index.reading import ReadBatch
from index.repair import repair
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings, load_settings

WIDEST = 60  # characters of a name that the lines of a report are aligned by


def build_and_tell(
    sources: Path, index: Path, settings: Path | None, ray: bool = False
) -> BuildReport:
    """Bring an index up to date with the bundled model, and say what became of each file.

    Of a file that has not changed nothing is said but in the summary. With `ray`, the passages are
    read by a Ray cluster.

    Raises:
        Problem: see `index.build.build`; or the settings file or the model cannot be used.
    """
    make = partial(build, sources, index, read=_by_ray(settings) if ray else None)
    return _told(make, index, settings)


def repair_and_tell(sources: Path | None, index: Path, settings: Path | None) -> BuildReport:
    """Make an index whole again with the bundled model, and say what became of each file.

    Raises:
        Problem: see `index.repair.repair`; or the settings file or the model cannot be used.
    """
    return _told(partial(repair, index, sources=sources), index, settings)


def _told(make: Callable[..., BuildReport], index: Path, settings: Path | None) -> BuildReport:
    """What some making of an index says while it goes on, and at its end."""
    chosen = load_settings(IndexSettings, "index", settings)
    with tqdm(desc="embedding", unit=" passages", disable=None, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        def tell(report: FileReport) -> None:
            if report.outcome is not Outcome.UNCHANGED:
                bar.write(_line(report), file=sys.stderr)

        def say(words: str) -> None:
            bar.write(f"warning: {visible(words)}", file=sys.stderr)

        result = make(
            embedder=open_embedder(chosen, threads=2), settings=chosen,
            say=say, tell=tell, progress=progress,
        )  # fmt: skip
    for report in result.files:
        if report.like:  # known only when all files are read
            say(f"{_name(report)}: {visible(_looks_like(report))}")
    tqdm.write(_summary(result, index))
    return result


def _by_ray(file: Path | None) -> ReadBatch:
    from index.cluster import on_a_cluster

    return on_a_cluster(load_settings(IndexSettings, "index", file))


def report_as_text(ledger: Ledger) -> str:
    """The report of the last build: a line for each file, then how many there are of each sort."""
    widest = max((len(_name(report)) for report in ledger.files), default=0)
    lines = [_line(report, min(widest, WIDEST)) for report in ledger.files]
    summary = f"{len(ledger.files)} files ({_counts(ledger.files)})"
    return "\n".join([*lines, f"\n{summary}\nread {ledger.built} from {ledger.sources}"])


def _line(report: FileReport, width: int = 0) -> str:
    said = report.why or (_counted(report) if report.passages else "")
    line = f"{report.outcome:<15} {_name(report):<{width}}"
    return f"{line}  ({visible(said)})" if said else line


def _name(report: FileReport) -> str:
    # a name with a line break or a terminal's control in it must not pass for a line of ours
    return visible(report.uri)


def _counted(report: FileReport) -> str:
    """How much was read of a file, and what was not."""
    said = f"{report.passages} passages, {report.characters:,} characters"
    if report.pages:
        said += f", {report.pages} pages"
    if report.unread:
        said += f"; without text: page {', '.join(map(str, report.unread))}"
    if report.hidden:
        said += f"; {report.hidden:,} hidden characters left out"
    if report.near:
        share = math.floor(100 * report.alike)
        said += f"; {'' if share == 100 else 'nearly '}the same as {report.near} ({share} %)"
    if report.like:
        said += f"; {_looks_like(report)}"
    return said


def _looks_like(report: FileReport) -> str:
    return f"written with look-alike letters: it may pose as “{report.like}”"


def _counts(files: Iterable[FileReport]) -> str:
    counts = Counter(file.outcome for file in files)
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])


def _summary(result: BuildReport, index: Path) -> str:
    each = _counts(result.files)
    held = f"{result.documents} documents, {result.passages} passages" + (each and f" ({each})")
    done = "" if result.written else " Nothing had changed."
    why = f" It was rebuilt: {result.rebuilt}." if result.rebuilt else ""
    return f"{index}: {held}.{done}{why}"
