"""What can be run, how a run goes on, and how it ended, as HTML."""

from collections.abc import Sequence

from assistant.escape import isolated, literal
from page.evaluator import SHIPPED
from page.past_runs import Numbered, sent
from page.trial import Trial
from page.words import ENGLISH, Words

DRAFT = "python -m eval make --sources {sources} --out {cases}/own.yaml"
MINUTE = 90  # seconds, from which on it is told in minutes


def begin_as_html(choices: Sequence[str], draft: str, going: bool, say: Words = ENGLISH) -> str:
    """What can be run, with a button that does; closed while a run goes on.

    Args:
        choices: what can be asked; see `Evaluator.choices`.
        draft: the command that makes questions where there are none.
        going: whether a run goes on.
        say: the words of the page.
    """
    title = f"<h2>{say.html('evaluation.title')}</h2><p>{say.html('evaluation.about')}</p>"
    if not choices:
        way = say.html("evaluation.none", command=f"<code>{literal(draft)}</code>")
        return f'<div class="begin">{title}<p class="none">{way}</p></div>'
    options = "".join(
        f'<option value="{literal(name)}">{_choice(name, say)}</option>' for name in choices
    )
    closed = " disabled" if going else ""
    hint = say.html("evaluation.every")
    return (
        f'<div class="begin">{title}<form class="run">'
        f"<label>{say.html('evaluation.questions')} <select{closed}>{options}</select></label>"
        f"<label>{say.html('evaluation.count')} "
        f'<input type="number" min="1" step="1" inputmode="numeric" placeholder="{hint}"{closed}>'
        f'</label><button type="submit"{closed}>{say.html("evaluation.run")}</button></form></div>'
    )


def _choice(name: str, say: Words) -> str:
    return say.html(f"evaluation.{name}") if name in SHIPPED else literal(name)


def trial_as_html(trial: Trial, say: Words = ENGLISH) -> str:
    """How a run goes on: a bar, with a button to cancel."""
    stage, far, value = _stage(trial), "", ""
    if stage == "asking":
        far = say.html("evaluation.far", done=say.number(trial.done), total=say.number(trial.total))
        far += _left(trial.left, say)
        # a bar without a value says that it goes on, and not how far it is
        value = f' value="{trial.done}" max="{trial.total}"'
    said = say.html(f"evaluation.{stage}")
    cancel = (
        f'<button type="button" data-send="cancel">{say.html("evaluation.cancel")}</button>'
        if stage != "stopping"
        else ""
    )
    return (
        f'<div class="going"><p role="status">{said}</p>'
        f'<progress aria-label="{said}"{value}></progress><span class="far">{far}</span>'
        f"{cancel}</div>"
    )


def _stage(trial: Trial) -> str:
    if trial.stopping:
        return "stopping"
    if trial.done == 0:
        return "preparing"
    return "asking" if trial.done < trial.total else "checking"


def _left(seconds: float | None, say: Words) -> str:
    if seconds is None:
        return ""
    if seconds >= MINUTE:
        return say.html("evaluation.minutes_left", count=round(seconds / 60))
    # in steps of five, so that it does not flicker
    return say.html("evaluation.seconds_left", count=max(5, 5 * round(seconds / 5)))


def ended_as_html(trial: Trial, kept: Sequence[Numbered], say: Words = ENGLISH) -> str:
    """How a run ended, with a button for what was kept of it."""
    if trial.problem:
        return problem_as_html(trial.problem)
    if not trial.kept:
        return f'<p class="ended" role="status">{say.html("evaluation.cancelled")}</p>'
    seconds = say("evaluation.seconds", count=max(1, round(trial.seconds)))
    asked = say.html("evaluation.ended", count=trial.total, seconds=seconds)
    shown = "".join(
        f'<button type="button" {sent("report", one)}>{say.html("evaluation.show")}</button>'
        for one in kept
    )
    return f'<div class="ended"><p role="status">{asked}</p>{shown}</div>'


def problem_as_html(why: str) -> str:
    """That something was not done, and why."""
    return f'<p class="trouble" role="alert">{isolated(why)}</p>'
