"""Keep what a thing said before it is put right."""

from collections.abc import Iterable
from datetime import datetime

from junction.core.scope import Actor

from ..models import Former
from ..models.said import Said


def keep_former(one: Said, names: Iterable[str], *, since: datetime, by: Actor, now: datetime) -> None:
    """Write down values about to be replaced, known since a moment; the caller logs the change."""
    assert by is not None
    values = {name: one._meta.get_field(name).value_from_object(one) for name in names}
    if values:
        Former.objects.create(
            kind=one._meta.model_name, subject_id=one.pk, values=values, known_from=since, known_until=now
        )
