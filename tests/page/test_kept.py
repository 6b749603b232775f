"""What a browser keeps: small, read to the letter, and never a reason to crash."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Statement, Why
from index.document import Document, Span
from index.errors import BadInput
from index.passage import Hit, Passage
from page.kept import LARGEST, QUOTES, TURNS, KeptQuote, KeptStatement, KeptTurn, keep, read_kept

TEXT = "The clerk keeps two books. He may keep a third one. " * 4
DOCUMENT = Document("duties.md", TEXT, "text/markdown")


def answer(quotes: int = 1) -> Answer:
    quoted = Quote(DOCUMENT, Span(27, 51), short=Span(41, 50))
    statements = (Statement((quoted,), part="what may he keep?"),) * quotes
    return Answer("what may he keep?", statements, (read(0),), 0.9, ("and why?",), "what may he?")


def read(start: int) -> Considered:
    return Considered(Hit(Passage.of(DOCUMENT, Span(start, start + 26), 7), 0.5, 1), Why.UNSURE)


def refusal() -> Refusal:
    considered = tuple(read(start) for start in (0, 52, 104, 156))
    return Refusal("who?", Reason.NOT_SUPPORTED, considered, ("who",), 5)


def stored(*turns: KeptTurn) -> Any:
    """Turns as a browser stores them and sends them back."""
    return json.loads(json.dumps([turn.as_json() for turn in turns]))


def test_what_was_kept_is_read_as_it_was() -> None:
    turns = (keep("what?", answer(2)), keep("who?", refusal()), keep("when?", None))
    assert read_kept(stored(*turns)) == turns
    assert [turn.status for turn in turns] == ["answered", "refused", None]
    assert len(turns[1].nearest) == 3
    assert (turns[1].searched, turns[1].read) == (5, 4)
    assert (turns[0].searched, turns[0].read) == (1, 1)


def test_a_quotation_is_kept_with_its_place_its_words_and_its_neighbours() -> None:
    (quote,) = keep("what?", answer()).quotes
    words = "He may keep a third one."
    assert (quote.source, quote.text, quote.sha256) == ("duties.md", words, DOCUMENT.sha256)
    assert TEXT[quote.start : quote.end] == words
    assert (quote.prefix, quote.suffix) == (
        "The clerk keeps two books. ",
        " The clerk keeps two books. He m",
    )
    assert quote.short
    assert TEXT[slice(*quote.short)] == "third one"


def test_a_turn_of_three_quotations_takes_a_few_kilobytes() -> None:
    assert len(json.dumps(stored(keep("what may he keep?", answer(3))))) < 2_000


def test_how_sure_we_were_is_not_kept() -> None:
    assert "0.9" not in json.dumps(stored(keep("what?", answer())))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 2}, "version"),
        ({"question": 7}, "question"),
        ({"question": "?!"}, "The question is empty"),
        ({"question": "why " * 600}, "at most 2,000 are read"),
        ({"html": "<b>"}, "html"),
        ({"status": "verified"}, "status"),
        ({"status": None}, "neither an answer nor a refusal"),
        ({"reason": "not_supported"}, "neither an answer nor a refusal"),
        ({"reason": "boredom"}, "reason"),
        ({"statements": []}, "neither an answer nor a refusal"),
        ({"statements": [{"quotes": [], "part": None}]}, "neither an answer nor a refusal"),
        ({"statements": "many"}, "statements"),
        ({"statements": [{"quotes": [{"text": "He may"}]}]}, "source"),
        ({"searched": "5"}, "searched"),
        ({"unanswered": ["a\ud800b"]}, "JSON"),
        ({"unanswered": [float("nan")]}, "JSON"),
        ({"unanswered": ["x" * LARGEST]}, "at most 200,000 are read"),
        ({"nearest": [{"source": "a", "start": 0, "end": 1, "sha256": "x"}] * 4}, "3 passages"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_was_kept_is_refused_in_one_line(
    change: dict[str, Any], why: str
) -> None:
    kept = stored(keep("what?", answer()))[0]
    with pytest.raises(BadInput) as refused:
        read_kept([{**kept, **change}])
    line = str(refused.value)
    assert why in line
    assert line.startswith("The kept conversation cannot be opened")
    assert "\n" not in line


def test_a_quotation_with_a_place_of_words_or_too_much_is_refused() -> None:
    (kept,) = stored(keep("what?", answer()))
    for change in ({"start": "0"}, {"start": 0.5}, {"end": True}, {"short": [1]}, {"by": "Ada"}):
        (quote,) = kept["statements"][0]["quotes"]
        with pytest.raises(BadInput, match=rf"quotes\.0\.{next(iter(change))}"):
            read_kept([{**kept, "statements": [{"quotes": [{**quote, **change}]}]}])


def test_more_than_a_conversation_can_hold_is_refused() -> None:
    many = KeptTurn(question="who?")
    assert len(read_kept(stored(*[many] * TURNS))) == TURNS
    with pytest.raises(BadInput, match="21 questions"):
        read_kept(stored(*[many] * (TURNS + 1)))
    quotes = KeptStatement((KeptQuote("a", "b", 0, 1, "c"),) * (QUOTES + 1))
    with pytest.raises(BadInput, match="more than 50 quotations"):
        read_kept(stored(replace(many, status="answered", statements=(quotes,))))


def test_what_is_no_list_or_no_json_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    for data in (None, "[]x", {}, 7, object(), {1: {2}}, deep, [[[]]], b"[]"):
        with pytest.raises(BadInput, match="cannot be opened"):
            read_kept(data)
    assert read_kept([]) == ()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(list(KeptTurn(question="who?").as_json()))


@given(st.dictionaries(fields, values, max_size=4))
def test_whatever_a_browser_sends_is_read_or_refused(change: dict[str, Any]) -> None:
    kept, refused = stored(keep("what?", answer()))[0], ""
    try:
        (turn,) = read_kept([{**kept, **change}])
        assert read_kept(stored(turn)) == (turn,)
    except BadInput as error:
        refused = str(error)
    assert "\n" not in refused


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_are_kept_and_read_again(words: str) -> None:
    turn = replace(keep("what?", answer()), searched_as=words, unanswered=(words,))
    assert read_kept(stored(turn)) == (turn,)
