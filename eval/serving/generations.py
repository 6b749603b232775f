"""The generations of an index as they come, and whether a reply is of one of them."""

import json
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

from index.generation import generations
from index.snapshot import DOCUMENTS

LOOK = 0.1  # seconds; a generation stays until the next but one has come

Texts = frozenset[tuple[str, str]]  # sources, each with the id of its text


class Generations:
    """Which texts each generation holds, noted as they come; a context manager.

    Args:
        index: the folder of the index.
    """

    def __init__(self, index: Path) -> None:
        """Note nothing yet."""
        self.texts: dict[str, Texts] = {}
        self.index = index
        self._over = Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def of(self, reply: dict[str, Any]) -> list[str]:
        """The generations that a reply may be of: those that hold all of its texts."""
        quotes = [quote for one in reply["statements"] for quote in one["quotes"]]
        texts = {(one["source"], one["document"]) for one in (*quotes, *reply["passages"])}
        return [name for name, held in self.texts.items() if texts <= held]

    def _watch(self) -> None:
        while not self._over.is_set():
            self._note()
            self._over.wait(LOOK)
        self._note()

    def _note(self) -> None:
        for folder in generations(self.index):
            if folder.name not in self.texts:
                with suppress(OSError):
                    lines = (folder / DOCUMENTS).read_text("utf-8").split("\n")
                    rows = [json.loads(line) for line in lines if line]
                    self.texts[folder.name] = frozenset((one["uri"], one["id"]) for one in rows)
