"""A tiny late-interaction model with random weights stands for other people's."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.late import LateInteraction
from index.build import build
from index.embed import HashingEmbedder, TokenVectors
from index.errors import BadInput, ModelProblem
from index.foreign import WithForeignTokens
from index.models import open_embedder
from index.passage import Hit
from index.retrieve import Index
from index.settings import IndexSettings
from index.weights import model_folder
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("alone")]

WIDTH = 16  # dimensions of a token vector
PROMPT = 4  # tokens that the bundled tokenizer makes of "[unused0] " and of "[unused1] "
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TEXT = "The tide, it turns at noon."


def backbone(folder: Path, tokenizer: Any, spread: float = 0.5) -> Path:
    """A folder with a small BERT that nobody has trained.

    Args:
        folder: where to write it.
        tokenizer: written beside it.
        spread: of its weights. With much of it a vector tells of the words around, with BERT's
            own 0.02 of the word alone.
    """
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    torch.manual_seed(0)
    shape: dict[str, Any] = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    shape |= {"intermediate_size": 64, "vocab_size": len(tokenizer)}
    config = BertConfig(initializer_range=spread, **shape)
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def colbert(folder: Path, base: Path, *more: Any, document_length: int = 300) -> Path:
    """A folder with a late-interaction model upon a backbone, with more modules at its end."""
    import torch
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask

    expansion: Any = {"strategy": "fixed", "length": 32}
    first = Transformer(str(base), document_length=document_length, query_expansion=expansion)
    identity = torch.nn.Identity()
    narrow = Dense(32, WIDTH, False, identity, module_input_name="token_embeddings")
    mask = MultiVectorMask(skiplist_words=[",", "."])
    model = MultiVectorEncoder(
        modules=[first, narrow, mask, Normalize(module_input_name="token_embeddings"), *more],
        prompts={"query": "[unused0] ", "document": "[unused1] "},
        device="cpu",
    )
    model.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def bundled() -> Any:
    """The tokenizer of the bundled model."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(model_folder(), local_files_only=True)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, bundled: Any) -> Path:
    return backbone(tmp_path_factory.mktemp("base"), bundled)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, base: Path) -> Path:
    return colbert(tmp_path_factory.mktemp("colbert"), base)


@pytest.fixture(scope="module")
def foreign(folder: Path) -> WithForeignTokens:
    return WithForeignTokens(HashingEmbedder(), str(folder))


def words(text: str, read: TokenVectors) -> list[str]:
    return [text[start:end] for start, end in zip(read.starts, read.ends, strict=True)]


def published(folder: Path, side: str, text: str) -> np.ndarray[Any, Any]:
    """What the library itself makes of a text: prompt, special and expanding tokens included."""
    from sentence_transformers import MultiVectorEncoder

    model = MultiVectorEncoder(str(folder), device="cpu", local_files_only=True)
    encode = {"document": model.encode_document, "query": model.encode_query}[side]
    return np.asarray(encode([text], convert_to_numpy=True, show_progress_bar=False)[0])


def test_each_token_has_a_unit_vector_and_no_gain(foreign: WithForeignTokens) -> None:
    texts = [TEXT, "Boats wait.", ""]
    for read, count in zip(foreign.read(texts), (6, 2, 0), strict=True):
        assert read.vectors.shape == (count, WIDTH)
        assert read.vectors.dtype == read.gains.dtype == np.float32
        assert np.allclose(np.linalg.norm(read.vectors, axis=1), 1, atol=1e-5)
        assert read.gains.tolist() == [1] * count
    assert foreign.read([]) == []


def test_places_cut_the_words_that_the_model_compares(foreign: WithForeignTokens) -> None:
    text = "  The  tide,\nit turns (Café 月の) [SEP] ½."
    expected = ["The", "tide", "it", "turns", "(", "Café", "月", "の", ")", "[SEP]", "½"]
    # in company, so that the row is filled up
    assert words(text, foreign.read([text, "tide " * 40])[0]) == expected


def test_vectors_of_documents_are_those_of_the_library(
    foreign: WithForeignTokens, folder: Path
) -> None:
    whole = published(folder, "document", TEXT)  # [CLS], prompt, six words, [SEP]
    assert len(whole) == 1 + PROMPT + 6 + 1
    assert np.allclose(foreign.read([TEXT])[0].vectors, whole[1 + PROMPT : -1], atol=1e-5)


def test_vectors_of_questions_are_those_of_the_library(
    foreign: WithForeignTokens, folder: Path
) -> None:
    whole = published(folder, "query", TEXT)
    assert len(whole) == 32
    vector, read = foreign.ask(TEXT)
    assert words(TEXT, read) == ["The", "tide", ",", "it", "turns", "at", "noon", "."]
    assert np.allclose(read.vectors, whole[1 + PROMPT : 1 + PROMPT + 8], atol=1e-5)
    assert np.array_equal(vector, HashingEmbedder().ask(TEXT)[0])
    document = foreign.read([TEXT])[0]
    assert not np.allclose(read.vectors[:2], document.vectors[:2], atol=1e-2)


def test_a_question_longer_than_the_models_usual_one_is_read_whole(
    foreign: WithForeignTokens,
) -> None:
    question = "why does the tide turn " * 12
    assert words(question, foreign.ask(question)[1]) == question.split()


def test_vectors_of_texts_and_offsets_are_the_embedders(foreign: WithForeignTokens) -> None:
    vectors, tokens = foreign.both([TEXT, "Boats wait."])
    assert np.array_equal(vectors, HashingEmbedder().embed([TEXT, "Boats wait."]))
    assert np.array_equal(vectors, foreign.embed([TEXT, "Boats wait."]))
    for both, read in zip(tokens, foreign.read([TEXT, "Boats wait."]), strict=True):
        for field in fields(TokenVectors):
            assert np.array_equal(getattr(both, field.name), getattr(read, field.name))
    assert foreign.offsets(TEXT) == HashingEmbedder().offsets(TEXT)


def test_a_tokenizer_that_counts_spaces_in_is_laid_over_words(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    special = ["[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    letters = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        special_tokens=special, initial_alphabet=letters, show_progress=False
    )
    raw.train_from_iterator(["the tide turns the tide"] * 9, trainer)
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    assert raw.encode("[unused1] tide").offsets[-2] == (9, 14)  # the space before it is in it
    names = {"cls": "[CLS]", "sep": "[SEP]", "pad": "[PAD]", "mask": "[MASK]"}
    kind: Any = PreTrainedTokenizerFast
    tokens = {f"{name}_token": token for name, token in names.items()}
    tokenizer = kind(tokenizer_object=raw, **tokens)
    folder = colbert(tmp_path / "colbert", backbone(tmp_path / "base", tokenizer))
    read = WithForeignTokens(HashingEmbedder(), str(folder)).read(["tide turns the tide"])[0]
    assert words("tide turns the tide", read) == ["tide", "turns", "the", "tide"]


def test_the_shorter_of_two_models_sets_the_limit(tmp_path: Path, base: Path) -> None:
    short = WithForeignTokens(
        HashingEmbedder(), str(colbert(tmp_path / "short", base, document_length=40))
    )
    assert short.limit == 40 - PROMPT - 2
    longest = " ".join(["tide"] * short.limit)
    assert len(short.read([longest])[0].vectors) == short.limit
    assert len(short.embed([longest])) == 1
    for read in (short.embed, short.read, short.both):
        with pytest.raises(ValueError, match=f"{short.limit + 1} tokens"):
            read(["a", longest + " tide"])
    with pytest.raises(ValueError, match=f"{short.limit + 1} tokens"):
        short.ask(longest + " tide")
    # within the limit by the embedder's count, and not by the other model's
    with pytest.raises(ModelProblem, match=r"short reads at most 40 tokens.*`passage_tokens`"):
        short.read([" ".join(["unfathomableness"] * short.limit)])
    with pytest.raises(BadInput, match=r"reads at most 512\. Shorten it"):
        short.ask(" ".join(["qzxj" * 15] * short.limit))


def test_the_embedders_limit_holds_where_it_is_the_shorter(foreign: WithForeignTokens) -> None:
    assert foreign.limit == HashingEmbedder().limit == 254


def test_the_fingerprint_tells_models_and_their_versions_apart(
    folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")

    def fingerprint() -> str:
        return WithForeignTokens(HashingEmbedder(), str(copy)).fingerprint

    first = fingerprint()
    assert first.startswith(f"hashing late {copy} sha256:")
    (copy / ".cache").mkdir()
    (copy / ".cache" / "fetched").write_text("noon")
    assert fingerprint() == first
    config = copy / "1_Dense" / "config.json"
    config.write_text(config.read_text("utf-8") + "\n", "utf-8")
    second = fingerprint()
    config.rename(config.with_name("configs.json"))  # still first among the files
    assert len({first, second, fingerprint()}) == 3


def test_the_fingerprint_of_a_folder_loads_nothing(folder: Path) -> None:
    code = (
        "import sys; from index.embed import HashingEmbedder\n"
        "from index.foreign import WithForeignTokens\n"
        "WithForeignTokens(HashingEmbedder(), sys.argv[1]).fingerprint\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'}"
        " & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_folder_closes_the_network_and_a_name_on_the_hub_does_not(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    cached = tmp_path / "models--some--colbert"
    shutil.copytree(folder, cached / "snapshots" / COMMIT)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(COMMIT)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    hub = WithForeignTokens(HashingEmbedder(), "some/colbert")
    assert hub.fingerprint == f"hashing late some/colbert@{COMMIT}"
    assert words(TEXT, hub.read([TEXT])[0])[0] == "The"
    assert "HF_HUB_OFFLINE" not in os.environ
    assert WithForeignTokens(HashingEmbedder(), str(folder)).limit == 254
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.parametrize("name", ["/no/such/folder", "./models/colbert", "a/b/c", "", "~/nothing"])
def test_a_folder_that_is_not_there_is_refused_at_once(name: str) -> None:
    with pytest.raises(ModelProblem, match=rf"no folder {name}.*Correct it in the settings"):
        open_embedder(IndexSettings(late=name))


def test_a_name_that_the_hub_does_not_give_is_refused_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelProblem, match="`hf download some/colbert --local-dir FOLDER`"):
        _ = WithForeignTokens(HashingEmbedder(), "some/colbert").limit


def test_a_damaged_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelProblem, match="copy cannot be loaded as a MultiVectorEncoder"):
        WithForeignTokens(HashingEmbedder(), str(copy)).read([TEXT])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelProblem, match="empty cannot be loaded as a MultiVectorEncoder"):
        WithForeignTokens(HashingEmbedder(), str(tmp_path / "empty")).ask(TEXT)


def test_a_model_whose_vectors_would_be_made_up_is_refused(base: Path) -> None:
    with pytest.raises(ModelProblem, match="it was not trained for late interaction"):
        WithForeignTokens(HashingEmbedder(), str(base)).read([TEXT])


def test_a_model_that_merges_tokens_is_refused(tmp_path: Path, base: Path) -> None:
    from sentence_transformers.multi_vector_encoder.modules import HierarchicalTokenPooling

    pooled = colbert(tmp_path / "pooled", base, HierarchicalTokenPooling(2))
    with pytest.raises(ModelProblem, match="it merges the vectors of several tokens"):
        WithForeignTokens(HashingEmbedder(), str(pooled)).read([TEXT])


def asked(index: Index, question: str, among: Sequence[Hit] | None = None) -> Sequence[str]:
    """The sentences that late interaction finds for a question, best first."""
    reading = LateInteraction(index).read(question, among or index.search(question, 3))
    return [evidence.text for evidence in reading.evidence]


def test_an_index_built_with_a_folder_can_be_asked(
    tides: Path, tmp_path: Path, bundled: Any
) -> None:
    base = backbone(tmp_path / "base", bundled, spread=0.02)
    folder = colbert(tmp_path / "colbert", base)
    settings = IndexSettings(late=str(folder))
    build(tides, tmp_path / "index", open_embedder(settings), settings)
    index = Index.open(tmp_path / "index", open_embedder(settings), settings)
    question = "The lighthouse was built in 1881."
    assert asked(index, question)[0] == question
    passage = next(p for p in index.passages if question in p.text)
    stored = index.read(passage)
    assert stored.vectors.shape[1] == WIDTH
    inside = [text for text in words(passage.text, stored) if text == "lighthouse"]
    assert len(inside) >= passage.text.count("lighthouse") > 0
    # made anew for each question they are the same
    fresh = IndexSettings(late=str(folder), store_tokens=False)
    build(tides, tmp_path / "fresh", open_embedder(fresh), fresh)
    again = Index.open(tmp_path / "fresh", open_embedder(fresh), fresh)
    hits = index.search(question, 3)
    assert asked(again, question, hits) == asked(index, question, hits)
