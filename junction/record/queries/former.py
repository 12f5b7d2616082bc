"""Things as they were known at a moment, before they were put right."""

from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Field, JSONField, OuterRef, QuerySet, Subquery

from ..models import Former
from ..models.said import Said

S = TypeVar("S", bound=Said)


def with_former(rows: QuerySet[S], *, as_at: datetime) -> QuerySet[S]:
    """Add to things found in reach what each said at a moment, where it says that no more."""
    then = Former.objects.filter(
        kind=rows.model._meta.model_name,
        subject_id=OuterRef("pk"),
        known_from__lte=as_at,
        known_until__gt=as_at,
    )
    values = Subquery(then.order_by("known_until", "pk").values("values")[:1], output_field=JSONField())
    return cast("QuerySet[S]", rows.annotate(former=values))


def as_it_was(one: S) -> S:
    """Return a thing of `with_former` as it was known then: to be shown, never saved."""
    values: dict[str, Any] = getattr(one, "former", None) or {}
    for name, value in values.items():
        field = cast("Field[Any, Any]", one._meta.get_field(name))
        setattr(one, field.attname, field.to_python(value))
    return one
