"""Opens one workbook within limits: bytes in, JSON lines out. Run by path; imports nothing of the project.

The first line says which sheet was read, or why none was; each further line is `[row number, [texts]]`.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

MEMORY = 2 * 1024**3
SECONDS = 50
MAX_CELLS = 20_000_000


def text_of(value: object) -> str:
    """Return what a person sees in the cell; whole numbers without a point, days as ISO."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def answer(line: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line) + "\n")


def refuse(check: str, message: str) -> None:
    """Say why no sheet was read."""
    answer({"refused": check, "message": message})


def main() -> None:
    """Read a workbook from standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except (CalamineError, OSError, ValueError) as error:
        if "assword" in str(error):
            return refuse(
                "workbook-locked",
                "This workbook is protected by a password. Remove it, save, and send again.",
            )
        return refuse(
            "file-damaged", "This workbook is damaged or cut short. Save it again and send it once more."
        )
    visible = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    wanted = sys.argv[1] if len(sys.argv) > 1 else None
    if wanted is not None and wanted not in book.sheet_names:
        return refuse(
            "sheet-missing",
            f"There is no sheet called “{wanted}”. The sheets are: {', '.join(book.sheet_names)}.",
        )
    name = wanted or (visible or book.sheet_names)[0]
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        return refuse(
            "workbook-too-large", "The sheet is too large. Save the table alone as CSV and send that."
        )
    others = [] if wanted else [other for other in visible if other != name]
    answer({"sheet": name, "others": others})
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        texts = [text_of(value) for value in row]
        if any(text.strip() for text in texts):
            answer([number, texts])


if __name__ == "__main__":
    main()
