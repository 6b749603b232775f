import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse

RANKING = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 50)).map(
    lambda scores: sorted(scores.items(), key=lambda pair: -pair[1])
)


def order(found: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in found]


def test_agreement_of_both_stands_first() -> None:
    assert order(fuse([("a", 0.9), ("b", 0.5)], [("a", 7.0), ("b", 2.0)])) == ["a", "b"]


def test_ties_are_in_the_order_of_the_ids() -> None:
    assert order(fuse([("c", 0.5), ("a", 0.5), ("b", 0.5)], [])) == ["a", "b", "c"]
    assert order(fuse([("b", 0.9), ("a", 0.5)], [("a", 0.9), ("b", 0.5)])) == ["a", "b"]


def test_either_ranking_may_be_empty() -> None:
    assert order(fuse([("a", 0.9), ("b", 0.5)], [])) == ["a", "b"]
    assert order(fuse([], [("a", 7.0), ("b", 2.0)])) == ["a", "b"]
    assert fuse([], []) == []


def test_a_passage_with_the_words_overtakes_one_that_is_a_little_nearer() -> None:
    assert order(fuse([("a", 0.50), ("b", 0.49), ("c", 0.1)], [("b", 9.0)]))[0] == "b"


@pytest.mark.parametrize("score", [0.3, 0.0, -0.2])
def test_scores_that_are_all_the_same_say_nothing(score: float) -> None:
    assert [s for _, s in fuse([("a", score), ("b", score)], [])] == [0, 0]


@given(RANKING, RANKING)
def test_every_candidate_comes_out_once_best_first(
    dense: list[tuple[str, float]], lexical: list[tuple[str, float]]
) -> None:
    found = fuse(dense, lexical)
    assert sorted(order(found)) == sorted({*dict(dense), *dict(lexical)})
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@given(RANKING, RANKING)
def test_the_order_of_equal_results_in_the_lists_does_not_matter(
    dense: list[tuple[str, float]], lexical: list[tuple[str, float]]
) -> None:
    again = fuse(list(reversed(dense)), list(reversed(lexical)))
    assert dict(again) == pytest.approx(dict(fuse(dense, lexical)))
