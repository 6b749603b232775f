"""Passages are read with weights of 8 bits, and come out as they do with 32."""

import json
from pathlib import Path

import numpy as np
import pytest

import index.minilm
from index.minilm import CLOSE, MiniLM
from index.weights import MODEL
from tests.conftest import REPOSITORY
from train.eight import write_eight

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Paragraphs of the briefs that the model reads whole, and what is unlike them."""
    briefs = [path.read_text("utf-8") for path in sorted((REPOSITORY / "sources").glob("*.md"))]
    found = [part[:700] for brief in briefs for part in brief.split("\n\n") if len(part) > 80]
    return [*found[:40], "a", "8 C.F.R. § 287.4(d) — café, 月の引力", "The tide turns. " * 50]


def test_vectors_of_passages_are_near_those_of_32_bits(minilm: MiniLM, texts: list[str]) -> None:
    for model in (minilm, MiniLM(trained=False)):
        (fast, fast_tokens), (exact, exact_tokens) = model.passages(texts), model.both(texts)
        assert (fast * exact).sum(1).min() >= CLOSE
        pairs = list(zip(fast_tokens, exact_tokens, strict=True))
        cosines = np.concatenate([(one.vectors * two.vectors).sum(1) for one, two in pairs])
        assert cosines.mean() >= 0.9965
        assert np.percentile(cosines, 1) >= 0.98
        assert all((one.starts == two.starts).all() for one, two in pairs)
        assert not np.array_equal(fast, exact)  # or nothing was gained


def test_a_passage_has_the_same_vectors_in_any_company(minilm: MiniLM, texts: list[str]) -> None:
    together, tokens = MiniLM(threads=2).passages(texts)
    for place in (0, 7, len(texts) - 1):
        alone, own = minilm.passages([texts[place]])
        assert np.array_equal(alone[0], together[place])
        assert np.array_equal(own[0].vectors, tokens[place].vectors)


def test_no_passages_are_no_vectors(minilm: MiniLM) -> None:
    vectors, tokens = minilm.passages([])
    assert vectors.shape == (0, 384)
    assert tokens == []


def test_a_text_that_would_be_cut_is_refused(minilm: MiniLM) -> None:
    with pytest.raises(ValueError, match="the model reads at most 254"):
        minilm.passages(["word " * 300])


def test_a_processor_that_multiplies_8_bits_badly_reads_with_32(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.minilm, "CLOSE", 1.1)  # as if it never came near enough
    model = MiniLM()
    fast, tokens = model.passages(texts[:3])
    exact, _ = model.both(texts[:3])
    assert (fast * exact).sum(1).min() >= 0.99999
    assert len(tokens) == 3


def test_the_graphs_are_those_that_the_code_writes(tmp_path: Path) -> None:
    write_eight(tmp_path)
    hashes = json.loads((MODEL / "sha256.json").read_text())
    for name in ("base8.onnx", "late8.onnx"):
        assert (tmp_path / name).read_bytes() == (MODEL / name).read_bytes()
        assert name in hashes
