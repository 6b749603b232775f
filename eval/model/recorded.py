"""A language model whose replies are written down, so that a run can be cut off and read again."""

import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.writer.breaker import Breaker
from assistant.writer.chat import Chat
from assistant.writer.draft import Form
from assistant.writer.errors import NoReply
from assistant.writer.writer import Writer
from assistant.writer.written import Trouble

ENDLESS = 10**9  # failures in a row: a recording goes on where a page would let the model rest


class RecordedChat:
    """See `assistant.writer.chat.Chat`: what is in the file is not asked again.

    A line is `{asked, said, trouble, seconds}`; `asked` is the hash of all that the model was told.
    A last line that was cut off is asked again.

    Args:
        chat: who is asked; None where only what is written down may be said.
        file: JSON lines, made where there is none.
        name: by which the model is shown.
    """

    def __init__(self, chat: Chat | None, file: Path, name: str) -> None:
        """Read what is there."""
        self.name, self._chat, self._file, self._lock = name, chat, file, Lock()
        self._known: dict[str, dict[str, Any]] = {}
        for line in file.read_text("utf-8").splitlines() if file.is_file() else []:
            try:
                row = json.loads(line)
                self._known[row["asked"]] = row
            except ValueError:
                continue

    def say(self, system: str, user: str, form: type[Form], seconds: float) -> str:
        """See `Chat.say`."""
        told = json.dumps([self.name, system, user, form.model_json_schema()], sort_keys=True)
        asked = hashlib.sha256(told.encode()).hexdigest()
        row = self._known.get(asked) or self._ask(asked, system, user, form, seconds)
        if row["trouble"]:
            raise NoReply(Trouble(row["trouble"]))
        return str(row["said"])

    def _ask(
        self, asked: str, system: str, user: str, form: type[Form], seconds: float
    ) -> dict[str, Any]:
        if self._chat is None:
            raise NoReply(Trouble.UNREACHABLE)
        started, said, trouble = time.perf_counter(), "", None
        try:
            said = self._chat.say(system, user, form, seconds)
        except NoReply as error:
            trouble = error.trouble.value
        taken = round(time.perf_counter() - started, 2)
        row = {"asked": asked, "said": said, "trouble": trouble, "seconds": taken}
        with self._lock:
            self._known[asked] = row
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(row) + "\n")
        return row


def recorded(writer: Writer, file: Path, replay: bool = False) -> Writer:
    """A writer whose model's replies are written down; with `replay` it is not asked at all."""
    chat = RecordedChat(None if replay else writer.chat, file, writer.chat.name)
    return replace(writer, chat=chat, breaker=Breaker(failures=ENDLESS))
