"""The settings of the index, and how a settings file is read.

A file is TOML with one table for each part of the program. An unknown name is refused with the
name that was probably meant: a setting that is silently ignored is a promise that is not kept.
"""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from index.errors import BadSettings

TABLES = ("index", "assistant", "model", "page")
FILE = Path("settings.toml")
OURS, NONE = "ours", "none"  # what a setting that names a model may say instead

Model = TypeVar("Model", bound=BaseModel)


class IndexSettings(BaseModel):
    """What decides how an index is built; recorded with it.

    >>> IndexSettings().passage_tokens
    200
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    passage_tokens: int = Field(
        default=200,
        ge=20,
        le=200,
        description="the most tokens of the embedding model in a passage",
    )
    late: str = Field(
        default=OURS,
        description="whose token vectors the reader compares: ours, none (the embedding model's "
        "own, not trained), or the folder or name of a MultiVectorEncoder",
    )
    store_tokens: bool = Field(
        default=True,
        description="whether they are stored, 21 kB a passage; otherwise the passages that are "
        "read are encoded for each question",
    )
    url: str = Field(
        default="",
        description="a Chroma server that keeps the vectors, such as https://host:8000; its token "
        "comes from CHAPTER_INDEX_TOKEN. Without it they lie in the index folder",
    )

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        place = urlsplit(url)
        if url and (place.scheme not in ("http", "https") or not place.hostname):
            raise ValueError(f'{url!r} is no address; write "http://127.0.0.1:8000"')
        if "@" in place.netloc:
            raise ValueError("a token does not belong here; set CHAPTER_INDEX_TOKEN")
        if place.path.strip("/") or place.query or place.fragment:
            raise ValueError(f"{url!r} has more than a host and a port")
        return url.rstrip("/")


def load_settings(kind: type[Model], table: str, file: Path | None = None) -> Model:
    """The settings in one table of a TOML file; the defaults where there is no such file.

    Args:
        kind: the model that the table must fit.
        table: its name.
        file: a file that must be there; without it `settings.toml` is read if it is.

    Raises:
        BadSettings: the file is missing or no TOML, or holds what is unknown or impossible.
    """
    if file is None and not FILE.is_file():
        return kind()
    path = file or FILE
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{path} cannot be read as settings: {error}") from error
    for name in content:
        if name not in TABLES:
            raise BadSettings(f"{path}: there is no table [{name}].{_meant(name, TABLES)}")
    values = content.get(table, {})
    if not isinstance(values, dict):
        raise BadSettings(f"{path}: [{table}] must be a table, not {values!r}")
    return _checked(kind, values, f"{path}: [{table}]")


def _checked(kind: type[Model], values: dict[str, Any], where: str) -> Model:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            meant = _meant(name, tuple(kind.model_fields))
            raise BadSettings(f'{where} has no "{name}".{meant}') from error
        why = first["msg"].removeprefix("Value error, ")
        raise BadSettings(f'{where} "{name}": {why}') from error


def _meant(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.4)
    return f' Did you mean "{close[0]}"?' if close else f" Known are: {', '.join(known)}."
