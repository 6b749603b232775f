"""Saved web pages (.html, .htm). The home of trafilatura and of lxml.

trafilatura finds the main text and leaves out menus and scripts; what a reader of the page would
not see is taken out before (`html_sight.py`). What is kept is written as plain
lines with Markdown's marks for headings, list items and table rows, since those are what the rest
of the index understands.
"""

import re
from collections.abc import Iterator
from typing import Any

from index.document import Metadata
from index.errors import Empty, TooLarge, WrongType
from index.readers.extract import Extract, decode
from index.readers.html_sight import drop_hidden

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
DEEPEST = 500  # elements one within the other
TAG = re.compile(r"<[a-zA-Z!/]")


def read(data: bytes) -> Extract:
    """The main text of a page and what the page says of itself.

    >>> extract = read(b"<html><title>Tides</title><h1>Tides</h1><p>The moon pulls.</p></html>")
    >>> extract.about.title, extract.text.splitlines()[-1]
    ('Tides', 'The moon pulls.')
    """
    charset = CHARSET.search(data[:4096])
    page = decode(data, charset[1].decode("ascii") if charset else None)
    if not TAG.search(page):
        raise WrongType("it holds no HTML; give it the ending .txt")
    return main_text(*parsed(page))


def parsed(page: str) -> tuple[Any, int]:
    """The elements of a page that a browser would show, and how many characters were left out.

    Raises:
        WrongType: it is no HTML.
        TooLarge: its elements lie deeper in each other than is read.
    """
    tree = _tree(page)
    return tree, drop_hidden(tree)


def main_text(tree: Any, hidden: int) -> Extract:
    """The main text of a page and what the page says of itself.

    Raises:
        Empty: there is none.
    """
    # imported late: trafilatura takes half a second, and most commands read no page
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        tree,
        include_comments=False,
        favor_recall=True,
        include_formatting=True,
        with_metadata=True,
        # a date that stands in a sentence is not the date of the page
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    lines = list(_lines(found.body)) if found is not None and found.body is not None else []
    if not lines:
        raise Empty("no main text was found in the page; save its text as .txt")
    about = Metadata(
        found.title, found.sitename or found.hostname, found.author, found.date, found.url
    )
    return Extract("\n".join(lines).strip() + "\n", about, hidden=hidden)


def _tree(page: str) -> Any:
    """The elements of a page.

    Raises:
        WrongType: there are none.
        TooLarge: they lie deeper in each other than is read.
    """
    from lxml.etree import ParserError, iterwalk
    from lxml.html import HTMLParser, document_fromstring

    # without huge_tree libxml2 drops all that follows on the 256th element within another, and
    # says nothing; with it, it does so on the 2,048th
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, collect_ids=False, default_doctype=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        tree = document_fromstring(page.encode(), parser)
    except ParserError as error:
        raise WrongType("it is not valid HTML; save its text as .txt") from error
    deep = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > DEEPEST:
            raise TooLarge(
                f"its elements lie more than {DEEPEST} deep in each other; save its text as .txt"
            )
    return tree


def _lines(element: Any) -> Iterator[str]:
    """The lines of the extracted page, with a blank one between blocks."""
    for block in element:
        if block.tag in ("quote", "div", "list") and len(block):
            yield from _lines(block)
        elif block.tag == "table":
            yield from (_row(row) for row in block.iter("row"))
        else:
            mark = _mark(block)
            yield from (mark + line for line in _words(block))
        if block.tag != "item":
            yield ""


def _mark(block: Any) -> str:
    """What Markdown writes before a block of this kind."""
    if block.tag == "head":
        return "#" * min(int(re.sub(r"\D", "", block.get("rend") or "") or 2), 6) + " "
    return "- " if block.tag == "item" else ""


def _words(block: Any) -> list[str]:
    """The lines of one block; trafilatura has already folded the space that was not a break."""
    for line_break in block.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = "".join(block.itertext()).splitlines()
    return [words for words in (" ".join(line.split()) for line in lines) if words]


def _row(row: Any) -> str:
    return "| " + " | ".join(" ".join(_words(cell)) for cell in row) + " |"
