"""The page of a quotation, wherever the quotation is cited."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from assistant.present import as_json, as_text
from assistant.reply import Answer, Quote, Statement
from index.document import Document, Span
from page.answer import as_html
from page.api import Endpoints
from page.export import export
from page.history import kept, reopen
from page.reading import sources_as_html
from page.site import Site
from page.turn import Turn
from page.words import words
from tests.index.pdfs import pdf
from tests.page.conftest import make_site
from tests.page.turns import take_turn

QUESTION = "When does the lamp of the tower burn?"
BURNS = "The lamp of the tower burns from dusk to dawn."
SEA = "The moon pulls the sea along the coast."
# fills the first sheet, so that a sentence goes on over its end
LONG = " ".join(f"Tide {n} is high at noon, says the book of the year." for n in range(90))
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path, {"lamps.pdf": pdf([SEA, BURNS]), "tides.md": f"{SEA}\n"})


@pytest.fixture
def turn(site: Site) -> Turn:
    return take_turn(site.live, QUESTION, 1)


def plain(shown: str) -> str:
    return unescape(re.sub("<[^>]*>", "", shown))


def credits_of(shown: str) -> list[str]:
    return [plain(words) for words in re.findall(r'<p class="credit">(.*?)</p>', shown)]


def paper(media_type: str = "application/pdf") -> Document:
    return Document("a.pdf", f"{SEA} {BURNS}", media_type, pages=(0, 10, len(SEA) + 1))


def answer(document: Document, span: Span) -> Answer:
    return Answer("When?", (Statement((Quote(document, span),)),), (), 0.9)


def test_the_chat_and_the_panel_name_the_page(turn: Turn) -> None:
    assert turn.reply is not None
    assert credits_of(turn.said)[0].endswith(" · p. 2")
    assert credits_of(sources_as_html(turn.reply))[0].endswith(" · p. 2")


def test_a_quotation_over_the_end_of_a_page_names_both(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"tides.pdf": pdf([LONG])})
    document = site.live.now().document("tides.pdf")
    cut = document.pages[1]
    start = document.text.rindex("Tide ", 0, cut)
    quote = Quote(document, Span(start, document.text.index(".", start) + 1))
    assert (quote.page, quote.last_page) == (1, 2)
    said = answer(document, quote.span)
    assert credits_of(as_html(said))[0].endswith(" · pp. 1–2")
    assert "pp. 1–2" in as_text(said)


@pytest.mark.parametrize(
    ("language", "media_type", "span", "named"),
    [
        ("en", "application/pdf", Span(0, 3), "p. 1"),
        ("en", SLIDES, Span(0, 3), "slide 1"),
        ("en", SLIDES, Span(4, 60), "slides 1–3"),
        ("es", "application/pdf", Span(4, 60), "pp. 1–3"),
        ("es", SLIDES, Span(12, 15), "diapositiva 2"),
        ("es", SLIDES, Span(4, 60), "diapositivas 1–3"),
    ],
)
def test_a_slide_is_no_page(language: str, media_type: str, span: Span, named: str) -> None:
    shown = as_html(answer(paper(media_type), span), say=words(language))
    assert credits_of(shown)[0].split(" · ")[-1] == named


def test_what_has_no_pages_names_none() -> None:
    tides = Document("tides.md", SEA, "text/markdown")
    said = answer(tides, Span(0, 8))
    assert credits_of(as_html(said)) == ["1 tides · undated"]
    (quote,) = as_json(said, 0)["statements"][0]["quotes"]
    assert (quote["page"], quote["last_page"]) == (None, None)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_an_exported_conversation_names_the_page(site: Site, turn: Turn, form: str) -> None:
    text = export((turn,), site.live.held(), form, words("en"), AT).text
    assert "p. 2" in plain(text).replace("\\", "")


def quotes(rows: Any) -> Any:
    return rows[0]["statements"][0]["quotes"][0]


def test_the_json_has_the_page(site: Site, turn: Turn) -> None:
    exported = json.loads(export((turn,), site.live.held(), "json", words("en"), AT).text)
    asked = Endpoints(site.live).ask(QUESTION)
    for rows in (exported, [asked]):
        assert quotes(rows)["text"] == BURNS
        assert (quotes(rows)["page"], quotes(rows)["last_page"]) == (2, 2)


def test_a_passage_that_is_found_has_its_pages(site: Site) -> None:
    found = Endpoints(site.live).search(QUESTION, 5)
    pages = {hit["source"]: (hit["page"], hit["last_page"]) for hit in found}
    assert pages == {"lamps.pdf": (1, 2), "tides.md": (None, None)}
    assert Endpoints(site.live).document("lamps.pdf")["pages"] == 2


def test_a_conversation_that_was_kept_names_the_page(site: Site, turn: Turn) -> None:
    (again,) = reopen(site.live, json.loads(json.dumps([kept(turn)])))
    assert credits_of(again.said)[0].endswith(" · p. 2")


def test_the_terminal_names_the_page(turn: Turn) -> None:
    assert turn.reply is not None
    assert "lamps · undated · p. 2" in as_text(turn.reply)


def test_a_document_beside_the_chat_shows_where_its_pages_begin(turn: Turn) -> None:
    """As an attribute: what is copied from there is the document's words alone."""
    assert turn.reply is not None
    shown = sources_as_html(turn.reply)
    labels = [unescape(label) for label in re.findall(r'data-page="([^"]*)"', shown)]
    assert labels == ["p. 1", "p. 2"]
    article = shown[shown.index("<article") :]
    assert plain(article).replace("\n", "") == SEA + BURNS


def test_a_page_that_begins_within_a_quotation_leaves_it_whole() -> None:
    shown = sources_as_html(answer(paper(), Span(4, 60)))
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", shown)
    assert "".join(map(unescape, marked)) == paper().text[4:60]
    assert shown.count('class="page"') == 3
