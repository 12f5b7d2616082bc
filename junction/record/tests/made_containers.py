"""One table, plan or letter in the containers people send it in: CSV, XLSX, DOCX, and HTML for a printer."""

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from email.message import EmailMessage

import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TITLES = ("Ref", "Item", "Organisation", "Category", "Evidence")
WIDTHS = {"ref": 5, "item": 35, "organisation": 14, "category": 14, "evidence": 32}


def rows_of(read) -> list[tuple[str, ...]]:
    """Return the rows of a table that was read, as its columns print them."""
    return [
        tuple(_printed(row.cells.get(title.lower())) for title in TITLES)
        for row in read.readings
        if str(row.kind) == "row"
    ]


def _printed(cell) -> str:
    return cell.text if cell and cell.spans and not cell.inferred else ""


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([TITLES, *rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]], *, above: Sequence[str] = ()) -> bytes:
    """Return a workbook with a title above the table, as councils send it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Action plan")
    for number, words in enumerate(above):
        sheet.write(number, 0, words)
    for number, row in enumerate([TITLES, *rows], start=len(above)):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def as_docx(rows: Iterable[Sequence[str]], *, above: Sequence[str] = ()) -> bytes:
    """Return a document with the table; a line end in a cell begins a paragraph in it."""
    document = Document()
    for words in above:
        document.add_paragraph(words)
    table = document.add_table(rows=0, cols=len(TITLES))
    for row in [TITLES, *rows]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            first, *more = words.split("\n")
            cell.text = first
            for paragraph in more:
                cell.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(rows: Iterable[Sequence[str]], *, above: Sequence[str] = (), lines: bool = True) -> str:
    """Return a page whose table a browser prints over several sheets, its titles on each."""
    head = "".join(f"<th>{title}</th>" for title in TITLES)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(words)}</td>" for words in row) + "</tr>" for row in rows
    )
    widths = "".join(f'<col style="width:{width}%">' for width in WIDTHS.values())
    edge = "1px solid #444" if lines else "none"
    return (
        "<!doctype html><meta charset=utf-8><style>@page{size:A4 landscape;margin:15mm}"
        "body{font:10px/1.3 sans-serif}table{border-collapse:collapse;table-layout:fixed;width:100%}"
        f"td,th{{border:{edge};padding:3px 5px;vertical-align:top;text-align:left}}"
        "tr{break-inside:avoid}</style>"
        + "".join(f"<h1>{html.escape(words)}</h1>" for words in above)
        + f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def add_list(document, *levels: tuple[str, str]):
    """Add a list of several levels, each (form, text), to a document; return its number."""
    part = document.part.numbering_part.element
    key = str(900 + len(part))
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{rows}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    return int(key)


def number(paragraph, *, of: int, level: int) -> None:
    """Let Word number a paragraph by itself."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, of


PLAN_LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
NUMBERED = re.compile(r"^(?:- )?(?P<ref>\d+\.\d+) ")
CHAPTER = re.compile(r"^(?P<ref>\d)\. (?=[A-Z])")
BULLETED = re.compile(r"^\s*[-•] ")


def plan_as_docx(text: str) -> bytes:
    """Return a plan whose chapters and paragraphs Word numbers by itself; `**` sets words in bold."""
    document = Document()
    levels = add_list(document, *PLAN_LEVELS)
    in_body = 0
    for line in text.split("\n"):
        if not line.strip():
            continue
        if "\t" in line or not in_body:  # the cover and the contents
            in_body += line.startswith("Annex A")
            document.add_paragraph(line)
        elif NUMBERED.match(line):
            number(_bold(document.add_paragraph(), NUMBERED.sub("", line)), of=levels, level=1)
        elif CHAPTER.match(line) and not line.endswith("."):
            number(document.add_heading(CHAPTER.sub("", line), level=1), of=levels, level=0)
        elif BULLETED.match(line):
            _bold(document.add_paragraph(style="List Bullet"), BULLETED.sub("", line))
        else:
            _bold(document.add_paragraph(), line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _bold(paragraph, line: str):
    for at, piece in enumerate(line.split("**")):
        paragraph.add_run(piece).bold = bool(at % 2) or None
    return paragraph


def plan_as_html(text: str) -> str:
    """Return a plan for a printer: numbers in the margin, what `**` encloses set in a bold font."""
    out = []
    for line in filter(str.strip, text.split("\n")):
        words = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(line))
        found = NUMBERED.match(line)
        if found:
            words = re.sub(r"^(?:- )?\S+ ", "", words)
            out.append(f"<p class=n><span>{found['ref']}</span>{words}</p>")
        elif CHAPTER.match(line) and "\t" not in line and not line.endswith("."):
            out.append(f"<h1>{words}</h1>")
        elif BULLETED.match(line):
            out.append(f"<ul><li>{BULLETED.sub('', words)}</ul>")
        else:
            is_heading = len(line) < 90 and not re.search(r"[.:;,\t]", line)
            out.append(f"<h2>{words}</h2>" if is_heading else f"<p>{words}</p>")
    return (
        "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:20mm}body{font:12px/1.4 sans-serif}"
        "h1,h2{font-size:15px}.n{padding-left:40px}.n span{float:left;margin-left:-40px}</style>"
    ) + "\n".join(out)


def readout_as_eml(text: str, *, as_html: bool = False) -> bytes:
    """Return the read-out of a meeting as the message it was before it was printed."""
    body = text[text.index("Dear all") :]
    message = EmailMessage()
    message["From"] = "Private Office <office@example.org>"
    message["To"] = "Rosamond Roughton <rr@example.org>, Richard Cienciala <rc@example.org>"
    message["Date"] = "Thu, 05 Mar 2020 11:29:44 +0000"
    message["Subject"] = "Read out 4.3 Coronavirus Social Care"
    if as_html:
        lines = (re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(line)) for line in body.split("\n"))
        message.set_content("".join(f"<p>{line}</p>" for line in lines if line), subtype="html")
    else:
        message.set_content(body)
    return message.as_bytes()


def chat_as_csv(read) -> bytes:
    """Return a chat as a table: the day, the time, the sender, the message."""
    out = io.StringIO(newline="")
    rows = [
        (f"{one.at:%d/%m/%Y}", f"{one.at:%H:%M:%S}", one.sender, one.text)
        for one in read.readings
        if str(one.kind) == "message"
    ]
    csv.writer(out).writerows([("Date", "Time", "Sender", "Message"), *rows])
    return out.getvalue().encode()


def readout_as_docx(text: str) -> bytes:
    """Return the read-out as a document; its lists are Word's own."""
    document = Document()
    levels = add_list(document, ("decimal", "%1."))
    for line in filter(str.strip, text[text.index("Dear all") :].split("\n")):
        if BULLETED.match(line):
            _bold(document.add_paragraph(style="List Bullet"), BULLETED.sub("", line))
        elif CHAPTER.match(line):
            number(_bold(document.add_paragraph(), CHAPTER.sub("", line)), of=levels, level=0)
        else:
            _bold(document.add_paragraph(), line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
