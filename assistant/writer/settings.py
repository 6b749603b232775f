"""The settings of a language model: the table [model] of a settings file."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ModelSettings(BaseModel):
    """Which language model writes, if any, and how long it may take.

    Keys come from the environment alone.

    >>> ModelSettings().wanted
    False
    >>> ModelSettings(base_url="http://127.0.0.1:11434/v1", name="llama3.2").wanted
    True
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(
        default="",
        description="PROVIDER:NAME as LangChain's init_chat_model has it, or the name alone with "
        "base_url; without either no language model is asked",
    )
    base_url: str = Field(
        default="",
        description="a server that speaks OpenAI's protocol (vLLM, llama.cpp, Ollama, LM Studio); "
        "it is sent the key in MODEL_API_KEY, and never the one in OPENAI_API_KEY",
    )
    deadline: float = Field(
        default=20, gt=0, le=600, description="seconds for all that it is asked for one question"
    )
    tokens: int = Field(
        default=3000, ge=200, description="the most tokens of passages that it reads (cl100k_base)"
    )
    longest: int = Field(default=800, ge=50, description="the most tokens that it writes")
    temperature: Annotated[float, Field(ge=0, le=2)] | Literal["unset"] = Field(
        default=0, description='"unset" leaves it to the model, as some take no other'
    )
    rewrite: bool = Field(
        default=True, description="whether it rewrites questions that lean on others"
    )

    @property
    def wanted(self) -> bool:
        """Whether there is a model to ask."""
        return bool(self.name or self.base_url)
