"""The documents of the measurement, and sentences to quote from them."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eval.errors import BadData
from index.document import Document
from index.load import list_sources, read_document
from index.sentences import sentences

PARAGRAPHS = 3  # of a public set in a document
DOCUMENTS = 120  # of each public set
SHORTEST, LONGEST = 8, 40  # words of a sentence that is quoted
# brackets and ellipses of the source itself, and marks without a partner: another matter
ODD = re.compile(r"[\[\]…]|\.\.\.|http|[#|*_`]|^\W*\d+[.)]\s")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document; `number` is the document's place."""

    number: int
    text: str
    start: int


@dataclass(frozen=True)
class Corpus:
    """Documents, and their sentences in random order, the same for the same documents."""

    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]


def corpus(sources: Path, data: Path | None, folder: Path, seed: int = 0) -> Corpus:
    """The documents of a folder, with those of public sets where they are given.

    Args:
        sources: the folder of documents.
        data: the folder of `squad2`, `answer-sentences` and `selqa`, or None.
        folder: an empty folder, where the paragraphs of these are written as documents.
        seed: of the order of the sentences.

    Raises:
        BadData: a public set is not in its published form.
        SourcesMissing: there is no folder of sources.
    """
    folders = [sources]
    if data:
        _write(data, folder)
        folders.append(folder)
    documents = tuple(
        read_document(source, source.data()) for one in folders for source in list_sources(one)
    )
    found = [one for place, document in enumerate(documents) for one in _quotable(place, document)]
    random.Random(seed).shuffle(found)
    return Corpus(documents, tuple(found))


def _quotable(number: int, document: Document) -> Iterator[Sentence]:
    for span in sentences(document):
        text = span.cut(document.text)
        even = text.count('"') % 2 == 0 and text.count("“") == text.count("”")
        if SHORTEST <= len(text.split()) <= LONGEST and even and not ODD.search(text):
            yield Sentence(number, text, span.start)


def _write(data: Path, folder: Path) -> None:
    """Paragraphs of the public sets as Markdown files, a few in each."""
    sets = {"squad2": _squad, "answer-sentences": _wikipedia, "selqa": _selqa}
    for name, read in sets.items():
        try:
            groups = list(islice(read(data / name), DOCUMENTS))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadData(f"{data / name} is not the published set ({error}).") from error
        for number, (title, paragraphs) in enumerate(groups):
            head = f"---\ntitle: {json.dumps(f'{title}, part {number}')}\n---\n"
            path = folder / f"{name}-{number}.md"
            path.write_text(head + "\n\n".join(paragraphs) + "\n", "utf-8")


Group = tuple[str, list[str]]


def _grouped(paragraphs: Iterator[tuple[str, str]]) -> Iterator[Group]:
    """Paragraphs that follow each other and have one title, a few together."""
    title, together = "", list[str]()
    for name, text in paragraphs:
        if together and (name != title or len(together) == PARAGRAPHS):
            yield title, together
            together = []
        title, together = name, [*together, text]
    if together:
        yield title, together


def _squad(folder: Path) -> Iterator[Group]:
    articles: Any = json.loads((folder / "dev-part-a.json").read_text("utf-8"))["data"]
    yield from _grouped(
        (article["title"].replace("_", " "), paragraph["context"])
        for article in articles
        for paragraph in article["paragraphs"]
    )


def _wikipedia(folder: Path) -> Iterator[Group]:
    with (folder / "paragraphs.jsonl").open(encoding="utf-8") as file:
        rows = (json.loads(line) for line in islice(file, 0, None, 7))
        yield from _grouped((row["title"], row["text"]) for row in rows)


def _selqa(folder: Path) -> Iterator[Group]:
    rows: Any = json.loads((folder / "selqa-ass-dev.json").read_text("utf-8"))
    known = {(row["article"], row["section"]): " ".join(row["candidates"]) for row in rows}
    yield from _grouped((article, text) for (article, _), text in known.items())
