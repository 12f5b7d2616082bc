"""Whole numbers by the hundred thousand: a statement's rows as one array, through PostgreSQL's binary format.

A nation's counts of two weeks are near a million rows of twenty numbers. As Python objects they take seconds
and hundreds of megabytes, and COPY hands out each row by itself. So the server writes each row as an array of
one width, joins the rows of some hundred places to one text of bytes, and numpy reads those as they come.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import ClientCursor

HEAD = 19  # bytes before the first row: signature, flags, length of what may follow them
FIELD = 6  # bytes before the one field of a row: number of fields, length of this one
BUNCHES = 64
NULL = -1  # what stands for no number: none of those read here is below zero
ROWS = (
    "SELECT string_agg(array_send(ARRAY[{columns}]::bigint[]), ''::bytea) FROM {source} GROUP BY {key} %% {n}"
)


def numbers(columns: Sequence[str], source: str, params: Sequence[Any], *, key: str) -> NDArray[np.int64]:
    """Return rows of whole numbers, in no order: of `columns` (SQL, never null) from `source` (SQL).

    `key` is the SQL of a whole number by which rows are bunched.
    """
    sql = ROWS.format(columns=", ".join(columns), source=source, key=key, n=BUNCHES)
    with connection.cursor() as cursor:
        whole = ClientCursor(connection.connection).mogrify(sql, params)  # COPY takes no parameters
        with cursor.copy(f"COPY ({whole}) TO STDOUT (FORMAT BINARY)") as copy:
            bunches = [bytes(row) for row in copy]
    row = np.dtype([("head", "V20"), ("values", [("length", ">i4"), ("value", ">i8")], (len(columns),))])
    found = [np.frombuffer(each, dtype=row)["values"]["value"] for each in _fields(bunches)]
    return np.concatenate([np.empty((0, len(columns)), dtype=np.int64), *found]).astype(np.int64)


def _fields(rows: Sequence[bytes]) -> list[bytes]:
    """Return the one field of each row; the head stands before the first, two bytes after the last."""
    whole, fields, at = b"".join(rows), [], HEAD
    while len(whole) - at > FIELD:
        length = int.from_bytes(whole[at + 2 : at + FIELD], "big")
        fields.append(whole[at + FIELD : at + FIELD + length])
        at += FIELD + length
    return fields


def number(column: str) -> str:
    """Return the SQL of a column that may be null."""
    return f"coalesce({column}, {NULL})"


def known(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the numbers as they are reckoned with: NaN for none."""
    found = values.astype(np.float64)
    found[values == NULL] = np.nan
    return found
