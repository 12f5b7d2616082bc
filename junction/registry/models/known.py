"""Places, registrations and organisations as they were known at a moment.

`as_known(Place, as_at)` is a query over places like any other, only that it reads from a table in which the
details of those that were changed since are the ones of then. So whatever filters, sorts, joins or counts it
sees the past, and no page can mix the two by forgetting a column. What was not changed since is read from the
plain table, told apart by one column; the few that were are added from the table of their past. What was not
known at all by then is not there.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, Self, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable

from .organisations import Organisation
from .past import OrganisationPast, PlacePast, RegistrationPast
from .places import Place, Registration

PASTS: Mapping[type[Model], type[Model]] = {
    Place: PlacePast,
    Registration: RegistrationPast,
    Organisation: OrganisationPast,
}
FIRST_KNOWN: Mapping[type[Model], str] = {
    Place: "created_at",
    Registration: "recorded_at",
    Organisation: "created_at",
}
# The join is an outer one so that PostgreSQL leaves it out where nothing but kept details is asked for.
KNOWN = """SELECT {now} FROM {table} WHERE {first} <= %s AND (known_since IS NULL OR known_since <= %s)
UNION ALL
SELECT {then} FROM {past} past LEFT JOIN {table} now ON now.id = past.{key}
WHERE past.known_from <= %s AND past.known_until > %s"""
M = TypeVar("M", Place, Registration, Organisation)


def as_known(model: type[M], as_at: datetime | None) -> QuerySet[M]:
    """Return all that is known, or was at `as_at`, with its details; who may see it is decided elsewhere."""
    found = model._default_manager.all()
    if as_at is not None:
        found.query.base_table_class = partial(_Known, model=model, as_at=as_at)  # type: ignore[assignment] # a partial serves as the class
    return found


def table_as_known(model: type[Model], as_at: datetime | None) -> tuple[str, list[Any]]:
    """Return what to read from in a statement of SQL: the table, or its rows as they were known then."""
    if as_at is None:
        return model._meta.db_table, []
    return f"({_sql_of(model)})", [as_at] * 4


@cache
def _sql_of(model: type[Model]) -> str:
    past, key = PASTS[model]._meta, f"{model._meta.model_name}_id"
    kept = {field.column for field in past.concrete_fields if not field.primary_key}
    columns = [str(field.column) for field in model._meta.concrete_fields]
    then = {column: f"past.{column}" if column in kept else f"now.{column}" for column in columns}
    return KNOWN.format(
        table=model._meta.db_table,
        first=FIRST_KNOWN[model],
        past=past.db_table,
        key=key,
        now=", ".join(columns),
        then=", ".join((then | {"id": f"past.{key}", "known_since": "past.known_from"}).values()),
    )


class _Known(BaseTable):
    """Stands for the plain table in a query; Django asks every query for the class of its first table."""

    def __init__(self, table_name: str, alias: str | None, *, model: type[Model], as_at: datetime) -> None:
        super().__init__(table_name, alias)
        self.model, self.as_at = model, as_at

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        table, params = table_as_known(self.model, self.as_at)
        return f"{table} {compiler.quote_name_unless_alias(self.table_alias)}", tuple(params)

    def relabeled_clone(self, change_map: dict[str | None, str]) -> Self:
        alias = change_map.get(self.table_alias, self.table_alias)
        return self.__class__(self.table_name, alias, model=self.model, as_at=self.as_at)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (*super().identity, self.as_at)
