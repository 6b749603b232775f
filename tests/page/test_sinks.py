"""No words of a document, a title, a file, a question or a run are ever more than words (B6).

The places where they could be are found in the code (`sinks.py`); what shows words there is in
`shown.py`, and what the words try in `payloads.py`. In a browser: tests/browser/test_sinks_page.py.
"""

import ast
import html
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pytest

from assistant.escape import isolated, literal
from eval.cards import plain
from page.answer import as_html
from page.export_markdown import escaped, quoted
from page.reading import sources_as_html
from tests.conftest import REPOSITORY
from tests.page.markup import MARKDOWN, PARTS, Element, Markup, harmless, not_allowed, without
from tests.page.payloads import (
    DEAD_ADDRESSES,
    LIVE_ADDRESSES,
    LOOK_ALIKES,
    MISLEADING_ADDRESSES,
    PAYLOADS,
)
from tests.page.shown import ENTRIES, Entry, answer, rendered
from tests.page.sinks import Place, files, places, watch

# functions that write for others than the people who ask
NOT_SHOWN = {
    ("eval/benchmarks/shelf.py", "as_markdown"): "makes a source, to be indexed",
    ("eval/command.py", "as_markdown"): "the figures of our own runs, for the README",
}
FEW, MANY = 8, 40  # payloads that are tried at once, and where that takes long
NAMED = 5  # names in a function that a failure tells
WHAT_TO_DO = """
Words of a document, a title, a file or a question could become markup there, and no test has seen
it done with hostile ones. Show them with `isolated` or `literal` (assistant/escape.py), and add an
entry to tests/page/shown.py, or to one that is there, that runs this with the words it is given."""
# what a script may not do: read words as HTML or as code, or lead anywhere by them
UNSAFE = re.compile(
    r"""innerHTML|outerHTML|insertAdjacentHTML|setHTML|parseHTML|DOMParser|ContextualFragment"""
    r"""|document\.write|srcdoc|\beval\(|\bFunction\(|\bimport\(|javascript:|cssText|insertRule"""
    r"""|set(?:Timeout|Interval)\(\s*["'`]|window\.open|\blocation(?:\.href)?\s*=(?!=)"""
    r"""|location\.(?:assign|replace)\(|\.href\s*=(?!=)(?!\s*URL\.createObjectURL\()"""
    r"""|\.src(?:set)?\s*=(?!=)|\.action\s*=(?!=)|setAttribute\((?!"(?:role|aria-[a-z]+)")"""
    r"""|createElement(?:NS)?\(\s*["'](?:script|i?frame|img|object|embed|link|base|meta|style|svg)"""
)
# what Gradio does with the words that its parts are given
WITHOUT_WORDS = {"Blocks", "Column", "I18n", "LinePlot", "Row", "State", "Tab", "Tabs"}
AS_TEXT = {"EventData", "Request", "SelectData", "Textbox"}
AS_HTML = {"Chatbot", "HTML"}
TO_PROGRAMS = {"Error"}


def test_every_place_that_writes_markup_is_tried_with_hostile_words() -> None:
    found = [place for file in files() for place in places(file, file.read_text("utf-8"))]
    assert set(NOT_SHOWN) <= {place.writer for place in found}
    shown = [place for place in found if place.writer not in NOT_SHOWN]

    def show() -> None:
        for entry in ENTRIES.values():
            entry.show("<b evil> \"x' & ${y}")

    seen = watch(show, {str(place.file) for place in shown})
    missing = [place for place in shown if (str(place.file), place.position) not in seen]
    assert not missing, told(missing)


def told(missing: Sequence[Place]) -> str:
    """What is missing, a line for each function: what in it was never come to, and where."""
    lines = []
    for (module, function), some in groupby(missing, key=lambda place: place.writer):
        names = list(dict.fromkeys(f"{place.source} (line {place.position[0]})" for place in some))
        more = ", …" if len(names) > NAMED else ""
        lines.append(f"{module}, {function}: {', '.join(names[:NAMED])}{more}")
    return "\n".join([*lines, WHAT_TO_DO])


@pytest.mark.parametrize("name", ENTRIES)
def test_hostile_words_are_shown_letter_by_letter_and_are_nothing_else(name: str) -> None:
    entry = ENTRIES[name]
    together = MANY if entry.slow else FEW
    several = [
        " ".join(PAYLOADS[start : start + together]) for start in range(0, len(PAYLOADS), together)
    ]
    assert [payloads for payloads in several if not is_inert(payloads, entry)] == []


ESCAPES = {
    "literal": Entry(lambda words: f'<p title="{literal(words)}">{literal(words)}</p>', PARTS),
    "isolated": Entry(lambda words: f"<p>{isolated(words)}</p>", PARTS),
    "plain": Entry(lambda words: f'<p title="{plain(words)}">{plain(words)}</p>', PARTS),
    "escaped": Entry(lambda words: rendered(f"# {escaped(words)}\n\n- {escaped(words)}"), MARKDOWN),
    "quoted": Entry(lambda words: rendered(quoted(words)), MARKDOWN),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_each_payload_by_itself_is_escaped(name: str) -> None:
    assert [payload for payload in PAYLOADS if not is_inert(payload, ESCAPES[name])] == []


def is_inert(payload: str, entry: Entry) -> bool:
    """Whether a payload stands wherever harmless words would, whole, and nothing is there more."""
    shown, plain = entry.show(payload), harmless(payload)
    inert = without(payload, shown) == without(plain, entry.show(plain))
    return inert and not not_allowed(shown, entry.allowed)


@pytest.mark.parametrize("url", [*DEAD_ADDRESSES, *MISLEADING_ADDRESSES])
def test_an_address_that_is_not_on_the_web_or_misleads_is_no_link(url: str) -> None:
    assert links(url) == []


@pytest.mark.parametrize("url", LIVE_ADDRESSES)
def test_an_address_on_the_web_is_a_link_and_nothing_else(url: str) -> None:
    opened = (("href", url), ("target", "_blank"), ("rel", "noopener noreferrer"))
    assert {link.attributes for link in links(url)} == {opened}


@pytest.mark.parametrize(("url", "host"), LOOK_ALIKES.items())
def test_a_host_is_named_in_letters_that_do_not_look_like_others(url: str, host: str) -> None:
    assert f"original at {host}" in Markup.of(sources_as_html(answer("words", url=url))).text


def links(url: str) -> list[Element]:
    """The links out of the page that a document with an address brings about."""
    reply = answer("words", url=url)
    shown = sources_as_html(reply) + as_html(reply)
    assert not_allowed(shown, PARTS) == []
    return [
        one
        for one in Markup.of(shown).elements
        if one.name == "a" and not dict(one.attributes)["href"].startswith("#")
    ]


def scripts() -> list[Path]:
    """What runs in the browser: the scripts, and the modules that hold a few lines of one."""
    folders = [REPOSITORY / "page", REPOSITORY / "eval"]
    found = [file for folder in folders for file in folder.rglob("*.js")]
    return sorted([*found, *(REPOSITORY / "page").glob("*.py")])


@pytest.mark.parametrize("file", scripts(), ids=lambda file: file.name)
def test_no_script_makes_markup_or_an_address_of_words(file: Path) -> None:
    assert UNSAFE.findall(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "node.innerHTML = words", "node.outerHTML += x", "node.insertAdjacentHTML('beforeend', x)",
        "document.write(x)", "new DOMParser()", "range.createContextualFragment(x)",
        "frame.srcdoc = x", "eval(x)", "new Function(x)", "setTimeout(`${x}`)", "import(x)",
        "location = x", "location.href = x", "location.assign(x)", "window.open(x)",
        "link.href = x", "picture.src = x", "node.setAttribute('onclick', x)",
        "node.setAttribute(name, x)", 'node.setAttribute("style", x)', "node.style.cssText = x",
        'document.createElement("script")', "document.createElement('iframe')",
        "node.setHTMLUnsafe(x)", "sheet.insertRule(x)", "x = `javascript:${x}`",
    ],
)  # fmt: skip
def test_a_script_that_would_is_found(line: str) -> None:
    assert UNSAFE.search(line)


def test_no_style_fetches_anything() -> None:
    folders = [REPOSITORY / "page", REPOSITORY / "eval"]
    styles = [file.read_text("utf-8") for folder in folders for file in folder.rglob("*.css")]
    assert len(styles) > 5
    assert [style for style in styles if re.search(r"url\(|@import|image-set", style)] == []


def test_the_page_is_made_of_parts_whose_way_with_words_is_known() -> None:
    used = {
        node.attr
        for file in (REPOSITORY / "page").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "gr"
        if node.attr[0].isupper()
    }
    assert used == WITHOUT_WORDS | AS_TEXT | AS_HTML | TO_PROGRAMS, (
        "Find out whether Gradio shows this as text or as HTML. If as HTML, what it is given must "
        "be written by a function that tests/page/shown.py runs, and "
        "tests/browser/test_sinks_page.py must look at it."
    )


def test_no_value_is_read_as_a_template() -> None:
    """Gradio fills `{{…}}` of a template in, and then runs what has come of it as a script."""
    given = [
        ast.unparse(keyword.value)
        for file in (REPOSITORY / "page").glob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in ("html_template", "css_template")
    ]
    assert given == ["''"]


NEW = REPOSITORY / "page" / "new.py"
HEAD = """
from assistant.escape import isolated
ROW = "<tr>{}</tr>"
ROWS: dict[str, str] = {"a": "<tr>"}

def new(words):
"""


@pytest.mark.parametrize(
    "body",
    [
        "return f'<p>{words}</p>'", "return '<p>' + words", "return '<p>%s' % words",
        "return '<p>{}'.format(words)", "return f'<{tag}>{words}'", "return ROW.format(words)",
        "return ROWS['a'] + words", "return say.html('a.b', words=words)", "return isolated(words)",
        "return reply_as_html(reply) + words", "return f'{turn.as_html(reply)}{words}'",
        "return html.escape(words)", "return '<br>' if words else ''",
        "text = ''; text += as_html(reply); return text + words",
        "return [f'<li>{word}' for word in words]", "return (lambda: '</p>' + words)()",
    ],
)  # fmt: skip
def test_a_new_place_that_writes_markup_is_found(body: str) -> None:
    assert "words" in {place.source for place in places(NEW, f"{HEAD}    {body}\n")}


@pytest.mark.parametrize(
    "body",
    [
        "'Not <b>this</b>.'\n    return words", "return re.sub('<b>', '', words)",
        "return words < other", "return '(?<name>' + words",
        "return as_html(words)", "return '1 <2' + words",
    ],
)  # fmt: skip
def test_what_writes_no_markup_is_left_alone(body: str) -> None:
    assert list(places(NEW, f"{HEAD}    {body}\n")) == []


@pytest.mark.parametrize(
    "show",
    [
        lambda words: f"<p>{words}</p>",
        lambda words: f"<p>{literal(words)} {words}</p>",
        lambda words: f'<p title="{words}">x</p>',
        lambda words: f"<p title='{html.escape(words, quote=False)}'>x</p>",
        lambda words: f"<p class={html.escape(words)}>x</p>",
        lambda words: f"<p>{literal(words[:20])}</p>",
        lambda words: f"<p>{re.sub('<[^>]*>', '', words)}</p>",
        lambda words: f'<a href="{literal(words)}">x</a>',
    ],
)
def test_a_place_that_lets_markup_through_is_noticed(show: Callable[[str], str]) -> None:
    entry = Entry(show, PARTS)
    assert not all(is_inert(payload, entry) for payload in PAYLOADS)
