"""The numbers that a browser shows before the items of a page's lists, and that no text holds.

The rules are those of HTML (html.spec.whatwg.org, 4.4.5 and 4.4.8: start, reversed, type, value)
and of CSS Lists 3, as far as the page itself says so. A number is put into the text of its item
between two noncharacters, so that it goes wherever the extraction of the main text takes the item.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.readers import numerals
from index.readers.html_sight import Sheet
from index.sentences import item_mark

OPEN, CLOSE = "\ufdd2", "\ufdd3"  # canonical text has none of them
NUMBER = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}\\s*")
LISTS = ("ol", "ul", "menu", "dir")
INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
STYLES: dict[str, numerals.Write] = {
    **dict.fromkeys(("1", "decimal"), str),
    "decimal-leading-zero": numerals.two_digits,
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), numerals.alphabetic),
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), numerals.capital(numerals.alphabetic)),
    **dict.fromkeys(("i", "lower-roman"), numerals.roman),
    **dict.fromkeys(("I", "upper-roman"), numerals.capital(numerals.roman)),
}


def number_items(tree: Any, sheet: Sheet) -> None:
    """Put the number of each item that is shown with one before its words.

    An item whose own words begin with a number keeps that one alone.
    """
    items: dict[Any, list[Any]] = {}
    for item in tree.iter("li"):
        owner = next(item.iterancestors(*LISTS), None)
        if owner is not None:
            items.setdefault(owner, []).append(item)
    for owner, owned in items.items():
        for item, count in zip(owned, _counts(owner, owned), strict=True):
            write = _style(item, owner, sheet)
            if write is not None:
                _put(f"{OPEN}{write(count)}.{CLOSE}", item)


def is_numbered(words: str) -> bool:
    """Whether words begin with a number that was put there."""
    return words.startswith(OPEN)


def with_numbers(text: str) -> str:
    r"""A text with its numbers as they are read.

    >>> with_numbers("\ufdd2b.\ufdd3a fee")
    'b. a fee'
    """
    return NUMBER.sub(r"\1 ", text)


def _counts(owner: Any, items: Sequence[Any]) -> Iterator[int]:
    step = -1 if owner.tag == "ol" and owner.get("reversed") is not None else 1
    start = _integer(owner.get("start")) if owner.tag == "ol" else None
    following = (len(items) if step < 0 else 1) if start is None else start
    for item in items:
        own = _integer(item.get("value"))
        following = following if own is None else own
        yield following
        following += step


def _style(item: Any, owner: Any, sheet: Sheet) -> numerals.Write | None:
    """How the number of an item is written; None where it has a bullet, another sign or nothing."""
    for element in (item, owner):
        said = sheet.style(element)
        # the kind of mark is one word among others, and a picture's address is none of them
        words = said.get("list-style-type", said.get("list-style", "")).split()
        if words and words != ["inherit"]:
            return next((STYLES[word] for word in words if word in STYLES), None)
        if element.get("type"):
            return STYLES.get(element.get("type"))
    return STYLES["decimal"] if owner.tag == "ol" else None


def _put(number: str, item: Any) -> None:
    """Put a number before the first words of an item; those of a list within it are not its own."""
    for element, place in _texts(item):
        words = getattr(element, place) or ""
        if words.strip():
            if not item_mark(f"{words.strip()} x"):
                setattr(element, place, number + words.lstrip())
            return


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """The places of the texts within an element, in their order, up to a list within it."""
    yield element, "text"
    for child in element:
        if child.tag in LISTS:
            return
        yield from _texts(child)
        yield child, "tail"


def _integer(words: str | None) -> int | None:
    found = INTEGER.match(words or "")
    return int(found[1]) if found else None
