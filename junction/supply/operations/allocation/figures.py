"""Write down how many people aged 70 and over live in forums' areas, each figure with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ...models import OlderPeople
from ...queries.allocation import DECIDE
from .refusals import MayNotAllocate


@dataclass(frozen=True, slots=True)
class Entered:
    """One figure as typed in."""

    area_code: str
    people: int


@transaction.atomic
def enter_older_people(figures: Sequence[Entered], *, source: str, by: Actor, now: datetime) -> int:
    """Keep figures as the newest; return how many. Only the national team. Raise `MayNotAllocate`."""
    if not by.scope.reach(DECIDE).national:
        raise MayNotAllocate
    made = OlderPeople.objects.bulk_create(
        OlderPeople(
            area_id=one.area_code, people=one.people, source=source, recorded_at=now, recorded_by=by.key
        )
        for one in figures
    )
    if made:
        said = {one.area_code: one.people for one in figures}
        record(
            at=now, by=by, verb="supply.people.entered", subject="figures:people-70", why=source, figures=said
        )
    return len(made)
