"""How a document of the library stands, in words: why it is not read, or what is to know of it."""

import math
from collections.abc import Iterator, Sequence

from page.intake import ENDINGS
from page.shelf import Item, State
from page.words import ENGLISH, Words


def reasons(item: Item, say: Words = ENGLISH) -> Iterator[str]:
    """What there is to know of how a document stands."""
    if item.why:
        yield item.why
    if item.stale or item.state is State.SKIPPED:
        yield say(f"library.why_{item.state}", endings=ENDINGS)
    if item.unread:
        yield unread_as_text(item.unread, say)
    if item.near:
        yield near_as_text(item.near, item.alike, say)


def unread_as_text(pages: Sequence[int], say: Words = ENGLISH) -> str:
    """Which pages of a document could not be read.

    >>> unread_as_text((3, 4))
    'without text: pages 3, 4'
    """
    return say("library.why_partly", len(pages), pages=", ".join(map(str, pages)))


def near_as_text(name: str, alike: float, say: Words = ENGLISH) -> str:
    """That a document is nearly the same as another.

    >>> near_as_text("tides.md", 0.977)
    'nearly the same as tides.md (97 %)'
    """
    return say("library.near", name=name, share=str(math.floor(100 * alike)))
