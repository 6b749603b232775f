"""An index that is built in a process of its own, at a low priority, for one that serves.

A build in the serving process would share its interpreter lock and its processors with whoever
asks. So a child builds, and tells the parent line by line how far it has come; it stays for a while
to build again, with its model loaded. Parent: `BuildAside`. Child: `python -m index.aside`.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn, Protocol

from index import errors
from index.build import Tell, build
from index.embed import Embedder
from index.errors import BuildEnded, NotStarted, Problem, came_from
from index.models import open_embedder
from index.previous import Say
from index.repair import repair
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings
from index.writer import Progress

ROOT = Path(__file__).parents[1]
# those who ask come first. At 19 they wait no less, but whoever waits for what is built (a file
# that was added, an answer whose source has changed) may wait for ever beside other work
NICE = 5
PATIENCE = 20  # seconds for another process that is building
IDLE = 300  # seconds for which a child waits for another build
GOODBYE = 10  # seconds in which one that is stopped may tidy up


class Make(Protocol):
    """What brings an index up to date, and where asked mends it."""

    def __call__(
        self, sources: Path, index: Path, embedder: Embedder, settings: IndexSettings, mend: bool,
        *, say: Say, tell: Tell, progress: Progress,
    ) -> BuildReport:  # fmt: skip
        """See `index.build.build` and, to mend, `index.repair.repair`."""


def build_here(
    sources: Path, index: Path, embedder: Embedder, settings: IndexSettings, mend: bool,
    *, say: Say, tell: Tell, progress: Progress,
) -> BuildReport:  # fmt: skip
    """Build in this process."""
    # what another process builds meanwhile mends it for both
    make: Callable[..., BuildReport] = partial(repair, patience=PATIENCE) if mend else build
    return make(
        sources=sources, index=index, embedder=embedder, settings=settings,
        say=say, tell=tell, progress=progress,
    )  # fmt: skip


class BuildAside:
    """Builds in a child process with the model that the settings name; one build at a time.

    Whatever `say`, `tell` or `progress` raises ends the build, and what was current is so still.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._child: subprocess.Popen[str] | None = None
        atexit.register(self.end)

    def __call__(
        self, sources: Path, index: Path, embedder: Embedder, settings: IndexSettings, mend: bool,
        *, say: Say, tell: Tell, progress: Progress,
    ) -> BuildReport:  # fmt: skip
        """See `Make`; the child opens a model of its own.

        Raises:
            BuildEnded: the child has ended before it was done.
            NotStarted: the system has no room for it.
        """
        asked = {
            "sources": str(sources.resolve()), "index": str(index.resolve()),
            "settings": settings.model_dump(mode="json"), "mend": mend,
        }  # fmt: skip
        try:
            said = self._said(asked)
            ended = _heard(said, say, tell, progress)
        except BrokenPipeError:
            ended = None
        except BaseException:
            self.end()  # what raised it wants no more of this build
            raise
        if isinstance(ended, BuildReport):
            return ended
        raise ended or BuildEnded(
            f"The process that builds the index ended before it was done ({self.end()}), as where "
            "memory runs out. Make room, and try again; the old index is kept."
        )

    @property
    def child(self) -> int | None:
        """The process id of the child, while there is one."""
        return self._child.pid if self._child else None

    def end(self) -> int | None:
        """End the child, if there is one; gives how it ended."""
        child, self._child = self._child, None
        if child is None:
            return None
        child.terminate()
        try:
            child.wait(GOODBYE)
        except subprocess.TimeoutExpired:
            child.kill()
        child.communicate()
        return child.returncode

    def _said(self, asked: dict[str, Any]) -> IO[str]:
        """Ask the child for a build, and give what it says."""
        if self._child is None or self._child.poll() is not None:
            self.end()
            self._child = _start()
        into, out = self._child.stdin, self._child.stdout
        assert into is not None
        assert out is not None
        _write(into, asked)
        return out


def _start() -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "index.aside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=ROOT,
            # Ctrl+C is for the parent. But no session of its own: Linux would give that a share of
            # the processors within which alone its priority counts (sched(7), autogroup)
            process_group=0,
        )
    except OSError as error:
        why = error.strerror or error
        raise NotStarted(f"The process that builds the index cannot start: {why}.") from error


def _heard(
    said: IO[str], say: Say, tell: Tell, progress: Progress
) -> BuildReport | Exception | None:
    """Pass on what the child says, until it says how the build ended; None if it says no more."""
    files = list[FileReport]()
    for line in said:
        match json.loads(line):
            case {"say": words}:
                say(words)
            case {"file": row}:
                files.append(_file(row))
                tell(files[-1])
            case {"progress": [done, total]}:
                progress(done, total)
            case {"made": row}:
                return BuildReport(tuple(files), **row)
            case {"problem": [kind, words]}:
                found: Problem = getattr(errors, kind, Problem)(words)
                return found
            case {"fault": [kind, *frames]}:
                return _fault(kind, frames)
    return None


def _file(row: dict[str, Any]) -> FileReport:
    return FileReport(**{**row, "outcome": Outcome(row["outcome"]), "unread": tuple(row["unread"])})


def _fault(kind: str, frames: list[str]) -> RuntimeError:
    error = RuntimeError(f"{kind} in the process that builds the index")
    for frame in frames:
        error.add_note(frame)
    return error


def _write(pipe: IO[str], row: dict[str, Any]) -> None:
    pipe.write(json.dumps(row) + "\n")
    pipe.flush()


def main() -> None:
    """Build whatever the parent asks for, until it hangs up or has nothing to ask for long."""
    os.nice(NICE)
    signal.signal(signal.SIGTERM, _stop)
    pipe = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no line of ours
    models = dict[str, Embedder]()
    while select.select([sys.stdin], [], [], IDLE)[0] and (line := sys.stdin.readline()):
        asked = json.loads(line)
        settings = IndexSettings(**asked["settings"])
        try:
            if settings.late not in models:
                models[settings.late] = open_embedder(settings)
            report = build_here(
                Path(asked["sources"]), Path(asked["index"]), models[settings.late], settings,
                asked["mend"],
                say=lambda words: _write(pipe, {"say": words}),
                tell=lambda file: _write(pipe, {"file": asdict(file)}),
                progress=lambda done, total: _write(pipe, {"progress": [done, total]}),
            )  # fmt: skip
            made = {name: value for name, value in vars(report).items() if name != "files"}
            _write(pipe, {"made": made})
        except Problem as problem:
            _write(pipe, {"problem": [type(problem).__name__, str(problem)]})
        except Exception as error:  # noqa: BLE001 - the parent logs it
            _write(pipe, {"fault": [type(error).__qualname__, *came_from(error)]})


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
