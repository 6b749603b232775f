"""python -m assistant "question" | --batch FILE, python -m assistant verify FILE or check FILE."""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from assistant.checking.command import all_verified, check_file
from assistant.checking.command import as_json as checked_as_json
from assistant.checking.command import as_text as checked_as_text
from assistant.checking.command import parser as check_parser
from assistant.open import open_assistant
from assistant.present import as_json, as_text
from assistant.verify import Verdict, Verification, verify_saved
from index.command import SOME_FAILED, SOURCES, add_index_options, read_batch, run, write_json
from index.errors import BadInput, Problem


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done, whether answered or refused; 1: a quotation is not verified; 2: some questions of
    a batch could not be read; 3: a problem.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["verify"]:
        options = _verify_parser().parse_args(given[1:])
        return run(lambda: _verify(options.answer, options.sources, options.json))
    if given[:1] == ["check"]:
        options = check_parser().parse_args(given[1:])
        return run(lambda: _check(options))
    options = _ask_parser().parse_args(given)
    return run(lambda: _ask(options))


def _ask_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Answer a question from the index, in the sources' own words.",
        epilog="python -m assistant verify ANSWER.json --sources DIR checks a saved answer, "
        "python -m assistant check FILE --sources DIR the quotations of any text.",
    )
    parser.add_argument("question", nargs="?")
    parser.add_argument(
        "--batch", type=Path, metavar="FILE", help='JSON lines with "id" and "question"'
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--why",
        action="store_true",
        help="say which words of the question met which of the quote, and what became of every "
        "passage that was read",
    )
    add_index_options(parser)
    return parser


def _verify_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant verify",
        description="Check a saved answer against the sources, with neither index nor model.",
    )
    parser.add_argument("answer", type=Path, help="what --json printed")
    parser.add_argument(
        "--sources", type=Path, default=SOURCES, metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise BadInput(
            'Give a question, or --batch FILE. Example: python -m assistant "who signed it?"'
        )
    if options.batch:
        return _batch(options)
    assistant = open_assistant(options.index, options.settings)
    started = time.perf_counter()
    reply = assistant.reply(options.question)
    seconds = time.perf_counter() - started
    print(
        json.dumps(as_json(reply, seconds), indent=2, ensure_ascii=False)
        if options.json
        else as_text(reply, options.why)
    )
    return 0


def _batch(options: argparse.Namespace) -> int:
    rows = list(read_batch(options.batch))
    assistant = open_assistant(options.index, options.settings)
    failed = 0
    for name, question in tqdm(rows, desc="questions", file=sys.stderr, disable=None):
        started = time.perf_counter()
        try:
            line = as_json(assistant.reply(question), time.perf_counter() - started)
            line["seconds"] = round(time.perf_counter() - started, 3)
        except Problem as problem:
            # one bad question must not lose the others, nor look as if the sources were silent
            failed += 1
            line = {"question": question[:200], "status": "error", "error": str(problem)}
        write_json({"id": name, **line})
    return SOME_FAILED if failed else 0


def _verify(answer: Path, sources: Path, json_wanted: bool) -> int:
    found = verify_saved(answer, sources)
    if json_wanted:
        print(json.dumps([vars(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            print(_verification_line(one))
        counts = Counter(one.verdict for one in found)
        print(
            ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
            or "no quotations"
        )
    return 0 if all(one.verdict is Verdict.VERIFIED for one in found) else 1


def _check(options: argparse.Namespace) -> int:
    found = check_file(options.file, options.sources, lambda line: print(line, file=sys.stderr))
    print(checked_as_json(found) if options.json else checked_as_text(found))
    return 0 if all_verified(found) else 1


def _verification_line(one: Verification) -> str:
    words = " ".join(one.text.split())
    shown = words if len(words) <= 80 else words[:79] + "…"
    where = f" {one.start}-{one.end}" if one.start is not None else ""
    return f"{one.verdict:<15} {one.source}{where}  “{shown}”" + (
        f"  ({one.why})" if one.why else ""
    )


if __name__ == "__main__":
    sys.exit(main())
