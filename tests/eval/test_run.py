"""Assistants with a known fault must each move the figure that measures it."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import AssistantSettings
from assistant.verify import Verdict
from eval.case import Case, Corpus
from eval.errors import BadCases
from eval.run import open_corpus, run_cases
from index.embed import HashingEmbedder
from index.retrieve import Index
from tests.eval.conftest import (
    FirstSentenceReader,
    KnowingReader,
    RefusingReader,
    ShufflingReader,
    values,
)

Cases = tuple[Case, ...]


def test_an_assistant_that_knows_everything_is_perfect(
    index: Index, cases: Cases, sources: Path
) -> None:
    found = values(index, KnowingReader(index, cases), cases, sources)
    best = dict.fromkeys(found, 1.0) | {"wrong_answer_rate": 0.0}
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
    (sources / "tides.md").write_text("High water comes at midnight.\n", "utf-8")
    found = values(index, KnowingReader(index, cases), cases, sources)
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


def test_a_case_whose_phrase_is_not_there_stops_the_run(cases: Cases, sources: Path) -> None:
    (sources / "moon.txt").unlink()
    with (
        open_corpus(sources, HashingEmbedder()) as assistant,
        pytest.raises(
            BadCases, match=r"test\.yaml: t-spring-tides: there is no document moon\.txt"
        ),
    ):
        run_cases(assistant, cases, Corpus.BRIEFS, sources)
