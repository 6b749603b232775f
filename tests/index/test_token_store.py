from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.chunk import embedded_text
from index.embed import HashingEmbedder, token_vectors
from index.errors import DamagedIndex
from index.generation import TOKENS
from index.passage import Passage
from index.retrieve import Index
from index.settings import IndexSettings
from index.token_store import PLACES, ROWS, VECTORS, TokenStore, pack, unpack, write_tokens


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_what_is_stored_is_what_it_was(seed: int, count: int) -> None:
    vectors = np.random.default_rng(seed).standard_normal((count, 128))
    tokens = token_vectors(vectors, [(9 + i, 10 + i) for i in range(count)])
    again = unpack(pack(tokens, 9))
    assert (again.vectors * tokens.vectors).sum(1).min() >= 0.999
    assert np.allclose(np.linalg.norm(again.vectors, axis=1), 1, atol=1e-5)
    assert again.starts.tolist() == list(range(count))


def stored(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    some = [token_vectors(rng.standard_normal((n, 8)), [(0, 1)] * n) for n in (3, 0, 5)]
    folder = tmp_path / "tokens"
    folder.mkdir()
    write_tokens(folder, [pack(one, 0) for one in some])
    return folder


def test_each_passage_gets_its_own_rows(tmp_path: Path) -> None:
    store = TokenStore(stored(tmp_path), 3)
    assert [len(store[place].vectors) for place in range(3)] == [3, 0, 5]


@pytest.mark.parametrize("name", [VECTORS, PLACES, ROWS])
def test_a_missing_or_torn_file_is_damage(tmp_path: Path, name: str) -> None:
    folder = stored(tmp_path)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2 - 1])
    with pytest.raises(DamagedIndex, match="rebuild"):
        TokenStore(folder, 3)
    (folder / name).unlink()
    with pytest.raises(DamagedIndex, match="rebuild"):
        TokenStore(folder, 3)


def test_rows_of_another_index_are_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        TokenStore(stored(tmp_path), 4)


def words(index: Index, passage: Passage) -> list[str]:
    read = index.read(passage)
    own = read.starts >= 0
    return [passage.text[s:e] for s, e in zip(read.starts[own], read.ends[own], strict=True)]


def test_the_stored_tokens_are_those_of_the_passage_behind_its_context(tides_index: Index) -> None:
    for passage in tides_index.passages:
        assert words(tides_index, passage) == passage.text.split()
        read = tides_index.read(passage)
        context = embedded_text(passage, HashingEmbedder()).split("\n")[0].split()
        assert int((read.starts < 0).sum()) == len(context)


def test_without_a_store_the_passages_are_read_when_asked_for(tides_index: Index) -> None:
    bare = replace(tides_index, tokens=None)
    for passage in tides_index.passages:
        one, other = tides_index.read(passage), bare.read(passage)
        assert np.array_equal(one.vectors, other.vectors)
        assert one.starts.tolist() == other.starts.tolist()


def test_an_index_may_do_without_stored_tokens(tides: Path, tmp_path: Path) -> None:
    settings = IndexSettings(store_tokens=False)
    build(tides, tmp_path / "index", HashingEmbedder(), settings)
    opened = Index.open(tmp_path / "index", HashingEmbedder(), settings)
    assert not (opened.generation / TOKENS).exists()
    assert words(opened, opened.passages[0]) == opened.passages[0].text.split()


def test_after_an_edit_the_store_is_that_of_a_full_build(tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / "index", HashingEmbedder())
    (tides / "harbour.txt").unlink()
    (tides / "moon.txt").write_text("The moon is new. The sea is high.\n", "utf-8")
    build(tides, tmp_path / "index", HashingEmbedder())
    build(tides, tmp_path / "fresh", HashingEmbedder())
    grown, fresh = (Index.open(tmp_path / name, HashingEmbedder()) for name in ("index", "fresh"))
    assert [p.id for p in grown.passages] == [p.id for p in fresh.passages]
    for name in (VECTORS, PLACES, ROWS):
        one, other = ((i.generation / TOKENS / name).read_bytes() for i in (grown, fresh))
        assert one == other
