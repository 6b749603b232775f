"""What a source is: a span, a document, and what is known about it."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from index.canonical import OffsetMap


@dataclass(frozen=True, order=True)
class Span:
    """A half-open range of characters of `Document.text`; the only coordinate there is.

    >>> Span(4, 9).cut("The tides turn.")
    'tides'
    >>> Span(3, 3)
    Traceback (most recent call last):
        ...
    ValueError: a span needs 0 <= start < end, not 3..3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or reversed range."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def cut(self, text: str) -> str:
        """The characters that the span stands for.

        Raises:
            ValueError: the span reaches past the end of the text.
        """
        if self.end > len(text):
            raise ValueError(f"{self} reaches past the end of a text of {len(text)} characters")
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether another span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Metadata:
    """What a document says of itself; None where it does not say.

    `published` is an ISO 8601 date, as precise as the source is: 2019-09-25, 2018-07 or 2018;
    `retrieved` is one of the day on which it was taken from where it stands. `supersedes` names
    another document, by its title or its file's name.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    kind: str | None = None
    retrieved: str | None = None
    version: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True)
class Heading:
    """A heading line: where it stands, how deep (1 to 6), and its words."""

    span: Span
    level: int
    title: str


@dataclass(frozen=True)
class Successor:
    """The newer version of a document; `claimed` where only the newer one itself says that it is.

    >>> rules = Metadata("Harbour rules", published="2024-05-01")
    >>> Successor.of(Document("new.md", "Boats wait.", "text/plain", rules)).title
    'Harbour rules'
    """

    uri: str
    title: str
    published: str | None = None
    claimed: bool = False

    @classmethod
    def of(cls, document: "Document", claimed: bool = False) -> "Successor":
        """A document as what another one is superseded by."""
        return cls(document.uri, document.title, document.about.published, claimed)


@dataclass(frozen=True)
class Document:
    """One source in its canonical form.

    `uri` is the path relative to the sources folder, with forward slashes. `text` is canonical
    and not blank. `furniture` are the lines of page furniture (share lists, newsletter lines),
    which are part of the text but never evidence. `pages` are the offsets at which its pages (or
    slides) begin, one for each page; empty where the format has none. `unread` are the numbers,
    from 1, of the pages whose text could not be read, and `hidden` counts characters that a reader
    of the file would not see, and that are left out. `read_at` is when the file was read, as an
    ISO 8601 time in UTC: a quotation shows its state of then. `offsets` leads from the text to the
    file's own characters and back; None where a format stands between the two. `successor` is the
    newest version of it that stands beside it in an index.

    >>> tides = Document("tides.md", "Spring tides follow the new moon.", "text/markdown")
    >>> tides.title, tides.id == Document("tides.md", tides.text, "text/markdown").id
    ('tides', True)
    """

    uri: str
    text: str
    media_type: str
    about: Metadata = field(default_factory=Metadata)
    headings: tuple[Heading, ...] = ()
    furniture: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    hidden: int = 0
    read_at: str = field(default="", compare=False)
    offsets: OffsetMap | None = None
    successor: Successor | None = None

    def __post_init__(self) -> None:
        """Refuse a document without words."""
        if not self.text.strip():
            raise ValueError(f"{self.uri} has no text")

    @cached_property
    def id(self) -> str:
        """Names this text of this source: 32 hexadecimal digits of a SHA-256 over uri and text."""
        return hashlib.sha256(f"{self.uri}\0{self.text}".encode()).hexdigest()[:32]

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the canonical text in UTF-8: `python -m index text URI | sha256sum`."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def title(self) -> str:
        """The document's own title, or its file's name."""
        return self.about.title or self.uri.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def page(self, offset: int) -> int | None:
        r"""The number, from 1, of the page on which a place lies; None where there are no pages.

        >>> Document("a.pdf", "one\n\nthree", "application/pdf", pages=(0, 4, 5)).page(6)
        3
        """
        return bisect_right(self.pages, offset) or None

    def pages_of(self, span: Span) -> tuple[int, int] | None:
        r"""The first and the last page that a span touches; None where there are no pages.

        >>> Document("a.pdf", "one two", "application/pdf", pages=(0, 4)).pages_of(Span(0, 7))
        (1, 2)
        """
        first, last = self.page(span.start), self.page(span.end - 1)
        return None if first is None or last is None else (first, last)

    @property
    def in_slides(self) -> bool:
        """Whether its pages are slides."""
        return self.media_type.endswith(("presentationml.presentation", "ms-powerpoint"))

    def section(self, offset: int) -> str:
        r"""The headings above a place, outermost first, without the one that is the document's own.

        >>> text = "# Tides\n## Causes\nThe moon."
        >>> two = (Heading(Span(0, 7), 1, "Tides"), Heading(Span(8, 17), 2, "Causes"))
        >>> Document("tides.md", text, "text/markdown", Metadata("Tides"), two).section(20)
        'Causes'
        """
        starts, sections = self._outline
        last = bisect_right(starts, offset)
        return sections[last - 1] if last else ""

    @cached_property
    def _outline(self) -> tuple[list[int], list[str]]:
        """Where each heading starts, and the section that it opens."""
        above: list[Heading] = []
        sections = []
        own = [h for h in self.headings if h.level == 1][:1]
        for heading in self.headings:
            above = [outer for outer in above if outer.level < heading.level] + [heading]
            sections.append(" › ".join(h.title for h in above if h not in own))
        return [heading.span.start for heading in self.headings], sections
