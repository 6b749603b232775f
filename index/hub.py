"""Other people's models: where their files are, and how they are loaded.

The home of sentence-transformers' loading and of the Hugging Face Hub. A model is a folder, or a
name on the Hub, which is fetched once and from then on read from the Hub's own cache. Code that
comes with a model is never run.
"""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Literal

from index.errors import ModelProblem

HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
OTHER_FORMS = ["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot"]  # of weights, never read here

Kind = Literal["MultiVectorEncoder", "CrossEncoder"]


def load(kind: Kind, name: str) -> Any:
    """A model of sentence-transformers on the CPU, in 32 bits, from a folder or the Hub.

    Raises:
        ModelProblem: it cannot be found or loaded.
    """
    if named_folder(name):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read by the libraries on import
    folder = find(name)
    try:
        import sentence_transformers
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        how = {"device": "cpu", "local_files_only": True, "trust_remote_code": False}
        return getattr(sentence_transformers, kind)(str(folder), **how).float()
    except Exception as error:  # a damaged file may raise anything
        raise ModelProblem(
            f"{folder} cannot be loaded as a {kind} ({_reason(error)}). Name the folder of a "
            "whole model in the settings, and install what it needs."
        ) from error


def named_folder(name: str) -> Path | None:
    """The folder that a name stands for; None for what may be a name on the Hub.

    Raises:
        ModelProblem: it is neither.
    """
    folder = Path(name).expanduser()
    if name and folder.is_dir():  # no name would be the working folder
        return folder
    if not HUB_NAME.fullmatch(name):
        raise ModelProblem(
            f"There is no folder {name}, and no model on the Hugging Face Hub has such a name. "
            "Correct it in the settings."
        )
    return None


def find(name: str) -> Path:
    """The folder of a model; one that only the Hub has is fetched.

    Raises:
        ModelProblem: there is no such model, or it cannot be fetched.
    """
    if folder := named_folder(name):
        return folder
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import LocalEntryNotFoundError

        try:
            return Path(snapshot_download(name, local_files_only=True, ignore_patterns=OTHER_FORMS))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(name, ignore_patterns=OTHER_FORMS))
    except Exception as error:  # of the network, the Hub or the disk
        raise ModelProblem(
            f"There is no folder {name}, and the Hugging Face Hub did not give a model of that "
            f"name ({_reason(error)}). Correct the name in the settings, or fetch the model with "
            f"`hf download {name} --local-dir FOLDER` and name that folder."
        ) from error


def version(name: str) -> str:
    """A name with what tells two versions of its model apart."""
    folder = named_folder(name)
    if folder is None:
        return f"{name}@{find(name).name}"  # a folder of the cache is called like its commit
    whole = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*")):
            place = path.relative_to(folder)
            # hidden files are notes of git and of the Hub's downloader
            if path.is_file() and not any(part.startswith(".") for part in place.parts):
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                whole.update(f"{digest} {place.as_posix()}\n".encode())
    except OSError as error:
        raise ModelProblem(f"{folder} cannot be read ({_reason(error)}). Check it.") from error
    return f"{name} sha256:{whole.hexdigest()}"


def projections(name: str) -> int:
    """How many projections of token vectors the files of a model hold."""
    modules = _content(name, "modules.json") or []
    config = _content(name, "config.json") or {}
    listed = [module for module in modules if str(module["type"]).endswith(".Dense")]
    # the ColBERT of Stanford keeps its one among the other weights
    return len(listed) + ("HF_ColBERT" in (config.get("architectures") or ()))


def _content(name: str, file: str) -> Any:
    path = find(name) / file
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def _reason(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
