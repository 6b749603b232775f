"""What happens when somebody does something in the evaluation: each step is what is shown then."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.escape import isolated
from eval.changes import changes
from eval.compare import compare
from eval.page import report
from eval.record import Run
from index.errors import BadInput, Problem
from page.evaluation_html import (
    DRAFT,
    begin_as_html,
    ended_as_html,
    problem_as_html,
    trial_as_html,
)
from page.past_runs import (
    REPORT,
    Numbered,
    alike,
    find,
    head_as_html,
    numbered,
    pair_as_html,
    past_as_html,
)
from page.permission import Deed, NotAllowed, check_allowed
from page.trial import Trial
from page.words import Words

if TYPE_CHECKING:
    from page.site import Site

TICK = 0.25  # seconds between two looks at a run that goes on
LEAST = 2  # runs of the same questions that make a line


@dataclass(frozen=True)
class Shown:
    """What stands on the page; None leaves what stands there.

    `plotted` are the runs of the plots, all of the same questions: of the run that is chosen, or
    of the newest that is not alone; none where there is nothing to plot.
    """

    begin: str | None = None
    status: str | None = None
    past: str | None = None
    plotted: tuple[Numbered, ...] | None = None
    report: str | None = None


class Steps:
    """The steps of the evaluation of a page."""

    def __init__(self, site: "Site") -> None:
        """Show nothing yet."""
        self._site = site
        self._evaluator = site.evaluator

    def show(self, say: Words) -> Iterator[Shown]:
        """What can be run, the runs of the past, and a run that goes on."""
        try:
            check_allowed(self._site, Deed.EVALUATION, say)
        except NotAllowed as no:
            yield Shown(begin=f'<p class="closed">{isolated(str(no))}</p>')
            return
        yield self._all(say)
        if trial := self._evaluator.going:
            yield from self._follow(trial, say)

    def run(self, questions: str, count: str, say: Words) -> Iterator[Shown]:
        """Begin a run, and show how it goes on and how it ended.

        Args:
            questions: one of `Evaluator.choices`.
            count: how many of them, in digits, or nothing for all.
            say: the words of the page.
        """
        try:
            if count and not (count.isascii() and count.isdecimal() and int(count)):
                raise BadInput(say("evaluation.no_count"))
            trial = self._evaluator.begin(questions, int(count) if count else None, say)
        except Problem as problem:
            yield Shown(status=_told(problem_as_html(str(problem))))
            return
        yield Shown(begin=self._begin(say))
        yield from self._follow(trial, say)

    def report(self, wanted: str, say: Words) -> Iterator[Shown]:
        """The report of a run of the past."""
        yield Shown(report=_opening("evaluation.opening", say))
        try:
            runs, one, run = self._load(wanted, say)
        except Problem as problem:
            yield Shown(report=problem_as_html(str(problem)))
            return
        shown = _with_head(head_as_html(one, runs, say), report(run))
        yield replace(self._past(say, one), report=shown)

    def compare(self, wanted: str, other: str, say: Words) -> Iterator[Shown]:
        """A run of the past beside another of the same questions, the older one first."""
        yield Shown(report=_opening("evaluation.comparing", say))
        try:
            _, one, run = self._load(wanted, say)
            _, two, against = self._load(other, say)
            pairs = sorted(((one, run), (two, against)), key=lambda pair: pair[0].number)
            (first, before), (second, after) = pairs
            both = changes(compare(before, after))
        except Problem as problem:
            yield Shown(report=problem_as_html(str(problem)))
            return
        yield Shown(report=_with_head(pair_as_html(one, first, second, say), both))

    def _follow(self, trial: Trial, say: Words) -> Iterator[Shown]:
        """A run until it has ended, and the runs of the past then."""
        told = ""
        while not trial.finished.wait(TICK):
            now = trial_as_html(trial, say)
            if now != told:
                told = now
                yield Shown(status=now)
        kept = [one for one in self._runs() if one.run.file == trial.kept]
        yield replace(self._all(say), status=_told(ended_as_html(trial, kept, say)))

    def _all(self, say: Words) -> Shown:
        return replace(self._past(say), begin=self._begin(say))

    def _begin(self, say: Words) -> str:
        site, choices = self._site, self._evaluator.choices()
        draft = DRAFT.format(sources=site.sources, cases=site.settings.cases)
        return begin_as_html(choices, draft, self._evaluator.going is not None, say)

    def _past(self, say: Words, chosen: Numbered | None = None) -> Shown:
        past, damaged = self._evaluator.history.past()
        runs = numbered(past)
        lines = (alike(runs, one) for one in ([chosen] if chosen else reversed(runs)))
        line = next((some for some in lines if len(some) >= LEAST), [])
        return Shown(past=past_as_html(runs, damaged, chosen, say), plotted=tuple(line))

    def _runs(self) -> list[Numbered]:
        return numbered(self._evaluator.history.past()[0])

    def _load(self, wanted: str, say: Words) -> tuple[list[Numbered], Numbered, Run]:
        """All runs of the past, the one that a key stands for, and what is in it.

        Raises:
            NotAllowed: the visitor may not see them.
            BadInput: there is no such run any more.
            BadRun: its file is damaged.
        """
        check_allowed(self._site, Deed.EVALUATION, say)
        runs = self._runs()
        one = find(runs, wanted)
        if one is None:
            raise BadInput(say("evaluation.gone_run"))
        loaded = self._evaluator.history.load(one.run.file)
        return runs, one, next(run for run in loaded if run.corpus == one.run.corpus)


def _with_head(head: str, section: str) -> str:
    return f'<div class="shown">{head}<div class="report" lang="{REPORT}">{section}</div></div>'


def _opening(words: str, say: Words) -> str:
    """What stands there meanwhile.

    It is no element of the kind that follows: Gradio uses old elements for new ones where it can,
    and a script that served the old ones would serve them twice.
    """
    return f'<p class="opening" role="status">{say.html(words)}</p>'


def _told(what: str) -> str:
    """What is told, marked with the time: Gradio would not show again what it has shown before."""
    return f'<div data-time="{time.time_ns()}">{what}</div>'
