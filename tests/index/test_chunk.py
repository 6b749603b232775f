import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.canonical import canonical
from index.chunk import CONTEXT_TOKENS, chunk, embedded_text
from index.document import Document, Heading, Metadata
from index.embed import Embedder, HashingEmbedder
from index.furniture import furniture
from index.minilm import MiniLM
from index.passage import Passage
from index.sentences import BULLET, headings, lines, sentences
from tests.index.test_sentences import TEXTS

WORD = re.compile(r"[^\W_]+")


def document(text: str, about: Metadata | None = None) -> Document:
    text = canonical(text)
    outline = tuple(Heading(span, level, words) for span, level, words in headings(text))
    return Document(
        "a.md", text, "text/markdown", about or Metadata(), outline, tuple(furniture(text))
    )


def check(made: Document, passages: list[Passage], embedder: Embedder) -> None:
    """What is true of the passages of any document."""
    text = made.text
    assert all(p.text == text[p.span.start : p.span.end] for p in passages)
    assert all(a.span.end <= b.span.start for a, b in pairwise(passages))
    for passage in passages:
        assert len(embedder.offsets(embedded_text(passage, embedder))) <= embedder.limit
        assert not any(mark.meets(passage.span) for mark in made.furniture)
    # every word is in a passage, a heading, a line of furniture or the mark of a list
    covered = [p.span for p in passages] + [h.span for h in made.headings] + list(made.furniture)
    inside = {place for span in covered for place in range(span.start, span.end)}
    for line in lines(text, 0, len(text)):
        if mark := BULLET.match(line.cut(text)):
            inside.update(range(line.start, line.start + mark.end()))
    for word in WORD.finditer(text):
        assert set(range(*word.span())) <= inside, word[0]


@given(TEXTS.filter(lambda text: canonical(text).strip()), st.integers(1, 30))
def test_any_text_is_cut_into_slices_that_lose_no_word(text: str, budget: int) -> None:
    made = document(text)
    check(made, chunk(made, HashingEmbedder(), budget), HashingEmbedder())


@pytest.mark.model
@settings(max_examples=15)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=40)
    .map(" ".join)
    .filter(lambda text: canonical(text).strip()),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)
def test_what_the_real_model_is_given_is_never_cut(minilm: MiniLM, text: str, title: str) -> None:
    made = document(text, Metadata(title=title))
    check(made, chunk(made, minilm, 200), minilm)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["월" * 3000, "ﷺ" * 2000, "月の引力" * 800, "a" * 90 * 300, "x1" * 5000, "½" * 3000,
     "👩‍💻" * 2000 + "a",
     "pneumonoultramicroscopicsilicovolcanoconiosis " * 300],
)  # fmt: skip
def test_text_of_many_tokens_and_few_spaces_fits_the_real_model(minilm: MiniLM, text: str) -> None:
    made = document(text, Metadata(title=text[:2000]))
    check(made, chunk(made, minilm, 200), minilm)
    assert minilm.embed([embedded_text(chunk(made, minilm, 200)[0], minilm)]).shape == (1, 384)


def test_sentences_are_kept_whole_where_they_fit() -> None:
    made = document("One two three. Four five six. Seven eight nine.")
    texts = [p.text for p in chunk(made, HashingEmbedder(), 6)]
    assert texts == ["One two three. Four five six.", "Seven eight nine."]


def test_a_sentence_larger_than_the_budget_is_cut_between_words() -> None:
    made = document(" ".join(f"word{n}" for n in range(100)) + ".")
    passages = chunk(made, HashingEmbedder(), 30)
    assert [len(p.text.split()) for p in passages] == [30, 30, 30, 10]


def test_no_passage_reaches_over_page_furniture() -> None:
    made = document("The moon pulls.\nShare\nThe sea follows.")
    assert [p.text for p in chunk(made, HashingEmbedder(), 100)] == [
        "The moon pulls.",
        "The sea follows.",
    ]


def test_a_new_section_begins_a_new_passage_once_the_last_is_of_use() -> None:
    short = "## One\nA few words.\n## Two\nA few more."
    long = f"## One\n{'Some more words here. ' * 10}\n## Two\nA few more."
    assert len(chunk(document(short), HashingEmbedder(), 60)) == 1
    assert [p.section for p in chunk(document(long), HashingEmbedder(), 60)] == ["One", "Two"]


@pytest.mark.parametrize("budget", [0, -1, 206])
def test_a_budget_that_cannot_be_kept_is_refused(budget: int) -> None:
    with pytest.raises(ValueError, match="1 to 205 tokens"):
        chunk(document("The moon."), HashingEmbedder(), budget)


def test_a_document_of_headings_and_furniture_has_no_passage() -> None:
    assert chunk(document("# One\n## Two\nShare\n"), HashingEmbedder(), 20) == []


def test_a_long_title_takes_no_more_than_its_share_of_the_model() -> None:
    made = document("The moon pulls.", Metadata(title="word " * 400))
    (passage,) = chunk(made, HashingEmbedder(), 200)
    words = embedded_text(passage, HashingEmbedder()).split()
    assert words == ["word"] * CONTEXT_TOKENS + ["The", "moon", "pulls."]


def test_passages_count_the_tokens_of_a_language_model() -> None:
    (passage,) = chunk(document("The tide turns at noon."), HashingEmbedder(), 20)
    assert passage.tokens == 6


def test_every_sentence_of_the_seeds_lies_in_one_passage(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        made = document(path.read_text("utf-8"))
        passages = chunk(made, HashingEmbedder(), 200)
        for sentence in sentences(made):
            assert sum(p.span.holds(sentence) for p in passages) == 1
        check(made, passages, HashingEmbedder())
