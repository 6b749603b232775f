"""E12: the nearest vectors are those of an exact scan, and the graph answers beyond its limit."""

from collections.abc import Iterator

import numpy as np
import pytest

import index.exact
from index.embed import HashingEmbedder, Vectors
from index.exact import Exact, dense
from index.retrieve import Index
from index.store import Store

COUNT = 600


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Vectors that lie in clusters, as those of near copies do."""
    random = np.random.default_rng(0)
    middles = random.standard_normal((20, 16))[random.integers(20, size=COUNT)]
    made = middles + 0.3 * random.standard_normal((COUNT, 16))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32)


@pytest.fixture(scope="module")
def store(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("store") / "vectors", create=True) as made:
        made.put(names(), vectors)
        yield made


def names() -> list[str]:
    return [f"p{number:04}" for number in range(COUNT)]


def test_the_nearest_are_those_of_a_full_sort(store: Store, vectors: Vectors) -> None:
    near = Exact.read(store, names())
    for asked in vectors[:100]:
        cosines = vectors @ asked
        best = sorted(range(COUNT), key=lambda row: (-cosines[row], names()[row]))[:10]
        found = near.nearest(asked, 10)
        assert [name for name, _ in found] == [names()[row] for row in best]
        assert [score for _, score in found] == pytest.approx(
            [cosines[row] for row in best], abs=1e-6
        )


def test_the_same_interface_as_the_store(store: Store, vectors: Vectors) -> None:
    near, few = Exact.read(store, names()), names()[30:90]
    for asked in vectors[:5]:
        ours, theirs = (one.nearest(asked, 200, few) for one in (near, store))
        assert [name for name, _ in ours] == [name for name, _ in theirs]
        assert len(ours) == len(few)  # as many as there are
        assert near.cosines(asked, few) == pytest.approx(store.cosines(asked, few), abs=1e-6)
    assert near.cosines(vectors[0], []) == {}
    assert near.nearest(vectors[0], 10, []) == []


def test_level_vectors_come_in_the_order_of_their_ids() -> None:
    near = Exact(["c", "a", "d", "b"], np.ones((4, 1), np.float32))
    assert [name for name, _ in near.nearest(np.ones(1, np.float32), 2)] == ["a", "b"]


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_a_question_that_is_near_to_nothing_is_refused(value: float) -> None:
    """E8."""
    with pytest.raises(ValueError, match="question vector"):
        Exact(["a"], np.ones((1, 2), np.float32)).nearest(np.full(2, value, np.float32), 1)


def test_beyond_the_limit_the_graph_of_the_store_answers(
    store: Store, tides_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(tides_index.dense, Exact)
    before = [hit.passage.id for hit in tides_index.search("when do spring tides follow?")]
    monkeypatch.setattr(index.exact, "MOST", 2)
    assert dense(store, names()) is store
    again = Index.open(tides_index.folder, HashingEmbedder())
    assert again.dense is again.store
    assert [hit.passage.id for hit in again.search("when do spring tides follow?")] == before
