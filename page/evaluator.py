"""Runs the evaluation from the page: one run at a time, in a thread of its own, with its own index.

It asks what `python -m eval` asks, in the same way (`eval.suite`), and each run is kept as a file
that the same commands read (`eval.history`).
"""

import logging
from threading import Lock, Thread
from typing import TYPE_CHECKING

from eval.history import History
from eval.record import Run
from eval.suite import ALL, run_own, run_shipped
from index.command import SOURCES
from index.errors import BadInput, Problem
from page.log import note, note_fault
from page.permission import Deed, check_allowed
from page.trial import Cancelled, Trial
from page.words import Words

if TYPE_CHECKING:
    from page.site import Site

RUNS = ".runs"  # the folder of past runs, beside the index
SHIPPED = ("dev", ALL)  # what can be asked of the shipped questions


class Evaluator:
    """Who runs the evaluation of a page; safe to share."""

    def __init__(self, site: "Site") -> None:
        """Evaluate the assistant of a page."""
        self.history = History(site.index.with_name(RUNS))
        self.trial: Trial | None = None  # the last run that was begun
        self._site = site
        self._lock = Lock()

    @property
    def going(self) -> Trial | None:
        """The run that goes on, if one does."""
        return self.trial if self.trial and not self.trial.finished.is_set() else None

    def choices(self) -> tuple[str, ...]:
        """What can be asked: halves of the shipped questions, then one's own files by name.

        The shipped questions are about the shipped documents, and so offered with these alone.
        """
        site = self._site
        shipped = SHIPPED if site.sources.resolve() == SOURCES.resolve() else ()
        return (*shipped, *sorted(file.name for file in site.settings.cases.glob("*.yaml")))

    def begin(self, questions: str, count: int | None, say: Words) -> Trial:
        """Begin a run.

        Args:
            questions: one of `choices`.
            count: so many of them, drawn by chance; all without it.
            say: the words for what goes wrong.

        Raises:
            NotAllowed: the visitor may not; see `page.permission`.
            BadInput: there are no such questions, or a run goes on already.
        """
        check_allowed(self._site, Deed.EVALUATION, say)
        if questions not in self.choices():
            raise BadInput(say("evaluation.gone"))
        with self._lock:
            if self.going:
                raise BadInput(say("evaluation.busy"))
            trial = self.trial = Trial()
        Thread(target=self._run, args=(trial, questions, count, say), daemon=True).start()
        return trial

    def cancel(self, say: Words) -> None:
        """Ask the run that goes on to stop; nothing is kept of it.

        Raises:
            NotAllowed: the visitor may not.
        """
        check_allowed(self._site, Deed.EVALUATION, say)
        if self.trial:
            self.trial.cancel()

    def _run(self, trial: Trial, questions: str, count: int | None, say: Words) -> None:
        try:
            run = self._asked(questions, count, trial)
            trial.finish(kept=self.history.keep([run]).name)
        except Cancelled:
            trial.finish()
        except Problem as problem:
            note("problem", logging.ERROR, why=str(problem))
            trial.finish(problem=str(problem))
        except Exception:  # noqa: BLE001 - it is noted, with where it came from
            trial.finish(problem=say("problem.fault", number=note_fault()))

    def _asked(self, questions: str, count: int | None, trial: Trial) -> Run:
        site = self._site
        assistant, progress = site.live.assistant, trial.progress
        if questions in SHIPPED:
            return run_shipped(assistant, site.sources, questions, count, progress)
        file = site.settings.cases / questions
        return run_own(assistant, file, site.sources, count, progress)
