"""From the blocks of all pages to the text of the document, and where in it the pages begin."""

import re
from collections.abc import Sequence, Set

from index.readers.pdf.blocks import Block, Kind
from index.vocabulary import english_words

HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
LETTERS = re.compile(r"[^\W\d_]+")
COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])")
TIGHT = {Kind.ROW, Kind.ITEM}  # two of them have no blank line between them


def flowed(blocks: Sequence[Block], pages: int) -> tuple[str, tuple[int, ...]]:
    r"""The text, a line for each block, and the offsets at which its pages begin.

    A page begins behind white space: a newline, or the space within a sentence that goes on. A word
    that the end of a page breaks is whole on the page where it begins.

    >>> flowed([Block(Kind.TEXT, ((0, "of the govern-"), (1, "ment of tides.")), 10.0)], pages=2)
    ('of the government of tides.\n', (0, 18))
    """
    seen = {word.lower() for one in blocks for word in COMPOUND.findall(one.text)}
    begins: list[int | None] = [0] + [None] * (pages - 1)
    parts: list[str] = []
    length, last = 0, None
    for block in blocks:
        space = "" if last is None else "\n" if block.kind is last and last in TIGHT else "\n\n"
        mark = "#" * block.level + " " if block.kind is Kind.HEADING else ""
        text, turns = _lines_joined(block, seen)
        for page, place in [(block.lines[0][0], -len(mark)), *turns]:
            if begins[page] is None:
                begins[page] = length + len(space + mark) + place
        parts += [space, mark, text]
        length, last = length + len(space + mark + text), block.kind
    whole = "".join(parts) + "\n" if parts else ""
    following = len(whole)
    for page in range(pages - 1, -1, -1):
        begin = begins[page]
        following = begins[page] = following if begin is None else begin
    return whole, tuple(begin for begin in begins if begin is not None)


def _lines_joined(block: Block, seen: Set[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words of a block on one line, and where in it further pages begin."""
    page, above = block.lines[0]
    parts, length = [above], len(above)
    turns: list[tuple[int, int]] = []
    for number, words in block.lines[1:]:
        above, space = _joint(above, words, seen)
        length += len(above) - len(parts[-1]) + len(space)
        parts[-1] = above
        if number != page:
            page = number
            rest = 0 if space else (words + " ").index(" ") + 1
            turns.append((page, length + rest))
        parts += [space, words]
        length, above = length + len(words), words
    text = "".join(parts)
    return text, turns


def _joint(above: str, below: str, seen: Set[str]) -> tuple[str, str]:
    """A line as it goes on in the next: without the hyphen of a broken word; and what parts them.

    The hyphen is kept where the document writes the word with it, or where both parts are words
    and the whole is none: "well-known", "harbour-master".
    """
    broken = HYPHEN.search(above)
    if not broken:
        return above, "" if above.endswith("/") else " "
    rest = LETTERS.match(below)
    if not rest or not rest[0].islower():
        return above, ""  # "Anglo-Saxon", "1914-1918"
    left, right = broken[1].lower(), rest[0]
    words = english_words()
    if left + right in seen or left + right in words:
        return above[:-1], ""
    if f"{left}-{right}" in seen or (left in words and right in words):
        return above, ""
    return above[:-1], ""
