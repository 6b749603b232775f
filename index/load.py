"""From a folder of files to documents: which files there are, and what each one holds."""

import hashlib
import os
import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from index.apart import read_apart
from index.canonical import Cleaned, canonical, clean
from index.document import Document, Heading, Metadata
from index.errors import Empty, SourcesMissing, TooLarge, Unreadable
from index.furniture import furniture
from index.metadata import plain_metadata
from index.readers import READERS, Extract
from index.readers.extract import check_size
from index.retrieved import retrieved, with_record
from index.sentences import headings

LARGEST = 25 * 1024 * 1024  # bytes of one file
# controls, marks that turn the direction of a line, and bytes that were no UTF-8
NAMELESS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
NAMING_WORD = re.compile(r"(?<![0-9a-z])[a-z]{3,}(?![0-9a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A file in the folder of sources; `uri` is its path within it, with forward slashes."""

    path: Path
    uri: str

    @property
    def readable(self) -> bool:
        """Whether there is a reader for the file's ending."""
        return self.path.suffix.lower() in READERS

    @property
    def folder(self) -> Path:
        """The folder of sources that it lies in."""
        return self.path.parents[min(self.uri.count("/"), len(self.path.parents) - 1)]

    def data(self) -> bytes:
        """The bytes of the file.

        Raises:
            Unreadable: the file is too large, or the system does not give it to us.
        """
        if not Path(os.path.realpath(self.path)).is_relative_to(os.path.realpath(self.folder)):
            raise Unreadable("it is a link that leads out of the folder; put a copy in its place")
        try:
            size = self.path.stat().st_size
            if size > LARGEST:
                raise TooLarge(f"it has {size:,} bytes, at most {LARGEST:,} are read; split it")
            return self.path.read_bytes()
        except OSError as error:
            why = error.strerror or error
            raise Unreadable(f"the system says: {why}; make it readable or remove it") from error


def list_sources(folder: Path) -> list[Source]:
    """The files of a folder and its subfolders by name; hidden ones and README.md are left out.

    Links to folders are listed but never followed.

    Raises:
        SourcesMissing: there is no such folder, or no file in it.
    """
    if not folder.is_dir():
        raise SourcesMissing(
            f"There is no folder of sources at {folder}. "
            "Create it, or name another with --sources DIR."
        )
    found = (
        Source(path, path.relative_to(folder).as_posix())
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    )
    visible = (s for s in found if not any(part.startswith(".") for part in s.uri.split("/")))
    files = sorted(
        (s for s in visible if s.uri.lower() != "readme.md"), key=lambda source: source.uri
    )
    if not any(source.readable for source in files):
        raise SourcesMissing(
            f"{folder} holds no document that can be read. Put {endings()} files in it."
        )
    return files


def endings() -> str:
    """The endings of files that can be read, as a person would list them.

    >>> endings()
    '.docx, .eml, .htm, .html, .markdown, .md, .pdf, .pptx or .txt'
    """
    *most, last = sorted(READERS)
    return f"{', '.join(most)} or {last}"


def read_document(source: Source, data: bytes) -> Document:
    """The document that a file holds.

    Raises:
        Unreadable: there is no reader for it, it is not what its ending says, or it has no text.
        NotStarted: it is read in a child process (`index.apart`), and there is no room for one.
    """
    ending = source.path.suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        raise Unreadable(f"there is no reader for it; files may be {endings()}")
    if NAMELESS.search(source.uri):
        raise Unreadable("its name holds control characters or is not UTF-8; rename it")
    extract = read_apart(ending, data) if reader.apart else reader.read(data)
    check_size(extract)
    about = with_record(extract.about, retrieved(source.folder, fingerprint(data)))
    cleaned, pages = _canonical(extract)
    text = cleaned.text
    if not re.search(r"[^\W_]", text):
        raise Empty("it has no text; write some or remove it")
    document = _document(source.uri, text, reader.media_type, about)
    own = None if extract.begins is None else cleaned.offsets.shifted(extract.begins)
    hidden = extract.hidden + cleaned.hidden
    return replace(document, pages=pages, unread=extract.unread, hidden=hidden, offsets=own)


def _canonical(extract: Extract) -> tuple[Cleaned, tuple[int, ...]]:
    """The canonical text, and where in it the pages begin."""
    if not extract.pages:
        return clean(extract.text), ()
    cuts = [0, *extract.pages, len(extract.text)]
    # a page begins behind white space, so that no character is composed across the cut
    parts = [clean(extract.text[left:right]) for left, right in pairwise(cuts)]
    *starts, _ = accumulate(len(part.text) for part in parts)
    whole = Cleaned("".join(p.text for p in parts), hidden=sum(p.hidden for p in parts))
    return whole, tuple(starts)


def _document(uri: str, text: str, media_type: str, about: Metadata) -> Document:
    marks = tuple(furniture(text))
    outline = [Heading(span, level, words) for span, level, words in headings(text)]
    plain, headline = plain_metadata(text, marks)
    if headline and media_type == "text/plain" and not any(h.span == headline for h in outline):
        # the headline of a plain text is shown as the title and never quoted as evidence
        outline = [Heading(headline, 1, headline.cut(text)), *outline]
    named = NAMING_WORD.search(uri.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    if headline is None and named:
        plain = replace(plain, title=None)
    filled = {
        name: _line(getattr(about, name)) or getattr(plain, name)
        for name in Metadata.__dataclass_fields__
    }
    outline.sort(key=lambda heading: heading.span)
    return Document(uri, text, media_type, Metadata(**filled), tuple(outline), marks)


def _line(words: str | None) -> str | None:
    """What a file says of itself as one line of canonical text."""
    return " ".join(NAMELESS.sub(" ", canonical(words)).split()) or None if words else None


def fingerprint(data: bytes) -> str:
    """SHA-256 of a file's bytes: what tells an edited file from an unchanged one."""
    return hashlib.sha256(data).hexdigest()
