"""Any LangChain chat model as a function from words to words. Home of langchain and langsmith.

Keys come from the environment alone, so that none stands in a command line, a log or a file.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from eval.errors import BadJudge

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Chat = Callable[[str], str]

KEY = "JUDGE_API_KEY"
NO_KEY = "none"  # the client of OpenAI's protocol refuses to start without one
INSTALL = (
    "Judging needs packages that are not installed. Run `make judge`, and then this command with "
    "`.venv-judge/bin/python`; or, in an environment of your own, `pip install '.[judge]'`."
)
HELLO = "Answer with one word: yes."


def open_chat(model: str, base_url: str | None = None, temperature: float | None = 0.0) -> Chat:
    """The chat model of a name; nothing is sent to it yet.

    Args:
        model: PROVIDER:NAME as `init_chat_model` has it; the name alone with `base_url`.
        base_url: a server that speaks OpenAI's protocol. It is sent the key in `JUDGE_API_KEY`, and
            never the one in `OPENAI_API_KEY`, which is for OpenAI.
        temperature: None leaves it to the model, as some take no other.

    Raises:
        BadJudge: the extra is not installed, or the model cannot be made.
    """
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise BadJudge(INSTALL) from error
    options: dict[str, Any] = {} if temperature is None else {"temperature": temperature}
    if base_url:
        key = os.environ.get(KEY) or NO_KEY
        options |= {"base_url": base_url, "api_key": key, "model_provider": "openai"}
    try:
        made = init_chat_model(model.removeprefix("openai:") if base_url else model, **options)
    except Exception as error:  # each provider's package has errors of its own
        raise BadJudge(f"The model {model} cannot be made: {reason(error)}") from error
    return chat_of(made)


def greet(chat: Chat, model: str) -> None:
    """Ask a model once, so that a wrong key or name is noticed at the start.

    Raises:
        BadJudge: it does not answer.
    """
    try:
        chat(HELLO)
    except Exception as error:
        raise BadJudge(f"The model {model} does not answer: {reason(error)}") from error


def chat_of(model: "BaseChatModel") -> Chat:
    """A LangChain chat model as a function; what LangSmith would record of it is not sent.

    >>> from langchain_core.language_models import FakeListChatModel
    >>> chat_of(FakeListChatModel(responses=["yes"]))("Is it?")
    'yes'
    """
    from langsmith import tracing_context

    def chat(prompt: str) -> str:
        # the text of somebody's sources is sent to the model that was named, and nowhere else
        with tracing_context(enabled=False):
            return str(model.invoke(prompt).text)

    return chat


def reason(error: Exception) -> str:
    r"""An error in one short line, for people.

    >>> reason(ValueError("no such model\nsupported are: ..."))
    'ValueError: no such model'
    >>> reason(TimeoutError())
    'TimeoutError'
    """
    words = str(error).strip().split("\n")[0][:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
