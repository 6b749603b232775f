"""What every response of the page carries, and which requests never reach it."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page.api import NAMES

LONGEST_BODY = 64 * 1024  # bytes; the page sends questions and no files
HEADERS = {
    # Gradio's own scripts are inline and evaluate templates
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# routes of Gradio that the page has no use for
CLOSED = ("upload", "deep_link", "openapi.json", "proxy=", "run-history", "runs", "stream")
# by their names Gradio would let anybody call the events of the page, too
OFFERED = re.compile(rf"call/(v2/)?({'|'.join(NAMES)})(/|$)")
SAFE = ("GET", "HEAD", "OPTIONS")  # RFC 9110, section 9.2.1


class Guard:
    """Puts the security headers on every response; turns away what is not meant for the page.

    That is: large bodies, unused routes, and what another site's page makes a browser send.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = _turned_away(scope)
        await (refusal or self._app)(scope, receive, send_with_headers)


def _turned_away(scope: Scope) -> PlainTextResponse | None:
    path, headers = scope["path"].removeprefix("/gradio_api/"), Headers(scope=scope)
    if path.startswith(CLOSED) or (path.startswith("call/") and not OFFERED.match(path)):
        return PlainTextResponse("not found", 404)
    if scope["method"] not in SAFE and _from_elsewhere(headers):
        return PlainTextResponse("not from another site", 403)
    length = headers.get("content-length")
    if scope["method"] == "POST" and (length is None or not length.isdigit()):
        return PlainTextResponse("a length is required", 411)
    if length and int(length) > LONGEST_BODY:
        return PlainTextResponse("too large", 413)
    return None


def _from_elsewhere(headers: Headers) -> bool:
    """Whether another site's page made a browser send a request; programs send neither header.

    As `CrossOriginProtection` of Go's net/http tells it: by Sec-Fetch-Site, which stays right
    behind a proxy, and by Origin where a browser does not send that.
    """
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
