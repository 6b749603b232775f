"""A build that is told on the terminal: a bar while it embeds, a line for each file, a summary."""

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tqdm import tqdm

from index.build import build
from index.models import open_embedder
from index.repair import repair
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings, load_settings


def build_and_tell(sources: Path, index: Path, settings: Path | None) -> BuildReport:
    """Bring an index up to date with the bundled model, and say what became of each file.

    Raises:
        Problem: see `index.build.build`; or the settings file or the model cannot be used.
    """
    return _told(partial(build, sources, index), index, settings)


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
            bar.write(_line(report), file=sys.stderr)

        def say(words: str) -> None:
            bar.write(f"warning: {words}", file=sys.stderr)

        result = make(
            embedder=open_embedder(chosen, threads=2), settings=chosen,
            say=say, tell=tell, progress=progress,
        )  # fmt: skip
    tqdm.write(_summary(result, index))
    return result


def _line(report: FileReport) -> str:
    said = report.why or (_counted(report) if report.passages else "")
    # a name with a line break in it must not look like two lines of ours
    name = "".join(c if c.isprintable() else repr(c)[1:-1] for c in report.uri)
    return f"{report.outcome:<15} {name}" + (f"  ({said})" if said else "")


def _counted(report: FileReport) -> str:
    """How much was read of a file, and what was not."""
    said = f"{report.passages} passages, {report.characters:,} characters"
    if report.pages:
        said += f", {report.pages} pages"
    if report.unread:
        said += f"; without text: page {', '.join(map(str, report.unread))}"
    if report.hidden:
        said += f"; {report.hidden:,} hidden characters left out"
    return said


def _summary(result: BuildReport, index: Path) -> str:
    counts = Counter(file.outcome for file in result.files)
    each = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    what = f"{result.documents} documents, {result.passages} passages" + (each and f" ({each})")
    done = "" if result.written else " Nothing had changed."
    why = f" It was rebuilt: {result.rebuilt}." if result.rebuilt else ""
    return f"{index}: {what}.{done}{why}"
