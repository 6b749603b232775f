import json
import re
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.extract import speaks
from assistant.present import as_json, as_text
from assistant.reply import Answer, Reason, Refusal
from assistant.settings import AssistantSettings
from index.build import build
from index.document import Document, Span
from index.embed import HashingEmbedder
from index.errors import BadInput
from index.retrieve import Index
from tests.assistant.conftest import SureReader

SETTINGS = AssistantSettings()


def test_an_answer_is_made_of_the_sources_words(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("when do boats leave before low water?")
    assert isinstance(reply, Answer)
    assert reply.quotes[0].text == (
        "Boats leave two hours before low water. "
        "Unless the harbour master agrees, nobody leaves later."
    )
    assert reply.quotes[0].section == "Leaving"


def test_a_reader_that_is_not_sure_makes_a_refusal(index: Index) -> None:
    reply = Assistant(index, SureReader(0.05), SETTINGS).reply("what is the salary of a pilot?")
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOT_SUPPORTED
    assert reply.uncovered == ("salary",)
    assert reply.searched == 2
    assert reply.considered
    assert not any(considered.used for considered in reply.considered)


def test_of_a_selection_only_its_documents_were_searched(index: Index) -> None:
    unsure = Assistant(index, SureReader(0.05), SETTINGS)
    reply = unsure.reply("what is the salary of a pilot?", among=["tides.md", "nowhere.md"])
    assert isinstance(reply, Refusal)
    assert reply.searched == 1


def test_a_refusal_says_what_was_searched_and_what_met_nothing(index: Index) -> None:
    text = as_text(
        Assistant(index, SureReader(0.05), SETTINGS).reply("what is the salary of a pilot?")
    )
    assert "2 documents searched" in text
    assert "Nothing in them speaks of “salary”" in text
    assert "tides.md" in text


def test_a_search_that_finds_nothing_refuses(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("boats?", among=["nowhere.md"])
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOTHING_FOUND


def test_another_script_is_told_as_such(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("Когда уходят лодки из гавани?")
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.OTHER_SCRIPT
    assert "another script" in as_text(reply)


def test_a_foreign_name_in_a_question_is_no_other_script(index: Index) -> None:
    assert isinstance(
        Assistant(index, SureReader(), SETTINGS).reply("does Ω follow the moon?"), Answer
    )


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 100_000])
def test_a_question_that_cannot_be_asked_is_an_error_and_not_a_refusal(
    index: Index, question: str
) -> None:
    with pytest.raises(BadInput):
        Assistant(index, SureReader(), SETTINGS).reply(question)


def test_the_same_question_gives_the_same_bytes(
    index: Index, harbour: Path, tmp_path: Path
) -> None:
    build(harbour, tmp_path / "again", HashingEmbedder())
    other = Index.open(tmp_path / "again", HashingEmbedder())
    question = "when do boats leave before low water?"
    replies = [Assistant(i, SureReader(), SETTINGS).reply(question) for i in (index, index, other)]
    said = (json.dumps(as_json(reply, 0.0)) for reply in replies)
    # the files were read at another moment, and all else is the same
    assert len({re.sub(r'"read_at": "[^"]+"', "", one) for one in said}) == 1


def test_two_sentences_that_say_the_same_are_quoted_once(harbour: Path, tmp_path: Path) -> None:
    (harbour / "copy.txt").write_text("Boats leave two hours before the low water.", "utf-8")
    build(harbour, tmp_path / "i", HashingEmbedder())
    opened = Index.open(tmp_path / "i", HashingEmbedder())
    settings = replace_settings(statements=5, margin=1.0)
    reply = Assistant(opened, SureReader(), settings).reply("when do boats leave before low water?")
    assert isinstance(reply, Answer)
    assert sum("before" in quote.text for quote in reply.quotes) == 1


def test_only_the_documents_asked_for_are_quoted(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("the moon?", among=["tides.md"])
    assert isinstance(reply, Answer)
    assert {quote.document.uri for quote in reply.quotes} == {"tides.md"}


def test_a_document_that_says_it_does_not_say_is_no_answer() -> None:
    silent = "The article does not say what the fine is."
    spoken = "The clerk does not say who asked."
    for sentence, answers in ((silent, False), (spoken, True)):
        document = Document("a.txt", sentence, "text/plain")
        assert speaks(document, Span(0, len(sentence))) is answers


def replace_settings(**changes: object) -> AssistantSettings:
    return AssistantSettings.model_validate({**SETTINGS.model_dump(), **changes})


def test_every_quoted_passage_is_marked_as_used(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("when do boats leave before low water?")
    assert isinstance(reply, Answer)
    used = [c.hit.passage for c in reply.considered if c.used]
    assert any(p.document.uri == "tides.md" for p in used)
