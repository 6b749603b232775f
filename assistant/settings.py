"""The settings of the assistant: the table [assistant] of a settings file."""

from pydantic import BaseModel, ConfigDict, Field


class AssistantSettings(BaseModel):
    """How much is read, how much is said, and how sure the assistant must be to say it.

    >>> AssistantSettings().passages
    8
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    passages: int = Field(
        default=8, ge=1, le=50, description="how many passages are read for a question"
    )
    statements: int = Field(default=3, ge=1, le=10, description="the most statements in an answer")
    margin: float = Field(
        default=0.1, ge=0, le=1, description="how far a further statement may fall behind the best"
    )
    threshold: float = Field(
        default=0.22,
        ge=0,
        le=1,
        description="the least probability of being right at which to answer",
    )
