import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse, rerank

PAIRS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.floats(-1, 1), st.floats(0, 50)))


def order(found: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in found]


def test_agreement_of_both_stands_first() -> None:
    assert order(fuse({"a": 0.9, "b": 0.5}, {"a": 7.0, "b": 2.0})) == ["a", "b"]


def test_ties_are_in_the_order_of_the_ids() -> None:
    assert order(fuse({"c": 0.5, "a": 0.5, "b": 0.5}, {"a": 0.0, "b": 0.0, "c": 0.0})) == [*"abc"]
    assert order(fuse({"b": 0.9, "a": 0.5}, {"a": 0.9, "b": 0.5})) == ["a", "b"]


def test_nothing_gives_nothing() -> None:
    assert fuse({}, {}) == []
    assert rerank([], {}) == []


def test_a_passage_with_the_words_overtakes_one_that_is_a_little_nearer() -> None:
    dense, lexical = {"a": 0.50, "b": 0.49, "c": 0.1}, {"a": 0.0, "b": 9.0, "c": 0.0}
    assert order(fuse(dense, lexical))[0] == "b"


@pytest.mark.parametrize("score", [0.3, 0.0, -0.2])
def test_scores_that_are_all_the_same_say_nothing(score: float) -> None:
    assert [s for _, s in fuse({"a": score, "b": score}, {"a": 0.0, "b": 0.0})] == [0, 0]


@given(PAIRS)
def test_every_candidate_comes_out_once_best_first(pairs: dict[str, tuple[float, float]]) -> None:
    found = fuse(
        {n: one for n, (one, _) in pairs.items()}, {n: two for n, (_, two) in pairs.items()}
    )
    assert sorted(order(found)) == sorted(pairs)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@given(PAIRS)
def test_the_order_in_which_candidates_come_does_not_matter(
    pairs: dict[str, tuple[float, float]],
) -> None:
    dense = {n: one for n, (one, _) in pairs.items()}
    lexical = {n: two for n, (_, two) in pairs.items()}
    again = fuse(dict(reversed(dense.items())), dict(reversed(lexical.items())))
    assert dict(again) == pytest.approx(dict(fuse(dense, lexical)))


@given(PAIRS, st.integers(0, 8))
def test_those_that_are_not_ranked_anew_stand_behind_in_their_order(
    pairs: dict[str, tuple[float, float]], count: int
) -> None:
    fused = sorted(((n, one) for n, (one, _) in pairs.items()), key=lambda pair: -pair[1])
    late = {name: pairs[name][1] for name, _ in fused[:count]}
    found = rerank(fused, late)
    assert sorted(order(found)[: len(late)]) == sorted(late)
    assert order(found)[len(late) :] == order(fused)[len(late) :]
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
