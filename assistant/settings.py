"""The settings of the assistant: the table [assistant] of a settings file."""

from pydantic import BaseModel, ConfigDict, Field

from index.settings import OURS


class AssistantSettings(BaseModel):
    """How much is read, how much is said, and how sure the assistant must be to say it.

    >>> AssistantSettings().passages
    8
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    judge: str = Field(
        default=OURS,
        description="who judges whether a sentence answers: ours, none (late interaction alone), "
        "or the folder or name of a CrossEncoder",
    )
    spelling: bool = Field(
        default=True,
        description="whether typing errors in a question are corrected; what was searched for is "
        "shown then",
    )
    passages: int = Field(
        default=8, ge=1, le=50, description="how many passages are read for a question"
    )
    statements: int = Field(default=3, ge=1, le=10, description="the most statements in an answer")
    margin: float = Field(
        default=0.5, ge=0, le=1, description="how far a further statement may fall behind the best"
    )
    wrong: float = Field(
        default=51,
        ge=0,
        le=100,
        description="at most so many wrong answers in 100, counted on questions made hard: "
        "half have no answer, most of those near misses; fewer mean more refusals",
    )
