"""A language model that judges, as a function from words to words.

Keys come from the environment alone, so that none stands in a command line, a log or a file.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.errors import BadModel
from assistant.writer.chat import INSTALL as NOT_THERE
from assistant.writer.chat import make_model, reason
from eval.errors import BadJudge

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Chat = Callable[[str], str]

KEY = "JUDGE_API_KEY"
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
        made = make_model(model, base_url or "", os.environ.get(KEY), temperature)
    except BadModel as error:
        raise BadJudge(INSTALL if str(error) == NOT_THERE else str(error)) from error
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
