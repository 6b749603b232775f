import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.embed import HashingEmbedder
from index.errors import DamagedIndex
from index.generation import WORDS, current
from index.lexical import K1, TERMS, B, Lexical, highest, read_terms, write_terms
from index.terms import terms

TEXTS = ["moon pulls sea", "sea follows moon moon", "boats need lights"]


def bm25(times: int, length: int, holders: int) -> float:
    """The formula of Robertson and Zaragoza with the idf of Lucene, worked out by hand."""
    mean = (3 + 4 + 3) / 3
    idf = math.log(1 + (3 - holders + 0.5) / (holders + 0.5))
    return idf * times / (times + K1 * (1 - B + B * length / mean))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("moon", [bm25(1, 3, 2), bm25(2, 4, 2), 0]),
        ("boats", [0, 0, bm25(1, 3, 1)]),
        ("sea moon", [2 * bm25(1, 3, 2), bm25(1, 4, 2) + bm25(2, 4, 2), 0]),
        ("the boat and the unheard word", [0, 0, bm25(1, 3, 1)]),
        ("unheard", [0, 0, 0]),
        ("", [0, 0, 0]),
    ],
)
def test_scores_are_those_of_the_formula(question: str, expected: list[float]) -> None:
    assert Lexical.build(TEXTS).scores(question).tolist() == pytest.approx(expected, abs=1e-5)


def test_the_best_are_those_that_share_a_word() -> None:
    lexical = Lexical.build(TEXTS)
    assert [place for place, _ in lexical.best("moon", 5)] == [1, 0]
    assert [place for place, _ in lexical.best("moon", 1)] == [1]
    assert lexical.best("unheard of words", 5) == []


def test_texts_that_score_the_same_keep_their_order() -> None:
    assert [place for place, _ in Lexical.build(["moon"] * 4).best("moon", 4)] == [0, 1, 2, 3]


def test_in_how_many_texts_a_word_stands() -> None:
    lexical = Lexical.build(TEXTS)
    counts = [lexical.passages_with(w) for w in ("moon", "Moons", "boat", "sun", "the", "")]
    assert counts == [2, 2, 1, 0, 0, 0]


@pytest.mark.parametrize("texts", [["the", "who are you"], ["moon", "the"], ["..."]])
def test_a_text_without_a_search_term_is_never_found(texts: list[str], tmp_path: Path) -> None:
    Lexical.build(texts).save(tmp_path)
    lexical = Lexical.load(tmp_path, len(texts))
    assert lexical.best("the who", 5) == []
    assert lexical.scores("moon").shape == (len(texts),)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    Lexical.build(TEXTS).save(tmp_path)
    return tmp_path


def test_what_was_saved_scores_the_same(saved: Path) -> None:
    loaded, made = Lexical.load(saved, 3), Lexical.build(TEXTS)
    for question in ("moon", "sea boats", "unheard"):
        assert np.array_equal(loaded.scores(question), made.scores(question))
    assert loaded.passages_with("moon") == 2


def test_nothing_is_saved_as_a_pickle(saved: Path) -> None:
    for path in saved.iterdir():
        assert path.suffix in (".json", ".npy")
        assert not path.read_bytes().startswith(b"\x80")
    json.loads((saved / "params.index.json").read_text())


def test_an_index_of_another_size_is_damaged(saved: Path) -> None:
    with pytest.raises(DamagedIndex, match="Run `python -m index repair`"):
        Lexical.load(saved, 4)


@pytest.mark.parametrize("cut", [None, 0, 10])
def test_a_file_that_is_missing_or_cut_short_is_damage(tmp_path: Path, cut: int | None) -> None:
    Lexical.build(TEXTS).save(tmp_path / "first")
    for name in sorted(path.name for path in (tmp_path / "first").iterdir()):
        folder = tmp_path / f"without {name}"
        Lexical.build(TEXTS).save(folder)
        if cut is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes((folder / name).read_bytes()[:cut])
        with pytest.raises(DamagedIndex):
            Lexical.load(folder, 3)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5]), max_size=12), st.integers(0, 13))
def test_the_highest_are_the_first_of_all_in_their_order(scores: list[float], count: int) -> None:
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    expected = [place for place in order if scores[place] > 0][:count]
    assert highest(np.array(scores, np.float32), count) == expected


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> pytest.TempPathFactory:
    """New folders, as many as examples."""
    return tmp_path_factory


@given(st.lists(st.text(), max_size=4))
def test_terms_are_kept_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("words")
    found = [terms(text.encode("utf-8", "replace").decode()) for text in texts]
    write_terms(folder, found)
    assert read_terms(folder, len(texts)) == found
    with pytest.raises(DamagedIndex, match="repair"):
        read_terms(folder, len(texts) + 1)


def test_after_an_edit_the_words_are_those_of_a_full_build(tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / "index", HashingEmbedder())
    (tides / "harbour.txt").unlink()
    (tides / "moon.txt").write_text("The moon is new. The sea is high.\n", "utf-8")
    for name in ("index", "fresh"):
        build(tides, tmp_path / name, HashingEmbedder())
    grown, fresh = (current(tmp_path / name) / WORDS for name in ("index", "fresh"))
    files = sorted(path.name for path in fresh.iterdir())
    assert TERMS in files
    assert files == sorted(path.name for path in grown.iterdir())
    assert all((grown / name).read_bytes() == (fresh / name).read_bytes() for name in files)
