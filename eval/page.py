"""A run as one HTML file: figures, plots, and every case, failures first.

It holds all that it shows, runs no script and may fetch nothing, which its own policy says too.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.cards import Kind, card, kind, plain
from eval.confidence import reliability, risk_coverage
from eval.estimate import NONE, Estimate
from eval.metrics import METRICS, wrong_answer_rate
from eval.plots import bars
from eval.plots import reliability as reliability_plot
from eval.plots import risk_coverage as risk_coverage_plot
from eval.record import Record, Run
from eval.report import ALL, figures, groups, heading, parts, shown

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TEST = "test"
HEADLINES = {
    "factual_accuracy": "answered with all the evidence",
    "wrong_answer_rate": "of its answers are wrong",
    "refusal_recall": "of the unanswerable refused",
    "wrongly_refused": "of the answerable refused",
    "quote_validity": "of its quotations are real",
    "calibration_error": "calibration error",
}


def as_html(runs: Sequence[Run]) -> str:
    """The page of some runs, one for each corpus."""
    links = " ".join(f'<a href="#{plain(run.corpus)}">{plain(run.corpus)}</a>' for run in runs)
    name = "Evaluation of the assistant"
    body = "".join(map(_section, runs))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>{STYLE.read_text('utf-8')}</style></head><body><header><h1>{name}</h1>"
        f"<nav>{links if len(runs) > 1 else ''}</nav></header><main>{body}</main></body></html>\n"
    )


def _section(run: Run) -> str:
    by_part = {name: figures(cases) for name, cases in parts(run).items()}
    main = TEST if TEST in by_part else next(iter(by_part))
    numbers = {case.id: number for number, case in enumerate(run.cases, start=1)}
    title = f"{heading(run)}, measured on {run.measured}"
    halves = "".join(
        _half(half, [case for case in run.cases if case.half == half], run, numbers)
        for half in sorted({case.half for case in run.cases})
    )
    return (
        f'<section id="{plain(run.corpus)}"><h2>{plain(run.corpus)}</h2><p>{plain(title)}.</p>'
        f"{_tiles(by_part[main], main)}{_plots(run)}{_table(by_part)}{halves}{_passages(run)}"
        "</section>"
    )


def _tiles(values: Mapping[str, Estimate], part: str) -> str:
    tiles = "".join(
        f"<div class=tile><strong>{_short(name, values[name])}</strong><span>{words}</span>"
        f"<small>{_interval(values[name])}</small></div>"
        for name, words in HEADLINES.items()
    )
    which = "all cases" if part == ALL else f"the {plain(part)} half"
    return f"<p class=which>On {which}, with 95 % intervals:</p><div class=tiles>{tiles}</div>"


def _short(name: str, one: Estimate) -> str:
    if one.value is None:
        return NONE
    return f"{one.value:.3f}" if name == "calibration_error" else f"{one.value * 100:.0f} %"


def _interval(one: Estimate) -> str:
    if one.low is None or one.high is None:
        return "nothing to measure"
    return f"{one.low * 100:.0f} to {one.high * 100:.0f} %<br>n = {one.n}"


def _plots(run: Run) -> str:
    cases = run.cases
    wrong = wrong_answer_rate(cases)
    now = None if wrong.value is None else (wrong.n / len(cases), wrong.value)
    sayable = sum(bool(case.holds) for case in cases) / max(1, len(cases))
    plots = {
        "Does it know when it is wrong? Dashed: the best order of the same answers. Everything is "
        "counted, also what no source answers, so that the right end is never 0.":
        risk_coverage_plot(risk_coverage(cases), now, sayable),
        "Does its confidence mean what it says? On the dashed line, it does.":
        reliability_plot(reliability(cases)),
        "Right replies by group: all facts quoted, or refused where there is no answer.":
        bars(groups(cases), "Right replies by group"),
    }  # fmt: skip
    drawn = "".join(
        f"<figure>{plot}<figcaption>{plain(words)}</figcaption></figure>"
        for words, plot in plots.items()
    )
    return f"<div class=plots>{drawn}</div>"


def _table(by_part: Mapping[str, Mapping[str, Estimate]]) -> str:
    names = "".join(f"<th>{plain(name)}</th>" for name in by_part)
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
        f"<div class=wide><table><thead><tr><th></th>{names}</tr></thead><tbody>{rows}</tbody>"
        "</table></div></details>"
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
        cards = "".join(card(case, run, numbers[case.id]) for case in some)
        name = f"{what} <span>{len(some)}</span>"
        if some[0].right:
            blocks += f"<details class=rest><summary>{name}</summary>{cards}</details>"
        else:
            blocks += f"<h4 class=kind>{name}</h4>{cards}"
    title = f"{plain(half)}: {wrong} of {len(cases)} cases went wrong"
    folded = "" if half == TEST else " open"
    return f"<details class=half{folded}><summary>{title}</summary>{note}{blocks}</details>"


def _passages(run: Run) -> str:
    items = "".join(
        f'<dt id="{plain(run.corpus)}-p{number}">{plain(key)}</dt><dd dir="auto">{plain(text)}</dd>'
        for number, (key, text) in enumerate(run.texts.items(), start=1)
    )
    title = f"The {len(run.texts)} passages that were found, whole"
    return f"<details class=passages><summary>{title}</summary><dl>{items}</dl></details>"
