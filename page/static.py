"""Gradio's scripts and styles, compressed once and kept: their names hold a hash of what they say.

Gradio reads and compresses each of them for every visitor, some sixty for a page, on a machine that
may have the browser to run as well; and does not say for how long a browser may keep them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HASHED = "/assets/"
FOREVER = "public, max-age=31536000, immutable"  # RFC 8246
# the best first; what is not compressed is for programs, and not kept
ENCODINGS = ("br", "gzip")


@dataclass(frozen=True)
class _Response:
    """A response as it went out."""

    start: Message
    body: bytes

    @classmethod
    def of(cls, messages: Iterable[Message]) -> "_Response":
        start, *rest = messages
        body = b"".join(message.get("body", b"") for message in rest)
        headers = MutableHeaders(scope=start)
        del headers["transfer-encoding"]
        headers["content-length"] = str(len(body))
        headers["cache-control"] = FOREVER
        return cls(start, body)

    async def send(self, send: Send) -> None:
        # a list of its own, since whoever stands before us adds headers
        await send({**self.start, "headers": list(self.start["headers"])})
        await send({"type": "http.response.body", "body": self.body})


class Static:
    """Answers for the files whose names hold a hash, once each has been asked for."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app
        self._kept: dict[tuple[str, str], _Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        encoding = _encoding(scope)
        if encoding is None:
            await self._app(scope, receive, send)
            return
        name = (scope["path"], encoding)
        if name not in self._kept:
            messages: list[Message] = []

            async def keep(message: Message) -> None:
                messages.append(message)

            await self._app(scope, receive, keep)
            if not _whole(messages):
                for message in messages:
                    await send(message)
                return
            self._kept[name] = _Response.of(messages)
        await self._kept[name].send(send)


def _whole(messages: Iterable[Message]) -> bool:
    """Whether these are a file: not an error, and nothing that is for the server alone."""
    start, *rest = messages
    return start.get("status") == 200 and {m["type"] for m in rest} == {"http.response.body"}


def _encoding(scope: Scope) -> str | None:
    """The encoding in which a whole file is asked for; None for any other request."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = Headers(scope=scope)
    if not scope["path"].startswith(HASHED) or "range" in headers:
        return None
    accepted = headers.get("accept-encoding", "")
    return next((encoding for encoding in ENCODINGS if encoding in accepted), None)
