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
from index.readers.blocks import LOWERED, RAISED, shifted
from index.readers.extract import Extract, decode
from index.readers.html_sight import drop_hidden

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
DEEPEST = 500  # elements one within the other
# of trafilatura's XML, what begins on a line of its own; of HTML, what does not
BLOCKS = {"p", "head", "list", "item", "quote", "table", "div", "code"}
INLINE = set("a abbr b bdi br cite em font i kbd mark q s small span strong sub sup u".split())
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
    hidden = drop_hidden(tree)
    _mend(tree)
    return tree, hidden


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
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Extract(text + "\n", about, hidden=hidden)


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


def _lines(element: Any, mark: str = "") -> Iterator[str]:
    """The lines of a block of the extracted page and of those within it.

    Text may stand before, between and after the blocks within a block, and none of it is lost.
    """
    loose = element.text or ""
    for child in element:
        if child.tag in BLOCKS:
            yield from _marked(loose, mark)
            yield from _block(child)
            loose = child.tail or ""
        else:
            loose += "".join(_words(child)) + (child.tail or "")
    yield from _marked(loose, mark)


def _block(block: Any) -> Iterator[str]:
    """The lines of a block, and a blank one unless the next belongs to it."""
    if block.tag == "table":
        yield from (_row(row) for row in block.iter("row"))
    elif block.tag == "head":
        level = min(int(re.sub(r"\D", "", block.get("rend") or "") or 2), 6)
        yield from _lines(block, "#" * level + " ")
    else:
        yield from _lines(block, "- " if block.tag == "item" else "")
    if block.tag != "item":
        yield ""


def _marked(words: str, mark: str) -> list[str]:
    """Lines without the space around them; behind a mark there is but one."""
    lines = [" ".join(line.split()) for line in words.split("\n")]
    lines = [line for line in lines if line]
    return [mark + " ".join(lines)] if mark and lines else lines


def _words(element: Any) -> Iterator[str]:
    """The words within a line; trafilatura has already folded the space that was not a break."""
    if element.tag == "lb":
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _row(row: Any) -> str:
    return "| " + " | ".join(" ".join("".join(_words(cell)).split()) for cell in row) + " |"


def _mend(tree: Any) -> None:
    """Put right what the extraction would lose: text that no paragraph holds, and raised digits."""
    for element in list(tree.iter("div")):
        if not element.attrib:  # a class may say that it is a menu
            _wrap(element)
    for element in tree.iter("sup", "sub"):
        table = RAISED if element.tag == "sup" else LOWERED
        if element.text and not len(element):
            element.text = shifted(element.text, table)


def _wrap(element: Any) -> None:
    """Put what stands loose in an element, between its blocks, into paragraphs."""
    inside, loose = list(element), element.makeelement("p")
    if all(child.tag in INLINE for child in inside):
        element.tag = "p"
        return
    loose.text, element.text = element.text, None
    element.insert(0, loose)
    for child in inside:
        if child.tag in INLINE:
            loose.append(child)  # with the text behind it
        else:
            loose = element.makeelement("p")
            loose.text, child.tail = child.tail, None
            child.addnext(loose)
    for paragraph in element.findall("p"):
        if not len(paragraph) and not (paragraph.text or "").strip() and paragraph not in inside:
            element.remove(paragraph)
