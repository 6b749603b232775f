"""The runs of the past as HTML and as data for plots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.escape import isolated, literal
from eval.history import HEADLINES, PastRun
from page.words import ENGLISH, Words

REPORT = "en"  # the language of reports and comparisons
# the figures that are shares, with their colours: seen on paper and in the dark, and told apart by
# the colour-blind (after Wong 2011)
COLOURS = {
    "factual_accuracy": "#0072b2",
    "refusal_precision": "#b8860b",
    "refusal_recall": "#d0581c",
    "recall_at_5": "#008f68",
}


@dataclass(frozen=True)
class Numbered:
    """A run of the past with its number, by which it is known on the page: the oldest has 1."""

    number: int
    run: PastRun

    @property
    def asked(self) -> tuple[object, ...]:
        """What was asked of what; runs of the same can be compared."""
        return self.run.corpus, self.run.halves, self.run.n

    @property
    def when(self) -> str:
        """When it was kept, by the clock of this machine, which is the reader's."""
        return self.run.kept.astimezone().strftime("%Y-%m-%d %H:%M")

    @property
    def which(self) -> str:
        """The documents and the case files, as plain words."""
        return f"{self.run.corpus}: {', '.join(self.run.halves)}"


def numbered(runs: Iterable[PastRun]) -> list[Numbered]:
    """Runs of the past with their numbers; the oldest comes first."""
    return [Numbered(number, run) for number, run in enumerate(runs, start=1)]


def past_as_html(
    runs: Sequence[Numbered], damaged: Sequence[str], chosen: Numbered | None, say: Words = ENGLISH
) -> str:
    """The table of the past runs, the newest first; the one that is shown below is marked."""
    wrong = "".join(
        f'<p class="trouble">{say.html("evaluation.damaged", why=isolated(why))}</p>'
        for why in damaged
    )
    if not runs:
        return f'{wrong}<p class="none">{say.html("evaluation.no_past")}</p>'
    names = ("number", "when", "which", *(metric.name for metric in HEADLINES))
    head = "".join(f'<th scope="col">{say.html(f"evaluation.{name}")}</th>' for name in names)
    rows = "".join(_row(one, one == chosen, say) for one in reversed(runs))
    return (
        f'{wrong}<div class="frame"><table><caption>{say.html("evaluation.past")}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(one: Numbered, chosen: bool, say: Words) -> str:
    cells = [("number", str(one.number)), ("which", f"{isolated(one.which)}, {one.run.n}")]
    cells += [(name, _figure(name, value, say)) for name, value in one.run.figures.items()]
    number, *rest = (
        f'<td data-name="{say.html(f"evaluation.{name}")}"><span>{cell}</span></td>'
        for name, cell in cells
    )
    label = say.html("evaluation.open", number=str(one.number))
    open_ = f'<button type="button" {sent("report", one)} aria-label="{label}, {one.when}">'
    when = f'<th scope="row">{open_}<time>{one.when}</time></button></th>'
    current = ' aria-current="true"' if chosen else ""
    return f"<tr{current}>{number}{when}{''.join(rest)}</tr>"


def _figure(name: str, value: float | None, say: Words) -> str:
    if value is None:
        return "–"
    if name == "seconds_median":
        return f"{say.number(round(value * 1000))} ms"
    return f"{value * 100:.0f} %"


def sent(what: str, one: Numbered) -> str:
    """What a button sends, and which run it is about."""
    return f'data-send="{what}" data-run="{literal(key(one))}"'


def key(one: Numbered) -> str:
    """What a run is known by in the browser; see `find`."""
    return f"{one.run.file} {one.run.corpus}"


def find(runs: Iterable[Numbered], wanted: str) -> Numbered | None:
    """The run that a key stands for, if there is one."""
    return next((one for one in runs if key(one) == wanted), None)


def alike(runs: Iterable[Numbered], one: Numbered) -> list[Numbered]:
    """The runs that asked as many of the same questions as this one, which is among them."""
    return [other for other in runs if other.asked == one.asked]


def head_as_html(one: Numbered, runs: Sequence[Numbered], say: Words = ENGLISH) -> str:
    """What stands above a report: which run it is, and with which ones it can be compared."""
    others = "".join(
        f'<option value="{literal(key(other))}">{_name(other, say)}</option>'
        for other in reversed(alike(runs, one))
        if other != one
    )
    tools = (
        f'<form class="against" data-run="{literal(key(one))}"><label>'
        f"{say.html('evaluation.against')} <select>{others}</select></label>"
        f'<button type="submit">{say.html("evaluation.compare")}</button></form>'
        if others
        else f'<p class="alone">{say.html("evaluation.alone")}</p>'
    )
    return f'<div class="which-run">{_title(_name(one, say), one, say)}{tools}</div>'


def pair_as_html(one: Numbered, first: Numbered, second: Numbered, say: Words = ENGLISH) -> str:
    """What stands above the comparison of two runs, and the way back to the report of one."""
    name = f"{_name(first, say)} → {_name(second, say)}"
    back = say.html("evaluation.back", number=str(one.number))
    button = f'<button type="button" {sent("report", one)}>{back}</button>'
    return f'<div class="which-run">{_title(name, one, say)}{button}</div>'


def _title(name: str, one: Numbered, say: Words) -> str:
    foreign = say.language != REPORT
    note = f'<p class="note">{say.html("evaluation.in_english")}</p>' if foreign else ""
    return f'<div><h2 tabindex="-1">{name}</h2><p>{isolated(one.which)}</p>{note}</div>'


def _name(one: Numbered, say: Words) -> str:
    return f"{say.html('evaluation.run_number', number=str(one.number))}, {one.when}"


def plotted_as_html(runs: Sequence[Numbered], say: Words = ENGLISH) -> str:
    """What stands above the plots of some runs: what was asked in each, and whose line is whose."""
    asked = say.html("evaluation.question", count=runs[0].run.n)
    names = "".join(
        f'<li><span style="background: {colour}"></span>{say.html(f"evaluation.{name}")}</li>'
        for name, colour in COLOURS.items()
    )
    return (
        f"<h3>{say.html('evaluation.plots')}</h3><p>{isolated(runs[0].which)}, {asked}</p>"
        f'<ul class="colours">{names}</ul>'
    )


def shares_plotted(runs: Iterable[Numbered], say: Words = ENGLISH) -> dict[str, Any]:
    """The shares of some runs for a line plot, a line a figure, in percent."""
    return _plotted(
        (one, say(f"evaluation.{name}"), round(value * 100, 1))
        for one in runs
        for name in COLOURS
        if (value := one.run.figures[name]) is not None
    )


def times_plotted(runs: Iterable[Numbered], say: Words = ENGLISH) -> dict[str, Any]:
    """The median times of some runs for a line plot, in milliseconds."""
    return _plotted(
        (one, say("evaluation.seconds_median"), round(value * 1000))
        for one in runs
        if (value := one.run.figures["seconds_median"]) is not None
    )


def _plotted(points: Iterable[tuple[Numbered, str, float]]) -> dict[str, Any]:
    """Points as Gradio's plots take them: by the number of the run, which is no quantity here."""
    return {
        "columns": ["run", "value", "figure", "when"],
        "data": [[str(one.number), value, name, one.when] for one, name, value in points],
        "datatypes": {
            "run": "nominal", "value": "quantitative", "figure": "nominal", "when": "nominal",
        },
        "mark": "line",
    }  # fmt: skip
