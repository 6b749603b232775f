import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build
from index.embed import HashingEmbedder
from index.errors import BadInput
from index.minilm import MiniLM
from index.retrieve import LONGEST_QUESTION, Index, check_question
from tests.conftest import Write

QUESTION = "when does the causeway flood after noon?"


def test_the_passage_with_the_answer_is_first(tides_index: Index) -> None:
    best = tides_index.search(QUESTION)[0]
    assert best.passage.document.uri == "tides.md"
    assert "The causeway floods within an hour." in best.passage.text


def test_the_same_question_has_the_same_hits(tides_index: Index) -> None:
    again = Index.open(tides_index.folder, HashingEmbedder())
    assert tides_index.search(QUESTION) == tides_index.search(QUESTION) == again.search(QUESTION)


def test_hits_are_ranked_from_one_with_falling_scores_in_zero_to_one(tides_index: Index) -> None:
    hits = tides_index.search(QUESTION)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({hit.passage.id for hit in hits}) == len(hits) == len(tides_index.passages)


def test_both_signals_are_shown_with_a_hit(tides_index: Index) -> None:
    best = tides_index.search(QUESTION)[0]
    assert 0 < best.similarity < 1
    assert best.lexical > 0


def test_hits_cut_their_documents(tides_index: Index) -> None:
    for hit in tides_index.search(QUESTION):
        span = hit.passage.span
        document = tides_index.document(hit.passage.document.uri)
        assert hit.passage.text == document.text[span.start : span.end]


def test_no_more_hits_than_asked_for(tides_index: Index) -> None:
    assert len(tides_index.search(QUESTION, 1)) == 1
    assert tides_index.search(QUESTION, 1) == tides_index.search(QUESTION)[:1]
    assert tides_index.search(QUESTION, 0) == []


def test_only_the_documents_asked_for_are_searched(tides_index: Index) -> None:
    among = {"harbour.txt", "lights.html"}
    hits = tides_index.search(QUESTION, among=among)
    assert {hit.passage.document.uri for hit in hits} == among
    assert tides_index.search(QUESTION, among=[]) == []
    assert tides_index.search(QUESTION, among=["no such.md"]) == []


@pytest.mark.parametrize("question", ["", " \n\t", "?!", "\u200b", "\ud800", "…"])
def test_a_question_without_a_word_is_refused(tides_index: Index, question: str) -> None:
    with pytest.raises(BadInput, match="Type a question in words"):
        tides_index.search(question)


def test_a_question_at_the_limit_is_read_and_one_character_more_is_not(tides_index: Index) -> None:
    assert tides_index.search("a" * LONGEST_QUESTION)
    with pytest.raises(BadInput, match=r"2,001 characters; at most 2,000 are read. Shorten it"):
        tides_index.search("a" * (LONGEST_QUESTION + 1))
    assert tides_index.search("tide" + " " * 5000)


def test_composed_and_decomposed_letters_ask_the_same(write: Write, tmp_path: Path) -> None:
    build(
        write({"a.txt": "Das Café liegt am Fluß. Der Hafen ist zu."}),
        tmp_path / "i",
        HashingEmbedder(),
    )
    index = Index.open(tmp_path / "i", HashingEmbedder())
    composed = "wo liegt das Café?"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert index.search(composed) == index.search(decomposed)


def test_bytes_that_were_no_utf8_do_not_crash_a_search(tides_index: Index) -> None:
    assert tides_index.search("tide \udcff\ud800 turns")
    assert check_question("tide \ud800") == "tide ?"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_question_is_answered_with_hits_or_refused(tides_index: Index, question: str) -> None:
    try:
        hits = tides_index.search(question)
    except BadInput:
        assert not any(character.isalnum() for character in question)
    else:
        assert len(hits) == len(tides_index.passages)


@pytest.mark.model
@pytest.mark.parametrize("word", ["월", "½", "unbelievably", "8 C.F.R. § ", "👩‍💻a"])
def test_the_real_model_reads_the_beginning_of_a_long_question(
    tides: Path, tmp_path: Path, minilm: MiniLM, word: str
) -> None:
    build(tides, tmp_path / "index", minilm)
    question = (word * LONGEST_QUESTION)[:LONGEST_QUESTION]
    assert Index.open(tmp_path / "index", minilm).search(question)


def test_a_document_that_is_not_there_is_named(tides_index: Index) -> None:
    assert tides_index.document("tides.md").title == "The tides"
    with pytest.raises(BadInput, match=r"no document 'x\.md'.*index stats"):
        tides_index.document("x.md")


def test_a_hit_has_its_place_in_each_ranking(tides_index: Index) -> None:
    hits = tides_index.search(QUESTION)
    asked = tides_index.question(QUESTION)
    by_meaning = [name for name, _ in tides_index.dense.nearest(asked.vector, len(hits))]
    by_words = [tides_index.passages[at].id for at, _ in tides_index.lexical.best(QUESTION, 9)]
    late = tides_index.reader.scores(asked, [hit.passage for hit in hits])
    by_tokens = sorted(late, key=lambda name: -late[name])
    for hit in hits:
        assert hit.by_meaning == by_meaning.index(hit.passage.id) + 1
        assert hit.by_tokens == by_tokens.index(hit.passage.id) + 1
        shared = hit.passage.id in by_words
        assert hit.by_words == (by_words.index(hit.passage.id) + 1 if shared else None)
    assert {hit.by_words is None for hit in hits} == {True, False}


def test_what_only_one_ranking_brought_up_has_no_place_in_the_other(
    tides_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.retrieve.CANDIDATES", 1)
    monkeypatch.setattr("index.retrieve.RERANKED", 1)
    hits = tides_index.search("is the tide a rule of the harbour?")
    rows = [(h.passage.document.uri, h.by_meaning, h.by_words, h.by_tokens) for h in hits]
    assert rows == [("tides.md", None, 1, 1), ("harbour.txt", 1, None, None)]
    assert all(hit.similarity > 0 for hit in hits)


def test_places_count_the_documents_that_were_searched_and_no_others(tides_index: Index) -> None:
    among = {"harbour.txt", "lights.html"}
    hits = tides_index.search("the boat and the lamp", among=among)
    assert sorted(hit.by_meaning or 0 for hit in hits) == [1, 2]
    assert sorted(hit.by_words or 0 for hit in hits) == [1, 2]
    whole = {hit.passage.id: hit for hit in tides_index.search("the boat and the lamp")}
    assert [hit.lexical for hit in hits] == [whole[hit.passage.id].lexical for hit in hits]


def test_the_passage_that_shares_most_words_with_a_sentence_is_its_own(tides_index: Index) -> None:
    sentence = "The causeway floods within an hour."
    best, *rest = tides_index.sharing_words(sentence)
    assert sentence in best.passage.text
    assert (best.score, best.rank, best.by_words) == (1.0, 1, 1)
    assert all(0 < hit.score <= 1 for hit in rest)
    assert tides_index.sharing_words(sentence, among=["lights.html"]) == []
    assert tides_index.sharing_words("—") == []
