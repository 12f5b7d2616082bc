"""Requests for letters of confirmation, and where everybody asked stands, now or as at a moment."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from junction.core.scope import Scope
from junction.registry.models import AreaInside
from junction.registry.queries import areas, inside

from ..models import Confirmation, ConfirmationRequest
from ..rules.confirmations import ConfirmationRules, state_of
from .documents import SEE

COLUMNS = ("document", "sent_on", "received_on", "signed_by", "key_issues")


def _there(as_at: datetime | None, ended: str) -> Q:
    if as_at is None:
        return Q(**{f"{ended}__isnull": True})
    return Q(recorded_at__lte=as_at) & (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": as_at}))


def requests(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None
) -> QuerySet[ConfirmationRequest]:
    """Return what is asked of areas in reach: by the nation, or by an area that holds one of them."""
    found = ConfirmationRequest.objects.filter(_there(as_at, "withdrawn_at")).select_related(
        "area", "document"
    )
    reach = scope.reach(permission)
    if reach.national:
        return found
    if not reach.areas:
        return found.none()
    above = AreaInside.objects.filter(descendant__in=reach.areas).values("ancestor")
    return found.filter(Q(area__isnull=True) | Q(area__in=above) | Q(area__in=reach.areas))


def request(scope: Scope, request_id: int, *, as_at: datetime | None = None) -> ConfirmationRequest:
    """Return one. Raise `ConfirmationRequest.DoesNotExist` out of reach."""
    return requests(scope, as_at=as_at).get(pk=request_id)


def asked(
    scope: Scope, one: ConfirmationRequest, rules: ConfirmationRules, *, day: date,
    as_at: datetime | None = None, permission: str = SEE,
) -> QuerySet[Any]:  # fmt: skip
    """Return the areas in reach that are asked on a day, each with its letter (nulls: none came)."""
    rows = areas(scope, on=day).filter(kind__in=rules.asked_of[one.asked_of].kinds)
    if one.area_id:
        rows = rows.filter(code__in=inside([one.area_id], on=day))
    reach = scope.reach(permission)
    if not reach.national:
        rows = rows.filter(code__in=reach.areas)
    letter = Confirmation.objects.filter(_there(as_at, "superseded_at"), request=one, area=OuterRef("pk"))
    return rows.annotate(**{f"letter_{name}": Subquery(letter.values(name)[:1]) for name in COLUMNS})


def counted(
    scope: Scope, one: ConfirmationRequest, rules: ConfirmationRules, *, day: date,
    as_at: datetime | None = None,
) -> dict[str, int]:  # fmt: skip
    """Return how many of those asked, in reach, are in each state."""
    found = dict.fromkeys(rules.states, 0)
    rows = asked(scope, one, rules, day=day, as_at=as_at)
    for sent_on in rows.values_list("letter_sent_on", flat=True):
        found[state_of(one.due_on, sent_on, day=day)] += 1
    return found


def letters(
    scope: Scope, one: ConfirmationRequest, area: str, *, as_at: datetime | None = None
) -> QuerySet[Confirmation]:
    """Return every version of one area's letter, the newest first; of an area out of reach none."""
    reach = scope.reach(SEE)
    found = Confirmation.objects.filter(request=one, area=area).order_by("-pk")
    found = found if reach.national or area in reach.areas else found.none()
    return found.filter(recorded_at__lte=as_at) if as_at else found


def is_confirmed(scope: Scope, request_id: int, area: str, *, as_at: datetime | None = None) -> bool:
    """Tell whether an area's letter was there at a moment, in time or late: money may wait for it.

    Raise `ConfirmationRequest.DoesNotExist` where the request or the area is out of reach: that nobody may
    see a letter must not read as that there is none.
    """
    one = request(scope, request_id, as_at=as_at)
    reach = scope.reach(SEE)
    if not (reach.national or area in reach.areas):
        raise ConfirmationRequest.DoesNotExist
    return Confirmation.objects.filter(_there(as_at, "superseded_at"), request=one, area=area).exists()
