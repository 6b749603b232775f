"""Passages read by the embedding model, batch by batch, in this process or by others."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from index.chunk import embedded_text
from index.embed import Embedder, Vectors
from index.passage import Passage
from index.token_store import Packed, pack

BATCH = 64  # passages that are read between two steps of the progress

Batch = Sequence[tuple[str, int]]  # texts, and how many characters of each stand before the passage


@dataclass(frozen=True)
class Part:
    """What was read of one batch: vectors, shape (texts, dimensions), and those of the tokens."""

    vectors: Vectors
    tokens: Sequence[Packed]


ReadBatch = Callable[[Sequence[Batch]], Iterator[Part]]  # one part a batch, in their order


def batches(passages: Sequence[Passage], embedder: Embedder) -> list[Batch]:
    """What is embedded for some passages, in batches."""
    texts = [(embedded_text(passage, embedder), len(passage.text)) for passage in passages]
    read = [(text, len(text) - length) for text, length in texts]
    return [read[start : start + BATCH] for start in range(0, len(read), BATCH)]


def read_batch(batch: Batch, embedder: Embedder) -> Part:
    """Read one batch."""
    vectors, tokens = embedder.passages([text for text, _ in batch])
    pairs = zip(tokens, batch, strict=True)
    return Part(vectors, [pack(some, before) for some, (_, before) in pairs])


def in_this_process(embedder: Embedder) -> ReadBatch:
    """What reads one batch while the one before is written."""

    def read(batches: Sequence[Batch]) -> Iterator[Part]:
        with ThreadPoolExecutor(1) as reader:
            begun = (reader.submit(read_batch, batch, embedder) for batch in batches)
            part = next(begun, None)
            while part:
                after = next(begun, None)
                yield part.result()
                part = after

    return read
