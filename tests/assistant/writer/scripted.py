"""A server of OpenAI's protocol on loopback that replies by a script, faults and all."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]  # the JSON of a request


@dataclass(frozen=True)
class Play:
    """What the server does with a request.

    `words` is what the model says; `body` in its place is sent as it is. `wait` seconds pass before
    the first byte and `drip` seconds between one byte and the next; `cut` closes the connection
    after so many bytes.
    """

    words: str = ""
    status: int = 200
    body: bytes | None = None
    wait: float = 0.0
    drip: float = 0.0
    cut: int | None = None
    refusal: str | None = None
    finish: str = "stop"
    headers: dict[str, str] = field(default_factory=dict)

    def payload(self) -> bytes:
        """The bytes of the reply."""
        if self.body is not None:
            return self.body
        if self.status != 200:
            return json.dumps({"error": {"message": "scripted", "code": self.status}}).encode()
        message = {"role": "assistant", "content": self.words, "refusal": self.refusal}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return json.dumps(
            {
                "id": "scripted",
                "object": "chat.completion",
                "created": 0,
                "model": "scripted",
                "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
                "usage": usage,
            }
        ).encode()


@dataclass
class Scripted:
    """A running server: its address, and what it was asked."""

    address: str
    asked: list[Asked]

    def prompts(self) -> str:
        """All that reached the model, as one text."""
        return "\n".join(m["content"] for one in self.asked for m in one["messages"])


@contextmanager
def scripted(script: Callable[[Asked], Play]) -> Iterator[Scripted]:
    """A server that plays what a script says to each request; closed at the end."""
    asked: list[Asked] = []
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            play = script(request)
            closing.wait(play.wait)
            payload = play.payload()
            try:
                self.send_response(play.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                for name, value in play.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self._send(payload[: play.cut], play.drip)
                if play.cut is not None:
                    self._reset()
            except OSError:
                pass  # the client has gone, as it should

        def _send(self, payload: bytes, drip: float) -> None:
            if not drip:
                self.wfile.write(payload)
                return
            for byte in payload:
                if closing.is_set():
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(drip)

        def _reset(self) -> None:
            """End the connection in the middle."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Scripted(f"http://127.0.0.1:{server.server_address[1]}/v1", asked)
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
