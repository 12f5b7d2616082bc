"""Things as they were known at a moment, before they were put right."""

from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Field, OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from ..models import Former
from ..models.said import Said

S = TypeVar("S", bound=Said)


def with_former(rows: QuerySet[S], *, as_at: datetime) -> QuerySet[S]:
    """Add to things found in reach what each said at a moment, where it says that no more.

    Parts of a thing are put right one by one: what was replaced first after the moment is laid on last.
    """
    values = ArraySubquery(_then(rows.model, as_at).order_by("-known_until", "-pk").values("values"))
    return cast("QuerySet[S]", rows.annotate(former=values))


def that_had(rows: QuerySet[S], name: str, *, as_at: datetime | None) -> QuerySet[S]:
    """Narrow things to those that had something in a field of text at a moment, or have it now."""
    if as_at is None:
        return rows.exclude(**{name: ""})
    first = formers_with(rows.model, name, as_at=as_at).order_by("known_until", "pk")
    was = first.annotate(was=KeyTextTransform(name, "values")).values("was")[:1]
    then = Coalesce(Subquery(was), F(name), output_field=TextField())
    return cast("QuerySet[S]", rows.annotate(had=then).exclude(had=""))


def formers_with(model: type[S], name: str, *, as_at: datetime) -> QuerySet[Former]:
    """Return, of the thing of the outer row, what a field said at a moment and says no more."""
    return _then(model, as_at).filter(values__has_key=name)


def _then(model: type[S], as_at: datetime) -> QuerySet[Former]:
    return Former.objects.filter(
        kind=model._meta.model_name,
        subject_id=OuterRef("pk"),
        known_from__lte=as_at,
        known_until__gt=as_at,
    )


def as_it_was(one: S) -> S:
    """Return a thing of `with_former` as it was known then: to be shown, never saved."""
    said: list[dict[str, Any]] = getattr(one, "former", None) or []
    for values in said:
        for name, value in values.items():
            field = cast("Field[Any, Any]", one._meta.get_field(name))
            setattr(one, field.attname, field.to_python(value))
    return one
