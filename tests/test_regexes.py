"""Every regular expression of ours on long hostile texts (trust.md, A14).

They are found in the code: those that modules hold, also in tables, and those that stand in a call
of `re`. Each is tried as its module uses it, from the beginning or everywhere, on texts of 5 kB,
with CHAPTER_FULL=1 of 100 kB; one that backtracks shows on either. Those that never see a whole
document are tried on what they do see: see SEEN.
"""

import ast
import importlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from assistant.rewrite.phrases import READ
from index.retrieve import LONGEST_QUESTION
from tests.conftest import REPOSITORY
from tests.cost import seconds

PLACES = ("index", "assistant", "page", "app.py")
FULL = "CHAPTER_FULL" in os.environ
SIZE = 100_000 if FULL else 5_000
# How many characters the regular expressions of some modules can see; all others see any number.
SEEN = {
    "assistant.rewrite.": READ,  # a longer follow-up is left as it is, see `_rewritten`
    "assistant.": LONGEST_QUESTION,  # a question, or a sentence of a passage
    "assistant.escape": SIZE,
    "assistant.extract": SIZE,
    "assistant.spread": SIZE,
}
SECONDS = 0.1  # of processor time, for each regular expression on each text
FROM_THE_START = {"match", "fullmatch"}
METHODS = {*FROM_THE_START, "search", "finditer", "findall", "sub", "split", "subn"}
UNITS = [
    *(
        "a",
        " ",
        "\n",
        ".",
        "1",
        "(",
        ")",
        '"',
        "“",
        "#",
        "*",
        "_",
        "|",
        "&",
        "é",
        "\t",
        "A",
        ";",
        "…",
    ),
    *("a ", ". ", "1,", "[](", "a'", "a-", "Aa ", "U.S. ", "# ", "<a ", "<!--", "<!---->", "mar "),
    *("the ", "not to be ", "a, ", "- ", "a.b", "://", "1 ", "§ ", "x=", "A. ", ": ", "\u00ad"),
    *("\u200d", "\u2764\u200d"),
]


@dataclass(frozen=True)
class Regex:
    """A regular expression, where it stands, and whether it is only tried from a beginning."""

    pattern: "re.Pattern[Any]"
    where: str
    anchored: bool


def modules() -> list[Path]:
    found = [path for name in PLACES for path in (REPOSITORY / name).rglob("*.py")]
    found += [REPOSITORY / name for name in PLACES if name.endswith(".py")]
    return sorted(path for path in found if path.stem != "__main__")


def seen(where: str) -> int:
    """How many characters a regular expression is tried on: the longest name that fits says."""
    fitting = [name for name in SEEN if where.startswith(name)]
    return min(SEEN[max(fitting, key=len)], SIZE) if fitting else SIZE


@cache
def regexes() -> tuple[Regex, ...]:
    found: dict[tuple[object, int], Regex] = {}
    for path in modules():
        used = _methods(path)
        name = ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for variable, value in vars(module).items():
            how = used.get(variable, set())
            for pattern in _patterns(value):
                one = Regex(pattern, f"{name}.{variable}", bool(how) and how <= FROM_THE_START)
                found.setdefault((pattern.pattern, pattern.flags), one)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (call := _call_of_re(node)) is not None:
                method, words = call
                pattern = re.compile(words)
                one = Regex(pattern, f"{name}: {words}", method in FROM_THE_START)
                found.setdefault((pattern.pattern, pattern.flags), one)
    return tuple(found.values())


def _patterns(value: object, depth: int = 4) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from _patterns([*value, *value.values()], depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one, depth - 1)


def _methods(path: Path) -> dict[str, set[str]]:
    """By which methods a module uses its names, those of a table by its loop's variable."""
    tree = ast.parse(path.read_text("utf-8"))
    loops = {
        target.id: table.id
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension | ast.For)
        for target, table in [(node.target, node.iter)]
        if isinstance(target, ast.Name) and isinstance(table, ast.Name)
    }
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            value = node.value  # "(ONE if … else OTHER).match" uses both
            for one in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                last = ast.unparse(one).rpartition(".")[2]
                used.setdefault(loops.get(last, last), set()).add(node.attr)
    return used


def _call_of_re(node: ast.AST) -> tuple[str, str] | None:
    """The method and the words of `re.sub("…", …)`; none where these are put together."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr=method),
            args=[ast.Constant(value=str(words)), *_],
        ) if method in METHODS:
            return method, words
    return None


def searching(one: Regex, text: str) -> float:
    """Processor time, the best of three where the first is much."""
    given = text.encode() if isinstance(one.pattern.pattern, bytes) else text

    def search() -> None:
        if one.anchored:
            one.pattern.match(given)
            one.pattern.fullmatch(given)
        else:
            for _ in one.pattern.finditer(given):
                pass

    taken: list[float] = []
    while not taken or (min(taken) > SECONDS and len(taken) < 3):
        taken.append(seconds(search))
    return min(taken)


def test_the_regular_expressions_are_found() -> None:
    assert len(regexes()) > 300
    held = {one.where for one in regexes()}
    assert {"index.canonical.CHANGED", "index.furniture.RULES", "page.fetch: [^\\w.]+"} <= held


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_no_repeated_words_keep_a_regular_expression_busy(unit: str) -> None:
    texts = {size: unit * (size // len(unit)) + "\x01" for size in {SIZE, *SEEN.values()}}
    slow = {
        one.where: taken
        for one in regexes()
        if (taken := searching(one, texts[seen(one.where)])) > SECONDS
    }
    assert not slow


def repeated(items: Any, within: bool = False) -> Iterator[str]:
    """Endless repeats of what is nothing but an endless repeat: "(a+)*" can be cut in all ways."""
    for kind, value in items:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, inner = value
            endless = most is sre.MAXREPEAT
            if within and endless and len(items) == 1:
                yield str(kind)
            yield from repeated(inner, endless)
        elif kind is sre.SUBPATTERN:
            yield from repeated(value[3], within and len(items) == 1)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from repeated(branch, within and len(items) == 1)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from repeated(value[1])


@pytest.mark.parametrize("bad", ["(a+)*", "(?:a*)+b", "(?:(a+)|b)*", "((?:x+))+", "a(?:b(c*)*)?"])
def test_a_repeat_of_a_repeat_is_found(bad: str) -> None:
    assert list(repeated(parser.parse(bad)))


def test_nothing_repeats_a_repeat() -> None:
    nested = [
        one.where
        for one in regexes()
        if list(repeated(parser.parse(one.pattern.pattern, one.pattern.flags)))
    ]
    assert not nested


def possessive_groups(items: Any) -> Iterator[str]:
    """Groups that are repeated possessively, "(?:ab?)*+"; a sign or class, "a*+", is no group."""
    for kind, value in items:
        if kind is sre.POSSESSIVE_REPEAT:
            inner = value[2]
            if len(inner) > 1 or inner[0][0] not in (sre.IN, sre.LITERAL, sre.NOT_LITERAL, sre.ANY):
                yield str(inner)
        parts = value if isinstance(value, tuple | list) else ()
        for part in parts:
            for one in part if isinstance(part, list) else [part]:
                if isinstance(one, parser.SubPattern):
                    yield from possessive_groups(one)


@pytest.mark.parametrize("bad", ["(?:ab?)*+", "x(?:(a|b)++y)?", "(?:a+)?+", "(?=(?:-a)*+)"])
def test_a_possessive_group_is_found(bad: str) -> None:
    assert list(possessive_groups(parser.parse(bad)))


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 goes on at a wrong place where such a group fails (gh-106052)."""
    assert not list(possessive_groups(parser.parse(r"\d++(?:\.\d*+)?[ab]?+.*+")))
    found = [
        one.where
        for one in regexes()
        if list(possessive_groups(parser.parse(one.pattern.pattern, one.pattern.flags)))
    ]
    assert not found
