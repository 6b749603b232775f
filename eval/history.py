"""The runs of the past: a folder of JSON files, each named by the time when it was kept."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.errors import BadRun
from eval.metrics import METRICS
from eval.record import Run, read_runs
from eval.report import runs_as_json
from index.errors import BadInput

NAME = "%Y-%m-%dT%H-%M-%S.%fZ.json"  # UTC; no colons, which not every disk allows
HEADLINES = tuple(
    metric
    for metric in METRICS
    if metric.name
    in {"factual_accuracy", "refusal_precision", "refusal_recall", "recall_at_5", "seconds_median"}
)


@dataclass(frozen=True)
class PastRun:
    """A run of the past at a glance.

    Attributes:
        file: its name in the folder; a file holds a run for each corpus.
        kept: when it was kept, in UTC.
        corpus: the name of the folder of documents.
        halves: the case files that were asked, by name.
        n: how many cases.
        figures: the value of each of `HEADLINES`, by its name; None where there was nothing to
            measure.
    """

    file: str
    kept: datetime
    corpus: str
    halves: tuple[str, ...]
    n: int
    figures: Mapping[str, float | None]


@dataclass(frozen=True)
class History:
    """A folder of runs; each file is one that `python -m eval --json` could have written.

    It is made when the first run is kept.
    """

    folder: Path

    def keep(self, runs: Sequence[Run]) -> Path:
        """Keep the runs of one evaluation, one for each corpus, as a new file.

        It is written aside and renamed, so that nobody ever reads half of it.

        Raises:
            BadInput: it cannot be written.
        """
        text = runs_as_json(runs)
        file = self.folder / datetime.now(UTC).strftime(NAME)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.folder, prefix=".unfinished-") as aside:
                unfinished = Path(aside) / file.name
                # "replace": JSON can hold halves of characters that no file can
                with unfinished.open("x", encoding="utf-8", errors="replace", newline="\n") as out:
                    out.write(text)
                    out.flush()
                    os.fsync(out.fileno())
                unfinished.rename(file)
        except OSError as error:
            raise BadInput(f"The run cannot be kept in {self.folder}: {error.strerror}.") from error
        return file

    def past(self) -> tuple[tuple[PastRun, ...], tuple[str, ...]]:
        """All runs, the oldest first; and of each file that is none, what is wrong with it."""
        runs: list[PastRun] = []
        damaged = []
        for file in sorted(self.folder.glob("*.json")):
            try:
                runs += _at_a_glance(file, file.stat().st_mtime_ns)
            except (BadRun, OSError) as error:
                damaged.append(str(error))
        return tuple(runs), tuple(damaged)

    def load(self, file: str) -> tuple[Run, ...]:
        """The runs in a file that `past` has named.

        Raises:
            BadRun: there is no such file in the folder, or it is damaged.
        """
        found = [path for path in self.folder.glob("*.json") if path.name == file]
        if not found:
            raise BadRun(f"There is no run {file} in {self.folder}.")
        return read_runs(found[0])


@lru_cache(maxsize=1024)  # a run of 150 cases takes 25 ms to read, and never changes
def _at_a_glance(file: Path, changed: int) -> tuple[PastRun, ...]:
    try:
        kept = datetime.strptime(file.name, NAME).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadRun(f"{file} is not named by a time, as the runs in this folder are.") from error
    return tuple(
        PastRun(
            file=file.name,
            kept=kept,
            corpus=run.corpus,
            halves=tuple(sorted({case.half for case in run.cases})),
            n=len(run.cases),
            figures={metric.name: metric.sample(run.cases).value for metric in HEADLINES},
        )
        for run in read_runs(file)
    )
