import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.present import as_json
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
