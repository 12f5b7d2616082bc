"""A list is searched in its words: each word that is typed stands somewhere in one of its fields."""

from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

MOST_WORDS = 10  # more are not sought; this keeps the statement short, and is no rule of anybody's
M = TypeVar("M", bound=Model)


def holding(rows: QuerySet[M], words: str, *fields: str) -> QuerySet[M]:
    """Narrow rows to those that hold each word in one of the fields."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows
