"""What was filled in on the forms of a PDF. Its fields lie over a page and are no part of its text.

With `words` and `seen`, the home of pypdfium2.
"""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.readers.pdf.words import Box

BUTTONS = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
WRITTEN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT}  # what a reader takes for text of a page
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def open_forms(document: pdfium.PdfDocument) -> None:
    """Let pdfium draw the fields that hold a value and no picture of it."""
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()


def flattened(document: pdfium.PdfDocument, number: int) -> list[Box] | None:
    """Make what stands in the fields of a page part of it, as printing does; None if it has none.

    Returns the places of the boxes and buttons that are chosen, in the page's own coordinates: a
    cross may be drawn with lines, which are no text.
    """
    page = document[number]
    try:
        fields = [raw.FPDFPage_GetAnnot(page, at) for at in range(raw.FPDFPage_GetAnnotCount(page))]
        kinds = {raw.FPDFAnnot_GetSubtype(field) for field in fields if field}
        chosen = [_place(field) for field in fields if _is_chosen(document.formenv, field)]
        for field in fields:
            raw.FPDFPage_CloseAnnot(field)
        if not kinds & WRITTEN:
            return None
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        return chosen
    finally:
        page.close()


def _place(field: raw.FPDF_ANNOTATION) -> Box:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(field, ctypes.byref(box))
    return Box(box.left, box.bottom, box.right, box.top)


def _is_chosen(forms: pdfium.PdfFormEnv | None, field: raw.FPDF_ANNOTATION) -> bool:
    """Whether a field is a box or a button that is chosen and can be seen."""
    if not forms or not field or raw.FPDFAnnot_GetFlags(field) & UNSEEN:
        return False
    button = raw.FPDFAnnot_GetFormFieldType(forms, field) in BUTTONS
    return button and bool(raw.FPDFAnnot_IsChecked(forms, field))
