"""Word, PowerPoint and e-mail: their headings, lists, tables, notes, pages and metadata."""

from io import BytesIO

import pptx as library
import pytest
from pptx.util import Inches

from index.errors import Empty, Encrypted, NeedsOcr, Unreadable, WrongType
from index.readers import READERS, Extract
from index.sentences import headings
from tests.index.office import WORD, docx, eml, members, package, pptx
from tests.index.test_hidden import drawing, paragraph, run

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def word(*paragraphs: str, xml: str = "") -> Extract:
    return READERS[".docx"].read(docx(*paragraphs, xml=xml))


def slides(data: bytes) -> Extract:
    return READERS[".pptx"].read(data)


def mail(data: bytes) -> Extract:
    return READERS[".eml"].read(data)


def test_the_shape_of_a_word_document_is_kept() -> None:
    found = word(
        "# Fees", "All boats pay.", "- a light", "- a fee", "| Boat | Fee |", "| Yacht | 5 |",
        "## Exceptions", "None.",
    )  # fmt: skip
    assert found.text == (
        "# Fees\n\nAll boats pay.\n\n- a light\n- a fee\n\n| Boat | Fee |\n| Yacht | 5 |\n\n"
        "## Exceptions\n\nNone.\n"
    )
    assert [(level, title) for _, level, title in headings(found.text)] == [
        (1, "Fees"), (2, "Exceptions"),
    ]  # fmt: skip


def test_a_heading_is_told_by_its_level_also_in_a_style_of_ones_own() -> None:
    deep = paragraph(run("", "Deep"), '<w:outlineLvl w:val="2"/>')
    body = paragraph(run("", "Body"), '<w:outlineLvl w:val="9"/>')
    assert word("x", xml=deep + body).text == "x\n\n### Deep\n\nBody\n"


def test_the_title_of_a_word_document_is_its_title() -> None:
    titled = paragraph(run("", "The tides"), '<w:pStyle w:val="Title"/>')
    assert word("x", xml=titled).about.title == "The tides"
    named = READERS[".docx"].read(docx("x", title="Harbour  rules", author="Ada Marsh")).about
    assert (named.title, named.author, named.published) == ("Harbour rules", "Ada Marsh", None)


@pytest.mark.parametrize(
    ("title", "author"), [("Word Document", "python-docx"), ("", ""), ("Untitled", "user")]
)
def test_what_a_program_filled_in_is_no_title_and_no_author(title: str, author: str) -> None:
    about = READERS[".docx"].read(docx("x", title=title, author=author)).about
    assert (about.title, about.author) == (None, None)


def test_the_date_of_an_office_file_is_the_day_on_which_it_was_saved() -> None:
    parts = members(docx("x"))
    name = "docProps/core.xml"
    parts[name] = parts[name].replace(b"2013-12-23", b"2021-05-03")
    assert READERS[".docx"].read(package(parts)).about.published == "2021-05-03"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (run("", "one") + run("", "two"), "onetwo"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>", "a\nb\tc"),
        ("<w:r><w:t>re</w:t><w:noBreakHyphen/><w:t>enter</w:t></w:r>", "re\u2011enter"),
        (run("", "10") + run('<w:vertAlign w:val="superscript"/>', "2"), "10²"),
        (run("", "CO") + run('<w:vertAlign w:val="subscript"/>', "2"), "CO₂"),
        (run("", "4") + run('<w:vertAlign w:val="superscript"/>', "th"), "4th"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "•"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>', "\ufffd"),
        ('<w:r><w:sym w:font="Arial" w:char="00A7"/></w:r>', "§"),
    ],
)
def test_characters_are_what_word_shows(inside: str, said: str) -> None:
    assert word("x", xml=paragraph(inside)).text == f"x\n\n{said}\n"


def test_a_formula_keeps_its_powers_and_fractions() -> None:
    t = "<m:r><m:t>{}</m:t></m:r>".format
    formula = (
        f"<m:oMath {MATH}><m:sSup><m:e>{t('a')}</m:e><m:sup>{t('2')}</m:sup></m:sSup>{t('+')}"
        f"<m:f><m:num>{t('1')}</m:num><m:den>{t('2')}</m:den></m:f></m:oMath>"
    )
    assert word("x", xml=paragraph(formula)).text == "x\n\na^(2)+(1)/(2)\n"


def test_footnotes_stand_at_the_end_with_their_numbers() -> None:
    parts = members(docx("x", xml=paragraph(
        run("", "The fee is due") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run("", " now.")
    )))  # fmt: skip
    name, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    relation = f'<Relationship Id="rId77" Type="{REL}/footnotes" Target="footnotes.xml"/>'
    parts[name] = parts[name].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    note = paragraph(run("", "Since 1881."))
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {WORD}><w:footnote w:id="0"/><w:footnote w:id="7">{note}</w:footnote>'
        "</w:footnotes>"
    ).encode()
    found = READERS[".docx"].read(package(parts))
    assert found.text == "x\n\nThe fee is due[1] now.\n\n[1] Since 1881.\n"


def test_a_text_box_follows_its_paragraph() -> None:
    box = drawing("", box=paragraph(run("", "Boxed.")))
    assert word("x", xml=paragraph(run("", "Before.") + box)).text == "x\n\nBefore.\n\nBoxed.\n"


def test_of_two_ways_to_draw_the_same_one_is_read() -> None:
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility'
        '/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<mc:Choice Requires="{}"><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert word("x", xml=paragraph(both.format("wps"))).text == "x\n\nnew\n"
    assert word("x", xml=paragraph(both.format("unheard"))).text == "x\n\nold\n"


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    cell = f"<w:tr><w:tc>{paragraph(run('', 'One.'))}{paragraph(run('', 'Two.'))}</w:tc></w:tr>"
    assert word("x", xml=f"<w:tbl>{cell}</w:tbl>").text == "x\n\nOne.\n\nTwo.\n"


def test_a_document_without_text_gives_none() -> None:
    assert word().text == ""


def test_a_slide_is_a_page() -> None:
    data = pptx(["Tides", "The moon pulls.", "The sea follows."], "Boats", ["Fees", "All pay."])
    found = slides(data)
    assert found.about.title == "Tides"
    assert [found.text[start:].split("\n")[0] for start in found.pages] == [
        "# Tides", "## Boats", "## Fees",
    ]  # fmt: skip
    assert all(start == 0 or found.text[start - 1] == "\n" for start in found.pages)
    assert "The moon pulls.\n\nThe sea follows." in found.text


def shown(presentation: object) -> Extract:
    stream = BytesIO()
    presentation.save(stream)  # type: ignore[attr-defined]
    return slides(stream.getvalue())


def test_lists_tables_and_groups_of_a_slide_are_read() -> None:
    presentation = library.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    title, body = slide.placeholders
    title.text_frame.text = "Rules"
    body.text_frame.text = "a light\na fee"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for cell, words in zip(table.iter_cells(), ["Boat", "Fee", "Yacht", "5"], strict=True):
        cell.text = words
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(6), Inches(2), Inches(1))
    box.text_frame.text = "Grouped."
    assert shown(presentation).text == (
        "# Rules\n\n- a light\n- a fee\n\n| Boat | Fee |\n| Yacht | 5 |\n\nGrouped.\n\n"
    )


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f0005fe02fea735814d0000000049454e44ae426082"
)


def test_slides_that_are_pictures_are_told() -> None:
    presentation = library.Presentation()
    for words in ("", "Tides"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.add_picture(BytesIO(PIXEL), Inches(1), Inches(1))
        assert slide.shapes.title is not None
        slide.shapes.title.text_frame.text = words
    found = shown(presentation)
    assert (found.unread, len(found.pages)) == ((1,), 2)
    only = library.Presentation()
    slide = only.slides.add_slide(only.slide_layouts[6])
    slide.shapes.add_picture(BytesIO(PIXEL), Inches(1), Inches(1))
    with pytest.raises(NeedsOcr, match="pictures"):
        shown(only)


def test_a_mail_says_who_when_and_what() -> None:
    found = mail(eml("The moon pulls.\n\n> Does it?\n", attachments=[("a.pdf", b"%PDF")]))
    assert found.text == "The moon pulls.\n\n> Does it?\n"
    about = found.about
    assert (about.title, about.author, about.published) == ("The tides", "Ada Marsh", "2021-05-03")


def test_a_mail_in_html_is_read_as_a_page() -> None:
    found = mail(eml(None, html="<html><body><h2>Tides</h2><p>The moon pulls.</p></body></html>"))
    assert found.text.splitlines() == ["## Tides", "", "The moon pulls."]


def test_all_texts_of_a_mail_are_read_in_their_order() -> None:
    parts = "".join(f"--x\nContent-Type: text/plain\n\n{words}\n" for words in ("One.", "Two."))
    whole = (
        f"From: a@b.org\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n"
    )
    assert mail(whole.encode()).text == "One.\n\nTwo.\n"
    with pytest.raises(Unreadable, match="cut off"):
        mail(whole.removesuffix("--x--\n").encode())


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("iso-2022-jp", "iso2022_jp"), ("koi8-r", "koi8-r"), ("x", "utf-8")],
)
def test_a_mail_is_read_in_its_encoding(charset: str, encoding: str) -> None:
    words = {"iso2022_jp": "潮の満ち引き", "koi8-r": "Каждое судно"}.get(encoding, "Café “x”")
    head = f"From: a@b.org\nSubject: s\nContent-Type: text/plain; charset={charset}\n\n"
    assert mail(head.encode() + words.encode(encoding)).text == words + "\n"


@pytest.mark.parametrize(
    "kind", ["multipart/encrypted; boundary=x", "application/pkcs7-mime; smime-type=enveloped-data"]
)
def test_an_encrypted_mail_says_so(kind: str) -> None:
    with pytest.raises(Encrypted):
        mail(f"From: a@b.org\nSubject: s\nContent-Type: {kind}\n\n--x--\n".encode())
    with pytest.raises(Encrypted):
        mail(eml("-----BEGIN PGP MESSAGE-----\nabc"))


def test_a_mail_without_words_says_so() -> None:
    with pytest.raises(Empty, match="attached"):
        mail(eml("", attachments=[("a.pdf", b"%PDF")]))
    with pytest.raises(WrongType, match=r"\.txt"):
        mail(b"Subject: The tides\n\nA text that only looks like one.")


@pytest.mark.parametrize("subject", ["=?utf-8?q?Caf=C3=A9?=", "Café"])
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    assert mail(eml(subject=subject)).about.title == "Café"


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 May 2021 10:30:00", ""])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    head = f"From: a@b.org\nSubject: s\nDate: {date}\n\nThe moon."
    assert mail(head.encode()).about.published is None


CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx>'
    "<c:rich><a:p><a:r><a:t>Fees by </a:t></a:r><a:r><a:t>year</a:t></a:r></a:p></c:rich></c:tx>"
    "</c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>Yachts</c:v>"
    "</c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt><c:v>2019</c:v>"
    "</c:pt><c:pt><c:v>2020</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef>"
    "<c:numCache><c:pt><c:v>777</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart>"
    "</c:plotArea>{}</c:chart></c:chartSpace>"
)


def with_chart(legend: str) -> bytes:
    named = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/'
        f'chart" xmlns:r="{REL}" r:id="rId77"/></wp:inline></w:drawing></w:r>'
    )
    parts = members(docx("x", xml=paragraph(named)))
    name = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rId77" Type="{REL}/chart" Target="charts/chart1.xml"/>'
    parts[name] = parts[name].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    return package({**parts, "word/charts/chart1.xml": CHART.format(legend).encode()})


@pytest.mark.parametrize(
    ("legend", "said"),
    [
        ("<c:legend/>", ["Fees by year", "Yachts", "2019", "2020"]),
        ("", ["Fees by year", "2019", "2020"]),
    ],
)
def test_the_words_of_a_chart_are_read_and_its_numbers_are_not(
    legend: str, said: list[str]
) -> None:
    found = READERS[".docx"].read(with_chart(legend)).text
    assert found.split("\n")[2:-1] == [f"- {words}" for words in said]


def test_the_words_of_a_chart_on_a_slide_are_read() -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Spring", "Autumn"]
    data.add_series("Boats", (777, 888))  # type: ignore[no-untyped-call]
    presentation = library.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    place = (Inches(1), Inches(1), Inches(4), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    assert shown(presentation).text == "- Spring\n- Autumn\n\n"


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ("<w:checked/>", "☒"),
        ('<w:checked w:val="0"/><w:default w:val="1"/>', "☐"),
        ('<w:default w:val="1"/>', "☒"),
        ("", "☐"),
    ],
)
def test_a_box_of_a_form_is_read_as_ticked_or_not(box: str, said: str) -> None:
    mark = "<w:r><w:fldChar w:fldCharType={}</w:r>".format
    field = (
        mark(f'"begin"><w:ffData><w:checkBox>{box}</w:checkBox></w:ffData></w:fldChar>')
        + "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        + mark('"end"/>')
    )
    assert word("x", xml=paragraph(run("", "male ") + field)).text == f"x\n\nmale {said}\n"


def test_a_heading_in_a_cell_has_no_mark_within_its_row() -> None:
    head = paragraph(run("", "Photo"), '<w:outlineLvl w:val="2"/>')
    cells = f"<w:tc>{head}</w:tc><w:tc>{paragraph(run('', 'here'))}</w:tc>"
    assert word("x", xml=f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").text == "x\n\n| Photo | here |\n"


def test_a_style_without_a_name_is_nobodys() -> None:
    parts = members(docx("Seen."))
    tiny = b'<w:style><w:name w:val="Tiny"/><w:rPr><w:sz w:val="2"/></w:rPr></w:style></w:styles>'
    name = "word/styles.xml"
    parts[name] = parts[name].replace(b"</w:styles>", tiny)
    assert READERS[".docx"].read(package(parts)).text == "Seen.\n"


def test_a_document_in_the_strict_form_is_read() -> None:
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    spaces = [b"officeDocument", b"wordprocessingml", b"drawingml"]
    parts = members(docx("# Fees", "All boats pay."))
    for space in spaces:
        parts = {
            name: data.replace(usual + space + b"/2006/", strict + space + b"/")
            for name, data in parts.items()
        }
    assert READERS[".docx"].read(package(parts)).text == "# Fees\n\nAll boats pay.\n"


def test_a_picture_in_the_place_of_a_title_is_no_title() -> None:
    presentation = library.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[8])
    picture = slide.placeholders[1].insert_picture(BytesIO(PIXEL))
    assert slide.shapes.title is not None
    slide.shapes.title._element.getparent().remove(slide.shapes.title._element)
    picture._element.nvPicPr.nvPr.ph.set("type", "title")
    picture._element.nvPicPr.nvPr.ph.set("idx", "0")
    slide.placeholders[2].text_frame.text = "Words."
    assert shown(presentation).text == "Words.\n\n"


@pytest.mark.parametrize("title", ["Slide 1", "Folie 1", "Diapositiva 12"])
def test_a_title_that_powerpoint_counted_is_none(title: str) -> None:
    assert slides(pptx("Tides", title=title)).about.title == "Tides"


@pytest.mark.parametrize("inside", ['<meta charset="iso-8859-1">', ""])
def test_a_page_in_a_mail_is_read_in_its_own_encoding_or_that_of_the_text_beside_it(
    inside: str,
) -> None:
    parts = (
        "--x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
        f"Café “sì”\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
        f"<html>{inside}<p>Café “sì”</p></html>\n--x--\n"
    )
    head = "From: a@b.org\nSubject: s\nContent-Type: multipart/alternative; boundary=x\n\n"
    assert mail((head + parts).encode("cp1252")).text == "Café “sì”\n"


def test_paragraphs_whose_end_is_deleted_go_on_in_the_next_one() -> None:
    first = paragraph(run("", "Boats "), "<w:rPr><w:del/></w:rPr>")
    cell = f"<w:tc>{first}{paragraph(run('', 'pay.'))}</w:tc><w:tc>{first}</w:tc>"
    rest = paragraph(run("", "wait."), '<w:outlineLvl w:val="1"/>')
    table = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    found = word("x", xml=first + rest + first + table + first)
    assert found.text == "x\n\n## Boats wait.\n\nBoats\n\n| Boats pay. | Boats |\n\nBoats\n"
