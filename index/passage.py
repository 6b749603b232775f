"""A passage is a span of a document that is retrieved as one; a hit is a passage that was found."""

from dataclasses import dataclass

from index.document import Document, Span


@dataclass(frozen=True)
class Passage:
    """Whole sentences of one document, small enough for the embedding model.

    Made by `Passage.of`, so `text` is the slice of the document that `span` stands for.
    `tokens` counts cl100k_base tokens, the unit in which a language model's budget is kept.

    >>> tides = Document("tides.md", "Spring tides follow the new moon.", "text/markdown")
    >>> Passage.of(tides, Span(0, 12), tokens=3).text
    'Spring tides'
    """

    document: Document
    span: Span
    text: str
    tokens: int

    @classmethod
    def of(cls, document: Document, span: Span, tokens: int) -> "Passage":
        """The passage at a span of a document."""
        return cls(document, span, span.cut(document.text), tokens)

    @property
    def id(self) -> str:
        """Names the passage for as long as its document stays as it is."""
        return f"{self.document.id}:{self.span.start}-{self.span.end}"

    @property
    def section(self) -> str:
        """The headings under which the passage begins."""
        return self.document.section(self.span.start)

    @property
    def context(self) -> str:
        """One line that says where the passage stands; embedded with it, never quotable."""
        about = self.document.about
        parts = (self.document.title, about.publisher, about.published, self.section)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Hit:
    """A passage that a search found.

    `score` is higher for better and lies in [0, 1]; `rank` starts at 1. `similarity` is the cosine
    of question and passage embeddings and `lexical` the BM25 score: the two signals behind it, 0.0
    where that signal did not bring the passage up.

    `by_meaning`, `by_words` and `by_tokens` are its places among the candidates of each ranking,
    from 1: by embeddings, by BM25, by late interaction; None where it was not among them.
    """

    passage: Passage
    score: float
    rank: int
    similarity: float = 0.0
    lexical: float = 0.0
    by_meaning: int | None = None
    by_words: int | None = None
    by_tokens: int | None = None
