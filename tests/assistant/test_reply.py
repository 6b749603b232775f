from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.present import as_json, as_text, explanation
from assistant.reply import Answer, Quote, Statement
from index.canonical import canonical
from index.document import Document, Span

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.data())
def test_a_quote_of_any_unicode_document_is_its_slice(raw: str, data: st.DataObject) -> None:
    text = "w" + canonical(raw)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("any.txt", text, "text/plain")
    quote = Quote(document, Span(start, end))
    shown = as_json(Answer("q", (Statement((quote,)),), (), 1.0), 0.0)["statements"][0]["quotes"][0]
    assert shown["text"] == text[start:end] == document.text[shown["start"] : shown["end"]]


def test_a_quote_cannot_reach_past_its_document() -> None:
    with pytest.raises(ValueError, match="past the end"):
        Quote(Document("a.txt", "short", "text/plain"), Span(0, 6))


def test_a_speaker_is_a_span_too() -> None:
    with pytest.raises(ValueError, match="past the end"):
        Quote(Document("a.txt", "short", "text/plain"), Span(0, 5), Span(3, 9))


def test_the_answering_words_lie_inside_the_quotation() -> None:
    tides = Document("a.txt", "Spring tides follow the new moon.", "text/plain")
    assert Quote(tides, Span(0, 12), short=Span(0, 6)).in_short == "Spring"
    with pytest.raises(ValueError, match="lie outside"):
        Quote(tides, Span(0, 12), short=Span(7, 20))


def test_a_quote_has_no_place_for_words_of_its_own() -> None:
    assert set(Quote.__dataclass_fields__) == {"document", "span", "speaker", "short"}


def test_an_answer_without_a_statement_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one statement"):
        Answer("q", (), (), 0.9)


def _answer(*differ: range, parts: str = "-----") -> Answer:
    """An answer of five statements; a part of the question for each letter but a dash."""
    page = Document("a.txt", "One. Two. Six. Ten. Red.", "text/plain")
    statements = tuple(
        Statement((Quote(page, Span(5 * number, 5 * number + 4)),), part=part.strip("-") or None)
        for number, part in enumerate(parts)
    )
    return Answer("q", statements, (), 0.9, differ=differ)


def test_a_difference_is_between_two_statements_that_are_there() -> None:
    for places in (range(0, 1), range(4, 6)):
        with pytest.raises(ValueError, match="are not statements that differ"):
            _answer(places)


def test_statements_that_differ_are_shown_together_and_the_others_in_their_order() -> None:
    answer = _answer(range(0, 2), range(3, 5), parts="aaabb")
    shown = [("".join(s.text[0] for s in group), differ) for group, differ in answer.shown]
    assert shown == [("OT", True), ("S", False), ("TR", True)]
    assert [one.text for one in answer.leading] == ["One.", "Two."]
    assert [one.text for one in _answer().leading] == ["One."]


def test_a_difference_has_its_heading_as_text_and_its_places_as_json() -> None:
    answer = _answer(range(0, 2))
    lines = [line for line in as_text(answer).splitlines() if line and not line.startswith(" ")]
    assert lines[:3] == ["The sources differ; the newest comes first:", "[1] “One.”", "[2] “Two.”"]
    assert lines[3:5] == ["Besides:", "[3] “Six.”"]
    assert as_json(answer, 0.0)["differ"] == [[0, 1]]
    apart = as_text(_answer(range(0, 2), parts="aabbb"))
    assert "Besides:" not in apart
    assert apart.index("a:\n") < apart.index("The sources differ") < apart.index("b:\n")


def test_a_statement_that_says_otherwise_says_that_this_is_why_it_is_there() -> None:
    first = _answer().statements[0]
    assert "says otherwise" not in explanation("q", first)
    assert "says otherwise" in explanation("q", replace(first, otherwise=True))
