"""The same for language models: tools over the Model Context Protocol (home of mcp), at /mcp.

With the protocol's own SDK and not Gradio's `mcp_server`, whose extra holds back pydantic.
"""

from collections.abc import Callable
from inspect import getdoc
from typing import Any, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.applications import Starlette

from index.errors import BadInput
from page.api import BAD_INPUT, FAILURE, Endpoints
from page.attempt import Failure, attempt
from page.live import WAITING, LiveAssistant

LONGEST_READING = 20_000  # characters
INSTRUCTIONS = """\
These tools answer from a fixed set of documents. Every quotation in a result is exact: it was cut
from the document by the program, not written. Repeat it to the letter and name its source, or do
not present it as a quotation. A refusal is a result, and says that the documents do not say. An
error is neither an answer nor a refusal."""
READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
# the whole site stands behind TrustedHostMiddleware and Guard, which know how it may be called
LEFT_TO_SITE = TransportSecuritySettings(enable_dns_rebinding_protection=False)

Made = TypeVar("Made")


class Tools:
    """The tools, with the queue that Gradio gives its own endpoints; see `Endpoints`."""

    def __init__(self, live: LiveAssistant) -> None:
        """Ask an assistant, in a few threads, so that the page has the others to itself."""
        self._endpoints = Endpoints(live)
        self._limiter = CapacityLimiter(live.at_once)

    def app(self) -> Starlette:
        """An application with the one route /mcp; it works for as long as its lifespan runs."""
        server = MCPServer(
            "chapter-and-verse",
            title="Chapter & Verse",
            instructions=INSTRUCTIONS,
            log_level="WARNING",
            subscriptions=False,
        )
        for tool in (self.ask_sources, self.search_sources, self.read_source):
            server.add_tool(tool, description=getdoc(tool), annotations=READ_ONLY)
        return server.streamable_http_app(
            json_response=True, stateless_http=True, transport_security=LEFT_TO_SITE
        )

    async def ask_sources(
        self, question: str, after: list[str] | None = None, among: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question in the documents' own words, or say that they do not answer it.

        The quotations are exact: each is a slice of its source, from `start` to `end`. A refusal
        (`status` is "refused") is a result and not an error: the documents do not say. Its
        `passages` are where to read on, not an answer. `confidence` is the probability that the
        first statement answers the question.

        Args:
            question: of 1 to 2,000 characters.
            after: what was asked before in the same conversation, the oldest first, at most 20.
            among: answer only from these sources, as `search_sources` names them.
        """
        return await self._done(lambda: self._endpoints.ask(question, after, among))

    async def search_sources(self, question: str, k: int = 5) -> dict[str, Any]:
        """Find the passages of the documents nearest to a question, best first.

        Their `text` is exact: a slice of the source, from `start` to `end`. That a passage is found
        does not mean that it answers; ask with `ask_sources` whether the documents do.

        Args:
            question: of 1 to 2,000 characters.
            k: how many passages at most, from 1 to 50.
        """
        return {"passages": await self._done(lambda: self._endpoints.search(question, k))}

    async def read_source(self, uri: str, start: int = 0) -> dict[str, Any]:
        """Read a document, or go on reading it; its `text` is exact, from `start` to `end`.

        At most 20,000 characters at once; there are more while `end` is less than `characters`.

        Args:
            uri: the source, as the other tools name it.
            start: the character at which to begin.
        """
        return await self._done(lambda: self._piece(uri, start))

    def _piece(self, uri: str, start: int) -> dict[str, Any]:
        document = self._endpoints.document(uri)
        if not 0 <= start < document["characters"]:
            raise BadInput(f"`start` must be from 0 to {document['characters'] - 1:,}.")
        text = document["text"][start : start + LONGEST_READING]
        return {**document, "start": start, "end": start + len(text), "text": text}

    async def _done(self, work: Callable[[], Made]) -> Made:
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise ToolError(f"{FAILURE}: too many questions are waiting. Ask again in a while.")
        done = await run_sync(attempt, work, limiter=self._limiter)
        if isinstance(done, Failure):
            raise ToolError(f"{BAD_INPUT if done.asked_wrongly else FAILURE}: {done.why}")
        return done
