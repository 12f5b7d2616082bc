"""XLSX, XLS and ODS: every sheet's rows as lines with tabs between the cells; each sheet is a page."""

import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from junction.core.tables.opener import text_of

from ..limits import LIMITS
from ..page import Page, cell_of
from ..refusals import FileDamaged, FileLocked, NoTextInside, TooHeavy
from .office import add_beside, add_of_itself


def read_workbook(content: bytes) -> Page:
    """Read every sheet; hidden ones too, since hiding is no taking out. Each begins a page under its name."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise (FileLocked if "assword" in str(error) else FileDamaged) from None
    page, cells = Page(), 0
    for meta in book.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        cells += sheet.total_height * sheet.total_width
        if cells > LIMITS["cells_at_most"]:
            raise TooHeavy
        page.begin_page()
        page.say("sheet", meta.name if meta.visible is SheetVisibleEnum.Visible else f"{meta.name} (hidden)")
        _add_rows(page, sheet)
    if content.startswith(b"PK"):
        add_beside(content, page)
        add_of_itself(content, page)
    if not "".join(page.pieces).strip():
        raise NoTextInside("The workbook has no words in its cells. Send the one that has.")
    return page


def _add_rows(page: Page, sheet: Any) -> None:
    """Add every row; one with two cells or more keeps its empty ones, so that each stays in its column."""
    origin = {
        (row, left): (top, left)
        for (top, left), (bottom, _) in sheet.merged_cell_ranges or ()
        for row in range(top + 1, bottom + 1)
    }
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [cell_of(text_of(value)) for value in row]
        filled = [column for column, cell in enumerate(cells) if cell.strip()]
        width = len(cells) if len(filled) > 1 else max(filled, default=-1) + 1
        for column, cell in enumerate(cells[:width]):
            page.add("\t" if column else "")
            if not cell:
                page.join(places.get(origin.get((number, column), (-1, -1))))
            start = page.length
            page.add(cell)
            places[number, column] = (start, page.length)
        page.add("\n")
