"""Keep what a thing said before it is put right."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db.models import Field

from ..models import Former
from ..models.said import Said


def keep_former(one: Said, names: Iterable[str], *, since: datetime, now: datetime) -> None:
    """Write down values about to be replaced, known since a moment; the caller logs it."""
    fields = [cast("Field[Any, Any]", one._meta.get_field(name)) for name in names]
    values = {field.name: field.value_from_object(one) for field in fields}
    if values:
        Former.objects.create(
            kind=str(one._meta.model_name),
            subject_id=one.pk,
            values=values,
            known_from=since,
            known_until=now,
        )
