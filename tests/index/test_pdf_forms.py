"""B: what was filled in on a PDF form is part of what its reader sees."""

from index.readers import pdf
from tests.index import pdfs

ASKED = pdfs.said("Name of the keeper:") + pdfs.said("Lives at the light:", y=650)
FIELD = b"<< /Type /Annot /Subtype /Widget /T (field) /P 10 0 R /F %d /Rect [%d %d %d %d] %s >>"


def form(*fields: bytes, extra: dict[int, bytes] | None = None) -> bytes:
    """A page with two questions and the fields given."""
    numbers = b" ".join(b"%d 0 R" % (100 + place) for place in range(len(fields)))
    return pdfs.written(
        ASKED,
        page=b"/Annots [%s]" % numbers,
        catalog=b"/AcroForm << /Fields [%s] /DA (/F1 11 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>"
        % numbers,
        objects={100 + place: field for place, field in enumerate(fields)} | (extra or {}),
    )


def written_in(words: bytes, flags: int = 4) -> bytes:
    return FIELD % (flags, 180, 695, 400, 715, b"/FT /Tx /DA (/F1 11 Tf 0 g) /V (%s)" % words)


def box(state: bytes) -> bytes:
    looks = b"/FT /Btn /V /%s /AS /%s /AP << /N << /Yes 120 0 R /Off 121 0 R >> >>" % (state, state)
    return FIELD % (4, 180, 647, 192, 659, looks)


CROSS = {
    120: pdfs.stream(b"0 0 m 12 12 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 12 12]"),
    121: pdfs.stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 12 12]"),
}


def test_what_was_written_in_a_field_stands_beside_its_question() -> None:
    found = pdf.read(form(written_in(b"Ada Sund")))
    assert "Name of the keeper: Ada Sund" in found.text


def test_a_field_that_is_hidden_is_not_read() -> None:
    """C: hidden text, in a form."""
    assert "Ada" not in pdf.read(form(written_in(b"Ada Sund", flags=2))).text


def test_a_box_that_is_chosen_has_a_cross_also_where_it_is_drawn_with_lines() -> None:
    assert "Lives at the light: ☒" in pdf.read(form(box(b"Yes"), extra=CROSS)).text
    assert "☒" not in pdf.read(form(box(b"Off"), extra=CROSS)).text


def test_a_form_says_what_its_page_says_once() -> None:
    text = pdf.read(form(written_in(b"Ada Sund"), box(b"Off"), extra=CROSS)).text
    assert text.count("Name of the keeper:") == text.count("Lives at the light:") == 1
