"""How the parent reads what the child says of a file: strictly.

A reply may come from a child that a file has taken over, so that nothing in it is believed: not
its types, not its size, not that its pages lie within its text.
"""

from dataclasses import dataclass
from itertools import pairwise

from pydantic import TypeAdapter, ValidationError

from index.apart.frames import Garbled
from index.apart.limits import LONGEST_WHY
from index.errors import Empty, Encrypted, NeedsOcr, TooLarge, Unreadable, WrongType
from index.readers.extract import LONGEST, Extract, check_size

KINDS = {
    kind.__name__: kind for kind in (Unreadable, Empty, NeedsOcr, Encrypted, TooLarge, WrongType)
}
MOST = 8 * LONGEST  # bytes of a reply: a character takes at most six in JSON


@dataclass(frozen=True)
class Reply:
    """The text of a file, or the kind of `Unreadable` that it is and why."""

    extract: Extract | None = None
    kind: str = ""
    why: str = ""


REPLY = TypeAdapter(Reply)


def decode(message: bytes) -> Extract:
    """The text of a file.

    Raises:
        Unreadable: the child says that the file cannot be read, or there is too much of it.
        Garbled: it is no reply.
    """
    try:
        reply = REPLY.validate_json(message, strict=True)
    except ValidationError as error:
        raise Garbled("not what a reply holds") from error
    if reply.extract is None:
        if reply.kind not in KINDS or not 0 < len(reply.why) <= LONGEST_WHY:
            raise Garbled(f"no such kind of failure: {reply.kind[:40]!r}")
        raise KINDS[reply.kind](reply.why)
    check_size(reply.extract)
    _check_pages(reply.extract)
    return reply.extract


def _check_pages(extract: Extract) -> None:
    """See that the pages lie within the text and in order, as `Extract` promises."""
    text, pages = extract.text, extract.pages
    inside = all(0 <= page <= len(text) for page in pages)
    if (
        not inside
        or any(right < left for left, right in pairwise(pages))
        or any(page and not text[page - 1].isspace() for page in pages)
        or any(right <= left for left, right in pairwise((0, *extract.unread)))
        or max(extract.unread, default=0) > len(pages)
        or extract.hidden < 0
    ):
        raise Garbled("pages that do not fit the text")
