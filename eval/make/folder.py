"""A folder as the drafting rules see it: its documents, their sentences, and its words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from eval.make.people import people
from eval.make.verbs import MODALS
from eval.make.words import Word, words_of
from index.document import Document, Span
from index.errors import BadInput, Unreadable
from index.load import list_sources, read_document
from index.sentences import sentences
from index.terms import terms

# of people in the plural
PLURAL = ("ees", "ents", "ants", "ors", "ers")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document at its place."""

    document: Document
    span: Span

    @cached_property
    def text(self) -> str:
        """Its characters, as they stand."""
        return self.span.cut(self.document.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, each with its place in the document."""
        return words_of(self.text, self.span.start)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its search terms, in no order."""
        return frozenset(terms(self.text))


@dataclass(frozen=True)
class Folder:
    """Documents by uri, with all their sentences."""

    documents: Mapping[str, Document]
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Self:
        """The folder that some documents make."""
        return cls.of_parts((document, Span(0, len(document.text))) for document in documents)

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[Document, Span]]) -> Self:
        """The folder that some stretches of documents make: the sentences that lie whole in them.

        >>> boats = Document("a.txt", "Boats leave at dawn. They return at noon.", "text/plain")
        >>> folder = Folder.of_parts([(boats, Span(0, 25)), (boats, Span(0, 41))])
        >>> [sentence.text for sentence in folder.sentences]
        ['Boats leave at dawn.', 'They return at noon.']
        """
        documents: dict[str, Document] = {}
        found: dict[tuple[str, Span], Sentence] = {}  # stretches may overlap
        for document, part in parts:
            documents[document.uri] = document
            for span in sentences(document, part):
                found.setdefault((document.uri, span), Sentence(document, span))
        return cls(documents, tuple(found.values()))

    @classmethod
    def read(cls, sources: Path) -> Self:
        """Every file of a folder that the index would read.

        Raises:
            SourcesMissing: there is no such folder, or nothing in it to read.
            BadInput: a file cannot be read; it is named.
        """
        documents = []
        for source in list_sources(sources):
            if source.readable:
                try:
                    documents.append(read_document(source, source.data()))
                except Unreadable as error:
                    raise BadInput(f"{sources / source.uri} cannot be read: {error}.") from error
        return cls.of(documents)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The search terms of all texts, of titles and headings too."""
        return frozenset(
            term for one in self.documents.values() for term in terms(f"{one.title}\n{one.text}")
        )

    def lacks(self, name: str) -> bool:
        """Whether no form of any word of a name or number stands in the folder.

        >>> folder = Folder.of([Document("a.txt", "Boats leave at dawn.", "text/plain")])
        >>> folder.lacks("Tarn Harbour"), folder.lacks("the boat")
        (True, False)
        """
        return not self.vocabulary & set(terms(name))

    @cached_property
    def people(self) -> frozenset[str]:
        """The full names of the people in it, as far as the texts show who is one."""
        return people((one.words for one in self.sentences), self.uncapitalised)

    @cached_property
    def uncapitalised(self) -> frozenset[str]:
        """The words that stand without a capital, so that a capital makes no name.

        A word that inside sentences has its capital more often is a name all the same.

        >>> words = "The rose is red. The mayor asked Rose to meet Rose."
        >>> folder = Folder.of([Document("a.txt", words, "text/plain")])
        >>> {"rose", "mayor"} & folder.uncapitalised
        {'mayor'}
        """
        inside = [word.text for one in self.sentences for word in one.words[1:]]
        small = Counter(word for word in inside if word[:1].islower())
        large = Counter(word.lower() for word in inside if word[:1].isupper())
        first = {one.words[0].text for one in self.sentences if one.words}
        small.update(word for word in first | self._plurals if word[:1].islower())
        return frozenset(word for word in small if small[word] >= large[word])

    @cached_property
    def _plurals(self) -> frozenset[str]:
        """Words such as "employees" that open a sentence before a verb that tells the plural."""
        opening = (one.words[:2] for one in self.sentences if len(one.words) > 1)
        return frozenset(
            word.lower
            for word, verb in opening
            if word.text.endswith(PLURAL) and verb.lower in MODALS | {"are", "were", "have"}
        )
