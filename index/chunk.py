"""From a document to its passages: spans of whole sentences that the embedding model reads whole.

Sentences are packed in order up to a budget of the model's own tokens. A passage ends early at a
heading, when it is already of a useful size, and always at page furniture, which no passage holds.
A sentence that is larger than the budget is cut at its tokens, so that no word is lost.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.document import Document, Span
from index.embed import Embedder, shorten
from index.passage import Passage
from index.sentences import sentences
from index.tokens import count_tokens

SPLITTER = 2  # raise it when passages are cut in other places than before
CONTEXT_TOKENS = 48  # of the model's tokens, for the line that says where the passage stands
PIECE = 50_000  # characters that are given to the tokenizer at once


def chunk(document: Document, embedder: Embedder, budget: int) -> list[Passage]:
    """The passages of a document, in order.

    Args:
        document: what to cut.
        embedder: whose tokens count.
        budget: the most tokens in a passage; together with the context line it must stay within
            `embedder.limit`.

    >>> from index.embed import HashingEmbedder
    >>> text = "The moon pulls. The sea follows. So it goes."
    >>> tides = Document("tides.md", text, "text/markdown")
    >>> [passage.text for passage in chunk(tides, HashingEmbedder(), budget=6)]
    ['The moon pulls. The sea follows.', 'So it goes.']
    """
    room = embedder.limit - CONTEXT_TOKENS - 1
    if not 0 < budget <= room:
        raise ValueError(f"a passage may have 1 to {room} tokens, not {budget}")
    passages = []
    for span in _pack(document, _token_starts(document.text, embedder), budget):
        for part in _fitting(document, span, embedder, room):
            text = part.cut(document.text)
            passages.append(Passage.of(document, part, count_tokens(text)))
            assert passages[-1].text == document.text[part.start : part.end]
    return passages


def embedded_text(passage: Passage, embedder: Embedder) -> str:
    """What is embedded for a passage: its context line, cut to its share of tokens, and text."""
    return f"{shorten(passage.context, embedder, CONTEXT_TOKENS)}\n{passage.text}"


def _pack(document: Document, tokens: Sequence[int], budget: int) -> Iterator[Span]:
    """Neighbouring sentences joined up to the budget; `tokens` are where the tokens begin."""
    walls = sorted(mark.start for mark in document.furniture)
    titles = sorted(heading.span.start for heading in document.headings)
    start = end = -1
    for unit in _units(document, tokens, budget):
        if start < 0:
            start, end = unit.start, unit.end
            continue
        # the text between two sentences (a heading, a bullet) is part of the passage and counts
        full = _count(tokens, start, unit.end) > budget
        wall = _count(walls, end, unit.start) > 0
        section = _count(titles, end, unit.start) and _count(tokens, start, end) >= budget // 3
        if full or wall or section:
            yield Span(start, end)
            start = unit.start
        end = unit.end
    if start >= 0:
        yield Span(start, end)


def _units(document: Document, tokens: Sequence[int], budget: int) -> Iterator[Span]:
    """The sentences; one that is larger than the budget in pieces that begin at a token."""
    for sentence in sentences(document):
        first, last = bisect_left(tokens, sentence.start), bisect_left(tokens, sentence.end)
        cuts = [sentence.start, *tokens[first + budget : last : budget], sentence.end]
        for left, right in pairwise(cuts):
            text = document.text[left:right].rstrip()
            if text:
                yield Span(left, left + len(text))


def _fitting(document: Document, span: Span, embedder: Embedder, room: int) -> Iterator[Span]:
    """The span itself; in halves where tokens cut out of their word became more tokens."""
    if span.end - span.start < 2 or len(embedder.offsets(span.cut(document.text))) <= room:
        yield span
        return
    middle = (span.start + span.end) // 2
    yield from _fitting(document, Span(span.start, middle), embedder, room)
    yield from _fitting(document, Span(middle, span.end), embedder, room)


def _token_starts(text: str, embedder: Embedder) -> list[int]:
    """Where each token of a text begins, in characters; long texts go in pieces cut at a space."""
    starts: list[int] = []
    left = 0
    while left < len(text):
        right = left + PIECE
        if right < len(text):
            right = max(text.rfind(" ", left, right), text.rfind("\n", left, right)) + 1 or right
        starts += [left + start for start, _ in embedder.offsets(text[left:right])]
        left = right
    return starts


def _count(places: Sequence[int], left: int, right: int) -> int:
    """How many of some ordered places lie in a half-open range."""
    return bisect_left(places, right) - bisect_left(places, left)
