"""What every response of the page carries, and which requests never reach it."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Guard:
    """Puts the security headers on every response; turns away large bodies and unused routes."""

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
    length = Headers(scope=scope).get("content-length")
    if scope["method"] == "POST" and (length is None or not length.isdigit()):
        return PlainTextResponse("a length is required", 411)
    if length and int(length) > LONGEST_BODY:
        return PlainTextResponse("too large", 413)
    return None
