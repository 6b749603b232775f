import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.reply import Answer, Reply
from assistant.writer.deadline import within
from eval.run import open_corpus
from index.minilm import MiniLM
from tests.conftest import REPOSITORY

PYTHON = REPOSITORY / ".venv-smol/bin/python"
# little is asked of it and written by it, for it runs on the cores that the tests run on; and the
# time is enough for a machine which does other things too
SETTINGS = """
[model]
name = "SmolLM2-135M"
base_url = "{address}"
tokens = 700
deadline = 180
longest = 250
"""
PENALTY = "what is the penalty under the Act?"
QUESTIONS = (
    "what must employees do if approached?",
    "How long does the sanctuary training take?",
    "Which police official wrote to Homeland Security to pull the plug on the ICE training?",
    "Can Portland use city money to help enforce federal immigration law?",
    "who tattooed the sheriff?",
    PENALTY,
)


@dataclass(frozen=True)
class Talk:
    """An assistant with the model, and every state of the replies to some questions."""

    assistant: Assistant

    @cached_property
    def states(self) -> dict[str, tuple[Reply, ...]]:
        return {asked: tuple(self.assistant.replies(asked)) for asked in QUESTIONS}

    @property
    def answers(self) -> list[Answer]:
        """Every state of those that are answered."""
        found = (state for states in self.states.values() for state in states)
        return [state for state in found if isinstance(state, Answer)]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real server with the real model answers."""
    if not PYTHON.exists():
        pytest.skip("there is no .venv-smol with the real language model: run `make smol`")
    log = tmp_path_factory.mktemp("smol") / "log"
    with log.open("w") as words:
        command = [str(PYTHON), "-m", "eval.model.smol"]
        server = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=words, text=True
        )
        with server:
            try:
                assert server.stdout
                line = server.stdout.readline().strip()
                assert line, log.read_text()
                yield line
            finally:
                server.terminate()
                assert server.wait(30) == 0, log.read_text()


@pytest.fixture(scope="session")
def talk(address: str, minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """Over our own sources."""
    settings: Path = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings.write_text(SETTINGS.format(address=address))
    with open_corpus(REPOSITORY / "sources", minilm, settings) as assistant:
        yield Talk(assistant)
        # the connection is kept for the next question, and pytest counts what is left open
        within(5, assistant.writer.chat._model.root_async_client.close())  # type: ignore[union-attr]
