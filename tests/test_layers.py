"""The tree is the architecture: what may import what, and where each library lives."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGES = {"prompts", "index", "assistant", "eval", "train", "page"}
MAY_IMPORT: dict[str, set[str]] = {
    "prompts": set(),
    "index": set(),
    "assistant": {"index", "prompts"},
    "eval": {"index", "assistant"},
    "train": {"index", "assistant", "eval"},
    "page": {"index", "assistant", "eval"},
    "app": {"page", "index"},
}
# each library with the modules that may import it; a folder stands for what is in it
HOMES = {
    "anyio": {"page/mcp.py"},
    "bm25s": {"index/lexical.py"},
    "chromadb": {"index/store.py", "index/server.py"},
    "confusable_homoglyphs": {"index/lookalike.py"},
    "fastapi": {"page/site.py"},
    "huggingface_hub": {"index/hub.py"},
    "filelock": {"index/generation.py"},
    "gradio": {"page/"},
    "docx": {"index/readers/word.py", "index/readers/word_boxes.py"},
    "deepeval": {"eval/judge/measures.py"},
    # bounds what a language model's server may send
    "httpx": {"assistant/writer/chat.py"},
    # the optional language models; the index is a retriever for everybody's chains
    "langchain": {"assistant/writer/chat.py"},
    # the plain pipeline that ours is measured beside
    "langchain_chroma": {"eval/scale/plain.py"},
    "langchain_huggingface": {"eval/scale/plain.py"},
    "langchain_text_splitters": {"eval/scale/plain.py"},
    "langchain_core": {
        "eval/scale/plain.py",
        "index/retriever.py",
        "assistant/writer/chat.py",
        "eval/judge/model.py",
    },
    "langsmith": {"assistant/writer/chat.py", "eval/judge/model.py"},
    # the optional tools for language models
    "lxml": {"index/readers/html.py"},
    "mcp": {"page/mcp.py"},
    "numpy": {
        "index/",
        "assistant/foreign.py",
        "assistant/judge.py",
        "assistant/late.py",
        "assistant/support/reader.py",
        "eval/",
        "train/",
    },
    "onnx": {"train/eight.py", "train/export.py"},
    "onnxruntime": {"index/network.py"},
    "pptx": {"index/readers/slides.py", "index/readers/slide_sight.py"},
    # draws pages too, for what is hidden on them
    "pypdfium2": {"index/readers/pdf/"},
    "pydantic": {
        "index/settings.py",
        "index/retriever.py",
        # a child's reply is text from outside
        "index/apart/reply.py",
        "assistant/settings.py",
        "assistant/writer/draft.py",
        "assistant/writer/settings.py",
        "page/feedback.py",
        "page/kept.py",
        "page/settings.py",
        "eval/case.py",
        "eval/feedback.py",
        "eval/record.py",
    },
    "rapidfuzz": {"assistant/spelling.py"},
    # an extra: passages read on many machines
    "ray": {"index/cluster.py"},
    "safetensors": {"index/network.py", "train/export.py"},
    "sklearn": {"train/calibrate.py", "train/platt.py"},
    # other people's models; the benchmark measures ours against the library's own encode()
    "sentence_transformers": {"index/foreign.py", "index/hub.py", "eval/bench.py"},
    "starlette": {"page/"},
    "Stemmer": {"index/terms.py"},
    "tiktoken": {"index/tokens.py"},
    "tokenizers": {"index/network.py"},
    # nothing that asks imports it: tests/index/test_network.py
    "torch": {"train/"},
    "tqdm": {"index/console.py", "assistant/__main__.py", "eval/__main__.py"},
    "trafilatura": {"index/readers/html.py"},
    "transformers": {"index/hub.py"},
    "uvicorn": {"page/server.py"},
    # a real model for the tests, in an environment of its own
    "xllamacpp": {"eval/model/smol.py"},
    "yaml": {"index/readers/markdown.py", "eval/case.py", "eval/make/written.py"},
}
VAGUE = {"base", "common", "core", "helpers", "misc", "util", "utils"}
LONGEST_MODULE, LONGEST_FUNCTION = 250, 40


def modules() -> list[Path]:
    inside = (path for name in sorted(PACKAGES) for path in (REPOSITORY / name).rglob("*.py"))
    return [*sorted(REPOSITORY.glob("*.py")), *sorted(inside)]


def place(module: Path) -> str:
    return module.relative_to(REPOSITORY).as_posix()


def imported(module: Path) -> Iterator[str]:
    """The first names of all that a module imports, also within its functions."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name.split(".")[0] for name in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name.split(".")[0]
            case ast.ImportFrom(level=level) if level:
                yield "a relative import"


@pytest.mark.parametrize("module", modules(), ids=place)
def test_a_module_imports_only_from_the_layers_below(module: Path) -> None:
    package = place(module).split("/")[0].removesuffix(".py")
    ours = {name for name in imported(module) if name in {*PACKAGES, "app", "tests"}}
    assert ours <= {package} | MAY_IMPORT.get(package, MAY_IMPORT["app"])
    assert "a relative import" not in imported(module)


@pytest.mark.parametrize("module", modules(), ids=place)
def test_each_library_is_imported_in_its_home_alone(module: Path) -> None:
    known = {*sys.stdlib_module_names, *PACKAGES}
    for library in sorted(set(imported(module)) - known):
        assert library in HOMES, f"{library} has no home yet"
        assert any(place(module).startswith(home) for home in HOMES[library]), library


def test_each_home_is_lived_in() -> None:
    used = {(library, place(module)) for module in modules() for library in imported(module)}
    empty = [
        (library, home)
        for library, homes in HOMES.items()
        for home in homes
        if not any(name == library and module.startswith(home) for name, module in used)
    ]
    # eval/__main__.py may show a bar, but need not
    assert set(empty) <= {("tqdm", "eval/__main__.py")}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [place(module) for module in modules() if module.stem in VAGUE] == []


def test_no_module_is_longer_than_it_should_be() -> None:
    lengths = {place(module): len(module.read_text("utf-8").splitlines()) for module in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen_without_its_docstring() -> None:
    assert {
        f"{place(module)}:{function.lineno} {function.name}": lines
        for module in modules()
        for function in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := length(function)) > LONGEST_FUNCTION
    } == {}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    return lines - (
        (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function) else 0
    )


def test_the_commands_start_without_the_heavy_libraries() -> None:
    code = (
        "import sys, index.__main__, assistant.__main__\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'gradio', 'chromadb'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
