"""Any chat model of LangChain as a function from words to words (home of langchain and httpx).

Keys come from the environment alone, so that none stands in a command line, a log or a file.
"""

import json
import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import BadModel
from assistant.writer.deadline import within
from assistant.writer.draft import Form
from assistant.writer.errors import NoReply
from assistant.writer.settings import ModelSettings
from assistant.writer.written import Trouble

if TYPE_CHECKING:
    import httpx
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

KEY = "MODEL_API_KEY"
NO_KEY = "none"  # the client of OpenAI's protocol refuses to start without one
INSTALL = (
    "A language model needs packages that are not installed: `pip install '.[model]'`, and for a "
    "provider other than OpenAI its package of LangChain, such as langchain-anthropic."
)
LARGEST = 1_000_000  # bytes of a reply that are taken
DENIED = {401, 403, 404}
NOT_OFFERED = {400, 415, 422, 501}  # what servers say that do not know the form for a schema


class Chat(Protocol):
    """A language model that is asked one thing at a time."""

    name: str

    def say(self, system: str, user: str, form: type[Form], seconds: float) -> str:
        """Its reply, which should have the form.

        Raises:
            NoReply: none came in time.
        """


class LangChainChat:
    """See `Chat`; may be shared by threads."""

    def __init__(self, model: "BaseChatModel", name: str, method: str | None = None) -> None:
        """Ask a model.

        Args:
            model: of LangChain.
            name: by which it is shown.
            method: how it is told the form of its reply; see LangChain's with_structured_output.
        """
        self.name = name
        self._model, self._method = model, method
        self._plain = False  # whether it has shown that it cannot be told the form

    def say(self, system: str, user: str, form: type[Form], seconds: float) -> str:
        """See `Chat.say`."""
        try:
            return within(seconds, self._say([("system", system), ("user", user)], form))
        except NoReply:
            raise
        except Exception as error:  # each provider's package has errors of its own
            raise NoReply(trouble_of(error)) from error

    async def _say(self, messages: list[tuple[str, str]], form: type[Form]) -> str:
        from langsmith import tracing_context

        # the text of somebody's sources is sent to the model that was named, and nowhere else
        with tracing_context(enabled=False):
            if not self._plain:
                try:
                    asked = self._model.with_structured_output(
                        form.model_json_schema(),
                        include_raw=True,
                        **({"method": self._method} if self._method else {}),
                    )
                    said = await asked.ainvoke(messages)
                    return words_of(dict(said)["raw"])
                except Exception as error:
                    offered = not isinstance(error, NotImplementedError | AttributeError)
                    if offered and _status(error) not in NOT_OFFERED:
                        raise
                    self._plain = True
            return words_of(await self._model.ainvoke(messages))


def words_of(message: "BaseMessage") -> str:
    """What a model replied, also where it did so by calling a tool.

    Raises:
        NoReply: it would not speak of the matter.
    """
    if message.additional_kwargs.get("refusal"):
        raise NoReply(Trouble.REFUSED)
    calls = getattr(message, "tool_calls", None)
    return json.dumps(calls[0]["args"]) if calls else str(message.text)


def open_chat(settings: ModelSettings) -> Chat:
    """The chat model that settings name; nothing is sent to it yet.

    Raises:
        BadModel: its packages are not installed, or it cannot be made.
    """
    temperature = None if settings.temperature == "unset" else settings.temperature
    made = make_model(
        settings.name, settings.base_url, os.environ.get(KEY), temperature,
        timeout=settings.deadline, max_retries=1, max_tokens=settings.longest,
    )  # fmt: skip
    ours = type(made).__module__.startswith("langchain_openai")
    return LangChainChat(made, settings.name or "local", "json_schema" if ours else None)


def make_model(
    name: str, base_url: str, key: str | None, temperature: float | None, **options: Any
) -> "BaseChatModel":
    """A chat model of LangChain.

    Args:
        name: PROVIDER:NAME as `init_chat_model` has it; the name alone with `base_url`.
        base_url: a server that speaks OpenAI's protocol, or nothing.
        key: for that server; other providers read their own from the environment.
        temperature: None leaves it to the model, as some take no other.
        options: further ones of `init_chat_model`.

    Raises:
        BadModel: its packages are not installed, or it cannot be made.
    """
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise BadModel(INSTALL) from error
    if temperature is not None:
        options["temperature"] = temperature
    if base_url:
        options |= {"base_url": base_url, "api_key": key or NO_KEY, "model_provider": "openai"}
        name = name.removeprefix("openai:") or "default"
    if base_url or name.startswith("openai:"):
        options["http_async_client"] = _client()
    try:
        made: BaseChatModel = init_chat_model(name, **options)
    except Exception as error:  # each provider's package has errors of its own
        raise BadModel(f"The model {name} cannot be made: {reason(error)}") from error
    return made


def _client() -> "httpx.AsyncClient":
    """A client that takes no more of a reply than we would read, and follows nobody elsewhere."""
    import httpx

    class Measured(httpx.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            taken = 0
            async for some in self._stream:
                taken += len(some)
                if taken > LARGEST:
                    raise NoReply(Trouble.TOO_LONG)
                yield some

        async def aclose(self) -> None:
            await self._stream.aclose()

    class Transport(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            response = await super().handle_async_request(request)
            if response.headers.get("content-encoding", "identity") != "identity":
                await response.aclose()
                raise NoReply(Trouble.MALFORMED)  # it was asked not to, and may unpack to anything
            response.stream = Measured(response.stream)
            return response

    return httpx.AsyncClient(transport=Transport(), headers={"Accept-Encoding": "identity"})


def trouble_of(error: BaseException) -> Trouble:
    """What kind of trouble an error of a provider's package stands for.

    >>> trouble_of(TimeoutError()), trouble_of(ConnectionError())
    (<Trouble.TIMEOUT: 'timeout'>, <Trouble.UNREACHABLE: 'unreachable'>)
    """
    causes = [error]
    while causes[-1].__cause__ or causes[-1].__context__:
        causes.append(causes[-1].__cause__ or causes[-1].__context__ or error)
    known = next((one.trouble for one in causes if isinstance(one, NoReply)), None)
    if known:
        return known
    status = _status(error)
    if status:
        return _of_status(status)
    names = {kind.__name__ for one in causes for kind in type(one).__mro__}
    if any("Timeout" in name for name in names):
        return Trouble.TIMEOUT
    if names & {"ConnectionError", "APIConnectionError", "ConnectError", "TransportError"}:
        return Trouble.UNREACHABLE
    if "ContentFilterFinishReasonError" in names:
        return Trouble.REFUSED
    return Trouble.MALFORMED


def _of_status(status: int) -> Trouble:
    if status == 429:
        return Trouble.BUSY
    return Trouble.DENIED if status in DENIED else Trouble.SERVER


def _status(error: BaseException) -> int:
    """The HTTP status that refused us; 0 where an error tells of none."""
    response = getattr(error, "response", None)
    found = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    return found if isinstance(found, int) and found >= 300 else 0


def reason(error: Exception) -> str:
    r"""An error in one short line, for people.

    >>> reason(ValueError("no such model\nsupported are: ..."))
    'ValueError: no such model'
    >>> reason(TimeoutError())
    'TimeoutError'
    """
    words = str(error).strip().split("\n")[0][:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
