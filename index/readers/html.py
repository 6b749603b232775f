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
from index.readers.html_lists import NUMBER, is_numbered, number_items, with_numbers
from index.readers.html_mend import mend
from index.readers.html_sight import Sheet, drop_hidden
from index.sentences import item_mark

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
DEEPEST = 500  # elements one within the other
# of trafilatura's XML, what begins on a line of its own
BLOCKS = {"p", "head", "list", "item", "quote", "table", "div", "code"}
LONGEST_CELL = 1000  # characters; a cell with more of them is a page in a frame
ANCHOR = " ¶"  # a link to the heading itself, shown when one points at it
TAG = re.compile(r"<[a-zA-Z!/]")


def read(data: bytes) -> Extract:
    """The main text of a page and what the page says of itself.

    >>> extract = read(b"<html><title>Tides</title><h1>Tides</h1><p>The moon pulls.</p></html>")
    >>> extract.about.title, extract.text.splitlines()[-1]
    ('Tides', 'The moon pulls.')
    """
    page = decode(data, declared(data))
    if not TAG.search(page):
        raise WrongType("it holds no HTML; give it the ending .txt")
    return main_text(*parsed(page))


def declared(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes.

    >>> declared(b"<meta charset=koi8-r>")
    'koi8-r'
    """
    found = CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def parsed(page: str) -> tuple[Any, int]:
    """The elements of a page that a browser would show, and how many characters were left out.

    Raises:
        WrongType: it is no HTML.
        TooLarge: its elements lie deeper in each other than is read.
    """
    tree = _tree(page)
    sheet = Sheet(tree)
    hidden = drop_hidden(tree, sheet)
    number_items(tree, sheet)
    mend(tree)
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
    said = (found.title, found.sitename or found.hostname, found.author, found.date, found.url)
    about = Metadata(*(NUMBER.sub("", words).rstrip(ANCHOR) if words else None for words in said))
    text = re.sub(r"\n{3,}", "\n\n", with_numbers("\n".join(lines))).strip()
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
            lines = _marked(loose, mark)
            yield from lines
            yield from _block(child, mark if child.tag == "p" and not lines else "")
            loose, mark = child.tail or "", ""
        else:
            loose += "".join(_words(child)) + (child.tail or "")
    yield from _marked(loose, mark)


def _block(block: Any, mark: str = "") -> Iterator[str]:
    """The lines of a block, and a blank one unless the next belongs to it."""
    if block.tag == "table":
        yield from _table(block)
    elif block.tag == "head":
        level = min(int(re.sub(r"\D", "", block.get("rend") or "") or 2), 6)
        yield from (line.rstrip(ANCHOR) for line in _lines(block, "#" * level + " "))
    else:
        yield from _lines(block, "- " if block.tag == "item" else mark)
    if block.tag != "item":
        yield ""


def _marked(words: str, mark: str) -> list[str]:
    """Lines without the space around them; behind a mark there is but one."""
    lines = [" ".join(line.split()) for line in words.strip().split("\n")]
    if not mark or not any(lines):
        return lines if any(lines) else []
    line = " ".join(filter(None, lines))
    # an item with a number has no bullet before it
    return [line if mark == "- " and (is_numbered(line) or item_mark(line)) else mark + line]


def _words(element: Any) -> Iterator[str]:
    """The words within a line; trafilatura has already folded the space that was not a break."""
    # a block within a cell is not one word with what stands beside it
    before, after = ("\n" * (element.tag in kinds) for kinds in ({"lb", *BLOCKS}, BLOCKS))
    yield before + (element.text or "")
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield after


def _table(table: Any) -> Iterator[str]:
    """Its rows; of a table that only frames text, the blocks of that text."""
    rows = [[" ".join("".join(_words(c)).split()) for c in row] for row in table.iter("row")]
    longest = max((len(cell) for cells in rows for cell in cells), default=0)
    if max(map(len, rows), default=0) > 1 and longest <= LONGEST_CELL:
        yield from (f"| {' | '.join(cells)} |" for cells in rows if any(cells))
        return
    for cell in table.iterfind("row/cell"):
        yield from _lines(cell)
        yield ""
