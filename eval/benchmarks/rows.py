"""Published files read row by row; what does not fit is named by file, line and what was expected.

JSON lines and tables are read as a stream, so that a corpus of any size fits into memory.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from eval.errors import BadData

SHOWN = 60  # characters of what was found instead


@dataclass(frozen=True)
class Row:
    """An object of a published file that knows where it stands, for messages.

    >>> row = Row({"_id": "4", "text": 7}, Path("corpus.jsonl"), "line 2")
    >>> row.text("_id")
    '4'
    >>> row.text("text")
    Traceback (most recent call last):
        ...
    eval.errors.BadData: corpus.jsonl, line 2: expected "text" to be a text, not 7.
    """

    fields: Mapping[str, Any]
    file: Path
    place: str

    def text(self, name: str, default: str | None = None) -> str:
        """A text, or the default where the field is missing or null."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        return value if isinstance(value, str) else self.fail(f'"{name}" to be a text', value)

    def question(self, name: str) -> str:
        """A text with a letter or a digit in it, without which nothing can be asked."""
        words = self.text(name)
        if not any(character.isalnum() for character in words):
            self.fail(f'"{name}" to be a question', words)
        return words

    def name(self, name: str) -> str:
        """An id: a text, or a whole number as a text."""
        value = self.fields.get(name)
        plain = isinstance(value, str | int) and not isinstance(value, bool)
        return str(value) if plain else self.fail(f'"{name}" to be an id', value)

    def number(self, name: str) -> int:
        """A whole number."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fail(f'"{name}" to be a whole number', value)

    def flag(self, name: str) -> bool:
        """True or false; false where the field is missing."""
        value = self.fields.get(name, False)
        return value if isinstance(value, bool) else self.fail(f'"{name}" to be a boolean', value)

    def list(self, name: str, missing: bool = False) -> list[Any]:
        """A list; where the field may be missing, an empty one then."""
        value = self.fields.get(name)
        if value is None and missing:
            return []
        return value if isinstance(value, list) else self.fail(f'"{name}" to be a list', value)

    def texts(self, name: str, missing: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        found = self.list(name, missing)
        for value in found:
            if not isinstance(value, str):
                self.fail(f'"{name}" to hold texts alone', value)
        return tuple(found)

    def rows(self, name: str, missing: bool = False) -> tuple["Row", ...]:
        """A list of objects, each of which knows where it stands."""
        return tuple(
            _row(value, self.file, f'{self.place}, "{name}" {number}')
            for number, value in enumerate(self.list(name, missing), start=1)
        )

    def fail(self, expected: str, found: object) -> NoReturn:
        """Say what was expected here.

        Raises:
            BadData: always.
        """
        fail(self.file, self.place, expected, found)


def fail(file: Path, place: str, expected: str, found: object) -> NoReturn:
    """Say what was expected at a place of a file.

    Raises:
        BadData: always.
    """
    shown = "nothing" if found is None else json.dumps(found, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    raise BadData(f"{file}, {place}: expected {expected}, not {shown}.")


def lines(file: Path) -> Iterator[Row]:
    """The objects of a file of JSON lines, one at a time; empty lines are passed over.

    Raises:
        BadData: the file cannot be read, or a line of it is no JSON object.
    """
    try:
        # newline="\n": JSON may hold the other line separators of Unicode
        with file.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _row(_json(line, file, f"line {number}"), file, f"line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{file} cannot be read: {error}.") from error


def table(file: Path, *columns: str) -> Iterator[Row]:
    """The rows of a file of tab-separated values whose first line names at least these columns.

    Raises:
        BadData: the file cannot be read, a column is missing, or a row is too short.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t")
            known = list(reader.fieldnames or ())
            if not set(columns) <= set(known):
                fail(file, "line 1", f"the columns {', '.join(columns)}", known)
            for row in reader:
                found = Row(row, file, f"line {reader.line_num}")
                for column in columns:
                    found.text(column)
                yield found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadData(f"{file} cannot be read: {error}.") from error


def whole(file: Path) -> Any:
    """The value of a file that is one piece of JSON.

    Raises:
        BadData: the file cannot be read, or is no JSON.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{file} cannot be read: {error}.") from error
    return _json(text, file, "")


def objects(file: Path, found: object) -> tuple[Row, ...]:
    """The objects of a list that a file holds as one piece of JSON.

    Raises:
        BadData: it is no list of objects.
    """
    if not isinstance(found, list):
        fail(file, "line 1", "a list of objects", found)
    return tuple(_row(value, file, f"entry {place}") for place, value in enumerate(found, start=1))


def find(data: Path, *patterns: str) -> Path:
    """The first file, by name, that a pattern finds in a folder; earlier patterns go first.

    Raises:
        BadData: there is none.
    """
    for pattern in patterns:
        if found := sorted(path for path in data.glob(pattern) if path.is_file()):
            return found[0]
    raise BadData(f"{data} holds no {' or '.join(patterns)}. Name the set's folder with --data.")


def _json(text: str, file: Path, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = place or f"line {error.lineno}"
        raise BadData(f"{file}, {where}: expected JSON ({error.msg}).") from error
    except RecursionError as error:
        raise BadData(f"{file}, {place or 'line 1'}: expected JSON less deep.") from error


def _row(value: object, file: Path, place: str) -> Row:
    return Row(value, file, place) if isinstance(value, dict) else fail(file, place, OBJECT, value)


OBJECT = "a JSON object"
