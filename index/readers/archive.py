"""Office files are ZIP archives of XML; what is looked at before a library may open one.

An archive of 100 kB can unpack to gigabytes, its sizes can lie, two of its names can be the same,
and its XML can ask for other files. So the directory is read first, then every entry is unpacked
once, a little at a time and into nothing. What passes may be opened by anybody: its sizes are true,
and none of its XML has a document type (ECMA-376-2 forbids it in Office files).
"""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from index.errors import Empty, Encrypted, TooLarge, Unreadable, WrongType
from index.readers.extract import signature

MOST_BYTES = 200 * 1024 * 1024  # of all entries, unpacked
MOST_ENTRIES = 2_000
RATIO = 100  # unpacked to packed; text of an office hardly packs better than 20 to 1
SMALL = 10_000  # bytes: an entry packed to less than this may unpack to a hundred times as much
CHUNK = 64 * 1024

# the container of old Office files, and of encrypted ones
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
DOCUMENT_TYPE = re.compile(rb"\0*".join(re.escape(b"<!DOCTYPE"[i : i + 1]) for i in range(9)))
KINDS = {
    ".docx": ("Word document", b"wordprocessingml.document.main+xml"),
    ".pptx": ("PowerPoint presentation", b"presentationml.presentation.main+xml"),
    ".xlsx": ("Excel workbook", b"spreadsheetml.sheet.main+xml"),
}
ROOT = "_rels/.rels"
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w{1,40})/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
DAMAGED = "it is cut off or damaged; get it again, whole"


def checked(data: bytes, ending: str) -> BytesIO:
    """The bytes of an Office file, once it is known that it is one and can be opened without harm.

    Raises:
        Unreadable: it is something else, encrypted, damaged, or unpacks to too much.
    """
    kind, _ = KINDS[ending]
    if not data:
        raise Empty("it has no bytes; get it again")
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise Encrypted(f"it opens with a password only; save the {kind} without one")
        raise WrongType(f"it is an old Office document; save it as {ending}")
    if not data.startswith(b"PK\x03\x04"):
        what = signature(data)
        raise WrongType(f"it is {what or 'something else'}, no {kind}; save it as {ending}")
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            _check_kind(archive, ending)
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    return _transitional(data)


def _transitional(data: bytes) -> BytesIO:
    """A file in the strict form of the standard (ISO/IEC 29500-1) as one in the usual form.

    The two differ in the names of their elements, and the libraries know those of the usual one.
    """
    with ZipFile(BytesIO(data)) as archive:
        if ROOT not in archive.namelist() or not STRICT.search(archive.read(ROOT)):
            return BytesIO(data)
        parts = {entry: archive.read(entry) for entry in archive.infolist()}
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for entry, part in parts.items():
            archive.writestr(entry.filename, STRICT.sub(USUAL, part) if _is_xml(entry) else part)
    return stream


def _is_xml(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))


def _check_directory(entries: list[ZipInfo]) -> None:
    """Refuse by what the directory says, before anything is unpacked."""
    if len(entries) > MOST_ENTRIES:
        raise TooLarge(f"it holds {len(entries):,} entries, at most {MOST_ENTRIES:,} are read")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Unreadable("it holds two parts of one name; save it again in Office")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise TooLarge(f"it unpacks to more than {MOST_BYTES:,} bytes; split it")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Encrypted("its parts are encrypted; save it without a password")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable("it is packed in a way that Office does not use; save it again")
        if entry.file_size > RATIO * max(entry.compress_size, SMALL):
            raise TooLarge(f"a part unpacks to more than {RATIO} times its size; save it again")


def _check_kind(archive: ZipFile, ending: str) -> None:
    """Refuse what is no Office file, or one of another kind."""
    kind, wanted = KINDS[ending]
    try:
        with archive.open("[Content_Types].xml") as stream:
            types = stream.read(1024 * 1024)
    except KeyError:
        raise WrongType(f"it is a ZIP archive, no {kind}; unpack it") from None
    if wanted in types:
        return
    for other, (name, mark) in KINDS.items():
        if mark in types:
            raise WrongType(f"it is a {name}; give it the ending {other}")
    # templates and files with macros (.dotx, .docm, .potx, .pptm, ...) say so in the same place
    raise WrongType(f"it is no plain {kind}; save it as {ending} in Office")


def _check_entry(archive: ZipFile, entry: ZipInfo) -> None:
    """Unpack an entry into nothing, and see that it holds what it says."""
    declared = entry.file_size
    # one byte more is asked for than there should be: zipfile alone would never look for it
    entry.file_size += 1
    size, tail = 0, b""
    is_xml = _is_xml(entry)
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > declared:
                raise Unreadable("it unpacks to more than it says; save it again in Office")
            if is_xml and DOCUMENT_TYPE.search(tail + chunk):
                raise Unreadable("its XML declares a document type, which Office never writes")
            tail = chunk[-32:]
    if size != declared:
        raise Unreadable(DAMAGED)
