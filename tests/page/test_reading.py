"""The panel: whole documents with the quotations in them, escaped, by offsets."""

import re
from html import unescape
from pathlib import Path

import pytest

from assistant.escape import BIDI
from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Statement, Why
from index.document import Document, Metadata, Span
from index.load import Source, read_document
from index.passage import Hit, Passage
from page.answer import as_html
from page.reading import ALL_ROOM, ROOM, sources_as_html
from page.typeset import Place, typeset, windows
from tests.cost import seconds

LIST = """# The <i>duties</i>

## Of the clerk ##

The clerk keeps *two* books:

- the book of wages
- the book of tides

He may keep a third.
He signs it {{daily}}.

| day | tide |
| Monday | high |
"""


def read(text: str, name: str = "duties.md") -> Document:
    return read_document(Source(Path(name), name), text.encode())


def found(document: Document, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def answered(*quotes: tuple[Document, Span]) -> Answer:
    statements = tuple(Statement((Quote(document, span),)) for document, span in quotes)
    return Answer("which <b>book</b>?", statements, (), 0.9)


def marked(shown: str, anchor: str, tag: str = "mark") -> list[str]:
    """The words in the elements of an anchor, as a browser shows them."""
    elements = re.findall(rf'<{tag} data-at="([^"]*)" tabindex="-1">(.*?)</{tag}>', shown)
    return [unescape(words) for names, words in elements if anchor in names.split()]


def bare(shown: str) -> str:
    """HTML without its elements, as a browser shows it."""
    return unescape(re.sub("<[^>]*>", "", re.sub(r"(</(?:p|h\d)>)", r"\1\n", shown)))


def test_a_document_is_shown_whole_and_each_line_as_what_it_is() -> None:
    document = read(LIST)
    shown = typeset(document, [Place("s1-1", found(document, "a third"))], ROOM)
    assert re.findall(r'<(\w+) class="([a-z-]+)" dir="auto">', shown) == [
        ("h4", "heading"), ("h5", "heading"), ("p", "text"), ("p", "item"), ("p", "item"),
        ("p", "text"), ("p", "row"),
    ]  # fmt: skip
    # every sign of the text is there but the marks that open a heading, and blank lines
    without = re.sub(r"^#+ ", "", document.text, flags=re.MULTILINE)
    assert bare(shown).split() == without.split()


def test_nothing_of_a_document_is_markup() -> None:
    document = read(LIST + "\n<script>alert(1)</script> ![x](http://evil.test/a.png) $x$ `y`\n")
    shown = sources_as_html(answered((document, found(document, "a third"))))
    for sign in ("<i>", "<script", "*two*", "{{", "![", "$", "`", "<b>"):
        assert sign not in shown
    assert "<script>alert(1)</script> ![x](http://evil.test/a.png) $x$ `y`" in bare(shown)


def test_signs_that_turn_the_order_of_letters_are_left_out_of_a_document() -> None:
    document = read("The guard is \u202enot\u202c paid \u2066seven\u2069 crowns.")
    span = found(document, document.text.strip())
    shown = sources_as_html(answered((document, span)))
    assert not BIDI.search(bare(shown))
    assert marked(shown, "s1-1") == ["The guard is not paid seven crowns."]


def test_repeated_words_are_marked_only_where_they_were_quoted() -> None:
    document = read("It turns. It turns.\n\nIt turns.")
    shown = typeset(document, [Place("s1-1", found(document, "It turns.", 1))], ROOM)
    assert shown.count("<mark") == 1
    assert "It turns&#46; <mark" in shown


def test_each_quotation_of_a_document_has_its_anchor_and_the_document_stands_once() -> None:
    one, two = read("The sea ebbs. The moon pulls. The sea ebbs."), read("No tide.", "no.md")
    reply = answered((one, found(one, "The moon pulls.")), (two, found(two, "No tide.")),
                     (one, found(one, "The sea ebbs.")))  # fmt: skip
    shown = sources_as_html(reply, turn=4)
    assert shown.count("<article") == 2
    words = ["The moon pulls.", "No tide.", "The sea ebbs."]
    assert [marked(shown, f"s4-{n}") for n in (1, 2, 3)] == [[word] for word in words]
    cited = re.findall('href="#(s[0-9][^"]*)"', as_html(reply, turn=4))
    assert re.findall(r'<div class="about[^"]*" id="([^"]+)"', shown) == cited
    assert "Quote 3 of 3" in shown


def test_a_quotation_over_the_lines_of_a_list_is_marked_in_each() -> None:
    document = read(LIST)
    span = Span(found(document, "The clerk keeps").start, found(document, "book of tides").end)
    shown = typeset(document, [Place("s1-1", span)], ROOM)
    pieces = marked(shown, "s1-1")
    assert pieces == ["The clerk keeps *two* books:", "- the book of wages", "- the book of tides"]
    assert "".join(pieces) == re.sub("\n+", "", span.cut(document.text))


def test_quotations_that_overlap_share_their_words() -> None:
    document = read("The clerk keeps two books.")
    places = [Place("s1-1", Span(0, 15)), Place("s1-2", Span(10, 26))]
    shown = typeset(document, places, ROOM)
    assert "".join(marked(shown, "s1-1")) == "The clerk keeps"
    assert "".join(marked(shown, "s1-2")) == "keeps two books."


def test_a_heading_that_was_quoted_is_shown_as_it_was_quoted() -> None:
    document = read(LIST)
    span = Span(found(document, "## Of").start, found(document, "books:").end)
    shown = typeset(document, [Place("s1-1", span)], ROOM)
    assert marked(shown, "s1-1")[0] == "## Of the clerk ##"


def test_a_single_quotation_has_no_buttons_to_others() -> None:
    document = read("No tide.")
    shown = sources_as_html(answered((document, found(document, "No tide."))))
    assert 'class="step"' not in shown
    assert ">Back to the reply</button>" in shown


def test_the_title_line_names_publisher_date_and_original() -> None:
    about = Metadata("T <b>", "P & Sons", None, "2019-09-25", "https://news.test/a?b=1&c=\"x'")
    document = Document("t.md", "No tide.", "text/markdown", about)
    shown = sources_as_html(answered((document, Span(0, 8))))
    assert "T <b>" in bare(shown)
    assert "P & Sons · 2019-09-25 · original at news.test" in bare(shown)
    assert 'href="https://news.test/a?b=1&amp;c=&quot;x&#x27;"' in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.test", "http://["])
def test_another_address_is_no_link(url: str) -> None:
    document = Document("t.md", "No tide.", "text/markdown", Metadata(url=url))
    assert "<a href" not in sources_as_html(answered((document, Span(0, 8))))


def test_a_refusal_shows_its_passages_as_reading_and_marks_no_quotation() -> None:
    document = read("The sea ebbs.\n\nThe moon pulls.")
    spans = [found(document, "The moon pulls."), found(document, "The sea ebbs.")]
    hits = [Hit(Passage.of(document, span, 4), 0.5, n) for n, span in enumerate(spans, start=1)]
    considered = tuple(Considered(hit, Why.UNSURE) for hit in hits)
    shown = sources_as_html(Refusal("who?", Reason.NOT_SUPPORTED, considered, (), 1))
    assert "<mark" not in shown
    assert marked(shown, "s1-1", "span") == ["The moon pulls."]
    assert shown.count("to read, not an answer") == 2
    assert "Passage 2 of 2" in shown


def test_a_refusal_without_passages_shows_the_question_alone() -> None:
    shown = sources_as_html(Refusal("who?", Reason.NOTHING_FOUND, (), (), 1))
    assert "who" in shown
    assert "<article" not in shown


def test_of_a_very_long_document_the_surroundings_of_each_quotation_are_shown() -> None:
    lines = [f"Line {n} speaks of the tide and of nothing else at all." for n in range(20_000)]
    document = read("\n\n".join(lines), "long.md")
    assert len(document.text) > 1_000_000
    spans = [found(document, f"Line {n} ") for n in (9_000, 19_999)]
    answer = answered(*((document, span) for span in spans))
    assert seconds(lambda: sources_as_html(answer)) < 1
    shown = sources_as_html(answer)
    assert [marked(shown, f"s1-{n}") for n in (1, 2)] == [["Line 9000 "], ["Line 19999 "]]
    text = bare(shown)
    assert "Line 8990 speaks" in text
    assert "Line 0 speaks" not in text
    assert len(text) < ROOM * 1.2
    left = [int(n.replace(",", "")) for n in re.findall(r"… ([\d,]+) characters of this doc", text)]
    assert len(left) == 2
    assert sum(left) + ROOM * 0.7 < len(document.text) < sum(left) + ROOM


def test_a_reply_of_many_documents_stays_small() -> None:
    long = "All tides turn at noon. " * 10_000
    many = [read(f"Number {n}.\n\n{long}", f"{n}.md") for n in range(9)]
    shown = sources_as_html(answered(*((each, Span(0, 9)) for each in many)))
    assert len(bare(shown)) < ALL_ROOM


def test_a_window_of_a_text_without_lines_or_words_is_cut_anywhere() -> None:
    assert windows("x" * 5000, [Span(2000, 2010)], 1000) == [Span(1505, 2505)]


def test_quotations_side_by_side_share_all_the_room() -> None:
    spans = [Span(5000, 5004), Span(5010, 5014), Span(5020, 5024)]
    (window,) = windows("word " * 2000, spans, 3000)
    assert 2900 < window.end - window.start < 3050


def test_windows_that_nearly_meet_are_one() -> None:
    text = "word " * 2000
    assert windows(text, [Span(4000, 4004), Span(5000, 5004)], 1600) == [Span(3705, 5299)]
