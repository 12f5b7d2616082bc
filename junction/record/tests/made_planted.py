"""One name in every place of files of every kind, for the test that it leaves by no way."""

import io
import zipfile
from email.message import EmailMessage

import xlsxwriter
from docx import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE

from . import made_msg, made_pdfs
from .made_files import said

NAME = "Zofia Quillfeather"
AS_LINK = "https://example.org/Zofia%20Quillfeather"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word() -> bytes:
    """In text, table, header, footer, properties, a field, a change, hidden words, a link, a remark."""
    document = Word()
    document.add_paragraph(f"We met {NAME} on Monday.")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Zofia", "Quillfeather", f"By {NAME}"), strict=True):
        cell.text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = f"Office of {NAME}"
    section.footer.paragraphs[0].text = f"{NAME}, page 1"
    own = document.core_properties
    own.author = own.title = own.subject = own.keywords = own.comments = own.last_modified_by = NAME
    document.part.relate_to(AS_LINK, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    more = (
        f'<w:p><w:r><w:instrText>AUTHOR "{NAME}"</w:instrText></w:r></w:p>'
        f'<w:p><w:ins w:id="1" w:author="{NAME}"><w:r><w:t>Soon.</w:t></w:r></w:ins></w:p>'
        f'<w:p><w:del w:id="2" w:author="B"><w:r><w:delText>{NAME} left</w:delText></w:r></w:del></w:p>'
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME} hidden</w:t></w:r></w:p>"
        f'<w:p><w:bookmarkStart w:id="3" w:name="{NAME}"/><w:bookmarkEnd w:id="3"/></w:p>'
        "<w:p><w:r><w:t>Zofia</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>Quill</w:t></w:r>"
        "<w:r><w:t>feather spoke.</w:t></w:r></w:p>"
    )
    asks = f'<w:comment w:id="0" w:author="{NAME}"><w:p><w:r><w:t>{NAME} asks</w:t></w:r></w:p></w:comment>'
    note = f"<w:comments {W}>{asks}</w:comments>"
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w") as changed:
        for name in made.namelist():
            part = made.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:body>", b"<w:body>" + more.encode())
            changed.writestr(name, part)
        changed.writestr("word/comments.xml", note)
    return out.getvalue()


def workbook() -> bytes:
    """In cells, the name of a sheet, what is hidden, a remark, header, link, list, properties, a chart."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"author": NAME, "title": NAME, "comments": NAME})
        sheet = book.add_worksheet(NAME)
        sheet.write_row(0, 0, ["Ref", "Item", "Organisation"])
        sheet.write_row(1, 0, ["1", f"Ring {NAME}", "Zofia"])
        sheet.write_row(2, 0, ["2", "Zofia", "Quillfeather"])
        sheet.write_row(3, 0, ["3", f"{NAME} unseen", "Council"])
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_comment("A2", f"Says {NAME}", {"author": NAME})
        sheet.write_url("D1", AS_LINK, string="Her page", tip=NAME)
        sheet.data_validation("E1", {"validate": "list", "source": [NAME, "b"], "input_title": "Who"})
        sheet.set_header(f"&C{NAME}")
        book.define_name("Who", f'="{NAME}"')
        secret = book.add_worksheet("Second")
        secret.write(0, 0, f"{NAME} again")
        secret.very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Second!$A$1:$A$2"})
        chart.set_title({"name": f"Of {NAME}"})
        sheet.insert_chart("G1", chart, {"description": NAME})
    return out.getvalue()


def mail() -> bytes:
    """In every header, both bodies, the name and the text of what is attached, and a letter within."""
    letter, inner = EmailMessage(), EmailMessage()
    for name in ("From", "To", "Cc", "Reply-To"):
        letter[name] = f"{NAME} <zofia.quillfeather@example.org>"
    letter["Subject"] = inner["Subject"] = f"About {NAME}"
    letter["X-Sender-Of"] = NAME
    letter["Message-ID"] = "<zofia.quillfeather.1@example.org>"
    letter["Date"] = "Mon, 06 Apr 2020 10:00:00 +0100"
    letter.set_content(f"Dear {NAME},\n\nThank you.\n")
    letter.add_alternative(
        f"<html><body><!-- {NAME} --><p>Dear {NAME},</p><p title='{NAME}'>Thank you</p></body></html>",
        subtype="html",
    )
    letter.add_attachment(
        f"Minutes of {NAME}".encode(), maintype="text", subtype="plain", filename=f"{NAME}.txt"
    )
    inner["From"] = NAME
    inner.set_content(f"{NAME} wrote this first.\n")
    letter.add_attachment(inner)
    return letter.as_bytes()


def pdf() -> bytes:
    """In its text, what it says of itself, a remark, a field, its chapters, a link."""
    remark = f"<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /Contents (Ask {NAME}) /T ({NAME}) >>"
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (who) /V ({NAME}) /Rect [30 30 90 50] >>"
    link = f"<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] /A << /S /URI /URI ({AS_LINK}) >> >>"
    chapter = f"<< /Title ({NAME}) /Parent 11 0 R >>"
    chapters = "<< /Type /Outlines /First 10 0 R /Last 10 0 R /Count 1 >>"
    return made_pdfs.one_page(
        said(f"We met {NAME} on Monday."), remark, field, link, chapter, chapters,
        f"<< /Author ({NAME}) /Title (Of {NAME}) >>",
        page="/Annots [7 0 R 8 0 R 9 0 R]", catalog="/Outlines 11 0 R /AcroForm << /Fields [8 0 R] >>",
    )  # fmt: skip


def page() -> bytes:
    """In title, remark, attributes, a script, and the text."""
    return (
        f"<!doctype html><html><head><title>{NAME}</title><meta name='author' content='{NAME}'></head>"
        f"<body><!-- {NAME} --><p title='{NAME}'>We met Zofia<br>Quillfeather &amp; others.</p>"
        f"<img alt='{NAME}' src='/x'><a href='{AS_LINK}'>x</a><input value='Zofia&#32;Quillfeather'>"
        f"<script>var who = '{NAME}';</script><p>Zo<b>fia</b> Quill<i>feather</i></p></body></html>"
    ).encode()


def outlook() -> bytes:
    """In subject, sender, body, who it went to, and what is attached."""
    text, number = made_msg.STRING, made_msg.NUMBER
    return made_msg.msg(
        {(0x0037, text): f"About {NAME}", (0x0C1A, text): NAME, (0x1000, text): f"Dear {NAME},\n\nThanks.\n"},
        people=[{(0x3001, text): NAME, (0x0C15, number): 1}],
        files=[],
    )


CHAT = (
    f"[06/04/2020, 10:00:01] {NAME}: The van is late.\n"
    f"[06/04/2020, 10:00:09] Asha Rao: Thanks @{NAME}, ring zofia.quillfeather@example.org\n"
    f"[06/04/2020, 10:01:00] Asha Rao: <attached: {NAME}.jpg>\n"
)
TABLE = (
    "Ref,Item,Organisation,Category,Evidence\n"
    f"1,Ring {NAME},Council,Staff,Underway\n"
    "2,Ring,Zofia,Quillfeather,Complete\n"
    f'3,"Zofia\nQuillfeather",{NAME},{NAME},{NAME} told us\n'
)
FILES: dict[str, tuple[str, str, bytes]] = {
    "word": ("plan", f"{NAME}.docx", word()),
    "workbook": ("action-plan", f"{NAME}.xlsx", workbook()),
    "table": ("action-plan", f"{NAME}.csv", TABLE.encode()),
    "mail": ("email", f"{NAME}.eml", mail()),
    "outlook": ("email", f"{NAME}.msg", outlook()),
    "pdf": ("plan", f"{NAME}.pdf", pdf()),
    "page": ("letter", f"{NAME}.html", page()),
    "chat": ("messages", f"{NAME}.txt", CHAT.encode()),
    "text": (
        "letter",
        "quillfeather.txt",
        "ZOFIA  QUILLFEATHER\n\nZofia-\nQuillfeather, Zofia’s\xa0x\n".encode(),
    ),
}
