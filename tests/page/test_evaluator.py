"""Running the evaluation from the page, without a browser: what is asked, kept and stopped."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.open import open_assistant
from eval.__main__ import main
from eval.record import Record, read_runs
from eval.suite import ALL, run_shipped
from index.build import build
from index.embed import Embedder, HashingEmbedder, TokenVectors, Vectors
from index.errors import BadInput
from index.minilm import MiniLM
from page.evaluator import Evaluator
from page.live import LiveAssistant
from page.permission import Deed, NotAllowed, allowed
from page.settings import PageSettings
from page.site import LOOPBACK, Site
from page.trial import Cancelled, Trial
from page.words import ENGLISH, words
from tests.conftest import REPOSITORY, write_files
from tests.eval.conftest import DEV, SOURCES
from tests.page.conftest import make_site

OWN = "own.yaml"


class Gate(HashingEmbedder):
    """A model that stops at questions about high water until it is let on."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        if question.startswith("when is high water"):
            self.reached.set()
            assert self.open.wait(30)
        return super().ask(question)


def harbour(folder: Path, embedder: Embedder | None = None, **given: object) -> Site:
    """A site over three small documents, with cases of one's own about them."""
    cases = write_files(folder / "cases", {OWN: DEV, "notes.txt": "no cases"})
    given = {"settings": PageSettings(cases=cases), **given}
    return make_site(folder, SOURCES, embedder, **given)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return harbour(tmp_path)


def ended(trial: Trial) -> Trial:
    assert trial.finished.wait(60)
    return trial


def asked(site: Site, questions: str = OWN, count: int | None = None) -> Trial:
    return ended(site.evaluator.begin(questions, count, ENGLISH))


def timeless(cases: Sequence[Record]) -> list[Record]:
    """Cases without the time that their replies took."""
    return [replace(case, seconds=0.0) for case in cases]


def test_a_run_is_kept_beside_the_index_and_can_be_read_again(site: Site) -> None:
    trial = asked(site)
    assert (trial.problem, trial.done, trial.total) == ("", 3, 3)
    assert [path.name for path in site.index.with_name(".runs").iterdir()] == [trial.kept]
    (run,) = site.evaluator.history.load(trial.kept)
    assert [case.id for case in run.cases] == ["high-water", "price-and-pilots", "harbour-master"]
    assert set(run.documents) == set(SOURCES)


def test_a_run_of_the_page_is_that_of_the_command_line(site: Site, tmp_path: Path) -> None:
    trial = asked(site)
    options = [f"--cases={site.settings.cases / OWN}", f"--sources={site.sources}",
               f"--settings={site.settings_file}", f"--json={tmp_path / 'run.json'}"]  # fmt: skip
    assert main(["run", *options], HashingEmbedder()) == 0
    (here,), (there,) = site.evaluator.history.load(trial.kept), read_runs(tmp_path / "run.json")
    assert timeless(here.cases) == timeless(there.cases)
    assert any(case.quotes for case in here.cases)
    assert replace(here, cases=()) == replace(there, cases=())


@pytest.mark.model
def test_the_shipped_questions_get_the_same_replies_as_on_the_command_line(
    minilm: MiniLM, tmp_path: Path
) -> None:
    sources, count = REPOSITORY / "sources", 8
    build(sources, tmp_path / "index", minilm)
    live = LiveAssistant(tmp_path / "index", embedder=minilm)
    site = Site(live, sources, tmp_path / "index", hosts=LOOPBACK)
    (here,) = site.evaluator.history.load(asked(site, "dev", count).kept)
    build(sources, tmp_path / "other", minilm)
    opened = open_assistant(tmp_path / "other", embedder=minilm)
    there = run_shipped(opened, sources, "dev", count)
    assert len(here.cases) == count
    assert timeless(here.cases) == timeless(there.cases)


def test_so_many_questions_are_asked_as_are_wanted(site: Site) -> None:
    trial = asked(site, count=2)
    (run,) = site.evaluator.history.load(trial.kept)
    assert len(run.cases) == trial.total == 2


def test_the_shipped_questions_are_offered_with_the_shipped_documents_alone(
    site: Site, tmp_path: Path
) -> None:
    assert site.evaluator.choices() == (OWN,)
    here = replace(site, sources=REPOSITORY / "sources")
    assert here.evaluator.choices() == ("dev", ALL, OWN)
    nothing = replace(site, settings=PageSettings(cases=tmp_path / "nowhere"))
    assert nothing.evaluator.choices() == ()


@pytest.mark.parametrize("name", ["", "dev", "test", "none.yaml", "../secret.yaml", "/etc/passwd"])
def test_nothing_else_is_asked_than_what_is_offered(site: Site, name: str) -> None:
    write_files(site.sources.parent, {"secret.yaml": DEV})
    with pytest.raises(BadInput, match="no longer there"):
        site.evaluator.begin(name, None, ENGLISH)
    assert site.evaluator.trial is None


def test_one_run_goes_on_at_a_time_and_the_chat_answers_meanwhile(tmp_path: Path) -> None:
    gate = Gate()
    site = harbour(tmp_path, gate)
    trial = site.evaluator.begin(OWN, None, ENGLISH)
    assert gate.reached.wait(30)
    assert site.evaluator.going is trial
    with pytest.raises(BadInput, match="A run goes on already"):
        site.evaluator.begin(OWN, None, ENGLISH)
    question = "what does a berth cost?"
    assert site.live.reply(question).question == question
    gate.open.set()
    assert ended(trial).kept
    assert site.evaluator.going is None
    assert asked(site).kept


def test_a_cancelled_run_leaves_nothing_behind(tmp_path: Path) -> None:
    gate = Gate()
    site = harbour(tmp_path, gate)
    trial = site.evaluator.begin(OWN, None, ENGLISH)
    assert gate.reached.wait(30)
    site.evaluator.cancel(ENGLISH)
    assert trial.stopping
    gate.open.set()
    assert (ended(trial).kept, trial.problem) == ("", "")
    assert site.evaluator.history.past() == ((), ())
    assert asked(site).kept


def test_what_goes_wrong_is_told_and_the_next_run_goes_well(site: Site) -> None:
    file = site.settings.cases / OWN
    file.write_text(DEV.replace("comes at noon", "comes at ten"), "utf-8")
    assert "high-water: tides.md does not hold" in asked(site).problem
    file.write_text(DEV, "utf-8")
    assert asked(site).kept
    assert len(site.evaluator.history.past()[0]) == 1


def test_a_fault_of_ours_has_a_number_and_ends_the_run(site: Site) -> None:
    class Broken(Evaluator):
        def _asked(self, questions: str, count: int | None, trial: Trial) -> None:  # type: ignore[override]
            raise ZeroDivisionError

    trial = ended(Broken(site).begin(OWN, None, words("es")))
    assert "anotado en el servidor" in trial.problem


def test_nobody_runs_it_who_may_not(tmp_path: Path) -> None:
    off = PageSettings(cases=tmp_path / "cases", evaluation=False)
    for site in (harbour(tmp_path, settings=off), harbour(tmp_path, hosts=("*",))):
        assert not allowed(site, Deed.EVALUATION)
        with pytest.raises(NotAllowed):
            site.evaluator.begin(OWN, None, ENGLISH)
        with pytest.raises(NotAllowed):
            site.evaluator.cancel(ENGLISH)
        assert site.evaluator.trial is None


def test_how_long_it_still_takes_is_reckoned_from_the_questions_so_far() -> None:
    trial = Trial()
    trial.progress(0, 4)
    assert trial.left is None
    trial.progress(2, 4)
    so_far = trial.left
    assert so_far is not None
    trial.progress(3, 4)
    assert (trial.left or 0) < so_far + 1
    trial.progress(4, 4)
    assert trial.left is None
    trial.cancel()
    with pytest.raises(Cancelled):
        trial.progress(4, 4)
