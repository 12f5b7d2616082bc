"""PDFs in which something is hidden, each in another way, made in memory for tests."""

import re

from .made_files import _pdf_of, box, pdf, said

SECRET = "Ann Lee secret"
SEEN = said("Visible words", y=700)
_DOT = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    " /Filter /ASCIIHexDecode /Length 3 >>\nstream\n00>\nendstream"
)


def one_page(drawing: str, *more: str, page: str = "", resources: str = "", catalog: str = "") -> bytes:
    """Return a PDF of one page; `more` are its objects from number 7 on."""
    return _pdf_of(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> {page} >>",
            f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
            *more,
            "<< /Title (A letter) >>",
        ]
    )


def under_a_picture() -> bytes:
    drawing = said(SECRET) + "q 200 0 0 18 70 755 cm /Im0 Do Q\n" + SEEN
    return one_page(drawing, _DOT, resources="/XObject << /Im0 7 0 R >>")


def under_a_note() -> bytes:
    note = "<< /Type /Annot /Subtype /Square /Rect [70 755 270 773] /IC [0 0 0] /AP << /N 8 0 R >> /F 4 >>"
    look = (
        "<< /Type /XObject /Subtype /Form /BBox [70 755 270 773] /Length 25 >>\n"
        "stream\n0 g 70 755 200 18 re f  \nendstream"
    )
    return one_page(said(SECRET) + SEEN, note, look, page="/Annots [7 0 R]")


def white_on_white() -> bytes:
    return one_page(f"1 1 1 rg {said(SECRET)} 0 0 0 rg {SEEN}")


def drawn_by_nothing() -> bytes:
    return one_page(f"3 Tr {said(SECRET)} 0 Tr {SEEN}")


def beside_the_page() -> bytes:
    return one_page(said(SECRET, x=-300) + SEEN)


def in_a_layer_switched_off() -> bytes:
    return one_page(
        f"/OC /MC0 BDC {said(SECRET)} EMC {SEEN}",
        "<< /Type /OCG /Name (Names) >>",
        resources="/Properties << /MC0 7 0 R >>",
        catalog="/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] /Order [7 0 R] >> >>",
    )


def under_a_box_on_a_turned_page() -> bytes:
    return one_page(SEEN + said(SECRET) + box(), page="/Rotate 90 /CropBox [50 50 500 800]")


def in_an_earlier_revision() -> bytes:
    """Return a PDF whose page was written anew, and that was saved over itself."""
    base = pdf(said(SECRET) + SEEN)
    anew = f"6 0 obj\n<< /Length {len(SEEN)} >>\nstream\n{SEEN}\nendstream\nendobj\n"
    before = int(re.findall(rb"startxref\s+(\d+)", base)[-1])
    size = int(re.findall(rb"/Size (\d+)", base)[-1])
    return (
        base
        + (
            f"{anew}xref\n6 1\n{len(base):010d} 00000 n \n"
            f"trailer\n<< /Size {size} /Root 1 0 R /Prev {before} >>\n"
            f"startxref\n{len(base) + len(anew)}\n%%EOF\n"
        ).encode()
    )


def with_a_remark() -> bytes:
    note = "<< /Type /Annot /Subtype /Text /Rect [70 755 90 773] /Contents (Ask Ann Lee) /T (Jo) >>"
    return one_page(SEEN, note, page="/Annots [7 0 R]")


def with_a_field() -> bytes:
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ann Lee) /Rect [70 755 270 773] >>"
    return one_page(SEEN, field, page="/Annots [7 0 R]", catalog="/AcroForm << /Fields [7 0 R] >>")


def with_an_author_in_xml() -> bytes:
    said_of_itself = "<x><c:creator xmlns:c='u'>Ann Lee</c:creator></x>"
    head = f"<< /Type /Metadata /Subtype /XML /Length {len(said_of_itself)} >>"
    return one_page(SEEN, f"{head}\nstream\n{said_of_itself}\nendstream", catalog="/Metadata 7 0 R")


def with_a_file_within() -> bytes:
    return one_page(
        SEEN,
        "<< /Type /Filespec /F (list of names.txt) /EF << /F 8 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 7 >>\nstream\nAnn Lee\nendstream",
        catalog="/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>",
    )
