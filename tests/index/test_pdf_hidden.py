"""B2: what a reader of a PDF cannot see is no text; one canary for each hiding place."""

import pytest

from index.readers import pdf
from tests.index.pdfs import said, stream, written

SEEN = said("The moon pulls the sea along the coast.")
WORDS = "CANARY words that nobody sees"
CANARY = said(WORDS, y=650)
LETTERS = len(WORDS.replace(" ", ""))
LAYERS = b"/OCProperties << /OCGs [100 0 R] /D << /OFF [100 0 R] >> >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
NOTE = b"<< /Type /Annot /Subtype /%s /DA (/F1 10 Tf) /Rect [10 10 300 30] /%s (CANARY) >>"


def place(content: bytes, **parts: object) -> bytes:
    return written(SEEN + content, **parts)  # type: ignore[arg-type]


HIDDEN = {
    "white": place(b"1 1 1 rg " + CANARY),
    "nearly white": place(b"0.97 0.96 0.98 rg " + CANARY),
    "the colour of a box behind": place(b".2 .3 .9 rg 50 600 400 80 re f " + CANARY),
    "white over the words that are seen": place(b"1 1 1 rg " + said(WORDS, y=700)),
    "half a point": place(said(WORDS, y=650, size=0.5)),
    "drawn small": place(b"q .01 0 0 .01 72 650 cm " + said(WORDS, 0, 0) + b"Q"),
    "invisible letters": place(said(WORDS, y=650, before="3 Tr")),
    "letters that only clip": place(said(WORDS, y=650, before="7 Tr")),
    "beside the page": place(said(WORDS, x=700)),
    "below the page": place(said(WORDS, y=-40)),
    "outside of the crop box": place(said(WORDS, y=100), page=b"/CropBox [0 400 612 792]"),
    "a layer that is off": place(
        b"/OC /L BDC " + CANARY + b" EMC",
        resources=b"/Properties << /L 100 0 R >>",
        catalog=LAYERS,
        objects={100: b"<< /Type /OCG /Name (x) >>"},
    ),
    "transparent": place(b"/G gs " + CANARY, resources=b"/ExtGState << /G << /ca 0 >> >>"),
    "under a white box": place(CANARY + b" 1 1 1 rg 50 600 500 80 re f"),
    "clipped away": place(b"q 0 0 10 10 re W n " + CANARY + b"Q"),
    "white in a form": place(
        b"/X Do",
        resources=b"/XObject << /X 100 0 R >>",
        objects={100: stream(b"1 1 1 rg " + CANARY, FORM)},
    ),
}
ELSEWHERE = {
    "a note": place(b"", page=b"/Annots [" + NOTE % (b"Text", b"Contents") + b"]"),
    "a box of text over the page": place(
        b"", page=b"/Annots [" + NOTE % (b"FreeText", b"Contents") + b"]"
    ),
    "the value of a field": place(
        b"", page=b"/Annots [" + NOTE % (b"Widget /FT /Tx /T (a)", b"V") + b"]"
    ),
    "what a picture is said to show": place(
        b"/Figure << /Alt (CANARY) >> BDC " + said("Here it is.", y=650) + b" EMC"
    ),
    "metadata": place(
        b"",
        catalog=b"/Metadata 100 0 R",
        objects={100: stream(b"<x>CANARY</x>", b"/Type /Metadata /Subtype /XML")},
    ),
    "no size at all": place(said(WORDS, y=650, size=0)),
}
SCAN = (
    b"/Type /XObject /Subtype /Image /Width 2 /Height 16 "
    b"/ColorSpace /DeviceGray /BitsPerComponent 8"
)


@pytest.mark.parametrize("data", HIDDEN.values(), ids=list(HIDDEN))
def test_words_that_cannot_be_seen_are_left_out_and_counted(data: bytes) -> None:
    found = pdf.read(data)
    assert found.text == "The moon pulls the sea along the coast.\n"
    assert found.hidden == LETTERS


@pytest.mark.parametrize("data", ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_words_that_are_not_of_the_page_are_not_read(data: bytes) -> None:
    assert "CANARY" not in pdf.read(data).text


def test_text_that_a_file_says_stands_for_one_letter_is_left_out() -> None:
    """ActualText: what stands there is one letter; what is copied would be a sentence."""
    content = b"/Span << /ActualText (" + WORDS.encode() + b") >> BDC "
    found = pdf.read(place(content + said("x", y=650) + b" EMC"))
    assert "CANARY" not in found.text
    assert found.hidden == LETTERS


@pytest.mark.parametrize(
    "content",
    [
        CANARY,
        b"0.7 g " + said(WORDS, y=650, size=6),
        b"0 0 1 rg 50 600 500 80 re f 1 1 1 rg " + CANARY,
        said(WORDS, y=650, before="1 Tr"),
        said(WORDS, y=5),
        said(WORDS, y=650, size=2),
    ],
    ids=["black", "small and grey", "white on blue", "outlines", "at the edge", "two points"],
)
def test_words_that_can_be_seen_stay(content: bytes) -> None:
    found = pdf.read(place(content))
    assert WORDS in found.text
    assert found.hidden == 0


def scanned(words: bytes, dark: bytes) -> bytes:
    """A page that is a picture of 16 bands, dark where told, with text that cannot be seen."""
    bands = b"".join((b"\x00" if n in dark else b"\xff") * 2 for n in range(16))
    return written(
        b"q 612 0 0 792 0 0 cm /S Do Q " + words,
        resources=b"/XObject << /S 100 0 R >>",
        objects={100: stream(bands, SCAN)},
    )


def test_the_text_of_a_page_that_was_scanned_and_read_is_its_text() -> None:
    """The layer that OCR writes is invisible; it stands for what the picture shows."""
    read = said("The moon pulls the sea along the coast.", before="3 Tr")
    found = pdf.read(scanned(read, b"\x01"))  # the second band from above: y 693 to 742
    assert (found.text, found.hidden) == ("The moon pulls the sea along the coast.\n", 0)


def test_invisible_text_where_a_scan_shows_nothing_is_left_out() -> None:
    read = said("The moon pulls the sea along the coast.", before="3 Tr")
    found = pdf.read(scanned(read + said(WORDS, y=300, before="3 Tr"), b"\x01"))
    assert found.text == "The moon pulls the sea along the coast.\n"
    assert found.hidden == LETTERS
