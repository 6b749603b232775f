"""Files on their way in: what a visitor sends lies aside until it is put among the sources.

Nothing of a sent file's name but its letters gets through, and nothing that is there is written
over.
"""

import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from uuid import uuid4

from index.errors import BadInput, NotWritten
from index.load import LARGEST
from index.readers import READERS
from page.words import ENGLISH, Words

ENDINGS = ", ".join(sorted(READERS))
MOST = 50  # files in one upload
ROOM = 200 * 1024 * 1024  # bytes of all files that lie aside at a time
PATIENCE = 600  # seconds after which an upload that nobody asks for is thrown away
UPLOAD = re.compile(r"[0-9a-f]{32}")
LONGEST, LONGEST_IN_BYTES = 120, 200  # of a name; systems take 255 bytes


@dataclass(frozen=True)
class Received:
    """A file by the name that its sender gave it: where its bytes lie, or why it was not taken."""

    name: str
    path: Path | None = None
    why: str = ""


@dataclass
class _Upload:
    folder: Path
    begun: float
    files: list[Received] = field(default_factory=list)
    size: int = 0


class Intake:
    """The files that were sent and not yet asked for, by the upload that they belong to."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._uploads: dict[str, _Upload] = {}
        self._lock = Lock()

    async def take(
        self, upload: str, name: str, size: int, data: AsyncIterator[bytes], say: Words = ENGLISH
    ) -> Received:
        """Write a file aside, or note why not.

        Args:
            upload: 32 hexadecimal digits, the same for files that are added together.
            name: what the sender calls the file.
            size: how many bytes it is said to have; more are never read than that.
            data: the bytes.
            say: the words of the page.

        Raises:
            BadInput: that is no name of an upload, or the upload has too many files already.
        """
        held = self._held(upload, say)
        if size > LARGEST:
            why = say("library.too_large", size=say.size(size), largest=say.size(LARGEST))
        elif size > ROOM - sum(one.size for one in self._uploads.values()):
            why = say("library.no_room")
        else:
            held.size += size
            path = held.folder / uuid4().hex
            try:
                await _write(path, size, data)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            return self._note(held, Received(name, path))
        return self._note(held, Received(name, why=why))

    def hold(self, name: str, data: bytes) -> str:
        """Write a file aside that did not come from a browser, as an upload of its own: which one.

        Raises:
            OSError: it could not be written.
        """
        upload = uuid4().hex
        held = self._held(upload, ENGLISH)
        path = held.folder / uuid4().hex
        path.write_bytes(data)
        self._note(held, Received(name, path))
        return upload

    def collect(self, upload: str) -> tuple[list[Received], Path | None]:
        """The files of an upload, and the folder to be thrown away after; from now they are yours.

        Nothing where there is no such upload.
        """
        with self._lock:
            held = self._uploads.pop(upload, None)
        return (held.files, held.folder) if held else ([], None)

    def _held(self, upload: str, say: Words) -> _Upload:
        if not UPLOAD.fullmatch(upload):
            raise BadInput(say("library.no_upload"))
        with self._lock:
            self._forget()
            if upload not in self._uploads:
                folder = Path(tempfile.mkdtemp(prefix="chapter-and-verse-"))
                self._uploads[upload] = _Upload(folder, time.monotonic())
            held = self._uploads[upload]
            if len(held.files) >= MOST:
                raise BadInput(say("library.too_many", most=str(MOST)))
            return held

    def _forget(self) -> None:
        """Throw away what nobody has asked for."""
        now = time.monotonic()
        for name, held in list(self._uploads.items()):
            if now - held.begun > PATIENCE:
                shutil.rmtree(self._uploads.pop(name).folder, ignore_errors=True)

    def _note(self, held: _Upload, received: Received) -> Received:
        with self._lock:
            held.files.append(received)
        return received


async def _write(path: Path, size: int, data: AsyncIterator[bytes]) -> None:
    written = 0
    with path.open("xb") as file:
        async for chunk in data:
            written += len(chunk)
            if written > size:
                raise BadInput(f"more than the {size} bytes that were announced")
            file.write(chunk)


def safe_name(said: str) -> str:
    r"""A name for a file, of what its sender calls it: its last part, in letters that can be seen.

    >>> safe_name("../../etc/notes.md"), safe_name("C:\\work\\.notes.md")
    ('notes.md', 'notes.md')
    >>> safe_name("gpj\u202e\x00.md"), safe_name("a\tb .md"), len(safe_name("x" * 300 + ".md"))
    ('gpj.md', 'a b.md', 120)
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", said))[-1]
    seen = "".join(sign for sign in last if sign.isprintable() or sign.isspace())
    stem, ending = os.path.splitext(" ".join(seen.split()).lstrip(". "))
    stem = stem[: max(0, LONGEST - len(ending))]
    while stem and len((stem + ending).encode()) > LONGEST_IN_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ') or 'document'}{ending}"


def place(file: Path, target: Path) -> None:
    """Copy a file to where it shall be, whole or not at all, and over nothing.

    Raises:
        FileExistsError: there is something by that name.
        OSError: the system did not let us.
    """
    aside = target.with_name(f".{uuid4().hex}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(file, aside, follow_symlinks=False)
        # the name is ours from here on; a rename alone would write over what came meanwhile
        target.open("xb").close()
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def on_disk(name: str, say: Words) -> Iterator[None]:
    """Where the system does not let us, a problem that says so in our words."""
    try:
        yield
    except FileExistsError as error:
        raise BadInput(say("library.taken", name=name)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise NotWritten(say("library.not_written", name=name, why=why)) from error
