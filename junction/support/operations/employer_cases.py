"""A case of a person who employs their own carers: equipment, staff, guidance, money, with no place of care.

Who pays for it by a direct payment has no provider to ring for them. The case stands in the same queue, is
theirs as any need is, and is passed on by the kind and number of who answers for it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.scope import Actor

from ..models import Employer
from ..queries.needs import duplicates
from . import need_refusals as refusals
from .needs import Made, Stated, Who, state_needs

MOST = 32_000  # what the column holds


@dataclass(frozen=True, slots=True)
class Employs:
    """How many assistants, their hours a week together, and whether there is a plan for when none comes."""

    assistants: int
    weekly_hours: int | None = None
    has_backup: bool | None = None


@dataclass(frozen=True, slots=True)
class EmployerAsks:
    """Who asks what of the desk, in which council; `matter` is a code of desk.toml."""

    who: Who
    employs: Employs
    area: str
    matter: str
    words: str
    channel: str = "phone"
    is_another: bool = False  # an open case of the same person was looked at


@transaction.atomic
def open_employer_case(asked: EmployerAsks, *, by: Actor, now: datetime) -> Made:
    """Open a case of a person in reach. Raise `SayWhy`, `EmploysNobody`, `NotARule`, `NotYours`,
    `NotAPhoneNumber`, `UnknownCouncil`, or `LooksLikeAnother` while they have an open need.
    """
    if not asked.words.strip():
        raise refusals.SayWhy
    numbers = (asked.employs.assistants, asked.employs.weekly_hours or 0)
    if not 0 < numbers[0] <= MOST or not 0 <= numbers[1] <= MOST:
        raise refusals.EmploysNobody
    if not asked.is_another:
        phone, name = asked.who.phone, asked.who.name
        if alike := duplicates(by.scope, phone=phone, name=name, area=asked.area):
            raise refusals.LooksLikeAnother(needs=[one.pk for one in alike])
    stated = Stated(
        {}, asked.area, asked.who, words=asked.words, matter=asked.matter, channel=asked.channel
    )  # fmt: skip
    made = state_needs([stated], by=by, now=now)[0]
    told = asked.employs
    Employer.objects.create(
        need=made.need, assistants=told.assistants, weekly_hours=told.weekly_hours, has_backup=told.has_backup
    )
    return made
