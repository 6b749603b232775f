"""Invented documents that contradict each other, and documents that only look as if they did."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from assistant.differ.said import Said
from index.document import Document, Metadata
from index.sentences import sentences

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A question over a few documents; `sides` are words of those that differ, newest first."""

    name: str
    question: str
    documents: tuple[Document, ...]
    sides: tuple[str, ...]
    missed: bool

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every sentence of its documents."""
        return tuple(Said(one, span) for one in self.documents for span in sentences(one))

    def side(self, words: str) -> Said:
        """The sentence with some words."""
        (found,) = [one for one in self.said if words in one.span.cut(one.document.text)]
        return found


def cases(*names: str) -> list[Case]:
    """The cases of some files, in order."""
    return [
        Case(
            name=f"{name}: {question}",
            question=question,
            documents=tuple(
                _document(f"{name}-{row:02}-{number}.md", one)
                for number, one in enumerate(given["documents"])
            ),
            sides=tuple(sides),
            missed="missed" in given,
        )
        for name in names
        for row, given in enumerate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))
        for question, sides in _questions(given)
    ]


def _questions(given: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if "questions" in given:
        yield from given["questions"].items()
    else:
        yield given["question"], given.get("differ", [])


def _document(uri: str, given: dict[str, str]) -> Document:
    about = Metadata(title=given["title"], published=given.get("published"))
    return Document(uri, given["text"], "text/markdown", about)
