"""How a change of the documents goes on, and how it ended, as HTML."""

import time

from assistant.escape import isolated, literal
from page.words import ENGLISH, Words
from page.work import Line, Mark, Result, Work

SIGNS = {Mark.DONE: "✓", Mark.SAME: "=", Mark.FAILED: "✗"}


def work_as_html(work: Work, say: Words = ENGLISH) -> str:
    """A bar with a button to cancel while it goes on, then a line for every file."""
    if work.result:
        return _ended(work.result, say)
    stage = work.stage
    name = "stopping" if work.stopping else stage.name
    said = say.html(f"library.{name}", done=say.number(stage.done), total=say.number(stage.total))
    # a bar without a value says that it goes on, and not how far it is
    value = f' value="{stage.done}" max="{stage.total}"' if stage.name != "writing" else ""
    cancel = (
        f'<button type="button" data-send="cancel">{say.html("library.cancel")}</button>'
        if name in ("reading", "embedding")
        else ""
    )
    return (
        f'<div class="work going"><p role="status">{say.html(f"library.stage_{name}")}</p>'
        f'<progress aria-label="{said}"{value}></progress>'
        f'<span class="far">{said}</span>{cancel}</div>'
    )


def problem_as_html(why: str, say: Words = ENGLISH) -> str:
    """That something was not done, and why."""
    return _ended(Result(problem=why), say)


def at_this_moment(shown: str) -> str:
    """HTML as no HTML before it: Gradio would not show again what it has shown just before."""
    return f'<div data-time="{time.time_ns()}">{shown}</div>'


def _ended(result: Result, say: Words) -> str:
    said = ""
    if result.problem:
        said += f'<p class="trouble" role="alert">{isolated(result.problem)}</p>'
    if result.removed:
        line = say.html("library.was_removed", title=isolated(result.removed.title))
        said += (
            f'<p class="undo">{line} <button type="button" data-send="restore"'
            f' data-number="{result.removed.id}">{say.html("library.undo")}</button></p>'
        )
    if result.lines:
        said += f"<ul>{''.join(_line(line) for line in result.lines)}</ul>"
    close = say.html("library.dismiss")
    return (
        f'<div class="work"><div role="status">{said}</div>'
        f'<button type="button" class="dismiss" aria-label="{close}" title="{close}">'
        f'<span aria-hidden="true">×</span></button></div>'
    )


def _line(line: Line) -> str:
    return (
        f'<li class="{line.mark}"><span aria-hidden="true">{SIGNS[line.mark]}</span> '
        f'<span class="name" title="{literal(line.name)}">{isolated(line.name)}</span> '
        f'<span class="said">{isolated(line.said)}</span></li>'
    )
