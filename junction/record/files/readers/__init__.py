"""One reader for each kind of file, by name. They run in the child process, and in tests as they are."""

from collections.abc import Callable

from .attached import read_letter, read_outlook
from .docx import read_docx
from .hidden import hidden_texts
from .html import read_html_file
from .pdf import read_pdf
from .workbooks import read_workbook

READERS: dict[str, Callable[[bytes], object]] = {
    "docx": lambda content: read_docx(content).as_dict(),
    "hidden": hidden_texts,
    "html": lambda content: read_html_file(content).as_dict(),
    "letter": lambda content: read_letter(content).as_dict(),
    "outlook": lambda content: read_outlook(content).as_dict(),
    "pdf": lambda content: read_pdf(content).as_dict(),
    "workbook": lambda content: read_workbook(content).as_dict(),
}
