"""python -m eval bench-serving: how long users wait while the index is rebuilt (trust.md, E6, A8).

A real server on this machine, and users who ask it over HTTP. Every state is measured in turns with
an idle page, in the same process: what it costs the users is the ratio of the two.
"""

import argparse
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from eval.case import load_cases
from eval.scale.command import DATA
from eval.scale.corpus import IN_A_FILE, changed, paragraphs
from eval.serving.generations import Generations
from eval.serving.huge import huge_files
from eval.serving.rounds import BUSY, IDLE, Round, as_text
from eval.serving.server import ROOT, serving
from eval.serving.users import Users, put
from index.command import SOURCES
from index.errors import Problem
from index.ledger import REPORT

SETTINGS = "[page]\nwatch = 1\n"
AFTER = 2.0  # seconds after a generation has come: the page moves over to it
LONGEST = 300  # seconds that a rebuild may take
UPLOADS = 6  # of 25 MB: of more at a time the page takes none


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m eval bench-serving",
        description="How long users wait while the index is rebuilt, beside an idle page.",
    )

    def add(name: str, kind: type, default: object, words: str) -> None:
        words = f"{words} (default: %(default)s)"
        made.add_argument(f"--{name}", type=kind, default=default, metavar="N", help=words)

    add("data", Path, DATA, "the folder of public data")
    add("users", int, 50, "how many ask")
    add("pause", float, 25.0, "seconds for which each thinks between two questions")
    add("rebuilds", int, 20, "how often all but the documents that are asked about is changed")
    add("paragraphs", int, 300, "how many are changed each time")
    add("idle", float, 12.0, "seconds of an idle round")
    add("huge", int, 1, "rounds of each huge file")
    add("busy", float, 40.0, "seconds for which a huge file is read and indexed")
    return made


def bench_serving(options: argparse.Namespace) -> str:
    """Measure, and say what came out as tables."""
    found = [_rebuilding(options)] if options.rebuilds else []
    files = {**huge_files(options.data), "upload": b""} if options.huge else {}
    for name, content in files.items():
        found.append(_reading(options, name, content))
    return "\n\n".join(found)


def _rebuilding(options: argparse.Namespace) -> str:
    """All passages but those of the few documents that are asked about are made anew each time."""
    rounds = list[Round]()
    with _page(options, options.paragraphs) as (sources, users, seen):
        for turn in range(1, options.rebuilds + 1):
            with Round.timed(IDLE, rounds):
                time.sleep(options.idle)
            with Round.timed(BUSY, rounds):
                before = len(seen.texts)
                write_turn(options.data, options.paragraphs, turn, sources)
                await_change(seen, before)
                time.sleep(AFTER)
    title = f"{options.rebuilds} rebuilds of {options.paragraphs} paragraphs"
    return as_text(title, rounds, users, seen)


def _reading(options: argparse.Namespace, name: str, content: bytes) -> str:
    """One huge file is added, and changed whenever it has been read."""
    rounds = list[Round]()
    for _ in range(options.huge):
        with _page(options, 0) as (sources, users, seen):
            with Round.timed(IDLE, rounds):
                time.sleep(options.busy)
            with Round.timed(BUSY, rounds):
                if name == "upload":
                    _upload(users.port, options.busy)
                else:
                    _keep_changing(sources / name, content, seen.index, options.busy)
    return as_text(name, rounds, users, seen)


def _keep_changing(file: Path, content: bytes, index: Path, seconds: float) -> None:
    end, told, turn = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        now = (index / REPORT).stat().st_mtime_ns
        if now != told:
            told, turn = now, turn + 1
            file.write_bytes(content[: len(content) - turn])
        time.sleep(0.1)


def _upload(port: int, seconds: float) -> None:
    for _ in range(UPLOADS):
        end = time.monotonic() + seconds / UPLOADS
        put(port, uuid4().hex, "large.pdf", b"%PDF-1.4 " + bytes(25 * 1024 * 1024 - 9))
        time.sleep(max(0, end - time.monotonic()))


@contextmanager
def _page(options: argparse.Namespace, count: int) -> Iterator[tuple[Path, Users, Generations]]:
    """A page over the shipped documents and some paragraphs, with users who ask about the first."""
    cases = load_cases([ROOT / "eval" / "cases" / "dev.yaml"])
    questions = [case.question for case in cases if case.answerable and not case.after]
    with TemporaryDirectory(prefix="serving-") as work:
        sources, index, settings = (Path(work, n) for n in ("sources", "index", "settings.toml"))
        shutil.copytree(SOURCES, sources)
        write_turn(options.data, count, 0, sources)
        settings.write_text(SETTINGS, "utf-8")
        with serving(sources, index, settings, Path(work, "log")) as server:
            seen = Generations(index)
            users = Users(server.port, questions, options.users, options.pause)
            with seen, users:
                yield sources, users, seen


def write_turn(data: Path, count: int, turn: int, sources: Path) -> None:
    """Write so many paragraphs as they are in one turn, many to a file, each file at once."""
    texts = [changed(text, turn) for text in islice(paragraphs(data), count)]
    for number, start in enumerate(range(0, count, IN_A_FILE)):
        words = "\n\n".join(texts[start : start + IN_A_FILE])
        aside = sources.with_name("aside.txt")
        aside.write_text(f"{words}\n", "utf-8")
        aside.replace(sources / f"{number:04}.txt")


def await_change(seen: Generations, before: int) -> None:
    """Wait until there are more generations than before.

    Raises:
        Problem: none has come.
    """
    end = time.monotonic() + LONGEST
    while len(seen.texts) <= before:
        if time.monotonic() > end:
            raise Problem(f"The page has not rebuilt its index within {LONGEST} seconds.")
        time.sleep(0.05)
