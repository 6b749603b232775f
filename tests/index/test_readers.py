import codecs

import pytest

from index.errors import Unreadable
from index.readers import READERS, html, markdown, text
from index.readers.extract import Extract

PROSE = "The café is shut. “No,” she said…"
PAGE = "<html><head><title>T</title></head><body><h1>T</h1><p>{}</p></body></html>"


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode(),
        codecs.BOM_UTF8 + PROSE.encode(),
        PROSE.encode("utf-16"),
        codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"),
        PROSE.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-32"],
)
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_unicode_is_read_by_its_mark_and_else_as_utf8(data: bytes, ending: str) -> None:
    assert READERS[ending].read(data).text == PROSE


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "shift_jis", "mac_roman", "euc_jp"])
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_an_encoding_that_could_be_another_is_refused(encoding: str, ending: str) -> None:
    with pytest.raises(Unreadable, match=r"save it .*UTF-8"):
        READERS[ending].read("Café 月の引力".encode(encoding, "ignore"))


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("utf-8", "utf-8"),
        ("windows-1250", "cp1250"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(label: str, codec: str) -> None:
    page = f'<meta charset="{label}">' + PAGE.format(f"<p>{PROSE}</p>")
    assert PROSE in html.read(page.encode(codec)).text


def test_japanese_pages_are_read_as_browsers_read_them() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'
    page += PAGE.format("潮の満ち引きは①月の引力による。")
    assert "潮の満ち引きは①月の引力による。" in html.read(page.encode("cp932")).text


@pytest.mark.parametrize(
    "label", ["undefined", "idna", "unicode_escape", "utf-7", "rot13", "x", "-"]
)
def test_an_encoding_that_no_page_uses_is_not_used(label: str) -> None:
    page = f"<meta charset={label}>" + PAGE.format(PROSE)
    with pytest.raises(Unreadable, match="UTF-8"):
        html.read(page.encode("cp1252"))


LIES = {
    "pdf": (b"%PDF-1.7\n", "a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    "zip": (b"PK\x03\x04\x14\x00", "a ZIP archive or Office document"),
    "exe": (b"MZ\x90\x00", "a Windows program"),
    "elf": (b"\x7fELF\x02", "a program"),
    "gzip": (b"\x1f\x8b\x08", "a gzip archive"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1", "an old Office document"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a JPEG picture"),
    "rtf": (b"{\\rtf1\\ansi", "a Rich Text document"),
}


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@pytest.mark.parametrize(("data", "what"), LIES.values(), ids=list(LIES))
def test_a_file_that_is_no_text_is_told_by_its_first_bytes(
    data: bytes, what: str, ending: str
) -> None:
    with pytest.raises(Unreadable, match=f"it is {what}, not text; save it as text"):
        READERS[ending].read(data + b"The moon pulls the sea.")


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@pytest.mark.parametrize("byte", [b"\x00", b"\x1b"])
def test_control_bytes_make_no_text(byte: bytes, ending: str) -> None:
    with pytest.raises(Unreadable, match="control bytes"):
        READERS[ending].read(b"<p>The moon" + byte + b" pulls the sea.</p>")


@pytest.mark.parametrize("start", ["", "\n ", "<?xml version='1.0'?>", "<!-- a --><!-- b -->\n"])
@pytest.mark.parametrize("root", ["<html>", "<!DOCTYPE html>", "<HTML lang=en>"])
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_a_page_named_as_text_is_refused(start: str, root: str, ending: str) -> None:
    with pytest.raises(Unreadable, match=r"give it the ending .html"):
        READERS[ending].read(f"{start}{root}<p>The moon.</p>".encode())


@pytest.mark.parametrize("words", ["<html5 is a word", "The moon <html> pulls", "<p>The moon</p>"])
def test_text_that_mentions_markup_is_text(words: str) -> None:
    assert text.read(words.encode()).text == words


def test_text_named_as_a_page_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"no HTML; give it the ending .txt"):
        html.read(b"The moon pulls the sea. 3 < 5.")


def front(yaml: str) -> Extract:
    return markdown.read(f"---\n{yaml}\n---\nThe moon pulls.".encode())


def test_front_matter_is_metadata_and_no_text() -> None:
    extract = front(
        'title: "Tides: a study"\nAuthors: [Ada Marsh, Bo Li]\nsource: Office\nodd: [1]'
    )
    assert extract.text == "The moon pulls."
    assert extract.about.title == "Tides: a study"
    assert extract.about.author == "Ada Marsh, Bo Li"
    assert extract.about.publisher == "Office"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2019-09-25", "2019-09-25"),
        ("2019-09-25 12:00:00", "2019-09-25"),
        ("2018-07", "2018-07"),
        ("2018", "2018"),
        ("May 3, 2021", "2021-05-03"),
        ("2019-13-45", "2019"),
        ("in spring", None),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_a_date_in_front_matter_is_iso_or_nothing(written: str, date: str | None) -> None:
    assert front(f"published: {written}").about.published == date


@pytest.mark.parametrize("word", ["No", "007", "1_000", "12:30:45", "1e3", "0x10", "on", "=", "<<"])
def test_a_title_is_the_words_that_were_written(word: str) -> None:
    assert front(f"title: {word}").about.title == word


@pytest.mark.parametrize(
    "yaml",
    ["title: [", "a: b: c", "title: 'x", "\tx: y", "title: \"\\x\"", "{", "[" * 20_000,
     "title: !!int x", "title: !!timestamp 2019-13-45"],
)  # fmt: skip
def test_front_matter_that_is_no_yaml_is_refused_with_its_place(yaml: str) -> None:
    with pytest.raises(Unreadable, match=r"not valid YAML.*mend or remove it"):
        front(yaml)


def test_a_yaml_fault_names_its_line() -> None:
    with pytest.raises(Unreadable, match=r"line 3"):
        front("title: Tides\nauthor: [")


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch {}']", "!!python/name:os.system", "!x y"],
)
def test_tags_are_refused_and_nothing_runs(
    tag: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    canary = tmp_path_factory.mktemp("canary") / "touched"
    with pytest.raises(Unreadable, match="not valid YAML"):
        front("title: " + tag.format(canary))
    assert not canary.exists()


def test_a_billion_laughs_are_not_heard() -> None:
    laughs = ["a0: &a0 [ha, ha]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="not valid YAML"):
        front("\n".join([*laughs, "title: *a11"]))


@pytest.mark.parametrize("yaml", ["A rule above and below", "- a\n- b", "5", ""])
def test_a_text_between_rules_is_text(yaml: str) -> None:
    whole = f"---\n{yaml}\n---\nThe moon pulls."
    assert markdown.read(whole.encode()).text == whole


def test_a_value_that_is_neither_text_nor_a_list_of_texts_is_left_out() -> None:
    about = front("title: {a: b}\nauthor: [[a], {b: c}]\npublisher: [Ada, null, 5]").about
    assert (about.title, about.author, about.publisher) == (None, None, "Ada, 5")


HIDDEN = [
    '<p style="display:none">CANARY</p>',
    '<div style="color: red; DISPLAY : none"><p>CANARY in a paragraph of its own.</p></div>',
    "<p hidden>CANARY</p>",
    '<p style="visibility: hidden">CANARY</p>',
    '<p style="font-size:0">CANARY</p>',
    '<p style="opacity: 0.0;">CANARY</p>',
    '<p>Seen <span style="display:none">CANARY</span> words.</p>',
    "<!-- CANARY -->",
    "<script>CANARY</script>",
    "<style>CANARY</style>",
    "<template><p>CANARY</p></template>",
    '<input type="hidden" value="CANARY">',
    '<img src="x.png" alt="CANARY">',
    '<meta name="keywords" content="CANARY">',
]


@pytest.mark.parametrize("element", HIDDEN)
def test_what_a_reader_of_the_page_does_not_see_is_no_text(element: str) -> None:
    moon = "The moon pulls the sea and the tide follows it twice a day."
    found = html.read(PAGE.format(f"{moon}</p>{element}<p>{moon} It is so.").encode())
    assert "CANARY" not in found.text
    assert found.text.count(moon) == 2


@pytest.mark.parametrize("style", ["opacity:0.5", "font-size:0.9em", "display:block", "color:none"])
def test_what_is_seen_stays(style: str) -> None:
    page = PAGE.format(f'The moon.</p><p style="{style}">The tide follows it twice a day.')
    assert "The tide follows it twice a day." in html.read(page.encode()).text


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
    ],
)
def test_entities_of_a_page_are_not_expanded(declaration: str) -> None:
    page = f"<!DOCTYPE html [{declaration}]>" + PAGE.format("The moon &x; pulls the sea along.")
    found = html.read(page.encode()).text
    assert "hahaha" not in found
    assert "root:" not in found


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b", "table><tr><td", "span"])
def test_a_page_that_is_nested_ten_thousand_deep_does_not_crash(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 10_000}<p>The moon pulls the sea along.</p></body></html>"
    try:
        said = html.read(page.encode()).text
    except Unreadable as error:
        said = str(error)
    assert "The moon" in said or "save its text as .txt" in said


def test_headings_lists_and_tables_keep_their_shape() -> None:
    prose = " ".join(f"The tide of day {n} follows the moon along the coast." for n in range(9))
    page = (
        f"<html><body><article><h1>Tides</h1><p>{prose}</p><h2>Boats</h2><p>All boats pay.</p>"
        "<ul><li>a light</li><li>a fee</li></ul><table><tr><th>Boat</th><td>Fee</td></tr></table>"
        "<p>The end<br>of it all.</p></article></body></html>"
    )
    found = html.read(page.encode()).text.split("\n")
    assert found[:3] == ["# Tides", "", prose]
    assert [line for line in found[3:] if line] == [
        "## Boats", "All boats pay.", "- a light", "- a fee", "| Boat | Fee |",
        "The end", "of it all.",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["<p>", "<html></html>", "<html><script>x</script></html>"])
def test_a_page_without_text_is_refused_with_a_way_out(page: str) -> None:
    with pytest.raises(Unreadable, match=r"save its text as \.txt"):
        html.read(page.encode())


def test_a_date_in_a_sentence_is_not_the_date_of_the_page() -> None:
    page = PAGE.format("The law was passed on January 5, 2019 by the council of the city.")
    assert html.read(page.encode()).about.published is None
    dated = page.replace(
        "<head>", '<head><meta property="article:published_time" content="2021-05-03">'
    )
    assert html.read(dated.encode()).about.published == "2021-05-03"


LONG = " ".join(f"The moon of day {day} pulls the sea, and the tide follows." for day in range(9))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<div><b>Lead.</b> After.<br>New line.</div>", ["Lead. After.", "New line."]),
        (
            "<div>Loose <b>words</b> first. <p>Then one.</p> And an end.</div>",
            ["Loose words first.", "Then one.", "And an end."],
        ),
        ("<blockquote>A <i>b</i> c<br>d <p>One.</p> e</blockquote>", ["A b c", "d", "One.", "e"]),
        ("<h2>One<br>heading</h2><p>x</p>", ["## One heading", "x"]),
        (
            "<p>CO<sub>2</sub> in 10<sup>2</sup> m, the 4<sup>th</sup></p>",
            ["CO₂ in 10² m, the 4th"],
        ),
    ],
)
def test_no_words_of_a_page_are_lost_between_its_blocks(inside: str, said: list[str]) -> None:
    found = html.read(PAGE.format(f"{LONG}</p>{inside}<p>{LONG}").encode()).text
    lines = [line for line in found.splitlines() if line]
    assert lines == ["# T", LONG, *said, LONG]


def lines_of(inside: str) -> list[str]:
    """The lines of a page between two paragraphs."""
    end = LONG.replace("moon", "sun")
    found = html.read(PAGE.format(f"{LONG}</p>{inside}<p>{end}").encode()).text.splitlines()
    return found[found.index(LONG) + 2 : found.index(end) - 1]


def test_paragraphs_that_line_breaks_set_apart_are_paragraphs() -> None:
    inside = (
        '<div class="body">Ada signed on to guard the <a href="x"><em>Miri</em></a>, a yacht, for '
        "a summer.<br><br>In its text, the <em>Harbour News</em> said so, and said it again."
        "<br>It was right.<br> <br><br>The end.</div>"
    )
    assert lines_of(inside) == [
        "Ada signed on to guard the Miri, a yacht, for a summer.", "",
        "In its text, the Harbour News said so, and said it again.", "It was right.", "",
        "The end.",
    ]  # fmt: skip


def test_words_that_stand_right_in_a_division_with_a_class_are_read() -> None:
    words = (
        "Each boat that comes into the harbour of the town by night shows a light <b>high</b> up"
    )
    inside = f'<div class="x">{words}, and the <a href="x">master</a> sees to it.</div>'
    assert lines_of(inside) == [
        f"{words}, and the master sees to it.".replace("<b>high</b>", "high")
    ]


def test_lines_of_the_file_and_words_of_a_program_do_not_break_a_sentence() -> None:
    inside = "<p>If\n<code>git\nrebase</code>\nis <tt>run</tt> by\n a person,\n it stops.</p>"
    assert lines_of(inside) == ["If git rebase is run by a person, it stops."]


def test_a_preformatted_text_keeps_its_paragraphs() -> None:
    inside = "<pre>\nSec. 1. All boats\n   pay.\n\nSec. 2. Tea is\n   at four.\n</pre>"
    assert lines_of(inside) == ["Sec. 1. All boats", "pay.", "", "Sec. 2. Tea is", "at four."]


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>", "{}</td><td>Aside."])
def test_a_table_that_frames_a_page_is_no_table(cell: str) -> None:
    text = " ".join(f"The boat of day {day} leaves the harbour at noon." for day in range(30))
    found = lines_of(f"<table><tr><td>{cell.format(text)}</td></tr></table>")
    assert found[0] == text
    assert not [line for line in found if line.startswith("|")]


def test_words_of_a_cell_that_stand_apart_are_not_joined() -> None:
    cell = "<td>Fee</td><td><p>five</p><p>dollars</p><ul><li>a day</li></ul></td>"
    assert lines_of(f"<table><tr>{cell}</tr></table>") == ["| Fee | five dollars a day |"]


def test_a_link_to_a_heading_is_no_part_of_it() -> None:
    anchor = '<a class="headerlink" href="#a" title="Permalink">¶</a>'
    assert lines_of(f"<h2>Fees{anchor}</h2><p>None.</p>") == ["## Fees", "", "None."]


@pytest.mark.parametrize("name", ['id="sf_comment_list"', 'class="box comentarios"'])
def test_what_readers_wrote_below_a_page_is_no_text_of_it(name: str) -> None:
    inside = f"<div {name}><p>By Bo Li</p><p>I think that the harbour master is wrong.</p></div>"
    assert lines_of(f"<p>All boats pay.</p>{inside}") == ["All boats pay."]


@pytest.mark.parametrize("name", ["has-comments", "single-comments"])
def test_a_page_that_may_be_commented_on_is_read(name: str) -> None:
    page = f"<body><div class={name}><h1>Tides</h1><p>{LONG}</p></div></body>"
    assert LONG in html.read(page.encode()).text
