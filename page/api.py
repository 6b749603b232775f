"""What other programs may call: `ask`, `search` and `document`, offered by Gradio and over MCP.

docs/api.md is written for those who call them; docs/json.md describes every field of the results.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import getdoc
from typing import Any, ParamSpec, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.present import as_json
from index.errors import BadInput
from index.present import document_as_json, hit_as_json
from page.attempt import Failure, attempt
from page.live import LiveAssistant

NAMES = ("ask", "search", "document")
MOST_PASSAGES = 50
MOST_EARLIER, MOST_SOURCES = 20, 1000  # entries of a list
LONGEST_URI = 1000  # characters
BAD_INPUT, FAILURE = "bad input", "failure"  # the two titles of an error

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Endpoints:
    """The functions that programs call; what they are given is checked, for it is not typed.

    Each raises `BadInput` for what it cannot take and another `Problem` for what it cannot do. A
    refusal is neither: it is a result of `ask`.
    """

    live: LiveAssistant

    def ask(
        self, question: str, after: list[str] | None = None, among: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question in the sources' own words, or say that they do not answer it.

        Every quotation is a slice of a source, from `start` to `end` of its text. A refusal is a
        result like an answer (`status` is "refused"), not an error.

        Args:
            question: of 1 to 2,000 characters.
            after: what was asked before in the same conversation, the oldest first, at most 20.
            among: answer only from these sources, as `search` names them, at most 1,000.

        Returns:
            The reply, as `python -m assistant --json` prints it.
        """
        started = time.perf_counter()
        earlier = [] if after is None else _texts("after", after, MOST_EARLIER)
        chosen = None if among is None else self._chosen(_texts("among", among, MOST_SOURCES))
        reply = self.live.reply(_text("question", question), earlier, chosen)
        return as_json(reply, time.perf_counter() - started)

    def search(self, question: str, k: int = 5) -> list[dict[str, Any]]:
        """The passages nearest to a question, best first, by meaning and by words.

        They are to be read; that a passage is found does not mean that it answers.

        Args:
            question: of 1 to 2,000 characters.
            k: how many passages at most, from 1 to 50.

        Returns:
            The passages, as `python -m index search --json` prints them.
        """
        if type(k) is not int or not 1 <= k <= MOST_PASSAGES:
            raise BadInput(f"`k` must be a whole number from 1 to {MOST_PASSAGES}.")
        return [hit_as_json(hit) for hit in self.live.search(_text("question", question), k)]

    def document(self, uri: str) -> dict[str, Any]:
        """The whole text of a source, in which all offsets count, with what is known about it.

        Args:
            uri: the source, as `ask` and `search` name it. It is looked up in the index alone.

        Returns:
            The document, as `python -m index stats --json` prints it, with its text.
        """
        document = self.live.now().document(_text("uri", uri, LONGEST_URI))
        return {**document_as_json(document), "text": document.text}

    def _chosen(self, uris: list[str]) -> frozenset[str]:
        """Sources to answer from; one that is not there would otherwise look like a refusal."""
        if not uris:
            raise BadInput("`among` names no source. Leave it out to ask all of them.")
        index = self.live.now()
        return frozenset(index.document(uri).uri for uri in uris)


def _text(name: str, value: object, longest: int | None = None) -> str:
    if not isinstance(value, str):
        raise BadInput(f"`{name}` must be text.")
    if longest is not None and len(value) > longest:
        raise BadInput(f"`{name}` has more than {longest:,} characters.")
    return value


def _texts(name: str, value: object, most: int) -> list[str]:
    if not isinstance(value, list) or len(value) > most:
        raise BadInput(f"`{name}` must be a list of at most {most:,} texts.")
    return [_text(name, one, LONGEST_URI if name == "among" else None) for one in value]


def offer(live: LiveAssistant) -> None:
    """Offer the endpoints through Gradio; to be called inside of its blocks, before all else.

    Before, because an event of the page that has the same name would otherwise keep it.
    """
    from gradio.events import api

    endpoints = Endpoints(live)
    for name in NAMES:
        function = _told(getattr(endpoints, name))
        api(
            function,
            api_name=name,
            api_description=getdoc(function),
            concurrency_limit=live.at_once,
            concurrency_id="programs",
        )


def _told(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """A function whose failures reach the program that calls it, in words and as errors."""
    import gradio as gr

    @wraps(function)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        done = attempt(lambda: function(*args, **kwargs))
        if isinstance(done, Failure):
            title = BAD_INPUT if done.asked_wrongly else FAILURE
            # the traceback, if any, is in the log already
            raise gr.Error(done.why, title=title, print_exception=False)
        return done

    return told


def wrongly_called(request: Request, error: Exception) -> JSONResponse:
    """Tell a program which argument it left out or invented; Gradio raises TypeError for both.

    Raises:
        Exception: the error itself, where it is no such thing.
    """
    if "/call/v2/" not in request.url.path:
        raise error
    return JSONResponse({"detail": str(error).partition(" Please")[0]}, 422)
