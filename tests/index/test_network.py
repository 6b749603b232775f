"""What runs without PyTorch says the same as the libraries that it stands for."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index.weights
from index.errors import ModelProblem
from index.minilm import MiniLM
from index.weights import HASHES, MODEL, check_ours, model_folder, our_hashes
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.model

TEXTS = (
    "What must employees do if approached?",
    "The Act requires all requests to be documented, reported, and denied.",
    "8 C.F.R. § 287.4(d) — café, 月の引力",
    "a",
    "The tide turns at noon. " * 30,
)


def test_vectors_are_those_of_sentence_transformers(minilm: MiniLM) -> None:
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)
    theirs = library.encode(list(TEXTS), normalize_embeddings=True)
    assert (minilm.embed(TEXTS) * theirs).sum(1).min() >= 0.999
    untrained = MiniLM(trained=False).read(TEXTS)
    states = library.encode(list(TEXTS), output_value="token_embeddings")
    for ours, tokens in zip(untrained, states, strict=True):
        inside = tokens.numpy()[1:-1]
        cosines = (ours.vectors * inside).sum(1) / np.linalg.norm(inside, axis=1)
        assert cosines.min() >= 0.999


def test_the_trained_networks_are_those_that_pytorch_runs(minilm: MiniLM) -> None:
    import torch
    from safetensors.torch import load_file

    from assistant.judge import TrainedJudge
    from train.batches import pair
    from train.encoder import Judge, LateModel

    late, judge = LateModel().eval(), Judge().eval()
    for model, name in ((late, "late"), (judge, "judge")):
        weights = load_file(MODEL / f"{name}.safetensors")
        own = {k.replace(f"{name}.", "encoder.upper.", 1): w.float() for k, w in weights.items()}
        missing = model.load_state_dict(own, strict=False)
        assert not missing.unexpected_keys
    with torch.no_grad():
        for text, ours in zip(TEXTS[:3], minilm.read(TEXTS[:3]), strict=True):
            ids = torch.tensor([minilm._tokenizer(text).ids])
            vectors, gains = late(ids, torch.ones_like(ids))
            assert (vectors[0, 1:-1].numpy() * ours.vectors).sum(1).min() >= 0.999
            assert np.allclose(gains[0, 1:-1].exp().numpy(), ours.gains, rtol=1e-3)
        ids, types = (torch.tensor([part]) for part in pair(TEXTS[0], "The Act", TEXTS[1]))
        theirs = float(judge(ids, torch.ones_like(ids), types))
    (logit,) = TrainedJudge().logits(TEXTS[0], [("The Act", TEXTS[1])])
    assert abs(float(logit) - theirs) < 1e-3


def test_a_sentence_has_the_same_logit_in_any_company() -> None:
    from assistant.judge import TrainedJudge

    judge = TrainedJudge()
    pairs = [("Tides", text) for text in TEXTS]
    together = judge.logits("when does the tide turn?", pairs)
    alone = [float(judge.logits("when does the tide turn?", [one])[0]) for one in pairs]
    assert np.allclose(together, alone, atol=1e-4)


def test_an_altered_file_of_ours_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in MODEL.iterdir():
        (tmp_path / path.name).symlink_to(path)
    graph = tmp_path / "late.onnx"
    data = bytearray(graph.read_bytes())
    data[len(data) // 2] ^= 1
    graph.unlink()
    graph.write_bytes(data)
    monkeypatch.setattr(index.weights, "MODEL", tmp_path)
    assert check_ours("base.onnx") == tmp_path / "base.onnx"
    with pytest.raises(ModelProblem, match=r"late\.onnx is not the file that was published"):
        MiniLM().embed(["a"])
    (tmp_path / HASHES).unlink()
    with pytest.raises(ModelProblem, match=HASHES):
        our_hashes()


def test_what_is_shipped_is_small_and_no_pickle() -> None:
    files = [path for path in MODEL.iterdir() if path.is_file()]
    assert {path.suffix for path in files} == {".onnx", ".safetensors", ".json", ".md"}
    assert sum(path.stat().st_size for path in files) <= 50_000_000


def test_asking_imports_neither_pytorch_nor_what_needs_it(tides: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from index.__main__ import main as index; from assistant.__main__ import main;"
        f"index(['build', '--sources', {str(tides)!r}, '--index', {str(tmp_path / 'i')!r}]);"
        f"main(['when does the causeway flood?', '--index', {str(tmp_path / 'i')!r}]);"
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("set()")
