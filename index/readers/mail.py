"""E-mails (.eml), with the standard library's own parser.

The plain part is read, or else the HTML part as any page. Where there are both, a line of the plain
part that the HTML part does not show is left out, since a mail program shows only the HTML. Earlier
mails that are quoted stay, attachments are not read.
"""

import re
from collections.abc import Iterator
from email import policy
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageError,
    StartBoundaryNotFoundDefect,
)
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from index.document import Metadata
from index.errors import Empty, Encrypted, Unreadable, WrongType
from index.readers.archive import DAMAGED
from index.readers.extract import Extract, decode, signature
from index.readers.html import declared, main_text, parsed
from index.readers.html_sight import words_shown
from index.readers.sight import letters

WRITTEN = ("from", "date", "subject", "message-id", "received")  # an e-mail has at least two
BROKEN = (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    StartBoundaryNotFoundDefect,
)
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"<?(?:https?://|mailto:|cid:)\S+")
PRETTY_GOOD = "-----BEGIN PGP MESSAGE-----"


def read(data: bytes) -> Extract:
    r"""The words of a mail, and its subject, sender and date.

    >>> mail = b"From: Ada <ada@example.org>\nSubject: Tides\n\nThe moon pulls.\n"
    >>> extract = read(mail)
    >>> extract.about.author, extract.about.title, extract.text
    ('Ada', 'Tides', 'The moon pulls.\n')
    """
    if what := signature(data):
        raise WrongType(f"it is {what}, no e-mail; give it its own ending")
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        if sum(name in message for name in WRITTEN) < 2:
            raise WrongType("it is no e-mail; give it the ending .txt")
        about = _about(message)
        parts = list(_texts(message))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise Unreadable(DAMAGED) from error
    text = "\n\n".join(part.text.strip("\n") for part in parts).strip("\n")
    if not text:
        raise Empty("it has no text of its own; save what is attached to it")
    return Extract(text + "\n", about, hidden=sum(part.hidden for part in parts))


def _texts(part: MIMEPart) -> Iterator[Extract]:
    """The texts of a mail in their order, of alternatives one."""
    kind = part.get_content_type()
    if kind == "multipart/encrypted" or part.get_param("smime-type") == "enveloped-data":
        raise Encrypted("it is encrypted; save its text as .txt")
    if part.is_attachment():
        return
    if kind == "multipart/alternative":
        yield _alternative(list(part.iter_parts()))
    elif part.is_multipart() and part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _texts(inner)
    elif kind == "text/plain":
        yield Extract(_characters(part))
    elif kind == "text/html":
        yield main_text(*parsed(_characters(part)))
    if any(isinstance(defect, BROKEN) for defect in part.defects):
        raise Unreadable(DAMAGED)


def _alternative(parts: list[MIMEPart]) -> Extract:
    """The plain form of what is sent in several, as far as the HTML form shows the same words."""
    texts = {part.get_content_type(): part for part in parts}
    plain = texts.get("text/plain")
    page = _page(parts, None if plain is None else plain.get_content_charset())
    if page is None:
        return Extract(_characters(plain) if plain is not None else "")
    tree, hidden = parsed(page)
    if plain is None:
        return main_text(tree, hidden)
    shown = {word.casefold() for words in words_shown(tree) for word in WORD.findall(words)}
    lines = _characters(plain).splitlines()
    kept = [line for line in lines if _words(line) <= shown]
    if not any(_words(line) for line in kept):
        return main_text(tree, hidden)
    missing = letters("".join(lines)) - letters("".join(kept))
    return Extract("\n".join(kept), hidden=hidden + missing)


def _page(parts: list[MIMEPart], beside: str | None) -> str | None:
    """The HTML among alternatives, also where its pictures come with it.

    `beside` is the encoding of the text that it says again.
    """
    pages = (p for part in parts for p in part.walk() if p.get_content_type() == "text/html")
    found = next(pages, None)
    return None if found is None else _characters(found, beside)


def _words(line: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(ADDRESS.sub(" ", line))}


def _characters(part: MIMEPart, beside: str | None = None) -> str:
    """The characters of a text, none of them replaced: a letter that is not known is no letter."""
    found = part.get_payload(decode=True)
    data = found if isinstance(found, bytes) else b""
    text = decode(data, part.get_content_charset() or declared(data) or beside)
    if PRETTY_GOOD in text:
        raise Encrypted("it is encrypted; save its text as .txt")
    return text.replace("\r\n", "\n")


def _about(message: EmailMessage) -> Metadata:
    """What a mail says of itself; a header with letters that are not known says nothing."""
    sender, sent = message.get("from"), message.get("date")
    addresses = getattr(sender, "addresses", ())
    names = [address.display_name or address.addr_spec for address in addresses]
    moment = getattr(sent, "datetime", None)
    said = [", ".join(names), str(message.get("subject") or "")]
    author, title = (words if words and "\ufffd" not in words else None for words in said)
    return Metadata(
        title=title, author=author, published=moment.date().isoformat() if moment else None
    )
