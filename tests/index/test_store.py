from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import build
from index.embed import HashingEmbedder
from index.errors import DamagedIndex
from index.minilm import MiniLM
from index.retrieve import Index
from index.store import Store, check_store, copy_store
from tests.conftest import REPOSITORY

Vectors = NDArray[np.float32]


def clusters(count: int, seed: int = 0) -> Vectors:
    """Unit vectors around forty centres, as texts about forty subjects would be."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((40, 384))
    vectors = centres[random.integers(0, 40, count)] + 0.7 * random.standard_normal((count, 384))
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def names(count: int) -> list[str]:
    return [f"id{number:04}" for number in range(count)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "new", create=True) as new:
        new.put(names(30), clusters(30))
        yield new


def test_the_nearest_is_the_vector_itself_with_a_cosine_of_one(store: Store) -> None:
    (name, cosine), *others = store.nearest(clusters(30)[7], 5)
    assert name == "id0007"
    assert cosine == pytest.approx(1, abs=1e-5)
    assert [c for _, c in others] == sorted((c for _, c in others), reverse=True)


def test_cosines_are_those_that_numpy_finds(store: Store) -> None:
    vectors, question = clusters(30), clusters(1, seed=5)[0]
    found = dict(store.nearest(question, 30))
    assert found == pytest.approx(dict(zip(names(30), vectors @ question, strict=True)), abs=1e-5)


def test_an_id_that_is_put_again_has_its_new_vector(store: Store) -> None:
    store.put(["id0003"], clusters(30)[7:8])
    assert len(store) == 30
    assert [name for name, _ in store.nearest(clusters(30)[7], 2)] == ["id0003", "id0007"]


def test_what_is_dropped_is_never_found(store: Store) -> None:
    store.drop(["id0007", "never there"])
    assert len(store) == 29
    assert "id0007" not in store.ids()
    assert "id0007" not in dict(store.nearest(clusters(30)[7], 30))


def test_the_count_keeps_up_with_what_is_put_and_dropped(store: Store) -> None:
    before = len(store)
    store.drop(store.ids()[:1])
    assert len(store) == before - 1
    store.put(["new"], clusters(1, seed=5))
    assert len(store) == before


def test_only_the_ids_asked_for_are_found(store: Store) -> None:
    found = store.nearest(clusters(30)[7], 10, among=["id0001", "id0002"])
    assert {name for name, _ in found} == {"id0001", "id0002"}
    assert store.nearest(clusters(30)[7], 10, among=[]) == []
    assert store.nearest(clusters(30)[7], 0) == []


def test_among_may_name_thousands(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.put(names(5000), clusters(5000))
        found = store.nearest(clusters(5000)[4321], 50, among=names(5000)[1000:])
        assert found[0][0] == "id4321"
        assert len(found) == 50


def test_equal_vectors_are_found_in_the_order_of_their_ids(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.put(["c", "a", "b"], np.repeat(clusters(1), 3, axis=0))
        assert [name for name, _ in store.nearest(clusters(1)[0], 3)] == ["a", "b", "c"]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused(store: Store, bad: float) -> None:
    vector = clusters(1)
    vector[0, 5] = bad
    with pytest.raises(ValueError, match="NaN or infinity"):
        store.nearest(vector[0], 3)
    with pytest.raises(ValueError, match="NaN or infinity"):
        store.put(["new"], vector)
    assert len(store) == 30


def test_a_vector_of_another_size_is_refused(store: Store) -> None:
    with pytest.raises(DamagedIndex):
        store.put(["new"], np.ones((1, 10), dtype=np.float32))
    with pytest.raises(DamagedIndex):
        store.nearest(np.ones(10, dtype=np.float32), 3)


def closed(folder: Path, count: int = 30) -> Path:
    with Store(folder, create=True) as store:
        store.put(names(count), clusters(count))
    return folder


def test_a_store_that_was_closed_can_be_read_and_copied(tmp_path: Path) -> None:
    old = closed(tmp_path / "old")
    copy_store(old, tmp_path / "copy")
    for folder in (old, tmp_path / "copy"):
        with Store(folder) as store:
            assert store.nearest(clusters(30)[7], 1)[0][0] == "id0007"
            assert sorted(store.ids()) == names(30)


def test_a_copy_leaves_the_first_as_it_was(tmp_path: Path) -> None:
    old = closed(tmp_path / "old")
    copy_store(old, tmp_path / "copy")
    with Store(tmp_path / "copy", create=True) as copy:
        copy.drop(names(30)[:10])
        assert len(copy) == 20
    with Store(old) as store:
        assert len(store) == 30


def test_a_folder_without_a_store_is_not_made_into_one(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex, match="Run `python -m index repair`"):
        Store(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [0, 10, 4096, 0.5, 0.9])
def test_a_truncated_database_is_noticed_before_it_is_opened(tmp_path: Path, kept: float) -> None:
    folder = closed(tmp_path)
    data = (folder / "chroma.sqlite3").read_bytes()
    size = int(kept * len(data)) if isinstance(kept, float) else kept
    (folder / "chroma.sqlite3").write_bytes(data[:size])
    with pytest.raises(DamagedIndex, match="Run `python -m index repair`"):
        Store(folder)


def test_a_database_of_noise_is_noticed(tmp_path: Path) -> None:
    folder = closed(tmp_path)
    (folder / "chroma.sqlite3").write_bytes(b"noise" * 40_000)
    with pytest.raises(DamagedIndex):
        check_store(folder)


def recall(store: Store, ids: list[str], vectors: Vectors, questions: Vectors) -> float:
    """The share of the ten nearest of an exact scan that the store finds too."""
    found = 0
    for question in questions:
        exact = vectors @ question
        tenth = np.sort(exact)[-10]
        # a tie for the tenth place may go either way
        good = {name for name, cosine in zip(ids, exact, strict=True) if cosine >= tenth - 1e-6}
        found += len(good & {name for name, _ in store.nearest(question, 10)})
    return found / (10 * len(questions))


def test_no_near_vector_is_missed_among_thousands(tmp_path: Path) -> None:
    vectors = clusters(3000)
    with Store(tmp_path, create=True) as store:
        store.put(names(3000), vectors)
        assert recall(store, names(3000), vectors, clusters(200, seed=1)) >= 0.999


@pytest.mark.model
def test_no_near_passage_of_our_own_sources_is_missed(tmp_path: Path, minilm: MiniLM) -> None:
    build(REPOSITORY / "sources", tmp_path, minilm)
    index = Index.open(tmp_path, minilm)
    texts = [passage.text for passage in index.passages]
    vectors = index.store._collection.get(include=["embeddings"])  # what is really stored
    stored = np.asarray(vectors["embeddings"], dtype=np.float32)
    assert len(stored) == len(texts) >= 10
    assert recall(index.store, vectors["ids"], stored, minilm.embed(texts)) >= 0.999


def test_the_stored_vectors_are_those_of_the_embedder(tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / "index", HashingEmbedder())
    index = Index.open(tmp_path / "index", HashingEmbedder())
    for passage in index.passages:
        text = f"{passage.context}\n{passage.text}"
        ((name, cosine),) = index.store.nearest(HashingEmbedder().embed([text])[0], 1)
        assert name == passage.id
        assert cosine == pytest.approx(1, abs=1e-5)
