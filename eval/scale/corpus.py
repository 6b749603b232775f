"""Folders of real text of any size: Wikipedia paragraphs, and more of them with changes."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from eval.errors import BadData

FILE = Path("answer-sentences/paragraphs.jsonl")
QUESTIONS = Path("answer-sentences/train.jsonl")
IN_A_FILE = 20  # paragraphs
NUMBER = re.compile(r"\d+")
END = re.compile(r"(?<=[.!?])\s+")


def write_corpus(data: Path, count: int, folder: Path) -> None:
    """Write so many paragraphs as text files into a new folder.

    Raises:
        BadData: the paragraphs are not there, or are not JSON lines with `title` and `text`.
    """
    folder.mkdir(parents=True)
    rows = paragraphs(data)
    for number, start in enumerate(range(0, count, IN_A_FILE)):
        some = islice(rows, min(IN_A_FILE, count - start))
        (folder / f"{number:06}.txt").write_text("\n\n".join(some) + "\n", "utf-8")


def paragraphs(data: Path) -> Iterator[str]:
    """All paragraphs, then again and again with changes; without an end."""
    rows = _rows(data / FILE, "text")
    turn = 0
    while True:
        yield from (changed(text, turn) for text in rows)
        turn += 1


def questions(data: Path, count: int) -> list[str]:
    """Real questions about those paragraphs, spread over all of them."""
    rows = _rows(data / QUESTIONS, "question")
    return rows[:: max(1, len(rows) // count)][:count]


def changed(text: str, turn: int) -> str:
    """The same paragraph with other numbers, its sentences in another order.

    >>> changed("It began in 1881. It ended.", 1)
    'It ended. It began in 1882.'
    """
    sentences = END.split(text)
    first = turn % len(sentences)
    moved = " ".join(sentences[first:] + sentences[:first])
    return NUMBER.sub(lambda found: str(int(found[0]) + turn), moved) if turn else text


def change_some(folder: Path, share: float) -> int:
    """Add a sentence to a share of the files, at least one; how many were changed."""
    files = sorted(folder.iterdir())
    chosen = files[:: round(1 / share)]
    for file in chosen:
        file.write_text(file.read_text("utf-8") + "\nThis was added later.\n", "utf-8")
    return len(chosen)


def _rows(path: Path, field: str) -> list[str]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [str(json.loads(line)[field]) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadData(f'{path} must hold JSON lines with "{field}" ({error}).') from error
