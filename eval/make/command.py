"""python -m eval make and python -m eval run."""

import argparse
import json
from pathlib import Path

from eval.case import load_cases
from eval.make.counterfactual import CASES, SOURCES, write_copy
from eval.make.drafts import all_drafts, choose
from eval.make.folder import Folder
from eval.make.judge import judged, reliance
from eval.make.page import as_html as drafts_as_html
from eval.make.written import as_yaml, rows
from eval.page import as_html
from eval.record import write_file
from eval.report import as_json, as_text, failures
from index.command import SOURCES as DEFAULT_SOURCES
from index.embed import Embedder
from index.errors import BadInput

COUNT = 40


def make_parser() -> argparse.ArgumentParser:
    """The options of `python -m eval make`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval make",
        description="Draft cases from a folder of documents, for a person to keep or drop.",
        epilog="No model is asked. How to go on: docs/own-folder.md.",
    )
    _sources(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.yaml", help="the case file to write"
    )
    parser.add_argument(
        "--page", type=Path, metavar="FILE.html", help="write a page to read and choose in too"
    )
    parser.add_argument(
        "--counterfactual", type=Path, metavar="DIR",
        help="write a changed copy of the folder and its cases to a new folder too",
    )  # fmt: skip
    parser.add_argument(
        "--count",
        type=int,
        default=COUNT,
        metavar="N",
        help="how many cases (default: %(default)s)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="another seed, other cases (default: 0)"
    )
    return parser


def run_parser() -> argparse.ArgumentParser:
    """The options of `python -m eval run`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval run",
        description="Ask the questions of one case file over one folder and judge the replies.",
    )
    parser.add_argument(
        "--cases", type=Path, required=True, metavar="FILE.yaml", help="the cases that were kept"
    )
    _sources(parser)
    parser.add_argument(
        "--counterfactual", type=Path, metavar="DIR",
        help="what `python -m eval make --counterfactual` wrote: measure reliance too",
    )  # fmt: skip
    parser.add_argument("--failures", action="store_true", help="list each case with a wrong reply")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report as one web page")
    parser.add_argument(
        "--settings", type=Path, metavar="FILE",
        help="a settings file (default: settings.toml, if it is there)",
    )  # fmt: skip
    return parser


def _sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sources", type=Path, default=DEFAULT_SOURCES, metavar="DIR",
        help="the folder of documents (default: %(default)s)",
    )  # fmt: skip


def make(options: argparse.Namespace) -> str:
    """Draft cases as the options say; what was written, for a person.

    Raises:
        BadInput: a file cannot be read or written, or the folder gives no draft.
        SourcesMissing: there is no such folder.
    """
    if options.count < 1:
        raise BadInput(f"--count must be at least 1, not {options.count}.")
    if options.out.exists():
        # it may hold an hour of a person's reading
        raise BadInput(f"{options.out} is there already; move it, or name another file with --out.")
    folder = Folder.read(options.sources)
    found = all_drafts(folder, options.seed)
    drafts = choose(found, options.count, options.seed)
    if not drafts:
        raise BadInput(
            f"No rule drafts a case from {options.sources}: the rules read plain English sentences."
        )
    cases = rows(drafts)
    write_file(options.out, as_yaml(drafts, cases))
    said = [f"{options.out}: {len(drafts)} of {len(found)} drafts, "
            f"{sum(not one.answerable for one in drafts)} of them to be refused"]  # fmt: skip
    if options.page:
        write_file(options.page, drafts_as_html(drafts, cases, options.out.name))
        said.append(f"{options.page}: the same to read and choose in")
    if options.counterfactual:
        count = write_copy(
            options.sources, options.counterfactual, drafts, cases, folder, options.seed
        )
        said.append(f"{options.counterfactual}: a copy with {count} changed facts, and their cases")
    return "\n".join(said)


def run(options: argparse.Namespace, embedder: Embedder) -> str:
    """Ask the cases of a file as the options say; the figures as text.

    Raises:
        BadInput: a file cannot be read or written, or holds no case to ask.
        Problem: the folder or the model cannot be used; see `index.errors`.
    """
    cases = load_cases([options.cases])
    if not cases:
        raise BadInput(f"{options.cases} holds no case that is kept.")
    first = judged(options.sources, cases, embedder, options.settings)
    runs, said = [first], [as_text(first)]
    if options.failures:
        said += failures(first)
    if options.counterfactual:
        known = {case.id for case in cases}
        other = [one for one in load_cases([options.counterfactual / CASES]) if one.id in known]
        changed = options.counterfactual / SOURCES
        second = judged(changed, other, embedder, options.settings)
        runs.append(second)
        said.append(str(reliance(first.cases, second.cases)))
    if options.json:
        values = [as_json(one) for one in runs]
        write_file(options.json, json.dumps(values, indent=2, ensure_ascii=False) + "\n")
    if options.html:
        write_file(options.html, as_html(runs))
    return "\n\n".join(said)
