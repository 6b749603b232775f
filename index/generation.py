"""Where an index lies on disk, and how one whole index gives way to the next.

    INDEX/
      current        the name of the generation that is read, e.g. "gen-000002"
      lock           held by the one process that writes
      gen-000002/    manifest.json, documents.jsonl, chroma/, lexical/, tokens/, seal.json

A build writes a new folder beside the others, and only when all of it was proved (`index.probe`)
and is on the disk does `current` come to name it, by one rename. Whatever stops a build, `current`
names a whole index.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import DamagedIndex, IndexBusy, NoIndex, NotWritten

POINTER = "current"
PREFIX = "gen-"
UNFINISHED = ".unfinished"
VECTORS = "chroma"
WORDS = "lexical"
TOKENS = "tokens"
FOR_EVER = -1  # as a patience


def current(index: Path) -> Path:
    """The folder of the generation that is read.

    Raises:
        NoIndex: nothing has been built here yet.
        DamagedIndex: the generation that is named is not there.
    """
    try:
        name = (index / POINTER).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndex(
            f"There is no index at {index}. "
            f"Run `python -m index build --index {index}` to build it."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndex(
            f"{index / POINTER} cannot be read ({error}). "
            f"Run `python -m index repair --index {index}` to rebuild the index."
        ) from error
    folder = index / name
    if not name.startswith(PREFIX) or "/" in name or not folder.is_dir():
        raise DamagedIndex(
            f"The index at {index} names {name!r}, which is not there. "
            f"Run `python -m index repair --index {index}` to rebuild it."
        )
    return folder


def generations(index: Path) -> list[Path]:
    """The folders of all finished generations: the one that is read, then the others, newest first.

    One that is not named may never have been: where the power failed just before.
    """
    found = [p for p in index.glob(f"{PREFIX}*") if p.is_dir() and p.suffix != UNFINISHED]
    found.sort(key=_number, reverse=True)
    try:
        named = current(index)
    except (NoIndex, DamagedIndex):
        return found
    return [named, *(folder for folder in found if folder != named)]


def unfinished(index: Path) -> list[Path]:
    """What a build that was cut off has left behind."""
    return sorted(index.glob(f"*{UNFINISHED}"))


@contextmanager
def writing(index: Path, patience: float = 0) -> Iterator[None]:
    """Hold the right to write; only one process can. Wait so many seconds for it.

    Raises:
        IndexBusy: another process holds it.
        NotWritten: the folder cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / "lock")
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise IndexBusy(
            f"Another process is building the index at {index}. "
            "Wait for it, or use another --index."
        ) from error
    except OSError as error:
        raise _not_written(index, error) from error
    try:
        yield
    finally:
        lock.release()


def await_writer(index: Path, patience: float) -> None:
    """Wait until nobody writes, so many seconds at most."""
    with suppress(IndexBusy), writing(index, patience):
        pass


@contextmanager
def next_generation(index: Path) -> Iterator[Path]:
    """A folder to write a new generation into; it becomes the current one if the block ends well.

    Call it while `writing`. An unfinished folder of an earlier crash is removed first, and what is
    neither current nor was so before is removed at the end: a reader may still hold that one open.

    Raises:
        NotWritten: the system did not let us write; what was current is so still.
    """
    for left_over in unfinished(index):
        shutil.rmtree(left_over, ignore_errors=True)
    number = max((_number(folder) for folder in index.glob(f"{PREFIX}*")), default=0) + 1
    final = index / f"{PREFIX}{number:06}"
    folder = final.with_name(final.name + UNFINISHED)
    try:
        before = current(index)
    except (NoIndex, DamagedIndex):
        before = final
    try:
        folder.mkdir()
        yield folder
        for path in [*folder.rglob("*"), folder]:
            _sync(path)
        folder.rename(final)
        _sync(index)  # or a power cut could keep the name below and lose this one
        _point(index, final.name)
    except OSError as error:
        raise _not_written(index, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for old in index.glob(f"{PREFIX}*"):
        if old not in (before, final):
            shutil.rmtree(old, ignore_errors=True)


def go_back(index: Path, folder: Path) -> None:
    """Make a generation that is there the current one. Call it while `writing`.

    Raises:
        NotWritten: the system did not let us write.
    """
    try:
        _point(index, folder.name)
    except OSError as error:
        raise _not_written(index, error) from error


def _point(index: Path, name: str) -> None:
    """Make `current` name a generation, all at once."""
    fresh = index / f"{POINTER}{UNFINISHED}"
    fresh.write_text(name, "ascii")
    _sync(fresh)
    fresh.replace(index / POINTER)
    _sync(index)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(index: Path, error: OSError) -> NotWritten:
    return NotWritten(
        f"The index at {index} cannot be written: {error.strerror or error}. "
        "Make room or put the rights in order, and build again; the old index, if any, is kept."
    )


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix(PREFIX).removesuffix(UNFINISHED)
    return int(digits) if digits.isdigit() else 0
