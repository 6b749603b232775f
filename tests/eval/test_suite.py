from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.open import open_assistant
from eval.case import Case, load_cases
from eval.compare import check_comparable
from eval.errors import BadCases
from eval.suite import SHIPPED, case_files, over_folder, run_own, run_shipped, sample
from index.build import build
from index.embed import HashingEmbedder
from index.errors import BadInput, SourcesMissing
from index.minilm import MiniLM
from tests.conftest import REPOSITORY
from tests.eval.conftest import DEV, write


class Cancelled(Exception):
    """What somebody who watches a run stops it with."""


@pytest.fixture
def assistant(sources: Path, tmp_path: Path) -> Iterator[Assistant]:
    """An assistant that is open over the small folder."""
    build(sources, tmp_path / "open", HashingEmbedder())
    opened = open_assistant(tmp_path / "open", embedder=HashingEmbedder())
    yield opened
    opened.index.close()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A case file of one's own."""
    return write(tmp_path / "mine", {"own.yaml": DEV}) / "own.yaml"


def test_ones_own_cases_are_asked_of_the_assistant_that_is_open(
    assistant: Assistant, own: Path, sources: Path
) -> None:
    told: list[tuple[int, int]] = []
    run = run_own(assistant, own, sources, progress=lambda *now: told.append(now))
    assert run.corpus == "sources"
    assert [case.id for case in run.cases] == ["high-water", "price-and-pilots", "harbour-master"]
    assert {case.half for case in run.cases} == {"own"}
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]  # nothing was indexed
    # and it can still be asked
    assert assistant.reply("when is high water?").question == "when is high water?"


def test_a_folder_of_others_is_indexed_for_the_occasion_with_the_same_models(
    assistant: Assistant, own: Path, tmp_path: Path
) -> None:
    other = write(tmp_path / "other", {"bees.txt": "Bees sleep in winter. They wake in March.\n"})
    bees = own.with_name("bees.yaml")
    gold = "facts: [[{document: bees.txt, phrase: in March}]]"
    bees.write_text(
        f"- {{id: bees, question: when do bees wake?, group: plain-fact, why: a month, {gold}}}\n",
        "utf-8",
    )
    told: list[tuple[int, int]] = []
    run = run_own(assistant, bees, other, progress=lambda *now: told.append(now))
    assert set(run.documents) == {"bees.txt"}
    assert told[0] == (0, 1)
    assert told.count((0, 1)) > 1  # also while it was indexed, so that this can be stopped too
    with over_folder(assistant, other, lambda done, total: None) as asked:
        aside = asked.index.folder
        assert asked.index.embedder is assistant.index.embedder
        assert (asked.settings, asked.threshold) == (assistant.settings, assistant.threshold)
    assert not aside.exists()
    assert set(assistant.index.documents) == {"tides.md", "moon.txt", "fees.txt"}


@pytest.mark.parametrize("at", [0, 2])
def test_a_run_can_be_cancelled_and_leaves_the_assistant_as_it_was(
    assistant: Assistant, own: Path, sources: Path, at: int
) -> None:
    def cancel(done: int, total: int) -> None:
        if done == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_own(assistant, own, sources, progress=cancel)
    assert len(run_own(assistant, own, sources).cases) == 3


def test_a_run_goes_on_over_an_index_that_is_closed_and_rebuilt_meanwhile(
    assistant: Assistant, own: Path, sources: Path
) -> None:
    def rebuild(done: int, total: int) -> None:
        if done == 1:
            (sources / "new.txt").write_text("Gulls nest on the wall in May.", "utf-8")
            build(sources, assistant.index.folder, HashingEmbedder())
            assistant.index.close()

    run = run_own(assistant, own, sources, progress=rebuild)
    assert len(run.cases) == 3
    assert "new.txt" not in run.documents


def test_a_case_that_does_not_fit_the_folder_is_named(
    assistant: Assistant, own: Path, sources: Path
) -> None:
    own.write_text(DEV.replace("comes at noon", "comes at ten"), "utf-8")
    with pytest.raises(BadCases, match=r"own\.yaml: high-water: tides\.md does not hold"):
        run_own(assistant, own, sources)


def test_a_folder_that_is_not_there_is_named(assistant: Assistant, own: Path) -> None:
    with pytest.raises(SourcesMissing, match="no folder of sources at nowhere"):
        run_own(assistant, own, Path("nowhere"))


def test_a_file_of_drafts_alone_is_not_run(assistant: Assistant, own: Path, sources: Path) -> None:
    own.write_text(DEV.replace("group:", "keep: false\n  group:"), "utf-8")
    with pytest.raises(BadInput, match=r"own\.yaml holds no case that is kept"):
        run_own(assistant, own, sources)


def test_a_sample_is_always_the_same_and_a_larger_one_holds_it(cases: tuple[Case, ...]) -> None:
    for few in range(1, 5):
        some, more = sample(cases, few), sample(cases, few + 1)
        assert sample(cases, few) == some
        assert len(some) == few
        assert set(some) < set(more)
        assert list(some) == [case for case in cases if case in some]
    assert sample(cases, 99) == sample(cases, None) == cases
    with pytest.raises(BadInput, match="At least 1 question must be asked, not 0"):
        sample(cases, 0)


def test_a_half_that_is_not_there_is_named(assistant: Assistant) -> None:
    with pytest.raises(BadInput, match=r"There is no case file holdout\.yaml"):
        run_shipped(assistant, half="holdout")


@pytest.mark.model
def test_the_shipped_questions_are_asked_whatever_folder_is_open(
    minilm: MiniLM, sources: Path, tmp_path: Path
) -> None:
    build(sources, tmp_path / "open", minilm)
    assistant = open_assistant(tmp_path / "open", embedder=minilm)
    briefs = REPOSITORY / "sources"
    run = run_shipped(assistant, briefs, half="dev", count=6)
    assistant.index.close()
    chosen = sample(load_cases(case_files(SHIPPED, "dev")), 6)
    assert [case.id for case in run.cases] == [case.id for case in chosen]
    assert run.corpus == "briefs"
    assert all(quote.verdict == "verified" for case in run.cases for quote in case.quotes)
    check_comparable(run, run)
