"""What stands on the page before Gradio has started: its name, and a box that can be typed in.

Gradio sends an almost empty page, which its scripts fill after most of a second; even the styles
that it is given come by a script. So both are put into the page as it is sent. What was typed, and
that Enter was pressed, is handed over as soon as the real box is there (`assets/opening.js`).
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page.ask import BOX
from page.look import asset
from page.words import Words, words_for

# where they are put: before these tags of Gradio's page
HEAD, BODY = "</head>", "<gradio-app"


class Opening:
    """Puts the opening into the page; every other response passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("GET", "/"):
            await self._app(scope, receive, send)
            return
        say = words_for(Headers(scope=scope).get("accept-language"))
        start: Message = {}
        page = bytearray()

        async def send_opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)  # its length is not known yet
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            page.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = with_opening(page.decode(), say).encode()
            headers = MutableHeaders(scope=start)
            headers["content-length"] = str(len(whole))
            headers.add_vary_header("Accept-Language")
            await send(start)
            await send({"type": "http.response.body", "body": whole})

        await self._app(scope, receive, send_opened)


def with_opening(page: str, say: Words) -> str:
    """Gradio's page with the opening in it; a page of another making is left as it is.

    >>> from page.words import ENGLISH
    >>> print(with_opening("not found", ENGLISH))
    not found
    """
    if page.count(HEAD) != 1 or page.count(BODY) != 1:
        return page
    styles = f"<style>{asset('look.css')}{asset('opening.css')}</style>"
    head = f"<title>{say.html('page.title')}</title>{styles}"
    body = f"{_box_as_html(say)}<script>{asset('opening.js')}</script>"
    return page.replace(HEAD, head + HEAD).replace(BODY, body + BODY)


def _box_as_html(say: Words) -> str:
    asked = say.html("ask.box")
    box = f'aria-label="{asked}" placeholder="{asked}" maxlength="{BOX["max_length"]}"'
    return (
        f'<div id="opening" lang="{say.language}">'
        f"<h1>{say.html('page.title')}</h1>"
        f"<p>{say.html('page.about')} {say.html('page.caution')}</p>"
        f"<noscript><p>{say.html('opening.no_script')}</p></noscript>"
        f"<div>{say.html('ask.placeholder')}</div>"
        f'<p role="status" data-wait="{say.html("opening.wait")}"'
        f' data-failed="{say.html("opening.failed")}"></p>'
        f'<form><textarea rows="1" {box}></textarea>'
        f"<button>{say.html('ask.send')}</button></form></div>"
    )
