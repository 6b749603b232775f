"""`python -m assistant check FILE --sources DIR`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from assistant.checking.check import Checked, Checker, Verdict
from index.command import SOURCES
from index.document import Document
from index.errors import BadInput, Unreadable
from index.load import NAMELESS, list_sources, read_document

STANDARD_INPUT = "-"
LONGEST_SHOWN = 80  # characters of a quotation in a line of plain output


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m assistant check",
        description="Do the quotations of a text stand in the documents? Needs neither index nor "
        "model. Exit code 0: all do, or there are none; 1: one does not; 3: a problem.",
        epilog="What counts as a quotation, and what is forgiven: docs/check.md.",
    )
    made.add_argument("file", metavar="FILE", help="any text with quotations; - for standard input")
    made.add_argument(
        "--sources", type=Path, default=SOURCES, metavar="DIR", help="default: %(default)s"
    )
    made.add_argument("--json", action="store_true", help="print JSON")
    return made


def check_file(file: str, sources: Path, unread: Callable[[str], None]) -> tuple[Checked, ...]:
    """The verdict on each quotation of a file, in order.

    Args:
        file: its path, or "-" for standard input; UTF-8.
        sources: the folder of documents.
        unread: told of each source that cannot be read, in one line.

    Raises:
        BadInput: the file cannot be read, or none of the sources can.
        SourcesMissing: there is no folder of sources, or nothing in it.
    """
    text = _text(file)
    return Checker(_documents(sources, unread)).check(text)


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or error
        raise BadInput(
            f"{file} cannot be read: {why}. Name a text file, or - for input."
        ) from error
    except UnicodeDecodeError as error:
        name = "Standard input" if file == STANDARD_INPUT else file
        raise BadInput(f"{name} is not a text in UTF-8 ({error}). Save it as one.") from error


def _documents(folder: Path, unread: Callable[[str], None]) -> list[Document]:
    documents = []
    for source in list_sources(folder):
        try:
            documents.append(read_document(source, source.data()))
        except Unreadable as error:
            unread(f"{NAMELESS.sub('?', source.uri)} is not read: {error}")
    if not documents:
        raise BadInput(f"No document of {folder} can be read, so nothing can be checked.")
    return documents


def as_json(found: tuple[Checked, ...]) -> str:
    """The verdicts as JSON; see docs/json.md."""
    return json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False)


def as_text(found: tuple[Checked, ...]) -> str:
    """The verdicts as lines, and how many there are of each."""
    counts = Counter(one.verdict for one in found)
    total = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    return "\n".join([*map(_line, found), total or "no quotations"])


def _line(one: Checked) -> str:
    words = NAMELESS.sub("", " ".join(one.quote.split()))
    shown = words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
    where = f"{one.source} {one.start}-{one.end}  " if one.source else ""
    notes = [
        one.difference or "",
        f"not in {', '.join(one.named)}" if one.verdict is Verdict.ELSEWHERE else "",
    ]
    if one.verdict is Verdict.VERIFIED:
        notes += [f"left out: “{words}”" for words in one.left_out]
        notes += [f"“{swap.by}” is for “{swap.words}”" for swap in one.replaced]
    told = NAMELESS.sub("", " ".join("; ".join(filter(None, notes)).split()))
    return f"{one.verdict:<9}  line {one.line}  {where}“{shown}”" + (f"  ({told})" if told else "")


def all_verified(found: tuple[Checked, ...]) -> bool:
    """Whether every quotation is; true of none."""
    return all(one.verdict is Verdict.VERIFIED for one in found)
