"""Hand-overs: what is offered to oneself or to a hub of one's areas, and what one has offered oneself."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.people.queries import memberships
from junction.people.rules import roles

from ..models import HandOver
from .needs import ANSWER, READ

WAITING = HandOver.Outcome.WAITING
SHOWN = 50


def offered_to(scope: Scope, *, own_key: str) -> QuerySet[HandOver]:
    """Return what waits for one's answer: offered to oneself, or to a hub of an area one answers for."""
    reach = scope.reach(ANSWER)
    hubs = Q(to_hub__isnull=False) if reach.national else Q(to_hub__area__in=reach.areas)
    mine = Q(to_agent=own_key, need__area__in=reach.areas)
    if reach.national:
        mine = Q(to_agent=own_key)
    found = HandOver.objects.filter(mine | hubs, outcome=WAITING) if reach else HandOver.objects.none()
    return found.select_related("need__area", "need__person", "to_hub__area")


def offered_by(scope: Scope, *, own_key: str) -> QuerySet[HandOver]:
    """Return what one has offered, the newest first, with how it was answered."""
    found = HandOver.objects.filter(sender=own_key).select_related(
        "need__area", "need__person", "to_hub__area"
    )
    return found.order_by("-offered_at", "-pk")


def handed_words(scope: Scope, found: Iterable[HandOver]) -> dict[int, tuple[str, str]]:
    """Return what was said of each, and why it came back, for hand-overs one gave or was offered; logged."""
    rows = list(found)
    known = values(key for row in rows for key in (row.note, row.why) if key)
    for row in rows:
        seen(READ, row.need_id, "hand-over")
    return {row.pk: (_said(row.note, known), _said(row.why, known)) for row in rows}


def could_answer(scope: Scope, *, area: str, own_key: str, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of everyone in sight who answers for an area, except oneself, by name."""
    answering = [name for name, role in roles(local_day(now)).items() if ANSWER in role.permissions]
    held = memberships(scope, now=now).filter(role__in=answering, user__is_active=True, area=area)
    pairs = {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}
    pairs.pop(own_key, None)
    return sorted(pairs.items(), key=lambda pair: pair[1])


def _said(key: str, known: dict[str, str]) -> str:
    return known.get(key, ERASED) if key else ""
