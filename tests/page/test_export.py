"""A conversation as a file: the words as they stand, everything named, and nothing of it markup."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.escape import BIDI
from assistant.present import as_json
from assistant.reply import Answer, Quote, Reason, Refusal, Statement
from assistant.verify import Verdict, verify_saved
from index.canonical import canonical
from index.document import Document, Metadata, Span
from index.errors import BadInput
from page.export import FORMS, File, export, file_stem
from page.export_markdown import escaped, quoted
from page.history import reopen
from page.live import LiveAssistant
from page.turn import Turn
from page.words import words
from tests.page.test_history import (
    HOSTILE,
    QUESTION,
    TIDES,
    WORDS,
    Edit,
    asked,
    opened,
    plain,
    stored,
)
from tests.page.test_history import edit as edit
from tests.page.test_history import live as live
from tests.page.test_history import sources as sources
from tests.page.turns import take_turn

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
# what becomes quotes, dashes and ellipses elsewhere must stay as it was written
TYPOGRAPHER = MarkdownIt("js-default", {"typographer": True, "html": True}).enable(
    ["replacements", "smartquotes", "table", "strikethrough"]
)
COMMONMARK = MarkdownIt("commonmark")


def exported(live: LiveAssistant, turns: tuple[Turn, ...], form: str, language: str = "en") -> File:
    return export(turns, live.held(), form, words(language), AT)


def rows(live: LiveAssistant, turns: tuple[Turn, ...]) -> Any:
    return json.loads(exported(live, turns, "json").text)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the words in quotation."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.quotations: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "blockquote":
            self.quotations.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "blockquote" in self._open:
            self.quotations[-1] += data

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.elements}


def conversation(live: LiveAssistant, edit: Edit, sources: Path) -> tuple[Turn, ...]:
    """One whose words have moved, one that lost some, one of now, a refusal, a failure."""
    older = reopen(live, asked(live) + asked(live, "When does the neap tide turn?"))
    edit(TIDES.replace("# Tides", "# Tides\n\nThe old table is lost.").replace("*six*", "seven"))
    older = reopen(live, stored(*older))
    now = take_turn(live, QUESTION, 3)
    refused = take_turn(opened(sources, 0), "Who owns the island?", 4)
    failed = Turn(5, "What is the fee?", "no", failed=True)
    return (*older, now, refused, failed)


def test_the_json_is_verified_by_anyone(
    live: LiveAssistant, edit: Edit, sources: Path, tmp_path: Path
) -> None:
    turns = conversation(live, edit, sources)
    path = tmp_path / "conversation.json"
    path.write_text(exported(live, turns, "json").text, "utf-8")
    verdicts = verify_saved(path, sources)
    assert verdicts
    assert {one.verdict for one in verdicts} == {Verdict.VERIFIED}
    replies = json.loads(path.read_text("utf-8"))
    assert [reply["status"] for reply in replies] == ["answered"] * 3 + ["refused", "error"]
    text = live.held()["tides.md"].text
    for reply in replies[:3]:
        for quote in (q for statement in reply["statements"] for q in statement["quotes"]):
            assert text[quote["start"] : quote["end"]] == quote["text"]


def test_the_json_of_a_reply_of_now_is_that_of_the_command_line(live: LiveAssistant) -> None:
    turn = take_turn(live, QUESTION, 1)
    assert turn.reply
    (row,) = rows(live, (turn,))
    quotes = [quote for statement in row["statements"] for quote in statement["quotes"]]
    assert {quote.pop("verdict") for quote in quotes} == {"verified"}
    more = {name: row.pop(name) for name in ("exported", "reopened", "lost")}
    assert more == {"exported": "2026-11-22T10:30:00+00:00", "reopened": False, "lost": []}
    assert row == {**as_json(turn.reply, 0.0), "seconds": None}


def test_what_only_a_browser_says_is_null_in_the_json(
    live: LiveAssistant, edit: Edit, sources: Path
) -> None:
    moved, changed, now, refused, failed = rows(live, conversation(live, edit, sources))
    for reply in (moved, changed):
        assert reply["reopened"]
        assert reply["confidence"] is None
        assert reply["passages"] is None
    assert now["confidence"] is not None
    assert refused["passages"]
    assert failed["error"].endswith("Ask it again.")
    assert "moved" in {q["verdict"] for s in moved["statements"] for q in s["quotes"]}
    (lost,) = (one for one in changed["lost"] if one["source"] == "tides.md")
    assert lost["verdict"] == "source changed"
    assert "text" not in lost


def test_a_reply_that_lost_all_its_quotations_is_no_answer_in_the_json(
    live: LiveAssistant, edit: Edit, tmp_path: Path
) -> None:
    turn = take_turn(live, QUESTION, 1)
    edit("")
    (row,) = rows(live, (turn,))
    assert (row["status"], row["statements"], row["confidence"]) == ("lost", [], None)
    assert {one["verdict"] for one in row["lost"]} == {"source gone"}
    (tmp_path / "lost.json").write_text(json.dumps([row]), "utf-8")
    assert verify_saved(tmp_path / "lost.json", tmp_path) == ()


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_everything_about_a_quotation_is_named(live: LiveAssistant, form: str) -> None:
    turn = take_turn(live, "What did the harbour master say about waiting for a boat?", 1)
    text = exported(live, (turn,), form).text
    said = plain(text) if form == "html" else plain(COMMONMARK.render(text))
    document = live.documents[0]
    assert isinstance(turn.reply, Answer)
    for quote in turn.reply.quotes:
        assert f"characters {quote.span.start} to {quote.span.end} of tides.md" in said
    for words_there in (
        "said by Ada Marsh", "The <b>tide</b> table", "Harbour & Sons", "2021-05-03",
        f"SHA-256 {document.sha256}", "verified in the source on 2026-11-22",
        "Exported from Chapter & Verse on 2026-11-22 10:30 UTC", turn.question, "1 document",
    ):  # fmt: skip
        assert words_there in said
    link = "https://harbour.test/tides?a=1&b=2"
    assert f"original: {link}" in said
    rendered = text if form == "html" else COMMONMARK.render(text)
    assert f'href="{link.replace("&", "&amp;")}"' in rendered


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_what_became_of_each_quotation_and_question_is_told(
    live: LiveAssistant, edit: Edit, sources: Path, form: str
) -> None:
    text = exported(live, conversation(live, edit, sources), form).text
    said = plain(text if form == "html" else COMMONMARK.render(text))
    assert "moved within the source on 2026-11-22" in said
    assert "source changed · tides.md is not the text that was quoted" in said
    assert "turns at *six*" not in said
    assert said.count("kept by the browser") == 2
    assert "The sources do not say." in said
    assert "Nearest passages, to read and not as an answer" in said
    assert "could not be worked on" in said
    assert "What is the fee?" in said
    assert "4. Who owns the island?" in said


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.test", "https://a.test/> [x](y) <b"]
)
def test_only_an_address_of_the_web_becomes_a_link(form: str, url: str) -> None:
    document = Document("t.md", "No tide.", "text/markdown", Metadata(url=url))
    text = exported_quote(document, Span(0, 8), form)
    page = Elements(text if form == "html" else COMMONMARK.render(text))
    links = [attributes["href"] for name, attributes in page.elements if name == "a"]
    assert all(link and link.startswith("https://a.test/") for link in links)
    assert len(links) == url.startswith("https:")


def exported_quote(document: Document, span: Span, form: str, question: str = "q?") -> str:
    reply = Answer(question, (Statement((Quote(document, span),)),), (), 0.9)
    turn = Turn(1, question, "said", reply=reply)
    return export((turn,), {document.uri: document}, form, at=AT).text


def test_the_page_runs_nothing_and_fetches_nothing(live: LiveAssistant) -> None:
    text = exported(live, (take_turn(live, QUESTION, 1),), "html").text
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall('Content-Security-Policy" content="([^"]+)"', text)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    page = Elements(text)
    assert not page.names & {"script", "img", "link", "iframe", "form", "object", "svg"}
    assert not any(name in ("src", "style") or name.startswith("on")
                   for _, attributes in page.elements for name in attributes)  # fmt: skip


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section", "figure",
    "blockquote", "figcaption", "b", "strong", "cite", "bdi", "code", "a", "div", "ul", "li",
}  # fmt: skip
# Python reads a reference to a control character as nothing, where a browser does not
written = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t<>&*_`[]()#!|~$\"'.-=\\"),
    max_size=200,
)


@given(written, written)
def test_a_quotation_of_any_text_is_exported_as_it_stands(raw: str, name: str) -> None:
    text = canonical("The tide turns. " + raw + " It ebbs.")
    name = name.strip() or "tide"
    document = Document(name, text, "text/plain", Metadata(title=name, publisher=name))
    span = Span(0, len(text))
    (row,) = json.loads(exported_quote(document, span, "json", "who?"))
    ((quote,),) = (statement["quotes"] for statement in row["statements"])
    assert quote["text"] == text[quote["start"] : quote["end"]]
    page = Elements(exported_quote(document, span, "html", "who?"))
    assert page.quotations == [BIDI.sub("", quote["text"])]
    assert page.names <= ALLOWED


def rendered(markdown: str, renderer: MarkdownIt) -> tuple[set[str], str]:
    """The elements that a renderer makes of Markdown, and its words with their spaces folded."""
    html = renderer.render(markdown)
    page = Elements(html)
    return page.names, " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("renderer", [COMMONMARK, TYPOGRAPHER], ids=["commonmark", "typographer"])
@given(raw=written)
def test_no_sign_of_a_source_is_read_as_markdown(renderer: MarkdownIt, raw: str) -> None:
    raw = f"w{raw}w"  # of nothing but signs there is no sentence
    folded = " ".join(BIDI.sub("", raw).split())
    names, said = rendered(quoted(raw), renderer)
    assert names <= {"blockquote", "p", "br"}
    assert said == folded
    names, said = rendered(f"## 1. {escaped(raw)}\n\n*{escaped(raw)}* · {escaped(raw)}", renderer)
    assert names <= {"h2", "p", "em"}
    assert said == f"1. {folded} {folded} · {folded}"


HARD = """1. one
2) two
- three
+ four
    five
# six
seven
===
eight
---
| a | b |
|---|---|
> nine  
ten "quoted" it's -- (c) ... a---b +- 1/2 ????? ,,,
[link](http://evil.test) ![image](http://evil.test/a.png) <http://evil.test> <b>bold</b> &amp;
www.evil.test http://evil.test a@evil.test :smile: @ada #1 ~~no~~ ==no== H~2~O x^2^ $x$ [^1] %%x%%
`code` ```code``` **bold** __bold__ \\ \\*"""


@pytest.mark.parametrize("renderer", [COMMONMARK, TYPOGRAPHER], ids=["commonmark", "typographer"])
@pytest.mark.parametrize("text", [*HARD.split("\n"), HARD, HARD.replace("\n", "\n\n"), HOSTILE])
def test_lines_that_mean_something_in_markdown_come_out_as_they_are(
    text: str, renderer: MarkdownIt
) -> None:
    names, said = rendered(quoted(text), renderer)
    assert names <= {"blockquote", "p", "br"}
    assert said == " ".join(text.split())


def test_the_lines_and_paragraphs_of_a_quotation_stay() -> None:
    html = COMMONMARK.render(quoted("The list:\n\n- high\n- low\n\n\nAll."))
    assert html == (
        "<blockquote>\n<p>The list:</p>\n<p>- high<br />\n- low</p>\n<p>All.</p>\n</blockquote>\n"
    )


def test_hostile_words_of_a_question_and_a_file_are_words_in_every_form() -> None:
    document = Document(
        HOSTILE, f"The tide. {HOSTILE}", "text/plain", Metadata(HOSTILE, HOSTILE, published=HOSTILE)
    )
    for form in ("markdown", "html"):
        text = exported_quote(document, Span(0, 9), form, HOSTILE)
        page = Elements(text if form == "html" else COMMONMARK.render(text))
        assert page.names <= ALLOWED | {"em", "br"}
        assert plain(text if form == "html" else COMMONMARK.render(text)).count("alert(1)") > 4


def test_a_refusal_that_was_opened_again_is_told_as_what_was_said_then(sources: Path) -> None:
    refusing = opened(sources, 0)
    turns = reopen(refusing, asked(refusing))
    for form in ("markdown", "html"):
        said = plain(exported(refusing, turns, form).text)
        assert "The sources did not say." in said
        assert "The sources do not say." not in said
    (row,) = rows(refusing, turns)
    assert (row["status"], row["passages"], row["confidence"]) == ("refused", None, None)


def test_the_export_is_in_the_language_of_the_page(live: LiveAssistant) -> None:
    turn = take_turn(live, QUESTION, 1)
    for form in ("markdown", "html"):
        said = plain(exported(live, (turn,), form, "es").text)
        assert "Exportado de Chapter & Verse" in said
        assert "comprobado en la fuente el 2026" in said.replace("\\", "")
        assert WORDS in said
    assert '<html lang="es">' in exported(live, (turn,), "html", "es").text


def test_both_languages_say_the_same_things() -> None:
    keys = [set(words(language).lines) for language in ("en", "es")]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("question", "stem"),
    [
        ("Who signed the letter that ended the training contract in Portland?",
         "who-signed-the-letter-that-ended-the-training-cont"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\con?*<>|\"'", "c-con"),
        ("¿Quién firmó?", "quién-firmó"),
        ("когда?", "когда"),
        ("\u202etxt.exe", "txt-exe"),
        ("?!", "conversation"),
        ("_", "conversation"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_the_first_question(question: str, stem: str) -> None:
    assert file_stem(question) == stem
    document = Document("t.md", "No tide.", "text/markdown")
    reply = Refusal(question, Reason.NOTHING_FOUND, (), (), 1)
    file = export((Turn(1, question, "s", reply=reply),), {"t.md": document}, "markdown", at=AT)
    assert file.name == f"{stem}-2026-11-22.md"


@given(st.text())
def test_every_name_of_a_file_is_safe(question: str) -> None:
    stem = file_stem(question)
    assert re.fullmatch(r"[^\W_](?:[\w-]*[^\W_])?", stem)
    assert len(stem.encode("utf-8", "replace")) + len("-2026-11-22.json") < 255


def test_a_form_that_is_not_there_or_nothing_to_export_is_one_line(live: LiveAssistant) -> None:
    turn = take_turn(live, QUESTION, 1)
    with pytest.raises(BadInput, match="markdown, html, json, not as pdf"):
        exported(live, (turn,), "pdf")
    with pytest.raises(BadInput, match="no question yet"):
        exported(live, (), "json")
    assert {exported(live, (turn,), form).type for form in FORMS} == {
        "text/markdown", "text/html", "application/json",
    }  # fmt: skip


def test_a_failure_alone_is_exported_as_left_out(live: LiveAssistant) -> None:
    failed = Turn(1, QUESTION, "no", failed=True)
    said = plain(exported(live, (failed,), "html").text)
    assert "Left out, since they could not be worked on" in said
    assert "do not say" not in said
    both = (failed, replace(take_turn(live, QUESTION, 2), number=2))
    assert "## 1. " in exported(live, both, "markdown").text
