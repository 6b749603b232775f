"""Where the code writes HTML or Markdown: found in the code, and watched while it works."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.conftest import REPOSITORY

SHOWN = ("app.py", "assistant", "page", "eval", "prompts")  # packages that people see words of
# what could begin an element, also one whose name is put in; "(?<name>" is of a pattern
TAG = re.compile(r"(?<![?P(])</?(?:[a-zA-Z][\w-]*|\{\})(?=[\s/>{]|$)")
WRITES = re.compile(r"(?:^|_)as_(?:html|markdown)$")
ESCAPERS = {"assistant.escape", "eval.cards"}  # modules whose functions make words into HTML

Position = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True)
class Place:
    """A name that is read in a function that writes markup, and where that stands."""

    file: Path
    function: str
    source: str
    position: Position

    @property
    def writer(self) -> tuple[str, str]:
        """The module and the function."""
        return self.file.relative_to(REPOSITORY).as_posix(), self.function


# what has marks in it and is for no page: what a language model reads, and texts that are checked
UNSHOWN = {"writer", "checking", "quotes", "model"}


def files() -> list[Path]:
    """The modules in which people's words could become markup."""
    found = (REPOSITORY / name for name in SHOWN)
    every = (file for path in found for file in (path.rglob("*.py") if path.is_dir() else [path]))
    return sorted(file for file in every if file.parent.name not in UNSHOWN)


def places(file: Path, source: str) -> Iterator[Place]:
    """Every name that is read by the functions of a module that write markup.

    A function writes markup that holds a string with a tag in it, or reads a name of the module
    that stands for one; that escapes words, or puts values into a line of the page's own words as
    HTML (`say.html`); that joins what such a function has written to something else; whose name
    says that it writes markup; or that stands in a module named for Markdown.
    """
    tree = ast.parse(source)
    tagged = {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _has_tag(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    escapes = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ESCAPERS
        for name in node.names
    }
    for function in _functions(tree):
        named = "markdown" in file.stem or WRITES.search(function.name)
        if named or _writes(function, tagged, escapes):
            yield from _read(function, file)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The outermost functions; what is defined within one belongs to it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        else:
            yield from _functions(node)


def _writes(function: ast.AST, tagged: set[str], escapes: set[str]) -> bool:
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name) if name in tagged | escapes:
                return True
            case ast.Attribute(value=ast.Name(id="html"), attr="escape"):
                return True
            case ast.Call(func=ast.Attribute(attr="html")):
                return True
            case ast.JoinedStr() | ast.BinOp(op=ast.Add()) | ast.AugAssign(op=ast.Add()):
                calls = (one for one in ast.walk(node) if isinstance(one, ast.Call))
                if any(WRITES.search(_last(one.func)) for one in calls):
                    return True
    return _has_tag(function)


def _last(called: ast.expr) -> str:
    """The name of what is called: `html` of `say.html`."""
    return ast.unparse(called).rpartition(".")[2]


def _has_tag(node: ast.AST) -> bool:
    """Whether a string in some code, other than a docstring or a pattern, could hold an element."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return False
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
        return False
    if isinstance(node, ast.Constant | ast.JoinedStr) and TAG.search(_text(node)):
        return True
    return any(map(_has_tag, ast.iter_child_nodes(node)))


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _read(function: ast.FunctionDef | ast.AsyncFunctionDef, file: Path) -> Iterator[Place]:
    """The names that the body of a function reads; those of types are for people alone."""
    types = {
        id(name)
        for node in ast.walk(function)
        if isinstance(node, ast.AnnAssign)
        for name in ast.walk(node.annotation)
    }
    for statement in function.body:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                continue
            if id(node) not in types:
                at = (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
                yield Place(file, function.name, node.id, at)


def watch(work: Callable[[], None], within: set[str]) -> set[tuple[str, Position]]:
    """What of the code in some files is evaluated while something works, by its place there."""
    ran: set[tuple[CodeType, int]] = set()

    def step(frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            ran.add((frame.f_code, frame.f_lasti))
        return step

    def enter(frame: FrameType, *_: Any) -> Any:
        if frame.f_code.co_filename not in within:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    at = {code: tuple(code.co_positions()) for code, _ in ran}
    return {(code.co_filename, at[code][last // 2]) for code, last in ran}
