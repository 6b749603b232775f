"""What every response of the page carries, and which requests never reach it."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 256 * 1024  # bytes: a conversation that a browser kept, and that is opened again
UPLOADS = "/library/files"  # takes files, and caps them by itself: page/upload.py
SAFE = ("GET", "HEAD", "OPTIONS")  # methods that change nothing (RFC 9110, section 9.2.1)
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
CLOSED = (
    "upload", "deep_link", "file", "openapi.json", "proxy=", "run-history", "runs", "stream",
)  # fmt: skip


class Guard:
    """Puts the security headers on every response.

    Turns away large bodies, unused routes, and what another site's page would have done here.
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
    if scope["path"].removeprefix("/gradio_api/").startswith(CLOSED):
        return PlainTextResponse("not found", 404)
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if scope["method"] not in SAFE:
        if _from_elsewhere(headers):
            return PlainTextResponse("not from another site", 403)
        if not length.isdecimal():
            return PlainTextResponse("a length is required", 411)
    if length.isdecimal() and int(length) > LONGEST_BODY and scope["path"] != UPLOADS:
        return PlainTextResponse("too large", 413)
    return None


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser sends this for the page of another site.

    By Sec-Fetch-Site (W3C Fetch Metadata), or in a browser without it by the origin; programs send
    neither.
    """
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
