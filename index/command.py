"""What the command lines of this program share: their options, their exits, their JSON lines."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.errors import BadInput, Problem

SOURCES = Path("sources")
INDEX = Path(".index")

SOME_FAILED = 2
PROBLEM = 3


def add_index_options(parser: argparse.ArgumentParser, sources: bool = False) -> None:
    """Add `--index` and `--settings`, and `--sources` where asked."""

    def add(name: str, metavar: str, words: str, default: Path | None = None) -> None:
        parser.add_argument(name, type=Path, default=default, metavar=metavar, help=words)

    if sources:
        add("--sources", "DIR", "the documents (default: %(default)s)", SOURCES)
    add("--index", "DIR", "the index (default: %(default)s)", INDEX)
    add("--settings", "FILE", "a settings file (default: settings.toml, if it is there)")


def visible(words: str) -> str:
    r"""Some words on one line, with what is no sign that can be seen written out.

    >>> visible("a\x1b[2Jb\r\n")
    'a\\x1b[2Jb\\r\\n'
    """
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in words)


def run(command: Callable[[], int]) -> int:
    """Run a command; a problem becomes one line on stderr and exit code 3, never a traceback."""
    try:
        code = command()
        sys.stdout.flush()  # here, where a reader that has left is noticed
        return code
    except Problem as problem:
        print(f"error: {visible(' '.join(str(problem).split()))}", file=sys.stderr)
        return PROBLEM
    except BrokenPipeError:
        # the reader of our output has left, so there is nobody to tell, at the end of Python either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEM
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def read_batch(file: Path) -> Iterator[tuple[str, str]]:
    """The ids and questions of a file of JSON lines; empty lines are passed over.

    Raises:
        BadInput: the file cannot be read, or a line has no `id` or no `question`.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}") from error
    # not splitlines(): JSON may hold the line separators of Unicode
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, question = row["id"], row["question"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _bad_line(file, number) from error
        if not isinstance(name, str | int) or not isinstance(question, str):
            raise _bad_line(file, number)
        yield _printable(str(name)), _printable(question)


def _bad_line(file: Path, number: int) -> BadInput:
    return BadInput(
        f'{file}, line {number}: each line must be JSON such as {{"id": "1", "question": "who?"}}'
    )


def _printable(text: str) -> str:
    """Without the halves of characters that JSON can write and no output can."""
    return text.encode("utf-8", "replace").decode()


def write_json(value: dict[str, Any]) -> None:
    """One value as one line on stdout."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
