"""A run as one HTML file: a verdict, figures, plots, and every case, failures first.

It holds all that it shows and may fetch nothing, which its own policy says too. The few lines of
script in `report.js` search and filter the cases, and are named by their hash in that policy, so
that no words of a source can run as script; without them, every case is there all the same.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.cards import Kind, card, key, kind, plain
from eval.confidence import reliability, risk_coverage
from eval.estimate import Estimate
from eval.metrics import METRICS, wrong_answer_rate
from eval.plots import bars
from eval.plots import reliability as reliability_plot
from eval.plots import risk_coverage as risk_coverage_plot
from eval.record import Record, Run
from eval.report import figures, groups, parts, shown
from eval.verdict import TEST, right_share, tiles, verdict

DOCUMENT = Path(__file__).with_name("page.css")
# for `report` wherever it stands
STYLE = Path(__file__).with_name("report.css")
SCRIPT = Path(__file__).with_name("report.js")


def policy(script: str) -> str:
    """What a page with this script in it, and no other, may do: nothing that needs a network."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def as_html(runs: Sequence[Run]) -> str:
    """The page of some runs, one for each corpus."""
    links = " ".join(
        f'<a href="#run-{plain(run.corpus)}">{plain(run.corpus)}: '
        f"{right_share(run.cases)} right</a>"
        for run in runs
    )
    name = "Evaluation of the assistant"
    body = "".join(map(report, runs))
    style = DOCUMENT.read_text("utf-8") + STYLE.read_text("utf-8")
    script = SCRIPT.read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body><header><h1>{name}</h1>"
        f"<nav>{links if len(runs) > 1 else ''}</nav></header><main class=report>{body}</main>"
        f"<script>{script}</script></body></html>\n"
    )


def report(run: Run) -> str:
    """A run as a section of a page, to stand in an element of the class `report`."""
    by_part = {name: figures(cases) for name, cases in parts(run).items()}
    main = TEST if TEST in by_part else next(iter(by_part))
    return (
        f'<section id="run-{plain(run.corpus)}"><h2>{plain(run.corpus)}</h2>'
        f'<p class="which">{len(run.cases)} questions, asked of {len(run.documents)} documents '
        f"({run.passages} passages) on {plain(run.measured)}</p>{verdict(run)}"
        f"{tiles(by_part[main], main)}{_plots(run)}{_table(by_part)}{_cases(run)}"
        f"{_passages(run)}</section>"
    )


def _plots(run: Run) -> str:
    cases = run.cases
    wrong = wrong_answer_rate(cases)
    now = None if wrong.value is None else (wrong.n / len(cases), wrong.value)
    sayable = sum(bool(case.holds) for case in cases) / max(1, len(cases))
    every = f"All {len(cases)} questions."
    plots = (
        ("Does it know when it is wrong?",
         risk_coverage_plot(risk_coverage(cases), now, sayable),
         f"{every} From left to right it answers more of them, the surest first; lower is better. "
         "Dashed: the best order that the same answers could have. The right end is never 0, "
         "since some questions have no answer in the sources."),
        ("Does its confidence mean what it says?",
         reliability_plot(reliability(cases)),
         f"{every} On the dashed line it does; above it, it is right more often than it says. "
         "Upright lines are 95 % intervals, the small numbers count questions."),
        ("Right replies by group of questions",
         bars(groups(cases), f"{run.corpus}-cases"),
         f"{every} Right is an answer with all of the evidence, or a refusal where the sources "
         "hold no answer. Thin lines are 95 % intervals. A group's name leads to its cases."),
    )  # fmt: skip
    drawn = "".join(
        f"<figure><h3>{title}</h3>{plot}<figcaption>{plain(words)}</figcaption></figure>"
        for title, plot, words in plots
    )
    return f'<div class="plots">{drawn}</div>'


def _table(by_part: Mapping[str, Mapping[str, Estimate]]) -> str:
    names = "".join(f"<th scope=col>{plain(name)}</th>" for name in by_part)
    rows = "".join(
        f"<tr><th scope=row>{metric.name.replace('_', ' ')}<small>{plain(metric.meaning)} "
        f"{'Higher' if metric.higher_is_better else 'Lower'} is better.</small></th>"
        + "".join(f"<td>{plain(shown(metric, part[metric.name]))}"
                  f"<small>n = {part[metric.name].n}</small></td>" for part in by_part.values())
        + "</tr>"
        for metric in METRICS
    )  # fmt: skip
    return (
        "<details class=figures><summary>All figures, and what they mean</summary>"
        f"<div class=wide><table><thead><tr><td></td>{names}</tr></thead><tbody>{rows}</tbody>"
        "</table></div></details>"
    )


def _cases(run: Run) -> str:
    numbers = {case.id: number for number, case in enumerate(run.cases, start=1)}
    halves = "".join(
        _half(half, [case for case in run.cases if case.half == half], run, numbers)
        for half in sorted({case.half for case in run.cases})
    )
    return f'<h3 id="{plain(run.corpus)}-cases">Cases</h3>{_tools(run.cases)}{halves}'


def _tools(cases: Sequence[Record]) -> str:
    """Search and filters; hidden until the script is there to serve them."""
    there = [what for what in Kind if any(kind(case) is what for case in cases)]
    wrong = " ".join(sorted({key(kind(case)) for case in cases if not case.right}))
    outcomes = "".join(f'<option value="{key(what)}">{what}</option>' for what in there)
    some = "".join(
        f'<option value="{plain(name)}">{plain(name)}</option>' for name in groups(cases)
    )
    return (
        '<div class="tools" role="search" hidden><label>Search '
        '<input type="search" placeholder="words of a question or an answer"></label>'
        f'<label>Group <select><option value="">all groups</option>{some}</select></label>'
        '<label>Outcome <select><option value="">all outcomes</option>'
        f'<option value="{wrong}">all that went wrong</option>{outcomes}</select></label>'
        '<p><output></output> <button type="button">Clear</button> '
        '<button type="button" aria-pressed="false">Open all</button></p></div>'
    )


def _half(half: str, cases: Sequence[Record], run: Run, numbers: Mapping[str, int]) -> str:
    wrong = sum(not case.right for case in cases)
    note = (
        '<p class="note">Nothing may be tuned on these: look at them to judge, not to mend.</p>'
        if half == TEST else ""
    )  # fmt: skip
    blocks = ""
    for what in Kind:
        some = [case for case in cases if kind(case) is what]
        if not some:
            continue
        failed = not some[0].right
        if failed:  # the surest mistakes are the worst
            some.sort(key=lambda case: -case.confidence)
        cards = "".join(card(case, run, numbers[case.id]) for case in some)
        blocks += (
            f'<details class="kind"{" open" if failed else ""}><summary>{what} '
            f'<span class="count">{len(some)}</span></summary>{cards}</details>'
        )
    folded = "" if half == TEST else " open"
    return (
        f'<details class="half"{folded}><summary>{plain(half)}: {wrong} of {len(cases)} went wrong '
        f'<span class="count"></span></summary>{note}{blocks}</details>'
    )


def _passages(run: Run) -> str:
    items = "".join(
        f'<dt id="{plain(run.corpus)}-p{number}">{plain(key)}</dt><dd dir="auto">{plain(text)}</dd>'
        for number, (key, text) in enumerate(run.texts.items(), start=1)
    )
    title = f"The {len(run.texts)} passages that were found, whole"
    return f"<details class=passages><summary>{title}</summary><dl>{items}</dl></details>"
