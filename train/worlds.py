"""Lessons as folders of documents, indexed and asked by the very code that answers users."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.build import build
from index.document import Document, Span
from index.embed import Embedder
from index.retrieve import Index
from train.data import Ask, Lesson

FEW = 6  # documents of a small folder


@dataclass(frozen=True)
class World:
    """An index of lessons; the document of a lesson is named by its place."""

    index: Index
    lessons: Sequence[Lesson]

    def document(self, place: int) -> Document:
        """The document that was made of a lesson."""
        return self.index.documents[name_of(place)]

    def gold(self, place: int, ask: Ask) -> list[tuple[str, Span]]:
        """Where the sentences stand that answer a question."""
        document, lesson = self.document(place), self.lessons[place]
        found = []
        for answer in ask.answers:
            start = document.text.find(lesson.sentences[answer])
            if start >= 0:
                end = start + len(lesson.sentences[answer])
                found.append((document.uri, Span(start, end)))
        return found


def groups(lessons: Sequence[Lesson], size: int = FEW) -> list[list[Lesson]]:
    """Neighbouring lessons, so many together."""
    return [list(lessons[at : at + size]) for at in range(0, len(lessons), size)]


def name_of(place: int) -> str:
    """The name of the file of a lesson."""
    return f"{place:05}.md"


def write_lessons(lessons: Sequence[Lesson], folder: Path) -> None:
    """Write each lesson as a document with its title to a new folder."""
    folder.mkdir(parents=True)
    for place, lesson in enumerate(lessons):
        title = lesson.title.replace('"', "'")
        text = f'---\ntitle: "{title}"\n---\n\n{lesson.text}\n'
        (folder / name_of(place)).write_text(text, "utf-8")


@contextmanager
def world(lessons: Sequence[Lesson], embedder: Embedder) -> Iterator[World]:
    """An index of some lessons, built for the occasion."""
    with TemporaryDirectory(prefix="world-") as folder:
        sources = Path(folder, "sources")
        write_lessons(lessons, sources)
        index = Path(folder, "index")
        build(sources, index, embedder)
        opened = Index.open(index, embedder)
        try:
            yield World(opened, lessons)
        finally:
            opened.close()
