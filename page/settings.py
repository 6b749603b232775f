"""The settings of the page: the table [page] of a settings file."""

from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator


class PageSettings(BaseModel):
    """What the page offers.

    >>> PageSettings().history
    True
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    history: bool = Field(
        default=True,
        description="whether a browser may keep its conversations, in the browser alone",
    )
    feedback: bool = Field(
        default=True,
        description="whether readers may say what was helpful or wrong; it is stored beside the "
        "index, with the question",
    )
    library: bool = Field(
        default=True,
        description="whether documents may be added and removed from the page, as long as it is "
        "served to this machine alone",
    )
    web_hosts: tuple[str, ...] = Field(
        default=(),
        description="hosts whose pages may be added by their address, each with those below it, "
        'such as ["oregon.gov"]; ["*"] stands for every host of the public web; none by default',
    )
    evaluation: bool = Field(
        default=True,
        description="whether the evaluation can be run from the page, as long as it is served to "
        "this machine alone",
    )
    cases: Path = Field(
        default=Path("cases"),
        description="the folder of your own case files (docs/own-folder.md), which the evaluation "
        "on the page offers beside the shipped questions",
    )
    watch: int = Field(
        default=60,
        ge=0,
        description="every how many seconds the page looks whether files were edited, added or "
        "removed, and reads them; 0: only when it is started, and before a changed file is quoted",
    )
    log: Path | None = Field(
        default=None,
        description="a file to which the log is added, a JSON object a line (docs/api.md); "
        "without it, it goes to stderr",
    )
    mcp: bool = Field(
        default=False, description="whether programs may ask over MCP, at /mcp; needs the extra mcp"
    )

    @field_validator("mcp")
    @classmethod
    def _installed(cls, mcp: bool) -> bool:
        if mcp and find_spec("mcp") is None:
            raise ValueError(
                "the package `mcp` is not installed. Run `make setup`, or `pip install '.[mcp]'` "
                "in an environment of your own."
            )
        return mcp
