"""Tables from and to files: any table a person may bring is read the same way, or refused with a sentence.

    table = read(content, filename="homes.csv", required=("name", "postcode"))
    for row in table.rows:
        row.number          # as a person sees it in a spreadsheet: the header is row 1
        row.cells["name"]   # text, trimmed; "" when empty

What was assumed (encoding, separator, sheet) stands in `table.findings`:
nothing is guessed in silence.
"""

from .days import DayOrder, DayOrderDecision, NotADay, decide_day_order, parse_day
from .reading import MAX_BYTES, read, read_path
from .shape import Row, Table
from .streaming import Batch, Stream, stream
from .writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx

__all__ = [
    "CSV_TYPE",
    "MAX_BYTES",
    "XLSX_TYPE",
    "Batch",
    "DayOrder",
    "DayOrderDecision",
    "NotADay",
    "Row",
    "Stream",
    "Table",
    "decide_day_order",
    "parse_day",
    "read",
    "read_path",
    "stream",
    "write_csv",
    "write_xlsx",
]
