"""python -m eval make, python -m eval cases and python -m eval run."""

import argparse
from pathlib import Path

from assistant.present import counted
from eval.case import load_cases
from eval.feedback import FILE, FeedbackStore
from eval.history import History
from eval.make.counterfactual import CASES, SOURCES, write_copy
from eval.make.drafts import all_drafts, choose
from eval.make.feedback import from_feedback
from eval.make.folder import Folder
from eval.make.judge import judged, reliance
from eval.make.page import as_html as drafts_as_html
from eval.make.written import as_yaml, rows
from eval.page import as_html
from eval.record import write_file
from eval.report import as_text, failures, runs_as_json
from eval.suite import kept_cases
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


def cases_parser() -> argparse.ArgumentParser:
    """The options of `python -m eval cases`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval cases",
        description="Turn what people said of replies into cases and drafts of cases.",
        epilog="How to go on: docs/own-folder.md.",
    )
    parser.add_argument(
        "--from-feedback", action="store_true", required=True, help="where the cases come from"
    )
    parser.add_argument(
        "--store", type=Path, default=FILE, metavar="FILE",
        help="the file of feedback (default: %(default)s)",
    )  # fmt: skip
    _sources(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE.yaml", help="the case file to write (default: print it)"
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
        "--history", type=Path, metavar="DIR", help="a folder of runs to keep this one in too"
    )
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
    _check_new(options.out)
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


def cases(options: argparse.Namespace) -> str:
    """Turn feedback into cases as the options say; the case file, or what was written into it.

    Raises:
        BadInput: there is no feedback, or a file cannot be read or written.
        FeedbackProblem: the file of feedback cannot be used.
        SourcesMissing: there is no folder of documents.
    """
    if options.out:
        _check_new(options.out)
    entries = FeedbackStore(options.store).entries() if options.store.exists() else {}
    if not entries:
        raise BadInput(
            f"There is no feedback in {options.store}. It is given on the page; or name another "
            "file with --store."
        )
    made = from_feedback(entries, Folder.read(options.sources).documents)
    if not options.out:
        return made.as_yaml()
    write_file(options.out, made.as_yaml())
    kept = [case for _, case in made.cases if case["keep"]]
    refused = sum("facts" not in case for case in kept)
    said = (
        f"{options.out}: {counted(len(kept), 'case')}, {refused} of them to be refused, and "
        f"{counted(len(made.cases) - len(kept), 'draft')} to complete; "
        f"entries of feedback: {len(entries)}"
    )
    return "\n".join([said, *(f"left out: {line}" for line in made.left_out)])


def _check_new(out: Path) -> None:
    """Refuse to write over a file: it may hold an hour of a person's reading."""
    if out.exists():
        raise BadInput(f"{out} is there already; move it, or name another file with --out.")


def run(options: argparse.Namespace, embedder: Embedder) -> str:
    """Ask the cases of a file as the options say; the figures as text.

    Raises:
        BadInput: a file cannot be read or written, or holds no case to ask.
        Problem: the folder or the model cannot be used; see `index.errors`.
    """
    cases = kept_cases(options.cases)
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
        write_file(options.json, runs_as_json(runs))
    if options.html:
        write_file(options.html, as_html(runs))
    if options.history:
        said.append(f"kept as {History(options.history).keep(runs)}")
    return "\n\n".join(said)
