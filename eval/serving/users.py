"""Users of a page, each of whom asks, waits for the reply, thinks, and asks again."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from random import Random
from threading import Event, Thread
from typing import Any, Self

PATIENCE = 120  # seconds that a user waits for a reply


@dataclass(frozen=True)
class Asked:
    """A question that was asked: when, how long it took, and the reply or what went wrong."""

    began: float
    seconds: float
    reply: dict[str, Any] | None
    error: str = ""


class Users:
    """So many users of a page; a context manager, within which they ask.

    Args:
        port: of the page on this machine.
        questions: what they ask, each another one.
        number: how many they are.
        pause: seconds for which each thinks between two questions, on average.
    """

    def __init__(self, port: int, questions: Sequence[str], number: int, pause: float) -> None:
        """Ask nothing yet."""
        self.asked: list[Asked] = []
        self.port = port
        self._questions, self._pause = questions, pause
        self._next, self._left = count(), Event()
        self._threads = [Thread(target=self._use, args=(one,)) for one in range(number)]

    def __enter__(self) -> Self:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Ask no more, and wait for the last replies."""
        self._left.set()
        for thread in self._threads:
            thread.join()

    def _use(self, number: int) -> None:
        chance = Random(number)
        # not all at once: that would measure how long the queue is
        self._left.wait(chance.uniform(0, self._pause))
        while not self._left.is_set():
            question = self._questions[next(self._next) % len(self._questions)]
            self.asked.append(ask(self.port, question))
            self._left.wait(chance.uniform(0, 2 * self._pause))


def ask(port: int, question: str) -> Asked:
    """Ask a page on this machine as a program does (docs/api.md)."""
    began = time.monotonic()
    try:
        reply, error = _reply(port, question), ""
    except (OSError, ValueError, KeyError) as problem:
        reply, error = None, f"{type(problem).__name__}: {problem}"
    return Asked(began, time.monotonic() - began, reply, error)


def _reply(port: int, question: str) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"question": question})
        connection.request("POST", "/gradio_api/call/v2/ask", body, headers)
        event = json.loads(connection.getresponse().read())["event_id"]
        connection.request("GET", f"/gradio_api/call/ask/{event}")
        return _result(connection.getresponse().read().decode())
    finally:
        connection.close()


def _result(events: str) -> dict[str, Any]:
    """What a stream of server-sent events has brought.

    Raises:
        ValueError: an error, or nothing.
    """
    for event in events.split("\n\n"):
        kind, _, data = event.strip().partition("\n")
        if kind == "event: complete":
            reply: dict[str, Any] = json.loads(data.removeprefix("data: "))[0]
            return reply
    raise ValueError(events.strip()[:300])


def put(port: int, upload: str, name: str, data: bytes) -> int:
    """Send a file to a page on this machine as its library does; the status that comes back."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        place = f"/library/files?upload={upload}&name={name}&size={len(data)}"
        connection.request("PUT", place, data)
        return connection.getresponse().status
    finally:
        connection.close()
