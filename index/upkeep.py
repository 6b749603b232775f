"""python -m index check | repair | backup: whether an index is whole, and what to do if not."""

import argparse
import sys
from pathlib import Path

from index.backup import back_up
from index.check import check
from index.command import PROBLEM, SOME_FAILED, add_index_options, visible, write_json
from index.console import repair_and_tell
from index.models import open_embedder
from index.settings import IndexSettings, load_settings


def add_upkeep(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to those of `python -m index`."""
    look = commands.add_parser("check", help="whether the index is whole; exit code 3 if not")
    look.add_argument("--json", action="store_true", help="print JSON")
    _add_sources(look)
    look.set_defaults(command=_check)

    mend = commands.add_parser(
        "repair", help="make it whole again, from the sources or else from its own texts"
    )
    _add_sources(mend)
    mend.set_defaults(command=_repair)

    copy = commands.add_parser("backup", help="copy it while it is used; the copy is an index")
    copy.add_argument("copy", type=Path, metavar="COPY", help="a folder that is not there yet")
    add_index_options(copy)
    copy.set_defaults(command=_backup)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    words = "the documents (default: where the index was read from)"
    parser.add_argument("--sources", type=Path, metavar="DIR", help=words)
    add_index_options(parser)


def _check(options: argparse.Namespace) -> int:
    settings = load_settings(IndexSettings, "index", options.settings)
    found = check(options.index, open_embedder(settings), settings, options.sources)
    if options.json:
        write_json({"whole": found.whole, **vars(found)})
        return 0 if found.whole else PROBLEM
    for line in found.notes:
        print(f"note: {visible(line)}")
    for line in found.damage:
        print(f"damage: {visible(line)}", file=sys.stderr)
    if found.whole:
        print(f"{options.index}: {found.generation} is whole.")
        return 0
    print(f"Run `python -m index repair --index {options.index}`.", file=sys.stderr)
    return PROBLEM


def _repair(options: argparse.Namespace) -> int:
    result = repair_and_tell(options.sources, options.index, options.settings)
    return SOME_FAILED if result.failed else 0


def _backup(options: argparse.Namespace) -> int:
    folder = back_up(options.index, options.copy)
    print(f"{folder} is whole. To use it: --index {options.copy}")
    return 0
