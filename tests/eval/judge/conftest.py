import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import SimpleChatModel
from langchain_core.messages import BaseMessage

from eval.case import Case
from eval.record import Run
from eval.report import as_json
from index.retrieve import Index
from tests.eval.conftest import FirstSentenceReader, KnowingReader, run_of


def part(prompt: str, heading: str) -> str:
    """What stands under the last such heading of a prompt."""
    return prompt.rsplit(f"{heading}\n", 1)[1].split("\n\n")[0].strip()


def items(prompt: str, heading: str) -> list[str]:
    """The Python list of words that stands there."""
    found: list[str] = ast.literal_eval(prompt.rsplit(heading, 1)[1].split("\n\nJSON:")[0].strip())
    return found


def verdicts(flags: list[bool]) -> str:
    rows = [{"verdict": "yes" if flag else "no", "reason": "read it"} for flag in flags]
    return json.dumps({"verdicts": rows})


def literal(prompt: str) -> str:
    """Answers each of DeepEval's prompts as a reader would who takes every word as it stands."""
    if "Claims:\n[" in prompt:
        known = prompt.rsplit("Retrieval Contexts:\n", 1)[1].split("\n\nClaims:\n")[0]
        return verdicts([claim in known for claim in items(prompt, "Claims:\n")])
    if "Statements:\n[" in prompt:
        asked = set(re.findall(r"\w{4,}", part(prompt, "Input:").lower()))
        statements = items(prompt, "Statements:\n")
        return verdicts([bool(asked & set(re.findall(r"\w+", s.lower()))) for s in statements])
    if "Retrieval Context  (" in prompt:
        expected = part(prompt, "Expected output:").split("\n")
        passages = items(prompt, ":\n")
        return verdicts([any(words in passage for words in expected) for passage in passages])
    if "Expected Output:\n" in prompt:
        passages = items(prompt, "Retrieval Context:\n")
        expected = part(prompt, "Expected Output:").split("\n")
        return verdicts([any(words in passage for passage in passages) for words in expected])
    if "AI Output:\n" in prompt:
        return json.dumps({"claims": part(prompt, "AI Output:").split("\n")})
    if '"statements" key' in prompt:
        return json.dumps({"statements": [part(prompt, "Text:")]})
    if '"truths" key' in prompt:
        text = prompt.rsplit("Text:\n", 1)[1].split("\n\nJSON:")[0]
        return json.dumps({"truths": text.split("\n\n")})
    return "yes"


class LiteralModel(SimpleChatModel):
    """A LangChain chat model that reads literally, and says `instead` to prompts with `breaks`."""

    breaks: str = "no prompt has these words"
    instead: str = ""

    @property
    def _llm_type(self) -> str:
        return "literal"

    def _call(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> str:
        prompt = str(messages[-1].content)
        if self.breaks not in prompt:
            return literal(prompt)
        if not self.instead:
            raise ConnectionError("the server is away")
        return self.instead


@dataclass
class Server:
    """A server of OpenAI's protocol on this machine, with what it was sent."""

    port: int = 0
    keys: set[str] = field(default_factory=set)
    prompts: list[str] = field(default_factory=list)
    broken: bool = False
    lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    """A literal reader behind OpenAI's protocol."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = asked["messages"][-1]["content"]
            with state.lock:
                state.prompts.append(prompt)
                state.keys.add(str(self.headers["Authorization"]))
            said = {"role": "assistant", "content": literal(prompt)}
            body = json.dumps({
                "id": "1", "object": "chat.completion", "created": 0, "model": asked["model"],
                "choices": [{"index": 0, "message": said, "finish_reason": "stop"}],
            }).encode()  # fmt: skip
            self.send_response(401 if state.broken else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.port = http.server_port
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        http.shutdown()
        thread.join()


@pytest.fixture
def good(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    """Three right answers and two refusals."""
    return run_of(index, KnowingReader(index, cases), cases, sources)


@pytest.fixture
def bad(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    """Five answers, of which two are to questions without one."""
    return run_of(index, FirstSentenceReader(), cases, sources)


@pytest.fixture
def run_file(good: Run, tmp_path: Path) -> Path:
    """The good run as `python -m eval --json` writes it."""
    file = tmp_path / "run.json"
    file.write_text(json.dumps([as_json(good)]), "utf-8")
    return file
