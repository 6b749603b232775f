"""The commands that read a run and ask nothing: html, compare, figures."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.compare import as_text
from eval.errors import BadRun
from eval.metrics import METRICS
from eval.page import as_html
from eval.record import Run, read_runs, write_file
from eval.report import ALL, figures, parts, shown
from index.errors import BadInput

README = Path("README.md")
BEGIN, END = "<!-- figures: python -m eval figures -->", "<!-- end of figures -->"
DONE = 0


def html(arguments: Sequence[str]) -> int:
    """`python -m eval html`: a run as one web page."""
    parser = _parser("html", "Write a run as one web page that needs no network.")
    parser.add_argument("run", type=Path, metavar="RUN.json", help="what --json wrote")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where (default: RUN.html)")
    options = parser.parse_args(arguments)
    out = options.out or options.run.with_suffix(".html")
    write_file(out, as_html(read_runs(options.run)))
    print(out)
    return DONE


def compare(arguments: Sequence[str]) -> int:
    """`python -m eval compare`: two runs of the same cases."""
    parser = _parser("compare", "What changed between two runs, and could chance have done it?")
    parser.add_argument("first", type=Path, metavar="A.json", help="what --json wrote before")
    parser.add_argument("second", type=Path, metavar="B.json", help="what --json wrote after")
    options = parser.parse_args(arguments)
    first, second = read_runs(options.first), read_runs(options.second)
    if len(first) != len(second):
        raise BadRun(
            f"{options.first} is over {_corpora(first)}, {options.second} over {_corpora(second)}."
        )
    texts = [as_text(one, two) for one, two in zip(first, second, strict=True)]
    print(*texts, sep="\n\n")
    return DONE


def _corpora(runs: Sequence[Run]) -> str:
    return " and ".join(run.corpus for run in runs)


def table(arguments: Sequence[str]) -> int:
    """`python -m eval figures`: the figures of a run, written between two marks of a file."""
    parser = _parser("figures", f"Write the figures of a run between {BEGIN} and {END}.")
    parser.add_argument("run", type=Path, metavar="RUN.json", help="what --json wrote")
    parser.add_argument(
        "--into", type=Path, default=README, metavar="FILE", help="(default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        before = options.into.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{options.into} cannot be read: {error}") from error
    write_file(
        options.into, between_marks(before, as_markdown(read_runs(options.run)), options.into)
    )
    return DONE


def between_marks(page: str, words: str, file: Path) -> str:
    r"""A page with what stands between its marks replaced.

    Raises:
        BadInput: the marks do not stand there once and in their order.

    >>> between_marks(f"a\n{BEGIN}\nold\n{END}\nb", "new", README) == f"a\n{BEGIN}\nnew\n{END}\nb"
    True
    """
    parts = re.split(f"({re.escape(BEGIN)}|{re.escape(END)})", page)
    if parts[1::2] != [BEGIN, END]:
        raise BadInput(f"{file} must hold the lines {BEGIN} and {END} once, for what is between.")
    before, begin, _, end, after = parts
    return f"{before}{begin}\n{words}\n{end}{after}"


def as_markdown(runs: Sequence[Run]) -> str:
    """The figures of some runs as a table, with the day; all cases, and the test half beside."""
    columns = {
        (f"{run.corpus}, {name}" if name == ALL else f"{run.corpus}, {name} half"): cases
        for run in runs
        for name, cases in parts(run).items()
        if name != "dev" or len(parts(run)) == 1
    }
    by_column = [figures(cases) for cases in columns.values()]
    days = " and ".join(sorted({run.measured for run in runs}))
    lines = [
        f"Measured on {days}; 95 % intervals in brackets.",
        "",
        f"| | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
        "| cases | " + " | ".join(str(len(cases)) for cases in columns.values()) + " |",
    ]
    for metric in METRICS:
        cells = " | ".join(shown(metric, values[metric.name]) for values in by_column)
        lines.append(f"| {metric.name.replace('_', ' ')} | {cells} |")
    return "\n".join(lines)


def _parser(name: str, what: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"python -m eval {name}", description=what)


REPORTS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "html": html, "compare": compare, "figures": table
}  # fmt: skip
