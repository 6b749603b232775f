"""The words that are sent to a language model: one file a prompt, read strictly.

A file begins with `version:` and `placeholders:` between lines of three dashes; then come the parts
"# system" and "# user". A placeholder is written $name. What is put in its place is not read for
placeholders again, so that no document or question can add any.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
FORM = re.compile(
    r"---\nversion: (?P<version>\d+)\nplaceholders: (?P<names>[a-z_ ]*)\n---\n+"
    r"# system\n+(?P<system>.+?)\n+# user\n+(?P<user>.+?)\n*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Prompt:
    """What a language model is told, and a form of what it is asked.

    >>> asked = Prompt("greet", 1, "Be brief.", "Greet $name.", frozenset({"name"}))
    >>> asked.fill(name="$everybody")
    'Greet $everybody.'
    >>> asked.fill(nobody="x")
    Traceback (most recent call last):
        ...
    ValueError: the prompt greet wants name and is given nobody
    """

    name: str
    version: int
    system: str
    user: str
    placeholders: frozenset[str]

    def fill(self, **values: str) -> str:
        """What is asked, with a value for each placeholder and for nothing else."""
        if values.keys() != self.placeholders:
            wanted, given = " ".join(sorted(self.placeholders)), " ".join(sorted(values))
            raise ValueError(f"the prompt {self.name} wants {wanted} and is given {given}")
        return Template(self.user).substitute(values)


@lru_cache
def prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt of a name.

    Raises:
        ValueError: its file has not the form, or its text has other placeholders than it names.

    >>> prompt("draft").version
    2
    """
    form = FORM.fullmatch((folder / f"{name}.md").read_text("utf-8"))
    if form is None:
        raise ValueError(f"prompts/{name}.md has not the form that prompts/README.md describes")
    names = frozenset(form["names"].split())
    found = _placeholders(form["user"]) | _placeholders(form["system"])
    if found != names or _placeholders(form["system"]):
        raise ValueError(f"prompts/{name}.md names the placeholders {sorted(names)}")
    return Prompt(name, int(form["version"]), form["system"], form["user"], names)


def _placeholders(text: str) -> set[str]:
    template = Template(text)
    if not template.is_valid():
        raise ValueError(f"a $ without a name in {text!r}")
    return set(template.get_identifiers())


def versions() -> Mapping[str, int]:
    """Each prompt with its version, as records of a run name them."""
    return {path.stem: prompt(path.stem).version for path in sorted(FOLDER.glob("[a-z]*.md"))}
