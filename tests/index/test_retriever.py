from langchain_core.retrievers import BaseRetriever

from index.retrieve import Index
from index.retriever import PassageRetriever


def test_it_is_a_retriever_of_langchain(tides_index: Index) -> None:
    assert isinstance(PassageRetriever(index=tides_index), BaseRetriever)


def test_its_offsets_cut_the_text(tides_index: Index) -> None:
    documents = PassageRetriever(index=tides_index, k=3).invoke("when does the causeway flood?")
    assert len(documents) == 3
    for document in documents:
        source = tides_index.document(document.metadata["source"])
        cut = source.text[document.metadata["start"] : document.metadata["end"]]
        assert document.page_content == cut


def test_it_finds_what_the_index_finds(tides_index: Index) -> None:
    hits = tides_index.search("when does the causeway flood?", 2)
    found = PassageRetriever(index=tides_index, k=2).invoke("when does the causeway flood?")
    assert [document.id for document in found] == [hit.passage.id for hit in hits]
    assert [document.metadata["score"] for document in found] == [hit.score for hit in hits]
    assert found[0].metadata["title"] == "The tides"
    assert found[0].metadata["rank"] == 1


def test_it_may_be_a_part_of_a_chain(tides_index: Index) -> None:
    chain = PassageRetriever(index=tides_index, k=1) | (lambda found: found[0].page_content)
    assert "causeway" in chain.invoke("when does the causeway flood?")
