"""A build that is told on the terminal: a bar while it embeds, a line for each file, a summary."""

import sys
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from index.build import build
from index.models import open_embedder
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings, load_settings


def build_and_tell(sources: Path, index: Path, settings: Path | None) -> BuildReport:
    """Bring an index up to date with the bundled model, and say what became of each file.

    Raises:
        Problem: see `index.build.build`; or the settings file or the model cannot be used.
    """
    chosen = load_settings(IndexSettings, "index", settings)
    with tqdm(desc="embedding", unit=" passages", disable=None, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        def tell(report: FileReport) -> None:
            bar.write(_line(report), file=sys.stderr)

        result = build(
            sources, index, open_embedder(chosen, threads=2), chosen, tell=tell, progress=progress
        )
    tqdm.write(_summary(result, index))
    return result


def _line(report: FileReport) -> str:
    said = report.why or (_counted(report) if report.passages else "")
    # a name with a line break or a terminal's control in it must not pass for a line of ours
    return visible(f"{report.outcome:<15} {report.uri}" + (f"  ({said})" if said else ""))


def visible(words: str) -> str:
    r"""Some words on one line, with what is no sign that can be seen written out.

    >>> visible("a\x1b[2Jb\r\n")
    'a\\x1b[2Jb\\r\\n'
    """
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in words)


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
    what = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    done = "" if result.written else " Nothing had changed."
    why = f" It was rebuilt: {result.rebuilt}." if result.rebuilt else ""
    return f"{index}: {result.documents} documents, {result.passages} passages ({what}).{done}{why}"
