import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.reply import Answer
from assistant.settings import AssistantSettings
from assistant.writer.chat import open_chat
from assistant.writer.settings import ModelSettings
from assistant.writer.writer import Writer
from index.retrieve import Index
from tests.assistant.conftest import SureReader
from tests.assistant.writer.scripted import Asked, Play, Scripted, scripted

QUESTION = "when do boats leave before low water?"
TRUE = "Boats leave two hours before low water."


def numbers(request: Asked, words: str) -> list[int]:
    """The numbers of the sentences, in what the model reads, that begin with some words."""
    read = request["messages"][-1]["content"]
    return [int(found[1]) for found in re.finditer(rf"^\[(\d+)\] {re.escape(words)}", read, re.M)]


def drafted(*statements: tuple[str, Sequence[int]]) -> str:
    """What a model says that drafts some statements."""
    rows = [{"text": text, "sentences": list(cited)} for text, cited in statements]
    return json.dumps({"not_in_sources": False, "statements": rows})


def well(request: Asked) -> Play:
    """The script of a model that does as it is told."""
    return Play(drafted((TRUE, numbers(request, "Boats leave"))))


Talk = Callable[[Callable[[Asked], Play]], "Talking"]


class Talking:
    """An assistant with a model, and the server behind it."""

    def __init__(self, assistant: Assistant, server: Scripted) -> None:
        self.assistant, self.server = assistant, server

    def steps(self, question: str = QUESTION) -> list[Answer]:
        """All that is shown for a question; answers, every one."""
        steps = list(self.assistant.replies(question))
        assert all(isinstance(one, Answer) for one in steps)
        return [one for one in steps if isinstance(one, Answer)]

    def last(self, question: str = QUESTION) -> Answer:
        return self.steps(question)[-1]


@contextmanager
def talking(index: Index, script: Callable[[Asked], Play], **settings: Any) -> Iterator[Talking]:
    """The assistant over an index with a model that follows a script."""
    with scripted(script) as server:
        how = ModelSettings(name="scripted", base_url=server.address, **settings)
        writer = Writer(open_chat(how), how)
        yield Talking(Assistant(index, SureReader(), AssistantSettings(), writer=writer), server)


@pytest.fixture
def model(index: Index) -> Iterator[Talking]:
    """With a model that does as it is told."""
    with talking(index, well) as talk:
        yield talk
