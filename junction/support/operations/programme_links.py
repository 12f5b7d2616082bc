"""Bring two programmes together for a purpose, and write down what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import LinkResult, Programme, ProgrammeLink
from ..queries import programme_links as queries
from ..queries.programme_links import SUBJECT
from ..queries.programme_reach import is_centre
from ..queries.programmes import names
from ..rules.programme_book import programme_rules
from . import programme_refusals as refusals


@dataclass(frozen=True, slots=True)
class LinkSaid:
    """Which two were brought together, what for, on which day, and by which post."""

    one: int
    other: int
    purpose: str
    made_on: date
    made_by: str


@transaction.atomic
def link_programmes(said: LinkSaid, *, by: Actor, now: datetime) -> ProgrammeLink:
    """Write down a link. Raise `NotYoursToRun`, `CannotLink`, `LinkedAlready`."""
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    known = names(by.scope)
    pair = sorted({said.one, said.other} & set(known))
    purpose, made_by = said.purpose.strip()[:500], said.made_by.strip()[:200]
    if len(pair) != 2 or not purpose or not made_by or said.made_on > local_day(now):
        raise refusals.CannotLink
    list(Programme.objects.select_for_update().filter(pk__in=pair).order_by("pk"))  # two at once do not meet
    if ProgrammeLink.objects.filter(one=pair[0], other=pair[1], purpose__iexact=purpose).exists():
        raise refusals.LinkedAlready
    made = ProgrammeLink.objects.create(
        one_id=pair[0], other_id=pair[1], purpose=purpose, made_on=said.made_on, made_by=made_by,
        recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.programme-link.made", subject=f"{SUBJECT}:{made.pk}", programmes=pair,
        made_on=said.made_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def say_link_result(number: int, *, result: str, text: str, by: Actor, now: datetime) -> LinkResult:
    """Say what came of a link; what was said before stays below. Raise `CannotSayResult`."""
    found = queries.link(by.scope, number, now=now)
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    if result not in programme_rules(local_day(now)).results or not text.strip():
        raise refusals.CannotSayResult
    made = LinkResult.objects.create(
        link_id=found.pk, result=result, text=text.strip()[:1000], recorded_at=now, recorded_by=by.key
    )
    record(
        at=now, by=by, verb="support.programme-link.result", subject=f"{SUBJECT}:{found.pk}", result=result
    )
    return made
