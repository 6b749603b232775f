"""The plain pipeline beside ours: LangChain's splitter, HuggingFaceEmbeddings, Chroma.

The home of langchain-text-splitters, langchain-huggingface and langchain-chroma: the extra `bench`,
in the environment of `make bench-index`, since it holds back huggingface-hub.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.scale.ours import NEAREST, timed
from index.weights import model_folder

SPLIT, OVERLAP = 1000, 200  # characters, as in LangChain's own introduction


def build_plain(sources: Path, folder: Path) -> dict[str, float]:
    """Index a folder of text files."""
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder()))
    embeddings.embed_query("warm")
    started, cpu = time.perf_counter(), time.process_time()
    from langchain_chroma import Chroma  # ours too imports Chroma when it begins to write

    splitter = RecursiveCharacterTextSplitter(chunk_size=SPLIT, chunk_overlap=OVERLAP)
    documents = [
        Document(page_content=path.read_text("utf-8"), metadata={"source": path.name})
        for path in sorted(sources.iterdir())
    ]
    pieces = splitter.split_documents(documents)
    Chroma.from_documents(pieces, embeddings, persist_directory=str(folder))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"seconds": seconds, "cpu_seconds": cpu, "passages": len(pieces), "bytes": size}


def ask_plain(folder: Path, questions: Sequence[str]) -> dict[str, float]:
    """Search for questions, and hold the ten nearest against an exact scan."""
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder()))
    store = Chroma(persist_directory=str(folder), embedding_function=embeddings)
    found = timed("search", lambda question: store.similarity_search(question, NEAREST), questions)
    stored = store.get(include=["embeddings"])
    ids = {name: row for row, name in enumerate(stored["ids"])}
    vectors, right = np.asarray(stored["embeddings"], np.float32), 0
    for question in questions:
        cosines = vectors @ np.array(embeddings.embed_query(question), np.float32)
        tenth = np.sort(cosines)[-NEAREST]
        hits = store.similarity_search(question, NEAREST)
        right += sum(float(cosines[ids[str(hit.id)]]) >= tenth - 1e-6 for hit in hits)
    return {**found, "recall": right / (NEAREST * len(questions))}
