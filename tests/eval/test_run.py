"""Assistants with a known fault must each move the figure that measures it."""

import math
import shutil
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import AssistantSettings
from assistant.verify import Verdict
from eval.case import Case, Corpus, Place
from eval.errors import BadCases
from eval.run import around, open_corpus, run_cases
from index.document import Document, Heading, Span
from index.embed import HashingEmbedder
from index.retrieve import Index
from tests.eval.conftest import (
    FirstSentenceReader,
    KnowingReader,
    RefusingReader,
    ShufflingReader,
    Unsure,
    values,
)

Cases = tuple[Case, ...]


def test_an_assistant_that_knows_everything_is_perfect(
    index: Index, cases: Cases, sources: Path
) -> None:
    found = values(index, KnowingReader(index, cases), cases, sources)
    best = dict.fromkeys(found, 1.0) | {
        "wrong_answer_rate": 0.0,
        "wrongly_refused": 0.0,
        "calibration_error": 0.0,
        # the two cases without an answer are wrong at the coverages that reach them
        "risk_coverage_area": pytest.approx((1 / 4 + 2 / 5) / 5),
        # one case has a second passage to find, and it comes last
        "ndcg_at_10": pytest.approx((1 + 1 + (1 + 1 / 2) / (1 + 1 / math.log2(3))) / 3),
    }
    assert found == best


def test_one_that_always_refuses_is_never_wrong_and_never_accurate(
    index: Index, cases: Cases, sources: Path
) -> None:
    found = values(index, RefusingReader(), cases, sources)
    assert found["factual_accuracy"] == 0.0
    assert found["refusal_recall"] == 1.0
    assert found["refusal_precision"] == pytest.approx(2 / 5)
    assert found["wrong_answer_rate"] is None
    assert found["recall_at_10"] == 1.0


def test_one_that_always_answers_the_first_sentence_refuses_nothing_and_is_often_wrong(
    index: Index, cases: Cases, sources: Path
) -> None:
    found = values(index, FirstSentenceReader(), cases, sources)
    assert found["refusal_recall"] == 0.0
    assert found["refusal_precision"] is None
    # two of five answers hold evidence, one of them that of one fact out of two
    assert found["factual_accuracy"] == pytest.approx(1 / 3)
    assert found["wrong_answer_rate"] == pytest.approx(3 / 5)
    assert found["quote_validity"] == 1.0


def test_one_that_quotes_the_wrong_documents_is_wrong_though_every_quotation_is_valid(
    index: Index, cases: Cases, sources: Path
) -> None:
    found = values(index, ShufflingReader(KnowingReader(index, cases)), cases, sources)
    assert found["factual_accuracy"] == 0.0
    assert found["citation_precision"] == 0.0
    assert found["wrong_answer_rate"] == 1.0
    assert found["quote_validity"] == 1.0
    assert found["refusal_recall"] == 1.0


def test_a_source_that_changed_under_the_index_makes_its_quotations_invalid(
    index: Index, cases: Cases, sources: Path
) -> None:
    # in a copy: of the folder that was read the gate itself notices it, and nothing is quoted
    edited = shutil.copytree(sources, sources.with_name("edited"))
    (edited / "tides.md").write_text("High water comes at midnight.\n", "utf-8")
    found = values(index, KnowingReader(index, cases), cases, edited)
    assert found["quote_validity"] == pytest.approx(3 / 4)


def test_an_outcome_keeps_what_was_found_said_and_verified(
    index: Index, cases: Cases, sources: Path
) -> None:
    assistant = Assistant(index, KnowingReader(index, cases), AssistantSettings())
    first, *_, last = run_cases(assistant, cases, Corpus.BRIEFS, sources)
    assert [quote.text for quote in first.quotes] == ["High water comes at noon."]
    assert first.verdicts == (Verdict.VERIFIED,)
    assert [hit.rank for hit in first.hits] == [1, 2, 3]
    assert first.seconds > 0
    assert last.quotes == ()
    assert last.verdicts == ()
    assert last.evidence == ()


def test_each_verdict_belongs_to_its_own_reply(index: Index, cases: Cases, sources: Path) -> None:
    edited = shutil.copytree(sources, sources.with_name("edited"))
    (edited / "fees.txt").write_text("A berth costs ten crowns.\n", "utf-8")
    assistant = Assistant(index, KnowingReader(index, cases), AssistantSettings())
    outcomes = run_cases(assistant, cases, Corpus.BRIEFS, edited)
    changed = (Verdict.CHANGED, Verdict.CHANGED)
    assert [one.verdicts for one in outcomes[1:4]] == [changed, (), (Verdict.VERIFIED,)]
    assert [len(one.verdicts) for one in outcomes] == [len(one.quotes) for one in outcomes]


def test_a_case_whose_phrase_is_not_there_stops_the_run(cases: Cases, sources: Path) -> None:
    (sources / "moon.txt").unlink()
    with (
        open_corpus(sources, HashingEmbedder()) as assistant,
        pytest.raises(
            BadCases, match=r"test\.yaml: t-spring-tides: there is no document moon\.txt"
        ),
    ):
        run_cases(assistant, cases, Corpus.BRIEFS, sources)


def test_a_refusal_keeps_what_it_would_have_said(index: Index, cases: Cases, sources: Path) -> None:
    unsure = Unsure(KnowingReader(index, cases))
    assistant = Assistant(index, unsure, AssistantSettings())
    first, *_, last = run_cases(assistant, cases, Corpus.BRIEFS, sources)
    assert first.quotes == ()
    assert first.withheld is not None
    assert [quote.text for quote in first.withheld.quotes] == ["High water comes at noon."]
    assert last.withheld is None
    assert unsure.read_times == len(cases) + 1  # one of them has two parts


def test_a_phrase_in_no_sentence_stands_for_itself() -> None:
    page = Document(
        "a.md",
        "# Fees\n\nNine crowns.\n",
        "text/markdown",
        headings=(Heading(Span(0, 6), 1, "Fees"),),
    )
    heading = Place("a.md", Span(2, 6))
    assert around(heading, page) == heading


def test_a_phrase_across_two_sentences_stands_for_both() -> None:
    page = Document("a.txt", "Nine crowns. Ten marks. No pence.", "text/plain")
    joined = around(Place("a.txt", Span(5, 17)), page)
    assert joined.span.cut(page.text) == "Nine crowns. Ten marks."


def test_a_run_tells_how_far_it_is(index: Index, cases: Cases, sources: Path) -> None:
    told: list[tuple[int, int]] = []
    assistant = Assistant(index, RefusingReader(), AssistantSettings())
    run_cases(assistant, cases, Corpus.BRIEFS, sources, lambda *now: told.append(now))
    assert told == [(done, 5) for done in range(6)]


def test_a_run_ends_where_the_one_who_watches_it_raises(
    index: Index, cases: Cases, sources: Path
) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    unsure = Unsure(RefusingReader())
    with pytest.raises(Cancelled):
        run_cases(
            Assistant(index, unsure, AssistantSettings()), cases, Corpus.BRIEFS, sources, cancel
        )
    assert unsure.read_times == 3  # one for the first question, and the second has two parts
