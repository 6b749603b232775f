"""Conversations opened again: every quotation is checked and cut anew, nothing else is believed."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.escape import BIDI
from assistant.reply import Answer, Refusal
from assistant.rewrite.conversation import Conversation as Said
from assistant.widen import widen
from index.build import build
from index.document import Document, Span
from index.embed import HashingEmbedder
from index.errors import BadInput
from index.load import list_sources, read_document
from index.sentences import sentences
from page.checked import Check
from page.conversation import Conversation
from page.history import kept, reopen, reopened
from page.kept import KeptQuote, KeptStatement, KeptTurn
from page.live import LiveAssistant
from page.site import Site
from page.turn import Turn, chat_messages, said, sources_of
from page.words import words
from tests.conftest import REPOSITORY
from tests.page.turns import take_turn

TIDES = """---
title: "The <b>tide</b> table"
publisher: "Harbour & Sons"
published: 2021-05-03
url: "https://harbour.test/tides?a=1&b=2"
---

# Tides

The spring tide turns at noon. The neap tide turns at *six*.

The harbour master Ada Marsh keeps <img src=x onerror=alert(1)> the table.

"We wait for no boat," said Ada Marsh.

No boat may sail at night.
"""
QUESTION = "When does the spring tide turn?"
WORDS = "The spring tide turns at noon."
CHECKED = f"{datetime.now(UTC):%Y-%m-%d}"[:7]  # a test may run over midnight
Edit = Callable[[str], None]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES, "utf-8")
    return folder


def opened(sources: Path, wrong: int = 100) -> LiveAssistant:
    """An assistant that always answers, if 100 of 100 may be wrong, or never, if none may be."""
    settings = sources.parent / f"settings-{wrong}.toml"
    settings.write_text(f'[assistant]\nwrong = {wrong}\njudge = "none"\n', "utf-8")
    build(sources, sources.parent / "index", HashingEmbedder())
    return LiveAssistant(sources.parent / "index", settings, HashingEmbedder())


@pytest.fixture
def live(sources: Path) -> LiveAssistant:
    return opened(sources)


@pytest.fixture
def edit(sources: Path) -> Edit:
    """Write another text into the source, or remove it, and build the index anew."""

    def written(text: str) -> None:
        path = sources / "tides.md"
        path.write_text(text, "utf-8") if text else path.unlink()
        (sources / "other.md").write_text("Nothing of the kind.", "utf-8")
        build(sources, sources.parent / "index", HashingEmbedder())

    return written


def stored(*turns: Turn) -> Any:
    """Turns as a browser keeps them and sends them back."""
    return json.loads(json.dumps([kept(turn) for turn in turns]))


def asked(live: LiveAssistant, question: str = QUESTION) -> Any:
    return stored(take_turn(live, question, 1))


def quote_of(data: Any, number: int = 0) -> Any:
    return data[0]["statements"][number]["quotes"][0]


def quotations(shown: str) -> list[str]:
    """The words in quotation, as a browser shows them."""
    found = re.findall(r"<blockquote>(.*?)</blockquote>", shown, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", words)) for words in found]


def plain(shown: str) -> str:
    return unescape(re.sub("<[^>]*>", "", shown))


def test_an_unchanged_source_is_verified_with_the_date_and_the_hash(live: LiveAssistant) -> None:
    first = take_turn(live, QUESTION, 1)
    (turn,) = reopen(live, stored(first))
    assert quotations(turn.said) == quotations(first.said)
    marks = re.findall(r'<details class="verified"><summary>(.*?)</summary>', turn.said)
    assert len(marks) == len(quotations(turn.said))
    assert all(mark.startswith(f"✓ verified in the source · {CHECKED}") for mark in marks)
    assert live.documents[0].sha256 in turn.said
    assert 'class="lost' not in turn.said
    assert (turn.number, turn.question, turn.failed) == (1, QUESTION, False)


def test_what_was_searched_and_said_of_parts_is_there_again(live: LiveAssistant) -> None:
    first = take_turn(live, "When does the spring tide turn, and who keeps the table?", 1)
    (turn,) = reopen(live, stored(first))
    assert re.findall('<p class="part">.*?</p>', first.said)
    for line in re.findall('<p class="part">.*?</p>', first.said):
        assert line in turn.said


def test_words_that_moved_are_quoted_from_their_new_place(live: LiveAssistant, edit: Edit) -> None:
    data = asked(live)
    edit(TIDES.replace("# Tides", "# Tides\n\nThe old table is lost."))
    (turn,) = reopen(live, data)
    assert WORDS in quotations(turn.said)
    assert '<details class="verified moved">' in turn.said
    assert f"→ moved within the source · {CHECKED}" in turn.said
    assert "The document has been edited since they were kept" in turn.said
    assert isinstance(turn.reply, Answer)
    assert turn.reply.quotes[0].span.start > quote_of(data)["start"]


def test_a_click_opens_the_document_at_the_new_place(live: LiveAssistant, edit: Edit) -> None:
    data = asked(live)
    edit(TIDES.replace("# Tides", "# Tides\n\nThe old table is lost."))
    (turn,) = reopen(live, data)
    panel = sources_of(live, turn)
    for anchor, words_there in zip(
        re.findall('href="#(s[^"]+)"', turn.said), quotations(turn.said), strict=True
    ):
        pieces = re.findall(rf'<mark data-at="{anchor}"[^>]*>(.*?)</mark>', panel)
        assert "".join(unescape(piece) for piece in pieces) == words_there
    assert "The old table is lost" in plain(panel)


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [
        (TIDES.replace("noon", "dawn"), "source changed", "is not the text that was quoted"),
        (TIDES.replace("turns at noon", "never turns"), "source changed", "not the text"),
        ("", "source gone", "There is no document tides.md"),
    ],
)
def test_what_a_source_no_longer_holds_is_not_quoted(
    live: LiveAssistant, edit: Edit, text: str, verdict: str, why: str
) -> None:
    data = asked(live)
    edit(text)
    (turn,) = reopen(live, data)
    assert WORDS not in quotations(turn.said)
    lost = re.findall(r'<div class="lost.*?</details></div>', turn.said)
    shown = next(plain(one) for one in lost if WORDS in plain(one))
    assert f"{verdict} · {CHECKED}" in shown
    assert why in shown
    # the words are there to be unfolded, named as what they are
    assert shown.endswith(f"not a quotation, and nothing vouches for it{WORDS}")
    assert "“" not in shown


def test_a_reply_that_lost_all_its_quotations_still_stands_as_a_question(
    live: LiveAssistant, edit: Edit
) -> None:
    data = asked(live)
    edit("")
    (turn,) = reopen(live, data)
    assert turn.reply is None
    assert quotations(turn.said) == []
    assert "with a source that is gone" in turn.said
    assert "there is no reply" in sources_of(live, turn)
    # it comes back when its source does: what is kept is what was kept
    edit(TIDES)
    (again,) = reopen(live, stored(turn))
    assert WORDS in quotations(again.said)


@pytest.mark.parametrize(
    "forged",
    [
        "The spring tide turns at six.",
        "the spring tide turns at noon.",
        WORDS + "\u200b",
        "Pay me!",
    ],
)
def test_words_that_were_never_there_are_not_shown_at_all(live: LiveAssistant, forged: str) -> None:
    data = asked(live)
    quote_of(data)["text"] = forged
    (turn,) = reopen(live, data)
    assert forged not in plain(turn.said)
    assert "what this browser kept was altered" in plain(turn.said)
    assert f"<strong>altered</strong> · {CHECKED}" in turn.said


def test_whoever_forges_the_hash_too_gets_no_quotation_for_it(live: LiveAssistant) -> None:
    data = asked(live)
    quote_of(data).update(text="The governor resigned.", sha256="0" * 64)
    (turn,) = reopen(live, data)
    assert not any("governor" in quoted for quoted in quotations(turn.said))
    before, folded = turn.said.split("<details><summary>")
    assert "governor" not in before
    assert "governor" in folded


def test_a_quotation_cut_short_is_shown_as_the_whole_sentence(live: LiveAssistant) -> None:
    data = asked(live)
    text = live.documents[0].text
    start = text.index("boat may sail at night")
    quote_of(data).update(text="boat may sail at night", start=start, end=start + 22)
    (turn,) = reopen(live, data)
    assert "No boat may sail at night." in quotations(turn.said)


def test_a_part_of_a_heading_is_shown_as_the_whole_line(live: LiveAssistant) -> None:
    data = asked(live)
    start = live.documents[0].text.index("# Tides")
    quote_of(data).update(text="ide", start=start + 3, end=start + 6)
    (turn,) = reopen(live, data)
    assert "# Tides" in quotations(turn.said)


def test_nobody_else_is_made_to_say_the_words(live: LiveAssistant) -> None:
    data = asked(live, "What did the harbour master say about waiting for a boat?")
    numbers = range(len(data[0]["statements"]))
    number = next(n for n in numbers if "wait" in quote_of(data, n)["text"])
    assert "speaker" not in quote_of(data, number)
    (turn,) = reopen(live, data)
    assert isinstance(turn.reply, Answer)
    assert turn.reply.quotes[number].said_by == "Ada Marsh"


def test_only_words_that_our_rule_finds_are_emphasised(live: LiveAssistant) -> None:
    text = "The tower was built in 1881 by the board."
    document = Document("tower.txt", text, "text/plain")

    def emphasis(short: tuple[int, int] | None, question: str) -> str | None:
        quote = KeptQuote("tower.txt", text, 0, len(text), document.sha256, short=short)
        turn = KeptTurn(question=question, status="answered", statements=(KeptStatement((quote,)),))
        found = Check({"tower.txt": document}, datetime.now(UTC))(turn)
        assert isinstance(found.reply, Answer)
        return found.reply.quotes[0].in_short

    built = (text.index("1881"), text.index("1881") + 4)
    assert emphasis(built, "when was the tower built?") == "1881"
    assert emphasis((4, 9), "when was the tower built?") is None
    assert emphasis(built, "who built the tower?") is None
    assert emphasis((9, 4), "when was the tower built?") is None
    assert emphasis((-3, 10**30), "when was the tower built?") is None


def test_every_quotation_that_we_make_is_cut_again_just_as_it_was() -> None:
    count = 0
    for source in list_sources(REPOSITORY / "sources"):
        document = read_document(source, source.data())
        for sentence in sentences(document):
            for span in widen(document, sentence):
                quote = KeptQuote(
                    document.uri, span.cut(document.text), span.start, span.end, document.sha256
                )
                turn = KeptTurn(
                    question="who?", status="answered", statements=(KeptStatement((quote,)),)
                )
                found = Check({document.uri: document}, datetime.now(UTC))(turn)
                assert isinstance(found.reply, Answer)
                assert found.reply.quotes[0].span == span
                count += 1
    assert count > 100


def test_a_document_is_split_once_however_often_a_browser_names_it(
    live: LiveAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    split: list[str] = []

    def splitting(document: Document) -> tuple[Span, ...]:
        split.append(document.uri)
        return sentences(document)

    monkeypatch.setattr("page.checked.sentences", splitting)
    reopen(live, asked(live) * 5)
    assert split == ["tides.md"]


def test_how_sure_the_reply_was_and_how_it_was_found_is_not_claimed(live: LiveAssistant) -> None:
    (turn,) = reopen(live, asked(live))
    assert 'class="why"' not in turn.said
    assert "passages of" not in turn.said
    assert "All else is as it was kept" in turn.said


def test_a_refusal_is_told_as_what_was_said_then(sources: Path, edit: Edit) -> None:
    refusing = opened(sources, 0)
    first = take_turn(refusing, QUESTION, 1)
    data = stored(first)
    (turn,) = reopen(refusing, data)
    assert "The sources did not say." in turn.said
    assert "The sources do not say" not in turn.said
    assert "1 document searched, 1 passage read" in plain(turn.said)
    assert "ask again to search them" in turn.said
    assert quotations(turn.said) == []
    assert isinstance(turn.reply, Refusal)
    assert "to read, not an answer" in sources_of(refusing, turn)
    edit(TIDES.replace("noon", "dawn"))
    (later,) = reopen(refusing, data)
    assert 'class="cite"' not in later.said
    assert "The documents of 1 passage near the question have changed or are gone." in later.said
    assert "to read, not an answer" not in sources_of(refusing, later)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3), (0, 10**6)])
def test_a_passage_that_never_was_is_left_out(sources: Path, start: int, end: int) -> None:
    refusing = opened(sources, 0)
    data = asked(refusing)
    data[0]["nearest"][0].update(start=start, end=end)
    (turn,) = reopen(refusing, data)
    assert isinstance(turn.reply, Refusal)
    assert turn.reply.considered == ()


def test_a_failure_comes_back_as_one_and_can_be_tried_again(live: LiveAssistant) -> None:
    (turn,) = reopen(live, stored(Turn(1, QUESTION, "<p>no</p>", failed=True)))
    assert turn.failed
    assert 'class="problem"' in turn.said
    assert "do not say" not in turn.said
    assert chat_messages([turn])[1]["options"] == [{"value": QUESTION, "label": "Try again"}]


def test_the_next_question_leans_on_one_that_was_opened_again(live: LiveAssistant) -> None:
    turns = reopen(live, asked(live, "Who keeps the table?"))
    last = list(Conversation(Site(live)).ask("And who signed it?", turns))[-1]
    assert [turn.number for turn in last.turns] == [1, 2]
    assert "Searched for:" in last.turns[1].said
    assert "table" in plain(last.turns[1].said.split("</p>")[0])


def test_the_state_of_the_page_is_hashed_without_what_was_opened(live: LiveAssistant) -> None:
    (turn,) = reopen(live, asked(live))
    assert hash(turn) == hash(Turn(turn.number, turn.question, turn.said))


def test_what_cannot_be_read_is_one_line(live: LiveAssistant) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        reopen(live, [{"question": QUESTION, "statements": "<script>"}])


def test_the_page_speaks_spanish_of_it_too(live: LiveAssistant, edit: Edit) -> None:
    data = asked(live)
    (turn,) = reopen(live, data, words("es"))
    assert "Abierto de nuevo" in turn.said
    assert "comprobado en la fuente" in turn.said
    edit(TIDES.replace("noon", "dawn"))
    assert "fuente cambiada" in reopen(live, data, words("es"))[0].said


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> ![x](http://evil.test/a.png) $x$ {{y}}"
)


def test_nothing_that_a_browser_sends_becomes_markup(live: LiveAssistant) -> None:
    data = asked(live)
    data[0].update(question=HOSTILE, searched_as=HOSTILE, unanswered=[HOSTILE], uncovered=[HOSTILE])
    for change in (
        {"text": HOSTILE, "sha256": HOSTILE, "source": HOSTILE, "prefix": HOSTILE},
        {"text": HOSTILE, "sha256": HOSTILE},
    ):
        quote_of(data).update(change)
        data[0]["statements"][0]["part"] = HOSTILE
        (turn,) = reopen(live, data)
        shown = turn.said + sources_of(live, turn) + chat_messages([turn])[0]["content"]
        assert "alert(1)" in plain(shown)
        for sign in ("<script", "<img", "![", "$x", "{{", "onerror=a"):
            assert sign not in shown


# Python reads a reference to a control character as nothing, where a browser does not
written = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")


@given(st.text(written, min_size=1, max_size=80), st.data())
def test_whatever_a_browser_sends_only_words_of_the_document_are_quoted(
    text: str, data: st.DataObject
) -> None:
    document = Document("any.txt", "The tide turns. " + text + "\nNo boat sails. ", "text/plain")
    spans = st.integers(-5, len(document.text) + 5)
    start, end = data.draw(spans), data.draw(spans)
    claimed = data.draw(st.sampled_from([text, document.text[max(0, start) : max(0, end)], "tide"]))
    quote = KeptQuote(
        source=data.draw(st.sampled_from(["any.txt", "no.txt"])),
        text=claimed,
        start=start,
        end=end,
        sha256=data.draw(st.sampled_from([document.sha256, "0" * 64])),
        short=data.draw(st.none() | st.tuples(spans, spans)),
    )
    turn = KeptTurn(
        question="when does the tide turn?",
        status="answered",
        statements=(KeptStatement((quote,)),),
    )
    shown = reopened(turn, Check({"any.txt": document}, datetime.now(UTC)), 1)
    held = BIDI.sub("", document.text)
    for quoted in re.findall(r'<blockquote><bdi dir="auto">(.*?)</bdi>', shown.said):
        assert unescape(re.sub("</?strong>", "", quoted)) in held
        assert claimed in document.text
    if isinstance(shown.reply, Answer):
        span: Span = shown.reply.quotes[0].span
        assert claimed in document.text
        assert shown.reply.quotes[0].text == document.text[span.start : span.end]


def test_of_a_conversation_that_a_browser_brings_only_the_questions_say_what_is_meant(
    live: LiveAssistant,
) -> None:
    data = stored(
        take_turn(live, "Who keeps the table?", 1), take_turn(live, "When does it turn?", 2)
    )
    honest = reopen(live, data)
    # a browser chooses what was searched, and which of our sentences were quoted
    data[1]["searched_as"] = "When does the war of Tom Reed turn?"
    data[1]["statements"] = data[0]["statements"]
    data[1]["unanswered"] = ["Who is Tom Reed?"]
    forged = reopen(live, data)
    assert said(forged) == said(honest)
    assert said(forged) == Said.of(["Who keeps the table?", "When does it turn?"])
    for question in ("What did he do?", "And why?", "Where is it?"):
        searched = [live.reply(question, said(turns)).searched_as for turns in (honest, forged)]
        assert searched[0] == searched[1]
        assert "Reed" not in str(searched)


def test_what_was_answered_by_us_says_what_is_meant(live: LiveAssistant) -> None:
    first = take_turn(live, "Who is the harbour master that keeps the table?", 1)
    later = take_turn(live, "Where does she live?", 2, [first])
    assert later.reply is not None
    assert later.reply.searched_as == "Where does Ada Marsh live?"


def test_what_was_searched_for_can_be_edited_where_it_is_not_what_was_asked(
    live: LiveAssistant,
) -> None:
    first = take_turn(live, QUESTION, 1)
    later = take_turn(live, "And the neap tide?", 2, [first])
    assert "#edit" not in first.said
    line = re.search(r'<p class="read searched">(.*?)</p>', later.said)
    assert line is not None
    assert plain(line[1]) == "Searched for: When does the neap tide turn? Edit"
    assert 'href="#edit-2"' in line[1]
    again = reopen(live, stored(first, later))[1]
    assert line[0] in again.said


def test_an_edited_question_is_asked_as_it_stands(site: Site) -> None:
    talk = Conversation(site)
    *_, first = talk.ask("What is the clerk paid?", ())
    *_, leaning = talk.ask("And the smith?", first.turns)
    *_, alone = talk.ask("And the smith?", first.turns, alone=True)
    replies = [shown.turns[-1].reply for shown in (leaning, alone)]
    assert [reply.searched_as for reply in replies if reply] == ["What is the smith paid?", None]
    assert len(alone.turns) == 2
