"""Numbers of lists, which Word, PowerPoint and browsers count and no text holds."""

from io import BytesIO

import pptx as library
import pytest
from pptx.oxml import parse_xml
from pptx.util import Inches

from assistant.widen import widen
from index.document import Document, Span
from index.readers import READERS
from index.sentences import headings, sentences
from tests.index.office import WORD, docx, members
from tests.index.test_hidden import paragraph, run


def level(at: int, kind: str, text: str, more: str = "", start: str = "1") -> str:
    """A level of a list, with what else is said of it."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def override(at: int, start: int) -> str:
    """What starts a list of its own on a level."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


LAW = [
    level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "(%3)"),
]  # fmt: skip


def item(words: str, at: int = 0, number: int = 1, look: str = "") -> str:
    """A paragraph of a list on a level."""
    place = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run("", words) if words else "", f"{place}{look}")


def listed(levels: list[str], items: list[str], lists: dict[int, str] | None = None) -> list[str]:
    """The lines of a Word document with a list; more lists take after it with their overrides."""
    more = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{own}</w:num>'
        for n, own in {1: "", **(lists or {})}.items()
    )
    shape = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    parts = {"word/numbering.xml": f"<w:numbering {WORD}>{shape}{more}</w:numbering>"}
    text = READERS[".docx"].read(docx(xml="".join(items), parts=parts)).text
    return [line for line in text.split("\n") if line]


def marks(levels: list[str], places: list[int], lists: dict[int, str] | None = None) -> list[str]:
    """The numbers of paragraphs on these levels."""
    lines = listed(levels, [item("x", at) for at in places], lists)
    return [line.removesuffix(" x") for line in lines]


def test_word_counts_each_level_and_starts_again_behind_one_above() -> None:
    places = [0, 1, 1, 2, 2, 1, 0, 1, 2]
    assert marks(LAW, places) == "1. (a) (b) (i) (ii) (c) 2. (a) (i)".split()


@pytest.mark.parametrize(
    ("kind", "start", "said"),
    [
        ("decimal", "9", ["9", "10"]),
        ("decimalZero", "9", ["09", "10"]),
        ("lowerLetter", "26", ["z", "aa"]),
        ("upperLetter", "1", ["A", "B"]),
        ("lowerRoman", "3", ["iii", "iv"]),
        ("upperRoman", "8", ["VIII", "IX"]),
        ("ordinal", "1", ["1st", "2nd"]),
    ],
)
def test_a_number_is_written_as_its_level_says(kind: str, start: str, said: list[str]) -> None:
    assert marks([level(0, kind, "%1)", start=start)], [0, 0]) == [f"{one})" for one in said]


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (level(0, "bullet", "\uf0b7"), "- x"),
        (level(0, "thaiLetters", "%1."), "- x"),
        (level(0, "none", ""), "x"),
        (level(0, "none", "Note:"), "Note: x"),
        (level(0, "decimal", "Article %1."), "Article 1. x"),
        (level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), "x"),
    ],
)
def test_what_is_no_number_is_not_made_one(one: str, shown: str) -> None:
    assert listed([one], [item("x")]) == [shown]


def test_a_number_can_hold_those_above_it() -> None:
    levels = [
        level(0, "upperRoman", "Article %1"), level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    ]  # fmt: skip
    assert marks(levels, [0, 1, 2, 0, 1]) == ["Article I", "I.1", "1.1.1", "Article II", "II.1"]


def test_a_level_above_that_was_never_reached_is_shown_as_its_start() -> None:
    levels = [level(0, "decimal", "%1.", start="4"), level(1, "decimal", "%1.%2")]
    assert marks(levels, [1, 1, 0]) == ["4.1", "4.2", "4."]


@pytest.mark.parametrize(("restart", "last"), [("0", "(c)"), ("1", "(a)"), ("9", "(a)")])
def test_what_starts_a_level_again_can_be_said(restart: str, last: str) -> None:
    own = level(1, "lowerLetter", "(%2)", f'<w:lvlRestart w:val="{restart}"/>')
    assert marks([LAW[0], own], [0, 1, 1, 0, 1])[-1] == last


def test_lists_of_one_shape_count_on_unless_one_has_a_start_of_its_own() -> None:
    lists = {2: "", 3: override(0, 5)}
    numbers = [1, 1, 2, 3, 3, 1]
    lines = listed(LAW, [item("x", number=n) for n in numbers], lists)
    assert [line.split()[0] for line in lines] == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_a_list_can_change_a_level_of_its_shape() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert listed(LAW, [item("x"), item("y", number=2)], {2: own}) == ["1. x", "B) y"]


def test_paragraphs_that_are_deleted_or_hidden_are_not_counted() -> None:
    gone = [item("", look=f"<w:rPr><w:{kind}/></w:rPr>") for kind in ("del", "vanish", "moveFrom")]
    assert listed(LAW, [item("one"), *gone, item(""), item("three")]) == ["1. one", "3. three"]


def test_a_number_that_a_style_gives_is_that_of_the_level_that_names_the_style() -> None:
    levels = [level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")]
    named = [
        one.replace("<w:numFmt", f'<w:pStyle w:val="Heading{n}"/><w:numFmt')
        for n, one in enumerate(levels, 1)
    ]
    link = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = members(docx("x"))["word/styles.xml"].decode()
    for n in (1, 2):
        head, _, rest = styles.partition(f'w:styleId="Heading{n}"')
        styles = f'{head}w:styleId="Heading{n}"{rest.replace("<w:pPr>", f"<w:pPr>{link}", 1)}'
    shape = f'<w:abstractNum w:abstractNumId="0">{"".join(named)}</w:abstractNum>'
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbering = f"<w:numbering {WORD}>{shape}{lists}</w:numbering>"
    off = '<w:pStyle w:val="Heading2"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    data = docx(
        "# Fees", "## Boats", "## Ships", xml=paragraph(run("", "Plain"), off),
        parts={"word/styles.xml": styles, "word/numbering.xml": numbering},
    )  # fmt: skip
    found = READERS[".docx"].read(data).text
    assert [(depth, words) for _, depth, words in headings(found)] == [
        (1, "1 Fees"), (2, "1.1 Boats"), (2, "1.2 Ships"), (2, "Plain"),
    ]  # fmt: skip


MOON = " ".join(f"The moon of day {n} pulls the sea and the tide follows it." for n in range(9))
FEES = " ".join(f"A boat of {n} tons pays the harbour master before noon." for n in range(9))


def page(inside: str) -> list[str]:
    """The lines of a saved page between two paragraphs."""
    whole = f"<html><head><title>T</title></head><body><p>{MOON}</p>{inside}<p>{FEES}</p></body>"
    text = READERS[".html"].read(whole.encode()).text
    return [line for line in text.split("\n") if line][1:-1]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<ol start=4><li>x<li value=9>y<li>z</ol>", ["4. x", "9. y", "10. z"]),
        ("<ol reversed><li>x<li>y</ol>", ["2. x", "1. y"]),
        ("<ol type=a><li>x<li>y</ol>", ["a. x", "b. y"]),
        ("<ol type=I><li>x<li type=i>y</ol>", ["I. x", "ii. y"]),
        ('<ol style="list-style-type: upper-alpha"><li>x</ol>', ["A. x"]),
        ("<style>.l {list-style: lower-roman inside}</style><ol class=l><li>x</ol>", ["i. x"]),
        ('<ol style="list-style: none"><li>x</ol>', ["- x"]),
        ("<ol><li>x<ol type=a><li>y<li>z</ol><li>w</ol>", ["1. x", "a. y", "b. z", "2. w"]),
        ("<ol><li hidden>x<li>y</ol>", ["1. y"]),
        ("<ol><li>(a) x<li>(b) y</ol>", ["(a) x", "(b) y"]),
        ("<ol><li><p>x</p><p>more</p><li><b>y</b> z</ol>", ["1. x", "more", "2. y z"]),
        ("<ul><li><p>x</p><li>y<br>z</ul>", ["- x", "- y z"]),
        ("<ul><li>x<ul><li>y<li>5</ul>behind</ul>", ["- x", "- y", "- 5", "behind"]),
        ("<table><tr><td>A<td><ol><li>x<li>y</ol></table>", ["| A | 1. x 2. y |"]),
    ],
)
def test_the_numbers_that_a_browser_shows_are_read(inside: str, said: list[str]) -> None:
    assert page(inside) == said


def slide(*paragraphs: tuple[int, str, str]) -> list[str]:
    """The lines of a slide whose paragraphs have a level, what marks them and words."""
    presentation = library.Presentation()
    made = presentation.slides.add_slide(presentation.slide_layouts[6])
    box = made.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(3)).text_frame
    for number, (at, kind, words) in enumerate(paragraphs):
        line = box.add_paragraph() if number else box.paragraphs[0]
        line.text, line.level = words, at
        if kind:
            space = "http://schemas.openxmlformats.org/drawingml/2006/main"
            line._p.get_or_add_pPr().append(parse_xml(f'<a:{kind} xmlns:a="{space}"/>'))
    stream = BytesIO()
    presentation.save(stream)
    return [line for line in READERS[".pptx"].read(stream.getvalue()).text.split("\n") if line]


def test_the_numbers_that_a_slide_shows_are_read() -> None:
    one, two = 'buAutoNum type="arabicPeriod"', 'buAutoNum type="alphaLcParenBoth"'
    assert slide(
        (0, one, "x"), (1, two, "y"), (1, two, "z"), (0, one, "w"), (1, two, "v"), (0, "", "plain"),
        (0, one, "again"), (0, 'buAutoNum type="romanUcParenR" startAt="4"', "four"),
        (0, 'buChar char="–"', "dash"), (0, 'buAutoNum type="thaiAlphaPeriod"', "thai"),
    ) == [
        "1. x", "(a) y", "(b) z", "2. w", "(a) v", "plain", "1. again", "IV) four", "- dash",
        "- thai",
    ]  # fmt: skip


def test_a_quotation_of_an_item_holds_its_number_and_the_line_above_its_list() -> None:
    items = [item("the boat is under repair, or", 1), item("the owner is a pilot.", 1)]
    lines = listed(LAW, [item("The rule does not apply when:"), *items])
    document = Document("law.docx", "\n".join(lines), "text/plain")
    said = [span.cut(document.text) for span in sentences(document)]
    assert said == [
        "The rule does not apply when:", "the boat is under repair, or", "the owner is a pilot.",
    ]  # fmt: skip
    start = document.text.index(said[-1])
    (wide,) = widen(document, Span(start, start + len(said[-1])))
    assert wide.cut(document.text) == (
        "1. The rule does not apply when:\n(a) the boat is under repair, or\n"
        "(b) the owner is a pilot."
    )
