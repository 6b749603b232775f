"""The index as a LangChain retriever, for people's own chains. The home of LangChain here."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from index.passage import Hit
from index.retrieve import Index


class PassageRetriever(BaseRetriever):
    """The passages of an index, best first, as LangChain documents.

    The metadata of each has `source`, `start`, `end` (characters of the canonical text), `title`,
    `section`, `score` in [0, 1] and `rank`, so that a chain can cite the exact place.

        retriever = PassageRetriever(index=Index.open(folder, MiniLM()), k=5)
        documents = retriever.invoke("what must employees do if approached?")
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index]
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_langchain(hit) for hit in self.index.search(query, self.k)]


def as_langchain(hit: Hit) -> Document:
    """One hit as a LangChain document."""
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "source": passage.document.uri,
            "start": passage.span.start,
            "end": passage.span.end,
            "title": passage.document.title,
            "section": passage.section,
            "score": hit.score,
            "rank": hit.rank,
        },
    )
