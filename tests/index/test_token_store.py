import os
from collections.abc import Iterable
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
from index.generation import TOKENS, current
from index.passage import Passage
from index.retrieve import Index
from index.seal import damaged, seal
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
    write_tokens(folder, [None] * 3, iter([pack(one, 0) for one in some]))
    return folder


def test_each_passage_gets_its_own_rows(tmp_path: Path) -> None:
    store = TokenStore(stored(tmp_path), 3)
    assert [len(store[place].vectors) for place in range(3)] == [3, 0, 5]


@pytest.mark.parametrize("name", [f"1.{VECTORS}", f"1.{PLACES}", ROWS])
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


def same_tokens(one: Index, other: Index) -> bool:
    """Whether two indexes hold the same passages with the same token vectors."""
    assert one.tokens
    assert other.tokens
    pairs = [(one.tokens[n], other.tokens[n]) for n in range(len(one.passages))]
    return [p.id for p in one.passages] == [p.id for p in other.passages] and all(
        np.array_equal(a.vectors, b.vectors) and np.array_equal(a.places, b.places)
        for a, b in pairs
    )


def opened(index: Path) -> Index:
    return Index.open(index, HashingEmbedder())


def segments(index: Path) -> list[Path]:
    return sorted((current(index) / TOKENS).glob(f"*.{VECTORS}"))


def essays(sources: Path, numbers: Iterable[int], word: str = "day") -> None:
    """A document for each number, of one passage."""
    sources.mkdir(exist_ok=True)
    for number in numbers:
        text = f"On {word} {number} the boat of the harbour left. The sea was high.\n"
        (sources / f"{number:03}.txt").write_text(text, "utf-8")


def indexed(folder: Path, count: int) -> tuple[Path, Path, os.stat_result]:
    """So many essays, their index, and what its one segment is like."""
    sources, index = folder / "sources", folder / "index"
    essays(sources, range(count))
    build(sources, index, HashingEmbedder())
    (segment,) = segments(index)
    return sources, index, segment.stat()


def test_after_an_edit_the_store_is_that_of_a_full_build(tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / "index", HashingEmbedder())
    (tides / "harbour.txt").unlink()
    (tides / "moon.txt").write_text("The moon is new. The sea is high.\n", "utf-8")
    build(tides, tmp_path / "index", HashingEmbedder())
    build(tides, tmp_path / "fresh", HashingEmbedder())
    assert same_tokens(opened(tmp_path / "index"), opened(tmp_path / "fresh"))


def test_what_has_not_changed_is_taken_over_and_not_written(tmp_path: Path) -> None:
    sources, index, first = indexed(tmp_path, 40)
    essays(sources, [7], "night")
    build(sources, index, HashingEmbedder())
    taken, written = segments(index)
    assert taken.stat().st_ino == first.st_ino
    assert written.stat().st_size < first.st_size / 20
    build(sources, tmp_path / "fresh", HashingEmbedder())
    assert same_tokens(opened(index), opened(tmp_path / "fresh"))


def test_where_a_file_system_has_no_links_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise OSError("no links here")

    sources, index, before = indexed(tmp_path, 20)
    essays(sources, [7], "night")
    monkeypatch.setattr("os.link", refuse)
    build(sources, index, HashingEmbedder())
    assert before.st_ino not in {path.stat().st_ino for path in segments(index)}
    build(sources, tmp_path / "fresh", HashingEmbedder())
    assert same_tokens(opened(index), opened(tmp_path / "fresh"))


def test_segments_stay_few_however_often_it_is_built(tmp_path: Path) -> None:
    sources, index = tmp_path / "sources", tmp_path / "index"
    for number in range(33):
        essays(sources, [number])
        build(sources, index, HashingEmbedder())
        assert len(segments(index)) <= 1 + np.log2(number + 1)
    build(sources, tmp_path / "fresh", HashingEmbedder())
    assert same_tokens(opened(index), opened(tmp_path / "fresh"))


def test_a_segment_of_which_half_is_gone_is_written_anew(tmp_path: Path) -> None:
    sources, index, before = indexed(tmp_path, 20)
    for left, taken in ((11, True), (9, False)):
        for number in range(left, 20):
            (sources / f"{number:03}.txt").unlink(missing_ok=True)
        build(sources, index, HashingEmbedder())
        (segment,) = segments(index)
        assert (segment.stat().st_ino == before.st_ino) is taken
    assert segment.stat().st_size < before.st_size / 2


def test_damage_to_a_shared_segment_is_never_sealed_as_right(tmp_path: Path) -> None:
    sources, index = tmp_path / "sources", tmp_path / "index"
    essays(sources, range(20))
    build(sources, index, HashingEmbedder())
    old = current(index)
    essays(sources, [7], "night")
    build(sources, index, HashingEmbedder())
    with segments(index)[0].open("r+b") as file:
        file.write(b"\x7f")
    for folder in (old, current(index)):
        assert damaged(folder) == [f"{TOKENS}/1.{VECTORS}"]
    seal(current(index), [f"{TOKENS}/1.{VECTORS}"], old)  # as a build at that moment would
    assert damaged(current(index)) == [f"{TOKENS}/1.{VECTORS}"]
    report = build(sources, index, HashingEmbedder())
    assert report.rebuilt
    assert not damaged(current(index))
    build(sources, tmp_path / "fresh", HashingEmbedder())
    assert same_tokens(opened(index), opened(tmp_path / "fresh"))
