"""The report of the last build, kept beside the index: what became of every file.

It is a convenience: where it is missing, damaged or of another version, the next build writes it
anew, and until then nothing is said of files that are not in the index.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.report import CERTAIN, FileReport, Outcome
from index.snapshot import FORMAT

REPORT = "report.json"
EXAMPLE = FileReport("", Outcome.INDEXED)


@dataclass(frozen=True)
class Ledger:
    """What became of the files of a folder: `sources`, read at `built` (UTC, ISO 8601).

    `format` is that of the index, which is raised too where a file could now be read otherwise.
    """

    built: str
    sources: str
    files: tuple[FileReport, ...]
    format: int = FORMAT


def keep_report(index: Path, sources: Path, files: Iterable[FileReport]) -> None:
    """Write the report of a build beside the index, all at once.

    What was said before of near copies that have not changed is said again.
    """
    built = datetime.now(UTC).isoformat(timespec="seconds")
    ledger = Ledger(built, str(sources.resolve()), _still(tuple(files), read_report(index)))
    text = json.dumps(as_json(ledger), indent=1)
    fresh = index / f"{REPORT}.unfinished"
    with suppress(OSError):  # the index is there, with or without its report
        with fresh.open("w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(index / REPORT)


def read_report(index: Path) -> Ledger | None:
    """The report of the last build; None where there is none that can be read."""
    try:
        row = json.loads((index / REPORT).read_text("ascii"))
        ledger = Ledger(
            row["built"], row["sources"], tuple(map(_file, row["files"])), row["format"]
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = isinstance(ledger.built, str) and isinstance(ledger.sources, str)
    return ledger if texts else None


def certain_failures(index: Path) -> dict[str, FileReport]:
    """The reports of files that would fail again, by uri; the same bytes need not be read again."""
    ledger = read_report(index)
    if ledger is None or ledger.format != FORMAT:
        return {}
    return {file.uri: file for file in ledger.files if file.outcome in CERTAIN}


def as_json(ledger: Ledger) -> dict[str, Any]:
    """The report as it is kept and as `python -m index report --json` prints it."""
    return asdict(ledger)


def _still(files: tuple[FileReport, ...], before: Ledger | None) -> tuple[FileReport, ...]:
    same = {file.uri for file in files if file.outcome is Outcome.UNCHANGED}
    told = {file.uri: file for file in before.files if file.near in same} if before else {}
    return tuple(
        replace(file, near=told[file.uri].near, alike=told[file.uri].alike)
        if file.uri in same and file.uri in told
        else file
        for file in files
    )


def _file(row: dict[str, Any]) -> FileReport:
    """The report of one file.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    given = {**row, "outcome": Outcome(row["outcome"]), "unread": tuple(row["unread"])}
    report = FileReport(**given)
    for name, value in vars(report).items():
        if type(value) is not type(getattr(EXAMPLE, name)):
            raise TypeError(f"{name} of {report.uri!r}")
    if not all(type(page) is int for page in report.unread):
        raise TypeError(f"a page of {report.uri!r}")
    return report
