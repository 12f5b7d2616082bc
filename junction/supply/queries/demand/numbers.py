"""Whole numbers by the hundred thousand: a statement's rows as one array, through binary COPY.

A nation's counts of two weeks are near a million rows of twenty numbers. As Python objects they take seconds
and hundreds of megabytes; as PostgreSQL's binary format, whose rows are all of one width here, numpy reads
them as they come.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import ClientCursor

HEAD = 19  # bytes before the first row: signature, flags, length of what may follow them
TAIL = 2  # bytes after the last
NULL = -1  # what stands for no number: none of those read here is below zero


def numbers(sql: str, params: Sequence[Any], *, columns: int) -> NDArray[np.int64]:
    """Return the rows of a statement as an array of so many columns.

    Each column must be cast to bigint in the statement and never be null; -1 stands for no number.
    """
    with connection.cursor() as cursor:
        whole = ClientCursor(connection.connection).mogrify(sql, params)  # COPY takes no parameters
        with cursor.copy(f"COPY ({whole}) TO STDOUT (FORMAT BINARY)") as copy:
            read = b"".join(copy)
    row = np.dtype(
        [("fields", ">i2"), *((f"{part}{n}", kind) for n in range(columns) for part, kind in CELL)]
    )
    found = np.frombuffer(read[HEAD:-TAIL], dtype=row)
    return np.stack([found[f"value{n}"] for n in range(columns)], axis=1).astype(np.int64)


CELL = (("length", ">i4"), ("value", ">i8"))


def number(column: str) -> str:
    """Return the SQL of one such column."""
    return f"coalesce({column}, {NULL})::bigint"


def known(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the numbers as they are reckoned with: NaN for none."""
    return np.where(values == NULL, np.nan, values.astype(np.float64))
