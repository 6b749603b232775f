"""Adds and removes documents: one change at a time, in a thread of its own, whole or not at all.

Each change puts files among the sources or takes one away, and builds the index's next generation
(`index.build`), which questions move over to when it is there. What fails or is cancelled is taken
back: the files are as they were, and so is the index.
"""

import logging
import os
import shutil
from collections.abc import Callable, Sequence
from threading import Lock, Thread
from typing import TYPE_CHECKING

from index.errors import BadInput, IndexBusy, Problem, SourcesMissing
from index.load import fingerprint, list_sources
from index.readers import READERS
from index.report import BuildReport, FileReport, Outcome
from index.settings import IndexSettings, load_settings
from page.attempt import Failure, attempt
from page.intake import ENDINGS, Intake, Received, on_disk, place, safe_name
from page.log import note
from page.permission import Deed, check_allowed
from page.shelf import Shelf, State
from page.standing import near_as_text, unread_as_text
from page.trash import FOLDER, Trash
from page.words import ENGLISH, Words
from page.work import Line, Mark, Result, Stage, Stopped, Work, step_back

if TYPE_CHECKING:
    from page.site import Site


class Librarian:
    """Who changes the documents of a page; safe to share.

    Every method that changes something asks first who may (`page.permission`) and raises NotAllowed
    or, while another change goes on, IndexBusy; what goes wrong after that is in the work's result.
    """

    def __init__(self, site: "Site") -> None:
        """Look after the documents of a page."""
        self.shelf = Shelf(site.live, site.sources, site.index)
        self.intake = Intake()
        self.trash = Trash(site.index / FOLDER, site.sources)
        self.work: Work | None = None  # the last one that was begun
        self._site = site
        self._lock = Lock()

    def add(self, upload: str, say: Words) -> Work:
        """Put the files of an upload among the sources, and index them."""
        files, aside = self.intake.collect(upload)

        def task(work: Work) -> Result:
            try:
                return self._add(work, files, say)
            finally:
                throw_away()

        def throw_away() -> None:
            if aside:
                shutil.rmtree(aside, ignore_errors=True)

        try:
            return self._begin(task, say)
        except Problem:
            throw_away()
            raise

    def remove(self, key: str, say: Words) -> Work:
        """Take the document that a key stands for away; it can be put back."""
        return self._begin(lambda work: self._remove(work, key, say), say)

    def restore(self, number: str, say: Words) -> Work:
        """Put a document back that was removed, by its number in the trash."""
        return self._begin(lambda work: self._restore(work, number, say), say)

    def refresh(self, say: Words) -> Work:
        """Index what has changed on the disk."""
        return self._begin(lambda work: self._refresh(work, say), say)

    def renew(self, say: Words = ENGLISH) -> Work:
        """Index what has changed on the disk, and mend the index where it was damaged.

        Nobody asks for this, so nobody is asked; the change that goes on already is one of these.
        """
        going = self.work
        if going and not going.finished.is_set():
            return going
        return self._start(lambda work: self._refresh(work, say, mend=True), say)

    def cancel(self, say: Words) -> None:
        """Ask the change that goes on to stop."""
        check_allowed(self._site, Deed.LIBRARY, say)
        if self.work:
            self.work.cancel()

    def _begin(self, task: Callable[[Work], Result], say: Words) -> Work:
        check_allowed(self._site, Deed.LIBRARY, say)
        return self._start(task, say)

    def _start(self, task: Callable[[Work], Result], say: Words) -> Work:
        with self._lock:
            if self.work and not self.work.finished.is_set():
                raise IndexBusy(say("library.busy"))
            work = self.work = Work()
        Thread(target=self._run, args=(work, task, say), daemon=True).start()
        return work

    def _run(self, work: Work, task: Callable[[Work], Result], say: Words) -> None:
        step_back()

        def made() -> Result:
            try:
                return task(work)
            except Stopped:
                return Result(tuple(work.lines), problem=say("library.stopped"))

        result = attempt(made, say)
        if isinstance(result, Failure):
            result = Result(tuple(work.lines), problem=result.why)
        work.finish(result)

    def _add(self, work: Work, files: Sequence[Received], say: Words) -> Result:
        sources, files_of = self._site.sources, self._site.live.now().files
        known = {digest: uri for uri, digest in files_of.items() if (sources / uri).is_file()}
        placed: set[str] = set()
        try:
            for file in files:
                name = safe_name(file.name)
                line = self._turned_down(file, name, known, say)
                if line is None and file.path:
                    with on_disk(name, say):
                        place(file.path, sources / name)
                    placed.add(name)
                    known[fingerprint(file.path.read_bytes())] = name
                elif line:
                    work.lines.append(line)
            if placed:
                report = self._build(work)
                work.lines += [
                    _line(one, one.uri, say) for one in report.files if one.uri in placed
                ]
                placed &= {one.uri for one in report.failed}
        finally:
            # of a build that has ended well these are what it could not read
            for name in placed:
                (sources / name).unlink(missing_ok=True)
        return Result(tuple(work.lines))

    def _turned_down(
        self, file: Received, name: str, known: dict[str, str], say: Words
    ) -> Line | None:
        """What is said of a file that is not to be added; None of one that is."""
        target = self._site.sources / name
        if file.path is None:
            return Line(file.name, Mark.FAILED, file.why)
        if target.suffix.lower() not in READERS:
            return Line(file.name, Mark.FAILED, say("library.no_reader", endings=ENDINGS))
        if name.lower() == "readme.md":
            return Line(file.name, Mark.FAILED, say("library.readme"))
        data = file.path.read_bytes()
        if same := known.get(fingerprint(data)):
            return Line(file.name, Mark.SAME, say("library.same", name=same))
        if os.path.lexists(target):
            if target.is_file() and target.read_bytes() == data:
                return Line(file.name, Mark.SAME, say("library.same", name=name))
            return Line(file.name, Mark.FAILED, say("library.taken", name=name))
        return None

    def _remove(self, work: Work, key: str, say: Words) -> Result:
        item = self.shelf.find(key)
        if item is None:
            raise BadInput(say("library.unknown"))
        if item.state is State.GONE:
            return self._refresh(work, say)
        with on_disk(item.uri, say):
            removed = self.trash.put(item.uri, item.title)
        try:
            self._build(work)
        except BaseException as error:
            with on_disk(item.uri, say):
                self.trash.restore(removed)
                self.trash.drop(removed)
            if isinstance(error, SourcesMissing):
                raise BadInput(say("library.last")) from error
            raise
        return Result(removed=removed)

    def _restore(self, work: Work, number: str, say: Words) -> Result:
        removed = next((one for one in self.trash.kept() if one.id == number), None)
        if removed is None:
            raise BadInput(say("library.not_kept"))
        with on_disk(removed.uri, say):
            self.trash.restore(removed)
        try:
            report = self._build(work)
        except BaseException:
            (self._site.sources / removed.uri).unlink(missing_ok=True)
            raise
        self.trash.drop(removed)
        return Result(
            tuple(_line(one, removed.title, say) for one in report.files if one.uri == removed.uri)
        )

    def _refresh(self, work: Work, say: Words, mend: bool = False) -> Result:
        report = self._build(work, mend)
        changed = [one for one in report.files if one.outcome is not Outcome.UNCHANGED]
        return Result(tuple(_line(one, one.uri, say) for one in changed))

    def _build(self, work: Work, mend: bool = False) -> BuildReport:
        """The next generation of the index; to mend it, also without the files it was read from.

        Raises:
            Stopped: the work was cancelled.
            Problem: see `index.build.build`.
        """
        site = self._site
        settings = load_settings(IndexSettings, "index", site.settings_file)
        work.enter(Stage("reading", 0, 0 if mend else len(list_sources(site.sources))))

        def progress(done: int, total: int) -> None:
            work.enter(Stage("embedding" if done < total else "writing", done, total))

        report = site.make(
            site.sources, site.index, site.live.embedder, settings, mend,
            say=lambda words: note("index", logging.WARNING, why=words),
            tell=lambda file: work.read(), progress=progress,
        )  # fmt: skip
        site.live.now()  # opened here, so that nobody who asks waits for it
        return report


def _line(report: FileReport, name: str, say: Words) -> Line:
    """What became of a file, by the name that it is known by."""
    if report.why:
        return Line(name, Mark.FAILED, say("library.failed", why=report.why))
    if report.outcome is Outcome.UNCHANGED:
        return Line(name, Mark.SAME, say("library.unchanged"))
    if report.outcome is Outcome.REMOVED:
        return Line(name, Mark.DONE, say("library.left"))
    said = say("library.added", report.passages)
    if report.unread:
        said += f"; {unread_as_text(report.unread, say)}"
    if report.near:
        said += f"; {near_as_text(report.near, report.alike, say)}"
    return Line(name, Mark.DONE, said)
