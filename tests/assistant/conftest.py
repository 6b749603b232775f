from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.reader import Evidence, Reading
from index.build import build
from index.embed import HashingEmbedder
from index.passage import Hit
from index.retrieve import Index
from index.sentences import sentences

TIDES = """---
title: Tides in the inner harbour
publisher: Harbour Office
published: 2021-05-03
url: https://example.org/tides
---
# Tides in the inner harbour

## Leaving

Boats leave two hours before low water. Unless the harbour master agrees, nobody leaves later.
"We wait for nobody," said Ada Marsh, the harbour master.

## Fees

The rule on fees does not apply when:

- the boat is under repair, or
- the owner is a pilot.
"""
MOON = "The moon pulls the water.\n\nSpring tides follow the new moon by two days.\n"


@dataclass
class SureReader:
    """Takes the sentence that shares most words with the question, as sure as it is told to be."""

    probability: float = 0.9
    asked: list[str] = field(default_factory=list)

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        self.asked.append(question)
        words = set(question.lower().strip("?").split())
        found = [
            Evidence(
                hit, span, len(words & set(span.cut(hit.passage.document.text).lower().split()))
            )
            for hit in hits
            for span in sentences(hit.passage.document, hit.passage.span)
        ]
        found.sort(key=lambda evidence: (-evidence.score, evidence.hit.rank, evidence.span))
        return Reading(tuple(found), self.probability, ("salary",))


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A folder of two sources."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES, "utf-8")
    (folder / "moon.txt").write_text(MOON, "utf-8")
    return folder


@pytest.fixture
def index(harbour: Path, tmp_path: Path) -> Index:
    """An index of them that knows words and no meaning."""
    build(harbour, tmp_path / "index", HashingEmbedder())
    return Index.open(tmp_path / "index", HashingEmbedder())
