"""B2: what a reader of a file does not see is not retrieved; one canary for each hiding place."""

import pytest

from index.readers import READERS, Extract
from tests.index.office import WORD, docx, eml, members, package, pptx

MOON = "The moon pulls the sea and the tide follows it twice a day."
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(properties: str, words: str = "CANARY") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Seen</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


DRAW = "http://schemas.openxmlformats.org/drawingml/2006"


def drawing(about: str, position: str = "", box: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{DRAW}/wordprocessingDrawing" xmlns:a="{DRAW}/main">'
        f'{position}<wp:extent cx="900" cy="900"/><wp:docPr id="1" name="x" {about}/>'
        '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:spPr>{'<a:noFill/>' if 'FFF' in box else ''}</wps:spPr><wps:txbx><w:txbxContent>"
        f"{box}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r>"
    )


BOX = paragraph("<w:r><w:t>CANARY</w:t></w:r>")
FAR = '<wp:positionH relativeFrom="page"><wp:posOffset>-99999</wp:posOffset></wp:positionH>'
IN_WORD = {
    "hidden": paragraph(run("<w:vanish/>")),
    "hidden by a character style": paragraph(run('<w:rStyle w:val="Ghost"/>')),
    "hidden by a paragraph style": paragraph(run(""), '<w:pStyle w:val="GhostP"/>'),
    "white": paragraph(run('<w:color w:val="FFFFFF"/>')),
    "nearly white": paragraph(run('<w:color w:val="FAFAFA"/>')),
    "white by a style": paragraph(run('<w:rStyle w:val="Pale"/>')),
    "the colour of its shading": paragraph(
        run('<w:color w:val="C00000"/><w:shd w:val="clear" w:fill="C00000"/>')
    ),
    "the colour of its paragraph": paragraph(
        run('<w:color w:val="102030"/>'), '<w:shd w:val="clear" w:fill="102030"/>'
    ),
    "black on a black highlight": paragraph(
        run('<w:color w:val="000000"/><w:highlight w:val="black"/>')
    ),
    "one point": paragraph(run('<w:sz w:val="2"/>')),
    "deleted": paragraph(
        '<w:del w:id="1" w:author="x"><w:r><w:delText>CANARY</w:delText></w:r></w:del>'
    ),
    "moved away": paragraph(
        '<w:moveFrom w:id="1" w:author="x"><w:r><w:t>CANARY</w:t></w:r></w:moveFrom>'
    ),
    "a deleted row": "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>"
    "<w:r><w:t>CANARY</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "a hidden row": "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>"
    "<w:r><w:t>CANARY</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "a field's code": paragraph(field("<w:r><w:instrText>CANARY</w:instrText></w:r>")),
    "text in a field's code": paragraph(field("<w:r><w:t>CANARY</w:t></w:r>")),
    "an alternative text": paragraph(drawing('descr="CANARY"')),
    "a picture's title": paragraph(drawing('title="CANARY"')),
    "a hidden text box": paragraph(drawing('hidden="1"', box=BOX)),
    "a text box beside the page": paragraph(drawing("", FAR, BOX)),
    "white in a text box": paragraph(drawing("", box=paragraph(run('<w:color w:val="FFFFFF"/>')))),
}
STYLES = (
    '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Base"><w:rPr><w:color w:val="FEFEFE"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Pale"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="GhostP"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


def word(xml: str) -> Extract:
    parts = members(docx(MOON, xml=xml))
    name = "word/styles.xml"
    styled = parts[name].replace(b"</w:styles>", STYLES.encode())
    return READERS[".docx"].read(package({**parts, name: styled}))


@pytest.mark.parametrize("place", IN_WORD)
def test_what_word_does_not_show_is_left_out_and_counted(place: str) -> None:
    found = word(IN_WORD[place])
    assert "CANARY" not in repr(found)
    assert MOON in found.text
    assert found.hidden >= len("CANARY")


INK = '<w:color w:val="FFFFFF"/>'
SEEN = {
    "inserted": paragraph(
        '<w:ins w:id="1" w:author="x"><w:r><w:t>CANARY</w:t></w:r></w:ins>'
    ),
    "moved here": paragraph('<w:moveTo w:id="1"><w:r><w:t>CANARY</w:t></w:r></w:moveTo>'),
    "not hidden": paragraph(run('<w:vanish w:val="0"/>')),
    "shown against its style": paragraph(
        run('<w:vanish w:val="false"/><w:rStyle w:val="Ghost"/>')
    ),
    "white on blue": paragraph(run(f'{INK}<w:shd w:val="clear" w:fill="0000FF"/>')),
    "white on a blue paragraph": paragraph(
        run(INK), '<w:shd w:val="clear" w:fill="0000FF"/>'
    ),
    "white on a highlight": paragraph(
        run('<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>')
    ),
    "white in a dark cell": "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='000000'/>"
    f"</w:tcPr>{paragraph(run(INK))}</w:tc></w:tr></w:tbl>",
    "small": paragraph(run('<w:sz w:val="12"/>')),
    "a link": paragraph("<w:hyperlink><w:r><w:t>CANARY</w:t></w:r></w:hyperlink>"),
    "a field's result": paragraph(field("").replace("Seen", "CANARY")),
    "a form": "<w:sdt><w:sdtContent>" + paragraph(run("")) + "</w:sdtContent></w:sdt>",
    "a text box": paragraph(drawing("", box=BOX)),
}  # fmt: skip


@pytest.mark.parametrize("place", SEEN)
def test_what_word_shows_is_read(place: str) -> None:
    assert word(SEEN[place]).text.count("CANARY") == 1


@pytest.mark.parametrize(
    "part", ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "customXml/item1.xml"]
)
def test_what_stands_in_other_parts_of_a_word_document_is_no_text(part: str) -> None:
    parts = members(docx(MOON))
    core = parts["docProps/core.xml"].replace(
        b"<cp:keywords>", b"<cp:keywords>CANARY"
    ).replace(b"<dc:description>", b"<dc:description>CANARY")  # fmt: skip
    assert b"CANARY" in core
    data = core if part == "docProps/core.xml" else b"<x>CANARY</x>"
    assert "CANARY" not in repr(READERS[".docx"].read(package({**parts, part: data})))


def test_a_comment_is_no_text_of_the_document() -> None:
    parts = members(docx(MOON))
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{REL}/comments" Target="comments.xml"/>'
        "</Relationships>".encode(),
    )
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.comments+xml"/></Types>',
    )
    comment = f'<w:comments {WORD}><w:comment w:id="0">{BOX}</w:comment></w:comments>'
    found = READERS[".docx"].read(package({**parts, "word/comments.xml": comment.encode()}))
    assert "CANARY" not in repr(found)
    assert found.hidden == len("CANARY")


FIRST = "ppt/slides/slide1.xml"
RUN, SHAPE, SPACE = "<a:r><a:t>CANARY", "<p:spPr><a:xfrm>", "<a:noFill/>"


def fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def styled(properties: str) -> tuple[str, str]:
    return RUN, f"<a:r>{properties}<a:t>CANARY"


IN_SLIDES = {
    "a hidden slide": ("<p:sld ", '<p:sld show="0" '),
    "white": styled(f"<a:rPr>{fill('FFFFFF')}</a:rPr>"),
    "nearly white": styled(f"<a:rPr>{fill('F8F8F8')}</a:rPr>"),
    "the theme's background": styled(
        '<a:rPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:rPr>'
    ),
    "clear": styled(
        '<a:rPr><a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>'
        "</a:rPr>"
    ),
    "without colour": styled("<a:rPr><a:noFill/></a:rPr>"),
    "one point": styled('<a:rPr sz="100"/>'),
    "left of the slide": ('<a:off x="914400"', '<a:off x="-9914400"'),
    "below the slide": ('y="1828800"/>', 'y="99914400"/>'),
    "a hidden shape": ('name="TextBox 2"', 'name="TextBox 2" hidden="1"'),
}


@pytest.mark.parametrize("place", IN_SLIDES)
def test_what_a_slide_does_not_show_is_left_out_and_counted(place: str) -> None:
    data = pptx(["Boats", "CANARY"], ["Tides", MOON], edit={FIRST: IN_SLIDES[place]})
    found = READERS[".pptx"].read(data)
    assert "CANARY" not in repr(found)
    assert MOON in found.text
    assert len(found.pages) == 2
    assert found.hidden >= len("CANARY")


SEEN_ON_SLIDES = {
    "white on blue": (SPACE, fill("0000FF")),
    "white on a blue slide": (
        "<p:cSld>",
        f"<p:cSld><p:bg><p:bgPr>{fill('0000FF')}</p:bgPr></p:bg>",
    ),
    "white over a blue shape": (
        "<p:sp>",
        "<p:sp><p:nvSpPr><p:cNvPr id='9' name='x'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
        "<a:off x='0' y='0'/><a:ext cx='9144000' cy='6858000'/></a:xfrm>"
        f"{fill('0000FF')}</p:spPr></p:sp><p:sp>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", SEEN_ON_SLIDES)
def test_white_text_over_a_colour_is_seen(place: str) -> None:
    data = pptx(["Boats", "CANARY"], edit={FIRST: styled(f"<a:rPr>{fill('FFFFFF')}</a:rPr>")})
    parts = members(data)
    old, new = SEEN_ON_SLIDES[place]
    assert old.encode() in parts[FIRST]
    coloured = parts[FIRST].replace(old.encode(), new.encode(), 1)
    assert "CANARY" in READERS[".pptx"].read(package({**parts, FIRST: coloured})).text


def test_notes_and_alternative_texts_of_slides_are_no_text() -> None:
    import io

    import pptx as library

    presentation = library.Presentation(io.BytesIO(pptx(["Tides", MOON])))
    slide = presentation.slides[0]
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "CANARY in the notes"
    slide.shapes[1]._element._nvXxPr.cNvPr.set("descr", "CANARY")
    presentation.core_properties.keywords = presentation.core_properties.comments = "CANARY"
    stream = io.BytesIO()
    presentation.save(stream)
    found = READERS[".pptx"].read(stream.getvalue())
    assert "CANARY" not in repr(found)
    assert found.hidden >= 2 * len("CANARY")


def styles(rule: str, element: str = '<p class="x">CANARY</p>') -> str:
    return f"<style>{rule}</style>{element}"


IN_PAGES = {
    "not displayed": '<p style="display:none">CANARY</p>',
    "not visible": '<p style="visibility: hidden">CANARY</p>',
    "hidden": "<p hidden>CANARY</p>",
    "no size": '<p style="font-size:0">CANARY</p>',
    "one pixel": '<p style="font-size: 1px">CANARY</p>',
    "clear": '<p style="opacity:0">CANARY</p>',
    "without colour": '<p style="color: transparent">CANARY</p>',
    "a clear colour": '<p style="color: rgba(0, 0, 0, 0)">CANARY</p>',
    "white": '<p style="color:#fff">CANARY</p>',
    "white by an attribute": '<font color="#FFFFFF">CANARY</font>',
    "its background": '<p style="color:#123456;background-color:#123456">CANARY</p>',
    "the colour around it": '<div style="background:black"><p style="color:#000">CANARY</p></div>',
    "left of the page": '<p style="position:absolute; left:-9999px">CANARY</p>',
    "indented away": '<p style="text-indent:-9999px">CANARY</p>',
    "cut away": '<p style="position:absolute;clip:rect(0,0,0,0)">CANARY</p>',
    "cut away by a path": '<p style="clip-path: inset(50%)">CANARY</p>',
    "no height": '<div style="height:0;overflow:hidden"><p>CANARY</p></div>',
    "shrunk": '<p style="transform:scale(0)">CANARY</p>',
    "by a class": styles(".x { display: none }"),
    "by a class of a tag": styles("p.x, .y { color:red; visibility:hidden; }"),
    "by an identifier": styles("#x { opacity: 0 }", '<p id="x">CANARY</p>'),
    "by its tag": styles("q { display:none !important }", "<p>Seen <q>CANARY</q></p>"),
    "the later rule": styles(".x{display:block} .x{display:none}"),
    "a template": "<template><p>CANARY</p></template>",
    "for browsers without scripts": "<noscript><p>CANARY</p></noscript>",
    "a closed dialog": "<dialog><p>CANARY</p></dialog>",
    "under a canvas": "<canvas>CANARY</canvas>",
}  # fmt: skip
NOT_TEXT = {
    "a comment": "<!-- CANARY -->",
    "an alternative text": '<img src="x.png" alt="CANARY">',
    "a title of an element": '<p title="CANARY">Seen.</p>',
    "a keyword": '<meta name="keywords" content="CANARY">',
    "a description": '<meta name="description" content="CANARY">',
    "a script": "<script>CANARY</script>",
    "a field": '<input type="hidden" value="CANARY">',
}


def page(inside: str) -> str:
    return (
        f"<html><head><title>Tides</title></head><body><h1>Tides</h1><p>{MOON}</p>{inside}"
        f"<p>{MOON} It is so.</p></body></html>"
    )


LEFT_OUT: dict[str, str] = {**IN_PAGES, **NOT_TEXT}


@pytest.mark.parametrize("ending", [".html", ".eml"])
@pytest.mark.parametrize("place", LEFT_OUT)
def test_what_a_browser_does_not_show_is_left_out_and_counted(place: str, ending: str) -> None:
    whole = page(LEFT_OUT[place])
    data = eml(None, html=whole) if ending == ".eml" else whole.encode()
    found = READERS[ending].read(data)
    assert "CANARY" not in repr(found)
    assert found.text.count(MOON) == 2
    assert found.hidden >= len("CANARY") * (place in IN_PAGES)


SEEN_ON_PAGES = [
    '<p style="opacity:0.5">CANARY</p>',
    '<p style="font-size:0.9em">CANARY</p>',
    '<p style="color:#333">CANARY</p>',
    '<div style="background:#000"><p style="color:#fff">CANARY</p></div>',
    '<div style="background:url(x.png)"><p style="color:#fff">CANARY</p></div>',
    '<p style="position:absolute; left:-20px">CANARY</p>',
    '<p style="height:0">CANARY</p>',
    '<div style="color:#fff"><p style="color:#000">CANARY</p></div>',
    '<div style="font-size:0"><p style="font-size:12px">CANARY</p></div>',
    '<div style="visibility:hidden"><p style="visibility:visible">CANARY</p></div>',
    '<p aria-hidden="true">CANARY</p>',
    "<details><summary>More</summary><p>CANARY</p></details>",
    styles("@media print { .x { display: none } }"),
    styles(".menu .x { display: none }"),
    styles(".x { display: none } p.x { display: block }"),
    styles(".x { display: none }", '<p class="x" style="display: block">CANARY</p>'),
    styles("body .dark { background: #000 } .x { color: #fff }"),
    '<link rel="stylesheet" href="x.css"><p style="color:#fff">CANARY</p>',
]


@pytest.mark.parametrize("seen", SEEN_ON_PAGES)
def test_what_a_browser_shows_is_read(seen: str) -> None:
    assert "CANARY" in READERS[".html"].read(page(seen).encode()).text


@pytest.mark.parametrize(
    "headers",
    [{"X-Note": "CANARY"}, {"Keywords": "CANARY"}, {"Reply-To": "C@x.CANARY"}],
)  # fmt: skip
def test_headers_that_no_program_shows_are_no_text(headers: dict[str, str]) -> None:
    assert "CANARY" not in repr(READERS[".eml"].read(eml(MOON, headers=headers)))


def test_a_plain_part_says_no_more_than_the_page_beside_it() -> None:
    found = READERS[".eml"].read(eml(f"{MOON}\nCANARY is not shown.", html=page("")))
    assert found.text == f"{MOON}\n"
    assert found.hidden == len("CANARYisnotshown.")


def test_attachments_are_not_read() -> None:
    data = eml(MOON, attachments=[("CANARY.txt", b"CANARY"), ("a.html", b"<p>CANARY</p>")])
    assert "CANARY" not in repr(READERS[".eml"].read(data))
