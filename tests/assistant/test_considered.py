"""What is told of the passages read: places, the sentence judged best, and why it is quoted."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.considered import considered
from assistant.extract import Choice, extract, left_out
from assistant.late import LateInteraction
from assistant.open import open_assistant
from assistant.parts import Part
from assistant.present import as_json, as_text
from assistant.reader import Evidence, Reading
from assistant.reply import Answer, Considered, Refusal, Reply, Why
from assistant.settings import AssistantSettings
from assistant.why import TITLE, WHY, passages_as_text
from index.build import build
from index.document import Document, Span
from index.embed import HashingEmbedder
from index.minilm import MiniLM
from index.passage import Hit, Passage
from index.retrieve import Index
from tests.assistant.conftest import SureReader
from tests.conftest import REPOSITORY

SETTINGS = AssistantSettings()
BOATS = "Boats leave at noon. Pilots earn much."
DOCUMENT = Document("boats.txt", f"{BOATS} The fee is five.", "text/plain")
HITS = [
    Hit(Passage.of(DOCUMENT, Span(0, 38), 8), 0.6, 1, by_meaning=2, by_words=1),
    Hit(Passage.of(DOCUMENT, Span(39, 55), 4), 0.4, 2, by_meaning=1),
]
NOON, PILOTS, FEE = Span(0, 20), Span(21, 38), Span(39, 55)


def read(hit: Hit, span: Span, support: float | None = None) -> Evidence:
    return Evidence(hit, span, support or 0.0, support=support)


def told(reading: Reading, choices: Sequence[Choice], hits: list[Hit] = HITS) -> list[Considered]:
    return list(considered([Part("q", "q")], [(hits, reading)], [choices]))


def test_a_passage_is_told_with_the_best_of_its_sentences() -> None:
    reading = Reading((read(HITS[0], PILOTS, 0.1), read(HITS[0], NOON, 0.2)), 0.2)
    first, second = told(reading, left_out(reading, Why.UNSURE))
    assert first == Considered(HITS[0], Why.UNSURE, NOON, 0.2)
    assert second == Considered(HITS[1], Why.NOT_JUDGED)


def test_the_sentence_that_is_quoted_goes_before_one_judged_better() -> None:
    reading = Reading((read(HITS[0], PILOTS, 0.3), read(HITS[0], NOON, 0.8)), 0.8)
    first, _ = told(reading, extract("q", reading, 1, 0.5))
    assert (first.why, first.sentence, first.support) == (Why.USED, PILOTS, 0.3)


def test_without_probabilities_the_reader_s_own_order_counts() -> None:
    reading = Reading((read(HITS[0], PILOTS), read(HITS[0], NOON)), 0.2)
    first, _ = told(reading, left_out(reading, Why.UNSURE))
    assert (first.sentence, first.support) == (PILOTS, None)


def test_a_quotation_that_reaches_into_the_next_passage_uses_it() -> None:
    text = "Nobody leaves after noon. Unless the master agrees, that is."
    document = Document("a.txt", text, "text/plain")
    hits = [
        Hit(Passage.of(document, span, 5), 0.5, rank)
        for rank, span in enumerate((Span(0, 25), Span(26, 60)), start=1)
    ]
    reading = Reading((read(hits[0], Span(0, 25), 0.9),), 0.9)
    used, reached = told(reading, extract("q", reading, 3, 0.5), hits)
    assert used.sentence == Span(0, 25)
    assert reached == Considered(hits[1], Why.USED)


def test_a_passage_read_for_two_parts_is_told_for_the_one_where_it_did_best() -> None:
    again = [Hit(HITS[1].passage, 0.9, 1, by_meaning=1), Hit(HITS[0].passage, 0.1, 2, by_meaning=7)]
    first = Reading((read(HITS[0], NOON, 0.9), read(HITS[1], FEE, 0.3)), 0.9)
    second = Reading((read(again[0], FEE, 0.2), read(again[1], PILOTS, 0.1)), 0.2)
    parts = [Part("when?", "when?"), Part("how much?", "how much?")]
    choices = [extract("when?", first, 1, 0.9), left_out(second, Why.UNSURE)]
    one, two = considered(parts, [(HITS, first), (again, second)], choices)
    assert one == Considered(HITS[0], Why.USED, NOON, 0.9, "when?")
    assert (two.why, two.support, two.part) == (Why.ENOUGH, 0.3, "when?")
    assert (two.hit.rank, two.hit.score, two.hit.by_meaning) == (2, 0.4, 1)


def test_a_passage_that_only_says_what_it_lacks_is_told_as_silent(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text("The article does not say what a pilot earns.", "utf-8")
    (sources / "b.txt").write_text("A pilot earns much. The sea is wide.", "utf-8")
    build(sources, tmp_path / "index", HashingEmbedder())
    index = Index.open(tmp_path / "index", HashingEmbedder())
    assistant = Assistant(index, LateInteraction(index), SETTINGS, threshold=1.01)
    reply = assistant.reply("what does a pilot earn?")
    whys = {one.hit.passage.document.uri: one.why for one in reply.considered}
    assert whys == {"a.txt": Why.SILENT, "b.txt": Why.UNSURE}
    alone = assistant.reply("what does a pilot earn?", among=["a.txt"])
    assert [one.why for one in alone.considered] == [Why.SILENT]


def test_a_question_in_another_script_is_the_reason_itself(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("Когда уходят лодки из гавани?")
    assert {one.why for one in reply.considered} == {Why.OTHER_SCRIPT}


def test_late_interaction_alone_gives_a_probability_to_the_first_sentence_only(
    index: Index,
) -> None:
    question = "when do boats leave before low water?"
    reading = LateInteraction(index).read(question, index.search(question, 8))
    supports = [evidence.support for evidence in reading.evidence]
    assert supports == [reading.probability, *[None] * (len(supports) - 1)]
    assert len(supports) > 1


def test_every_reason_has_its_words_for_the_terminal() -> None:
    assert set(WHY) == set(Why)
    assert len(set(WHY.values())) == len(Why)


def test_the_table_has_a_row_for_each_passage_after_the_answer_and_the_refusal(
    index: Index,
) -> None:
    for sure in (0.9, 0.05):
        reply = Assistant(index, SureReader(sure), SETTINGS).reply("when do boats leave?")
        said, table = as_text(reply, why=True).split(TITLE)
        assert said.strip()
        assert len(table.strip().splitlines()) == 1 + len(reply.considered)
        assert ("quoted" in table) is (sure == 0.9)
        assert TITLE not in as_text(reply)


def test_nothing_read_makes_no_table(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("boats?", among=["nowhere.md"])
    assert passages_as_text(reply) == ""
    assert as_text(reply, why=True) == as_text(reply)


def test_the_rows_of_two_parts_stand_under_the_words_of_their_parts(index: Index) -> None:
    question = "When do boats leave before low water, and what does the moon follow by two days?"
    reply = Assistant(index, SureReader(), SETTINGS).reply(question)
    table = passages_as_text(reply).splitlines()
    heads = [line for line in table if not line.startswith(" ") and line != TITLE]
    assert heads == [
        "When do boats leave before low water:",
        "what does the moon follow by two days:",
    ]


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Iterator[Assistant]:
    """The real assistant over the documents that ship with the program."""
    folder = tmp_path_factory.mktemp("briefs")
    build(REPOSITORY / "sources", folder, minilm)
    assistant = open_assistant(folder, embedder=minilm)
    yield assistant
    assistant.index.close()


def passages(reply: Reply) -> list[dict[str, Any]]:
    """The passages of a reply as JSON, each of which must hold together in itself."""
    rows: list[dict[str, Any]] = as_json(reply, 0.0)["passages"]
    for row in rows:
        assert (row["why"] == "used") is row["used"]
        assert row["by_meaning"] or row["by_words"]
        assert row["by_tokens"]
        if row["sentence"] is None:
            assert row["support"] is None
            assert row["why"] in ("not_judged", "silent", "used")
        else:
            start, end = row["sentence"]
            assert row["start"] <= start < end <= row["end"]
            assert 0 <= row["support"] <= 1
    return rows


@pytest.mark.model
def test_an_answer_over_the_briefs_tells_what_became_of_every_passage(briefs: Assistant) -> None:
    reply = briefs.reply("How long does the sanctuary training take?")
    assert isinstance(reply, Answer)
    rows = passages(reply)
    assert len(rows) == SETTINGS.passages
    best = max(rows, key=lambda row: row["support"] or 0.0)
    assert best["support"] == round(reply.confidence, 4) >= briefs.threshold
    assert best["used"]
    start, end = best["sentence"]
    quote = reply.quotes[0]
    assert quote.span.start <= start < end <= quote.span.end
    assert len({row["by_tokens"] for row in rows}) == len(rows)
    assert {row["part"] for row in rows} == {None}
    assert "not_judged" in {row["why"] for row in rows}


@pytest.mark.model
def test_a_refusal_over_the_briefs_tells_that_nothing_was_sure_enough(briefs: Assistant) -> None:
    reply = briefs.reply("what does a pilot earn?")
    assert isinstance(reply, Refusal)
    rows = passages(reply)
    assert {row["why"] for row in rows} == {"unsure", "not_judged", "silent"}
    supports = [row["support"] for row in rows if row["support"] is not None]
    assert max(supports) == round(reply.confidence, 4) < briefs.threshold


@pytest.mark.model
def test_a_refusal_over_the_briefs_tells_that_the_office_is_not_named(briefs: Assistant) -> None:
    reply = briefs.reply("Who is the governor of Oregon?")
    assert isinstance(reply, Refusal)
    judged = [row for row in passages(reply) if row["sentence"]]
    assert {(row["why"], row["support"]) for row in judged} == {("lacks_office", 0.0)}


@pytest.mark.model
def test_two_parts_over_the_briefs_are_told_part_by_part(briefs: Assistant) -> None:
    reply = briefs.reply("How was the contract used, and when was it signed?")
    assert isinstance(reply, Answer)
    rows = passages(reply)
    assert {row["part"] for row in rows} == {"How was the contract used", "when was it signed?"}
    assert len({(row["source"], row["start"]) for row in rows}) == len(rows)
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
