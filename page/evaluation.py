"""The tab Evaluation: what can be run, past runs as a table and as plots, and their reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.evaluation_steps import Shown, Steps
from page.past_runs import COLOURS, plotted_as_html, shares_plotted, times_plotted
from page.words import Translated, Words, words_for

if TYPE_CHECKING:
    import gradio as gr

    from page.site import Site

# evaluation.js tells what somebody does, and is told when there is something new to see; Gradio
# takes for an event what is named here
EVENTS = """
const events = ['run', 'cancel', 'report', 'compare'];
window.addEventListener('evaluation', ({detail}) => trigger(detail.send, detail));
"""
SHOWN = "watch('value', () => window.dispatchEvent(new Event('evaluation-{part}')));"
# a run is a step along the axis, however long after the one before it was
LINE: dict[str, Any] = {
    "x": "run", "y": "value", "color": "figure", "tooltip": ["when"], "y_aggregate": "mean",
    "colors_in_legend": [], "container": False, "height": 175,
}  # fmt: skip
COLOUR_OF_TIME = "#7a6fa0"
HEADROOM = 1.2  # so that the slowest run does not touch the edge of its plot


@dataclass(frozen=True)
class Evaluation:
    """What stands in the tab."""

    begin: "gr.HTML"
    status: "gr.HTML"
    past: "gr.HTML"
    plotted: "gr.HTML"
    shares: "gr.LinePlot"
    times: "gr.LinePlot"
    report: "gr.HTML"

    @property
    def all(self) -> list[Any]:
        """What a step changes, in the order of `_shown`."""
        return [
            self.begin, self.status, self.past, self.plotted, self.shares, self.times, self.report,
        ]  # fmt: skip


def lay_out(i18n: Translated) -> Evaluation:
    """Put the tab's parts where they belong; to be called inside of it."""
    import gradio as gr

    def part(name: str, label: str, script: str = "") -> "gr.HTML":
        script += SHOWN.replace("{part}", name)
        return gr.HTML(
            label=i18n(f"evaluation.{label}"), elem_id=f"evaluation-{name}", js_on_load=script,
            apply_default_css=False,
        )  # fmt: skip

    def plot(name: str) -> "gr.LinePlot":
        return gr.LinePlot(label=i18n("evaluation.plots"), elem_id=f"evaluation-{name}", **LINE)

    with gr.Column(elem_id="evaluation"):
        begin = part("begin", "begin", EVENTS)
        status = part("status", "status")
        with gr.Row(elem_id="evaluation-runs"):
            with gr.Column(elem_id="evaluation-table"):
                past = part("past", "past")
            with gr.Column(elem_id="evaluation-plots"):
                plotted = part("plotted", "plots")
                shares, times = plot("shares"), plot("times")
        report = part("report", "report")
    return Evaluation(begin, status, past, plotted, shares, times, report)


def wire(tab: "gr.Tab", evaluation: Evaluation, site: "Site") -> None:
    """What happens when somebody does something in the tab."""
    import gradio as gr

    steps = Steps(site)

    def show(request: gr.Request) -> Iterator[Any]:
        say = _say(request)
        yield from (_shown(step, say) for step in steps.show(say))

    def run(sent: gr.EventData, request: gr.Request) -> Iterator[Any]:
        say = _say(request)
        begun = steps.run(_sent(sent, "questions"), _sent(sent, "count"), say)
        yield from (_shown(step, say) for step in begun)

    def report(sent: gr.EventData, request: gr.Request) -> Iterator[Any]:
        say = _say(request)
        yield from (_shown(step, say) for step in steps.report(_sent(sent, "run"), say))

    def compare(sent: gr.EventData, request: gr.Request) -> Iterator[Any]:
        say = _say(request)
        compared = steps.compare(_sent(sent, "run"), _sent(sent, "other"), say)
        yield from (_shown(step, say) for step in compared)

    def cancel(request: gr.Request) -> None:
        site.evaluator.cancel(_say(request))

    # the evaluator lets one run at a time through, and says so to whoever comes second
    how: dict[str, Any] = {
        "show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None,
    }  # fmt: skip
    begin = evaluation.begin
    tab.select(show, None, evaluation.all, **how)
    begin.run(run, None, evaluation.all, **how)
    begin.report(report, None, evaluation.all, **how)
    begin.compare(compare, None, evaluation.all, **how)
    begin.cancel(cancel, None, None, **how)


def _say(request: "gr.Request") -> Words:
    return words_for(request.headers.get("accept-language"))


def _sent(event: "gr.EventData", name: str) -> str:
    """What the browser sends with an event, which may be anything or nothing."""
    return str(getattr(event, name, ""))


def _shown(step: Shown, say: Words) -> tuple[Any, ...]:
    """A step as Gradio wants it, where None is what stays as it is."""
    import gradio as gr

    given = [step.begin, step.status, step.past, *_plotted(step, say), step.report]
    return tuple(gr.skip() if value is None else value for value in given)


def _plotted(step: Shown, say: Words) -> tuple[Any, Any, Any]:
    """The plots with what stands above them; without that, they are not seen (`evaluation.css`).

    They stay where they are, since Gradio's plots do not bear to be taken away.
    """
    import gradio as gr

    if not step.plotted:
        return None if step.plotted is None else "", None, None
    shares, times = shares_plotted(step.plotted, say), times_plotted(step.plotted, say)
    order = [str(one.number) for one in step.plotted]  # by itself it would be 1, 10, 2
    slowest = max((value for _, value, *_ in times["data"]), default=0)
    return (
        plotted_as_html(step.plotted, say),
        gr.LinePlot(
            value=shares,
            sort=order,
            x_title=" ",  # the plot below says it
            y_title=say("evaluation.percent"),
            color_map={say(f"evaluation.{name}"): colour for name, colour in COLOURS.items()},
            y_lim=[0, 100],
        ),
        gr.LinePlot(
            value=times,
            sort=order,
            x_title=say("evaluation.number"),
            y_title=say("evaluation.milliseconds"),
            color_map={say("evaluation.seconds_median"): COLOUR_OF_TIME},
            y_lim=[0, HEADROOM * slowest],
        ),
    )
