"""Yes, no, and what a question takes for granted: our words above a quotation, never believed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.present import as_json, as_text
from assistant.reply import Answer, Quote, Statement, YesNo
from index.document import Document, Span
from page.answer import as_html
from page.checked import Check
from page.export_html import as_html as as_page
from page.export_markdown import as_markdown
from page.kept import KeptStatement, keep, read_kept
from page.words import ENGLISH

RULES = Document("rules.md", "Boats must not sail at night. Ada wrote it.", "text/markdown")
NIGHT = (Quote(RULES, Span(0, 29)),)
ASKED, ASSUMED = "May boats sail at night?", "boats may sail at night"
DENIED = Answer(ASKED, (Statement(NIGHT, decides=YesNo.NO),), (), 0.9)
WRONG = Answer(f"Since {ASSUMED}, who does?", (Statement(NIGHT, against=ASSUMED),), (), 0.9)
CHECK = Check({RULES.uri: RULES}, datetime(2026, 11, 22, tzinfo=UTC))


def test_no_stands_above_the_quotation_and_outside_of_it() -> None:
    page = as_html(DENIED)
    assert page.index("No. The source says:") < page.index("<blockquote>")
    assert '<p class="decides">No. The source says:</p>' in page
    assert as_text(DENIED).startswith("No. The source says:\n\n[1] “Boats must not")
    assert as_json(DENIED, 0.1)["statements"][0]["decides"] == "no"


def test_a_question_that_errs_is_told_so_and_gets_the_quotation() -> None:
    page = as_html(WRONG)
    assert "The source says otherwise:" in page
    assert ASSUMED in page[: page.index("<blockquote>")]
    assert as_json(WRONG, 0.1)["statements"][0]["against"] == ASSUMED
    assert "The source says otherwise:" in as_text(WRONG)


def test_what_no_sentence_says_is_named_above_the_answer() -> None:
    page = as_html(replace(WRONG, statements=(Statement(NIGHT),), unfounded=(ASSUMED,)))
    assert page.index("No sentence was found") < page.index("<blockquote>")


@pytest.mark.parametrize("reply", [DENIED, WRONG])
def test_a_reopened_conversation_finds_its_verdict_anew(reply: Answer) -> None:
    (turn,) = read_kept([keep(reply.question, reply).as_json()])
    found = CHECK(turn)
    assert isinstance(found.reply, Answer)
    assert found.reply.statements == reply.statements
    line = "No. The source says:" if reply is DENIED else "The source says otherwise:"
    assert line in as_markdown([found], ENGLISH)
    assert line in as_page([found], ENGLISH)


@pytest.mark.parametrize(
    "forged",
    [
        {"decides": YesNo.YES},
        {"against": "Ada wrote it"},
        {"against": "boats must not sail at night"},
    ],
)
def test_a_browser_cannot_forge_a_verdict(forged: dict[str, str]) -> None:
    (turn,) = read_kept([keep(ASKED, DENIED).as_json()])
    (said,) = turn.statements
    lie = replace(turn, statements=(KeptStatement(said.quotes, **forged),))  # type: ignore[arg-type]
    found = CHECK(lie)
    assert isinstance(found.reply, Answer)
    assert found.reply.statements == (Statement(NIGHT),)
    assert "The source says" not in as_html(found.reply, marks=["✓"])
