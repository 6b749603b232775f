"""Markdown (.md) with optional YAML front matter. The only place that reads YAML documents.

The marks of Markdown stay in the text: a quotation shows what the file holds. The front matter
becomes metadata and is no part of the text.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from index.document import Metadata
from index.errors import Unreadable
from index.metadata import iso_date
from index.readers.extract import Extract
from index.readers.text import read as read_text

# no longer than that: PyYAML reads a hundred kilobytes in a second, and this is read in the parent
FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>.{0,65536}?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
YEAR_OR_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
NAMES = {
    "date": "published", "source": "publisher", "authors": "author", "link": "url",
    "accessed": "retrieved", "fetched": "retrieved", "replaces": "supersedes",
}  # fmt: skip
FIELDS = (
    "title", "publisher", "author", "published", "url", "kind", "retrieved", "version", "supersedes"
)  # fmt: skip


def read(data: bytes) -> Extract:
    r"""The text behind the front matter, and the front matter as metadata.

    >>> extract = read(b"---\ntitle: Tides\ndate: 2021-05-03\n---\nThe moon pulls.")
    >>> extract.text, extract.about.title, extract.about.published
    ('The moon pulls.', 'Tides', '2021-05-03')
    """
    text = read_text(data).text
    front = FRONT.match(text)
    if not front:
        return Extract(text, begins=0)
    try:
        fields = yaml.load(front["yaml"], Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        raise Unreadable(f"its front matter is not valid YAML{line}; mend or remove it") from error
    # a text may open with a rule ("---") and hold no front matter at all
    if not isinstance(fields, dict):
        return Extract(text, begins=0)
    return Extract(text[front.end() :], _metadata(fields), begins=front.end())


class _Loader(yaml.SafeLoader):
    """YAML in which a plain word is that word: no dates, numbers or "no" for False, and no aliases.

    Aliases can make a kilobyte into a gigabyte, and front matter has no use for them.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and type
        first: [(tag, form) for tag, form in forms if tag == "tag:yaml.org,2002:null"]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def _metadata(fields: Mapping[Any, Any]) -> Metadata:
    """The fields that we know, as text; others are left to whoever put them there."""
    known = {NAMES.get(str(key).lower(), str(key).lower()): value for key, value in fields.items()}
    found = {name: _words(known.get(name)) for name in FIELDS}
    for name in ("published", "retrieved"):
        if (date := found[name]) and not YEAR_OR_MONTH.fullmatch(date):
            found[name] = iso_date(date)
    return Metadata(**found)


def _words(value: object) -> str | None:
    """A text, or a list of texts joined; nothing where it is neither."""
    parts = value if isinstance(value, list) else [value]
    return ", ".join(" ".join(part.split()) for part in parts if isinstance(part, str)) or None
