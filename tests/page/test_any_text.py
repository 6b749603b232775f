"""A4: any text, from the bytes of a file to what is exported; every offset is exact."""

import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.escape import BIDI
from assistant.present import as_json
from assistant.reply import Answer, Quote, Statement
from assistant.verify import SavedQuote, Verdict, check_quote, verify_quote
from index.build import build
from index.canonical import canonical
from index.chunk import chunk
from index.document import Document, Span
from index.embed import HashingEmbedder
from index.errors import Unreadable
from index.load import Source, read_document
from index.readers.encoding import is_by_chance
from index.retrieve import Index
from index.sentences import sentences
from index.snapshot import Entry, Manifest, read_entries, write
from tests.page.test_export import Elements, exported_quote

FULL = bool(os.environ.get("CHAPTER_FULL"))
EMBEDDER = HashingEmbedder()
# every category: controls, half characters, private and unassigned ones too
ANY = st.text(st.characters(exclude_categories=()), max_size=120)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FILE = ("The tide turns. ", " It ebbs.")


def is_fit(raw: str) -> bool:
    """Whether a text can stand in a file of text: no half characters, no zeros and escapes."""
    return not re.search("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", raw)


def read(raw: str, encoding: str) -> Document:
    data = raw.join(FILE).encode(encoding, "surrogatepass")
    return read_document(Source(Path("a.txt"), "a.txt"), data)


def stored(document: Document) -> Document:
    """The document as the index keeps it on the disk."""
    entry = Entry(document, "", tuple(chunk(document, EMBEDDER, 40)))
    with TemporaryDirectory() as folder:
        write(Path(folder), Manifest("m", {}, "s", "now"), [entry])
        (found,) = read_entries(Path(folder))
    assert found == entry
    assert all(p.text == p.span.cut(document.text) for p in found.passages)
    return found.document


def is_quoted_to_the_letter(document: Document, span: Span) -> bool:
    quote = Quote(document, span)
    check_quote(quote, document)
    reply = as_json(Answer("When?", (Statement((quote,)),), (), 0.9), 0)
    said = json.loads(json.dumps(reply))["statements"][0]["quotes"][0]
    names = ("source", "text", "start", "end", "sha256", "prefix", "suffix")
    saved = SavedQuote(**{name: said[name] for name in names})
    cut = document.text[said["start"] : said["end"]]
    return said["text"] == cut and verify_quote(saved, document).verdict is Verdict.VERIFIED


@settings(max_examples=10_000 if FULL else 150)
@given(ANY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_is_read_kept_quoted_and_exported_as_it_stands(raw: str, encoding: str) -> None:
    try:
        document = stored(read(raw, encoding))
    except Unreadable:
        assert not is_fit(raw) or (encoding == "utf-8" and is_by_chance(raw.join(FILE)))
        return
    whole = raw.join(FILE).encode(encoding, "surrogatepass").decode(encoding)
    assert document.text == canonical(whole)
    # a line of furniture alone is no sentence
    spans = sentences(document) or (Span(0, len(document.text)),)
    assert all(is_quoted_to_the_letter(document, span) for span in spans)
    (row,) = json.loads(exported_quote(document, spans[0], "json", "When?"))
    assert row["statements"][0]["quotes"][0]["text"] == spans[0].cut(document.text)
    page = Elements(exported_quote(document, spans[0], "html", "When?"))
    # Python reads a reference to a control character as nothing, where a browser does not
    (shown,) = page.quotations
    assert CONTROL.sub("", shown) == CONTROL.sub("", BIDI.sub("", spans[0].cut(document.text)))
    assert exported_quote(document, spans[0], "markdown", "When?")


def test_a_folder_of_any_texts_is_built_and_searched(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The same through the index itself: one build of many files."""
    folder = tmp_path / "sources"
    folder.mkdir()

    @settings(max_examples=500 if FULL else 60)
    @given(ANY)
    def fill(raw: str) -> None:
        name = f"{len(list(folder.iterdir()))}.txt"
        (folder / name).write_bytes(raw.join(FILE).encode("utf-8", "surrogatepass"))

    fill()
    report = build(folder, tmp_path / "index", EMBEDDER)
    assert report.documents + len(report.failed) == len(list(folder.iterdir()))
    index = Index.open(tmp_path / "index", EMBEDDER)
    request.addfinalizer(index.close)
    assert len(index.documents) == report.documents
    for document in index.documents.values():
        assert document.text == canonical((folder / document.uri).read_bytes().decode())
        for hit in index.search(document.text[:60])[:2]:
            passage = hit.passage
            held = index.documents[passage.document.uri]
            assert passage.text == passage.span.cut(held.text)
