"""E7, E8: an index answers only with the model that it was made with, and with vectors only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import build
from index.canaries import ALIKE, FILE, TEXTS, changed_vectors, write_canaries
from index.embed import Embedder, HashingEmbedder, TokenVectors, Vectors
from index.errors import DamagedIndex, StaleIndex
from index.generation import current
from index.minilm import MiniLM
from index.retrieve import Index
from index.settings import IndexSettings
from index.store import Store


@dataclass(eq=False)
class Turned(HashingEmbedder):
    """A model with the same name that makes something else of what it reads."""

    change: Callable[[Vectors], Vectors]
    read_as: Callable[[str], str] = str

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        vector, tokens = super().ask(self.read_as(question))
        return np.asarray(self.change(vector), np.float32), tokens


@dataclass(eq=False)
class Named(HashingEmbedder):
    """A model that says something else of itself, and does the same."""

    fingerprint: str = "hashing"
    limit: int = 254


def unit(vector: NDArray[Any]) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def other(vector: Vectors) -> Vectors:
    return np.random.default_rng(int(abs(vector[0]) * 1e6)).permutation(vector)


def same(vector: Vectors) -> Vectors:
    return vector


VARIANTS: dict[str, tuple[Embedder, IndexSettings]] = {
    "name": (Named("other"), IndexSettings()),
    "weights": (Named("hashing sha256:0123"), IndexSettings()),
    "most tokens": (Named(limit=256), IndexSettings()),
    "pooling": (Turned(lambda v: unit(np.abs(v))), IndexSettings()),
    "not normalised": (Turned(lambda v: v * 3), IndexSettings()),
    "prefix": (Turned(same, lambda text: f"query: {text}"), IndexSettings()),
    "case": (Turned(same, lambda text: text.replace("e", "E")[:-3]), IndexSettings()),
    "library": (Turned(lambda v: unit(v + 0.02 * np.sign(v))), IndexSettings()),
    "other order": (Turned(other), IndexSettings()),
    "dimensions": (Turned(lambda v: v[:32]), IndexSettings()),
    "no number": (Turned(lambda v: v * np.nan), IndexSettings()),
    "passage size": (HashingEmbedder(), IndexSettings(passage_tokens=50)),
    "token vectors": (HashingEmbedder(), IndexSettings(late="none")),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_model_or_another_use_of_it_is_refused(
    tides: Path, tmp_path: Path, variant: str
) -> None:
    """E7: all have as many dimensions as the index, but one."""
    embedder, settings = VARIANTS[variant]
    build(tides, tmp_path / "index", HashingEmbedder())
    with pytest.raises(StaleIndex, match=r"does not fit: .* Run `python -m index build"):
        Index.open(tmp_path / "index", embedder, settings)


def test_the_same_model_to_a_few_last_digits_is_the_same(tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / "index", HashingEmbedder())
    nearly = Turned(lambda v: unit(v + 1e-4 * np.cos(np.arange(len(v)))))
    Index.open(tmp_path / "index", nearly).close()
    assert ALIKE == 0.9999
    assert len(TEXTS) == 5


@pytest.mark.parametrize("data", [b"", b"noise", None])
def test_canaries_that_cannot_be_read_are_damage(tmp_path: Path, data: bytes | None) -> None:
    write_canaries(tmp_path, HashingEmbedder())
    assert changed_vectors(tmp_path, HashingEmbedder()) == ""
    (tmp_path / FILE).unlink() if data is None else (tmp_path / FILE).write_bytes(data)
    with pytest.raises(DamagedIndex, match=FILE):
        changed_vectors(tmp_path, HashingEmbedder())


@pytest.mark.model
def test_the_bundled_model_is_itself_and_its_two_kinds_are_told_apart(
    tides: Path, tmp_path: Path, minilm: MiniLM
) -> None:
    """E7: one and two threads are the same model; the one without our layers has another name."""
    build(tides, tmp_path / "index", minilm)
    assert changed_vectors(current(tmp_path / "index"), MiniLM(threads=2)) == ""
    with pytest.raises(StaleIndex):
        Index.open(tmp_path / "index", MiniLM(trained=False))


BAD = {
    "of another dimension": (np.ones((1, 10)), DamagedIndex),
    "NaN": (np.full((1, 64), np.nan), ValueError),
    "infinite": (np.full((1, 64), -np.inf), ValueError),
    "zero": (np.zeros((1, 64)), ValueError),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_vector_that_is_none_is_neither_stored_nor_asked_for(tmp_path: Path, bad: str) -> None:
    """E8: Chroma itself answers the second, third and fourth."""
    vectors, error = BAD[bad]
    with Store(tmp_path, create=True) as store:
        store.put(["one"], HashingEmbedder().embed(["one"]))
        with pytest.raises(error):
            store.put(["two"], vectors.astype(np.float32))
        with pytest.raises(error):
            store.nearest(vectors[0].astype(np.float32), 1)
        assert store.ids() == ["one"]


def test_a_model_that_breaks_in_the_middle_leaves_the_old_index(
    tides: Path, tmp_path: Path
) -> None:
    """E8: the build ends, and what was there answers."""

    class Breaking(HashingEmbedder):
        def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
            vectors, tokens = super().both(texts)
            return np.full_like(vectors, np.nan), tokens

    index = tmp_path / "index"
    build(tides, index, HashingEmbedder())
    (tides / "new.txt").write_text("The ferry leaves at six.")
    with pytest.raises(ValueError, match="NaN"):
        build(tides, index, Breaking())
    assert "new.txt" not in Index.open(index, HashingEmbedder()).documents
