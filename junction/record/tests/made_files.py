"""Small files of every kind, made in memory for tests."""

import io
import zlib
from email.message import EmailMessage

import xlsxwriter
from docx import Document
from docx.enum.text import WD_BREAK


def pdf(*pages: str, title: str = "") -> bytes:
    """Return a PDF whose pages are given as drawing operators; /F1 is Helvetica, /F2 its bold."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    for number, drawing in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    return _pdf_of(objects)


def _pdf_of(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


def said(text: str, *, x: int = 72, y: int = 760, font: str = "F1") -> str:
    """Return the operators that write some words."""
    return f"BT /{font} 12 Tf {x} {y} Td ({text}) Tj ET\n"


def box(*, x: int = 70, y: int = 755, width: int = 200, height: int = 18, colour: str = "0 0 0 rg") -> str:
    """Return the operators that draw a filled box."""
    return f"q {colour} {x} {y} {width} {height} re f Q\n"


def docx() -> bytes:
    """Return a document with a heading, bold words, a table with joined cells, a page break and an author."""
    document = Document()
    document.core_properties.author = "A council"
    document.add_heading("Winter plan", level=1)
    paragraph = document.add_paragraph("We will ")
    paragraph.add_run("open beds").bold = True
    paragraph.add_run(" by 31 October 2020.")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ["Ref", "Item", "Evidence"], strict=True):
        cell.text = text
    table.cell(1, 0).text = "1"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "two\nlines"
    document.add_paragraph("After.").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Next page.")
    return _saved(document)


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*sheets: list[list[object]]) -> bytes:
    """Return an XLSX."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def letter(
    *, body: str = "Dear all,\n\nThank you.\n", html: str = "", held: EmailMessage | None = None
) -> EmailMessage:
    """Return an e-mail with an attachment, perhaps HTML beside the text, perhaps a message within."""
    message = EmailMessage()
    message["From"] = "Rosé Whitmore <rose@example.org>"
    message["To"] = "all@example.org"
    message["Date"] = "Thu, 5 Mar 2020 11:29:44 +0000"
    message["Subject"] = "Read out £"
    message["X-Handling"] = "OFFICIAL"
    if body:
        message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html") if body else message.set_content(html, subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    if held:
        message.add_attachment(held)
    return message


def bomb() -> bytes:
    """Return a small PDF whose one page unpacks to more than half a gigabyte."""
    packed = zlib.compress(bytes(600_000_000), 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream",
    ]
    out = b"%PDF-1.4\n"
    for number, body in enumerate(objects, start=1):
        out += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    return out + b"trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n"
