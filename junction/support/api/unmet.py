"""What is not met by machine: figures by council, kind of need, reason and day, and demand."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from junction.core.pages.context import actor_of
from junction.core.pages.moment import BadMoment, read_as_at
from junction.core.scope import Scope

from ..queries import unmet as queries
from ..queries import unmet_demand
from ..queries.needs import SEE
from ..queries.unmet_areas import Looked, look_at
from ..rules.unmet import unmet_rules
from ..rules.unmet_figures import actual_of

router = Router(tags=["What is not met"])
AREA = Query("", max_length=9, description="A region, a forum or a council by its code; empty: all in reach.")
SHARED = Query(False, description="As it may be shared: small numbers are hidden.")


class UnmetOut(Schema):
    """How many needs were not met at the end of a day; null is hidden. Where small numbers are hidden, others
    are rounded down.
    """

    day: date
    area: str
    category: str
    reason: str
    needs: int | None


class ClassOut(Schema):
    """Needs of a class as first given, how many were rung back, classed again, and are real."""

    need_class: str
    stated: int
    rung: int
    changed: int
    actual: float | None


class DemandOut(Schema):
    """Perceived and actual demand of an area in the days looked back; `open` by kind of need."""

    area: str
    as_at: datetime
    first_on: date
    perceived: int
    actual: float | None
    classes: list[ClassOut]
    stated: dict[str, int]
    open: dict[str, int]


def looked_at(request: HttpRequest, area: str, as_at: str, *, shared: bool = False) -> tuple[Scope, Looked]:
    """Return the scope of who asks and the area asked about; 404 for an unknown one."""
    scope, now = actor_of(request).scope, timezone.now()
    if not scope.may(SEE):
        raise PermissionDenied
    try:
        at = read_as_at(as_at, now=now) if as_at else now
    except BadMoment as wrong:
        raise HttpError(422, str(wrong)) from wrong
    looked = look_at(scope, area, at=at, to_share=shared)
    if looked is None:
        raise Http404
    return scope, looked


@router.get("/support/unmet", response=list[UnmetOut])
def unmet_figures(
    request: HttpRequest,
    area: str = AREA,
    as_at: str = "",
    days: int = Query(1, ge=1, le=92),
    shared: bool = SHARED,
) -> list[dict[str, Any]]:
    """What was not met at the end of each of the last days, by council, kind of need and reason.

    Of an area out of reach, small numbers are hidden and it is as it stood when the day began.
    """
    scope, looked = looked_at(request, area, as_at, shared=shared)
    rules = unmet_rules(looked.day)
    first_on = looked.day - timedelta(days=min(days, rules.most_days_in_a_file) - 1)
    return [
        {"day": row.day, "area": row.area, "category": row.category, "reason": row.reason,
         "needs": row.count}
        for row in queries.unmet_figures(scope, looked, rules=rules, first_on=first_on)
    ]  # fmt: skip


@router.get("/support/unmet/demand", response=DemandOut)
def demand(request: HttpRequest, area: str = AREA, as_at: str = "") -> dict[str, Any]:
    """Perceived and actual demand of an area in reach; of another it does not exist."""
    scope, looked = looked_at(request, area, as_at)
    if not looked.is_exact:
        raise Http404
    rules = unmet_rules(looked.day)
    first_on = looked.day - timedelta(days=rules.trend_days - 1)
    found = unmet_demand.demand(scope, looked, rules=rules, first_on=first_on)
    names = ("need_class", "stated", "rung", "changed", "actual")
    return {
        "area": looked.code, "as_at": looked.at, "first_on": first_on, "perceived": found.perceived,
        "actual": actual_of(found.judged), "stated": dict(found.stated), "open": dict(found.open),
        "classes": [{name: getattr(one, name) for name in names} for one in found.judged],
    }  # fmt: skip
