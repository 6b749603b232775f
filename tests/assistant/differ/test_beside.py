"""What becomes of an answer's statements when one of them is contradicted; with no model."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.differ.sides import beside, other_sides
from assistant.extract import extract
from assistant.reader import Evidence, Reading
from assistant.reply import Answer, Why
from assistant.settings import AssistantSettings
from index.build import build
from index.document import Document, Metadata, Span
from index.embed import HashingEmbedder
from index.passage import Hit, Passage
from index.retrieve import Index
from index.sentences import sentences
from tests.assistant.conftest import SureReader

QUESTION = "How many berths has the dock of Osprey Bay?"
TEXTS = {
    "2019": "The dock of Osprey Bay has 40 berths. It lies by the mole.",
    "2024": "The dock of Osprey Bay has 55 berths. A crane was bought.",
    "": "The dock of Osprey Bay has 62 berths. Nobody mends nets there.",
}


def page(published: str) -> list[Evidence]:
    """The sentences of the document of a year, as evidence."""
    about = Metadata(title="The dock of Osprey Bay", published=published or None)
    document = Document(f"dock-{published}.md", TEXTS[published], "text/markdown", about)
    hit = Hit(Passage.of(document, Span(0, len(document.text)), 20), 0.5, 1)
    return [Evidence(hit, span, 0.9) for span in sentences(document)]


OLD, MOLE = page("2019")
NEW, CRANE = page("2024")
UNDATED, _ = page("")
HITS = [OLD.hit, NEW.hit, UNDATED.hit]


def test_the_sides_of_a_sentence_are_those_that_contradict_it() -> None:
    assert other_sides(QUESTION, OLD, HITS) == (
        Evidence(NEW.hit, NEW.span, 0.0),
        Evidence(UNDATED.hit, UNDATED.span, 0.0),
    )
    assert other_sides(QUESTION, CRANE, HITS) == ()
    assert other_sides("When was the dock built?", OLD, HITS) == ()


def test_the_newest_comes_first_the_undated_last_and_the_rest_in_its_order() -> None:
    choices = extract(QUESTION, Reading((UNDATED, OLD, MOLE, CRANE), 0.9), 4, 0.5)
    assert [choice.why for choice in choices] == [Why.USED, Why.REPEATS, Why.USED, Why.USED]
    others = other_sides(QUESTION, UNDATED, HITS)
    found = beside(QUESTION, choices, others)
    assert [choice.evidence.text for choice in found] == [
        NEW.text, OLD.text, UNDATED.text, MOLE.text, CRANE.text,
    ]  # fmt: skip
    assert [choice.statement is not None for choice in found] == [True] * 5
    assert [bool(c.statement and c.statement.otherwise) for c in found[:3]] == [True, True, False]


def test_without_another_side_everything_stays_as_it_was() -> None:
    choices = extract(QUESTION, Reading((OLD, MOLE), 0.9), 3, 0.5)
    assert beside(QUESTION, choices, ()) == choices


@pytest.fixture
def docks(tmp_path: Path) -> Assistant:
    """The three documents, and an assistant that reads one passage for a question."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for year, text in TEXTS.items():
        date = f'published: "{year}"\n' if year else ""
        head = f"---\ntitle: The dock of Osprey Bay\n{date}---\n\n"
        (sources / f"dock-{year}.md").write_text(head + text + "\n", "utf-8")
    build(sources, tmp_path / "index", HashingEmbedder())
    index = Index.open(tmp_path / "index", HashingEmbedder())
    return Assistant(index, SureReader(), AssistantSettings(passages=1))


def test_a_side_is_found_in_a_passage_that_the_question_did_not_find(docks: Assistant) -> None:
    reply = docks.reply(QUESTION)
    assert isinstance(reply, Answer)
    assert reply.differ == (range(3),)
    assert [quote.document.uri for quote in reply.quotes[:3]] == [
        "dock-2024.md", "dock-2019.md", "dock-.md",
    ]  # fmt: skip
    used = {one.hit.passage.document.uri for one in reply.considered if one.used}
    assert len(used) == len(reply.considered) == 3
    assert [one.hit.rank for one in reply.considered] == [1, 2, 3]
