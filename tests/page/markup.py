"""HTML as a test reads it: its elements with their attributes, and its text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from assistant.escape import BIDI

# what no browser shows as it is, and the spaces and ends of lines, which move
UNSHOWN = re.compile(r"[\s\0-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffd\ufffe\uffff]+")
# what is another one for other words or at another moment
ANOTHER = re.compile(
    r"[0-9a-f]{64}|\b[0-9a-f]{12}\b|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?|\b\d{19}\b"
)
HARMLESS = "\N{LATIN SMALL LETTER ESH}"  # a letter that the page itself has no use for
HERE = "\N{REFERENCE MARK}"

# beside `aria-` and `data-` attributes, which do nothing by themselves
ANYWHERE = frozenset("class id dir lang role tabindex title hidden".split())
PARTS = {  # elements of the page's parts, with what they may have beside those
    **dict.fromkeys("h1 h2 h3 h4 h5 h6 p div span ol ul li dl dt dd bdi strong cite".split(), ""),
    **dict.fromkeys("blockquote details summary mark code article section nav".split(), ""),
    **dict.fromkeys("table caption thead tbody tr td".split(), ""),
    "th": "scope",
    "a": "href target rel",
    "button": "type disabled",
    "input": "type placeholder multiple accept",
    "select": "",
    "option": "value",
    "label": "",
    "progress": "value max",
}
TAB = {  # and those of the evaluation, with its reports
    **PARTS,
    **dict.fromkeys("form figure figcaption em b br small output time".split(), ""),
    "details": "open",
    "span": "style",
    "svg": "viewbox style",
    "title": "",
    "path": "d",
    "line": "x1 y1 x2 y2",
    "circle": "cx cy r",
    "text": "x y transform",
    "select": "disabled",
    "input": "type placeholder checked min step inputmode disabled",
}
WHOLE = {  # elements of a file that is a page by itself
    **TAB,
    **dict.fromkeys("html head body header main noscript style".split(), ""),
    "meta": "charset http-equiv content name",
    "script": "type",
    "textarea": "rows placeholder maxlength autofocus",
}
MARKDOWN = dict.fromkeys("h1 h2 p blockquote em strong ul li br".split(), "") | {"a": "href"}
STYLE = re.compile(
    r"(?:(?:(?:width|left|right|flex-grow|max-width): [\d.]+(?:%|px)?|background: #\w{6})(?:; )?)+"
)
ADDRESS = re.compile(r"#|https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Element:
    """An element with its attributes, as a browser unescapes them."""

    name: str
    attributes: tuple[tuple[str, str], ...]


DATA = Element("script", (("type", "application/json"), ("id", "data")))


@dataclass
class Markup(HTMLParser):
    """The elements of some HTML in their order, and all that stands between them."""

    elements: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> "Markup":
        read = cls()
        HTMLParser.__init__(read, convert_charrefs=True)
        read.feed(html)
        read.close()
        return read

    @property
    def text(self) -> str:
        return "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, tuple((name, value or "") for name, value in attrs)))

    def handle_data(self, data: str) -> None:
        last = self.elements[-1] if self.elements else None
        if last == DATA and self.cdata_elem == "script":
            data = " ".join(_texts(json.loads(data)))
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(Element("a comment", (("", data),)))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(Element("a declaration", (("", data),)))

    def handle_pi(self, data: str) -> None:
        self.elements.append(Element("an instruction", (("", data),)))


def _texts(data: Any) -> Iterator[str]:
    """All texts in some JSON."""
    if isinstance(data, dict):
        data = [*data, *data.values()]
    if isinstance(data, list):
        for one in data:
            yield from _texts(one)
    else:
        yield str(data)


def harmless(payload: str) -> str:
    """Words as long as a payload, with the signs where it has them by which words are cut."""
    return re.sub(r"[^ \n/_]", HARMLESS, payload)


def without(words: str, html: str) -> Markup:
    """HTML in which some words stand, read, and each place where they stand letter by letter named.

    So HTML with a payload and HTML with harmless words are the same, if the payload is nothing but
    words wherever it stands, and not a sign of it is lost.
    """
    read = Markup.of(html)

    def named(text: str) -> str:
        return seen(ANOTHER.sub("#", text)).replace(seen(words), HERE)

    read.elements = [
        Element(one.name, tuple((name, named(value)) for name, value in one.attributes))
        for one in read.elements
    ]
    read.words = [named(read.text)]
    return read


def seen(words: str) -> str:
    """Words as they can be compared with what a browser shows: no spaces, and no unseen signs."""
    return UNSHOWN.sub("", BIDI.sub("", words))


def not_allowed(html: str, allowed: dict[str, str]) -> list[Element]:
    """Elements and attributes that the page has no use for, and addresses that it must not have."""
    return [one for one in Markup.of(html).elements if not _fits(one, allowed)]


def _fits(one: Element, allowed: dict[str, str]) -> bool:
    if one.name not in allowed:
        return False
    may_have = ANYWHERE | set(allowed[one.name].split())
    return all(
        (name in may_have or name.startswith(("aria-", "data-")))
        and (name != "href" or ADDRESS.match(value) is not None)
        and (name != "style" or STYLE.fullmatch(value) is not None)
        for name, value in one.attributes
    )
