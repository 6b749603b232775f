"""A tiny cross-encoder with random weights stands for other people's."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.foreign import ForeignJudge
from assistant.open import open_judge
from index.errors import ModelProblem
from index.weights import model_folder

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("alone")]

QUESTION = "When does the tide turn?"
SENTENCES = [
    ("Tides", "The tide turns at noon."),
    ("Boats", "Boats wait for the tide, and the harbour master waits for the boats."),
    ("Tides", "noon"),
]


def bert(folder: Path, labels: int = 1, head: bool = True) -> Path:
    """A folder with a small BERT that nobody has trained, a cross-encoder where it has a head."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, BertModel

    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(model_folder(), local_files_only=True)
    shape: dict[str, Any] = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    shape |= {"intermediate_size": 64, "vocab_size": len(tokenizer), "num_labels": labels}
    # large first weights, so that some logits are below 0 or above 1
    config = BertConfig(initializer_range=1.0, **shape)
    model = BertForSequenceClassification(config) if head else BertModel(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bert(tmp_path_factory.mktemp("judge"))


def raw(folder: Path, question: str, second: str) -> float:
    """The logit of a pair without sentence-transformers."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
    with torch.inference_mode():
        return float(model(**tokenizer(question, second, return_tensors="pt")).logits)


def test_each_pair_gets_the_models_own_logit(folder: Path) -> None:
    logits = ForeignJudge(str(folder)).logits(QUESTION, SENTENCES)
    assert logits.shape == (3,)
    assert logits.dtype == np.float32
    assert np.isfinite(logits).all()
    expected = [raw(folder, QUESTION, f"{title}\n{sentence}") for title, sentence in SENTENCES]
    assert np.allclose(logits, expected, atol=1e-4)
    assert len(set(expected)) == 3
    assert not all(0 <= logit <= 1 for logit in expected)  # a sigmoid would be seen


def test_one_pair_and_none_are_judged_too(folder: Path) -> None:
    judge = ForeignJudge(str(folder))
    assert judge.logits(QUESTION, []).shape == (0,)
    one = judge.logits(QUESTION, SENTENCES[:1])
    assert np.allclose(one, judge.logits(QUESTION, SENTENCES)[:1], atol=1e-4)


def test_the_title_is_read(folder: Path) -> None:
    tides, boats = ForeignJudge(str(folder)).logits(
        QUESTION, [("Tides", "noon"), ("Boats", "noon")]
    )
    assert abs(tides - boats) > 1e-3


@pytest.mark.parametrize("labels", [2, 3])
def test_a_model_with_more_labels_is_refused(labels: int, tmp_path: Path) -> None:
    judge = ForeignJudge(str(bert(tmp_path / "labels", labels)))
    with pytest.raises(ModelProblem, match=f"labels cannot judge: it gives {labels} numbers"):
        judge.logits(QUESTION, SENTENCES)


def test_a_model_whose_head_would_be_made_up_is_refused(tmp_path: Path) -> None:
    judge = ForeignJudge(str(bert(tmp_path / "bare", head=False)))
    with pytest.raises(ModelProblem, match="bare cannot judge: it was not trained to compare"):
        judge.logits(QUESTION, SENTENCES)


def test_a_folder_that_is_not_there_or_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=r"no folder .*nowhere.*Correct it in the settings"):
        open_judge(str(tmp_path / "nowhere"))
    with pytest.raises(ModelProblem, match="cannot be loaded as a CrossEncoder"):
        ForeignJudge(str(tmp_path)).logits(QUESTION, SENTENCES)
