"""Launches by machine: stated with all their lines, what the gate says of each and why, decided."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import local_day
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import launches as operations
from ..operations.launches import Decided, LaunchSaid
from ..queries import launches as queries
from ..rules.gate import Finding
from ..rules.gate_book import gate_rules
from ..rules.launches import Promise
from .programme_shapes import AREA, AddedOut, After, Identity, Limit, reading, written

router = Router(tags=["Launches"])
ONE = "/support/launches/{int:number}"
MOST = 200  # lines of one kind in one launch


class PromiseIn(Schema):
    """What is promised to whom; `gives` false: it will not be given; `until` null: as long as it lasts."""

    audience: str = Field(..., max_length=20)
    category: str = Field(..., max_length=30)
    gives: bool = True
    within_days: int | None = Field(None, ge=0, le=365)
    until: date | None = None
    text: str = Field(..., max_length=500)


class InterfaceIn(Schema):
    """An interface that it opens, until the first day without it."""

    name: str = Field(..., max_length=60)
    until: date | None = None


class LaunchLinesIn(Schema):
    """A launch with all its lines."""

    title: str = Field(..., max_length=200)
    audience: str = Field(..., max_length=20)
    channel: str = Field(..., max_length=20)
    begins_on: date
    area: str | None = Field(None, pattern=AREA)
    ends_on: date | None = None
    is_final: bool = False
    collects: list[str] = Field([], max_length=MOST)
    promises: list[PromiseIn] = Field([], max_length=MOST)
    replaces: list[int] = Field([], max_length=MOST)
    needs: list[int] = Field([], max_length=MOST)
    uses: list[str] = Field([], max_length=MOST)
    opens: list[InterfaceIn] = Field([], max_length=MOST)
    source: str = Field("", max_length=300)


class LaunchIn(LaunchLinesIn):
    """A launch of a programme."""

    programme: int = Identity


class LaunchChangeIn(LaunchLinesIn):
    """The launch anew, and why."""

    why: str = Field(..., max_length=500)


class DecisionIn(Schema):
    """A decision by a post; `saw`: the verdict that it saw, refused with 409 where it is another now."""

    decision: str = Field(..., max_length=20)
    why: str = Field(..., max_length=1000)
    decided_by: str = Field(..., max_length=200, description="The post, not a name.")
    decided_on: date
    saw: str = Field("", max_length=10)


class FindingOut(Schema):
    """One reason: its code, what would follow (rebuild, withdraw) of this launch or the other, its facts."""

    code: str
    follows: str
    of: str
    stops: bool
    other: int | None = Field(None, description="Null: none, or one outside your reach.")
    fields: list[str] = []
    category: str = ""
    interface: str = ""
    day: date | None = None
    until: date | None = None
    days: int | None = None


class LaunchOut(Schema):
    """A launch, where it stands, and what the gate says of it now."""

    id: int
    programme: int
    title: str
    audience: str
    channel: str
    area: str | None
    begins_on: date
    ends_on: date | None
    state: str
    verdict: str
    findings: list[FindingOut]


class VerdictOut(Schema):
    """What the gate said of a launch from a moment on, by which version of its rules."""

    verdict: str
    findings: list[dict[str, Any]]
    rules: str
    recorded_at: datetime


@router.get("/support/launches/{int:number}/verdicts", response=list[VerdictOut])
def launch_verdicts(request: HttpRequest, number: int, as_at: AsAt | None = None) -> list[dict[str, Any]]:
    """What the gate said of one launch, each time it said something else, the newest first."""
    scope, now = reading(request), timezone.now()
    if not queries.launches(scope, as_at=as_at, now=now).filter(launch=number).exists():
        raise Http404
    known = queries.titles(scope, as_at=as_at)

    def told(finding: dict[str, Any]) -> dict[str, Any]:
        return finding | {"other": finding.get("other") if finding.get("other") in known else None}

    return [
        {"verdict": one.verdict, "findings": [told(each) for each in one.findings], "rules": one.playbook,
         "recorded_at": one.recorded_at}
        for one in queries.verdicts(scope, number, at=as_at or now)
    ]  # fmt: skip


@router.get("/support/launches", response=list[LaunchOut])
def launches(request: HttpRequest, as_at: AsAt | None = None, after: int = After, limit: int = Limit) -> Any:
    """Launches in reach, by number, each with the gate's verdict and its reasons, as at a moment."""
    scope, now = reading(request), timezone.now()
    rows = queries.launches(scope, as_at=as_at, now=now).filter(launch__gt=after).order_by("launch")[:limit]
    found = list(rows)
    passed = queries.gate(scope, [one.launch_id for one in found], as_at=as_at, now=now)
    rules = gate_rules(local_day(as_at or now))

    def reason(each: Finding, known: Any) -> dict[str, Any]:
        rule = rules.findings[each.code]
        more = {"follows": rule.follows, "of": rule.of, "stops": rule.stops}
        return each.plain() | more | {"other": each.other if each.other in known else None}

    own = ("title", "audience", "channel", "begins_on", "ends_on", "state")
    return [
        {name: getattr(one, name) for name in own}
        | {"id": one.launch_id, "programme": one.launch.programme_id, "area": one.area_id}
        | {"verdict": passed[one.launch_id].verdict}
        | {"findings": [reason(each, passed[one.launch_id].titles) for each in passed[one.launch_id].found]}
        for one in found
    ]


def _said(typed: dict[str, Any]) -> LaunchSaid:
    lines: dict[str, Any] = {
        "promises": tuple(Promise(**one) for one in typed.pop("promises")),
        "opens": tuple((one["name"], one["until"]) for one in typed.pop("opens")),
    }
    return LaunchSaid(**typed, **lines)


@router.post("/support/launches", response={201: AddedOut})
def post_launch(request: HttpRequest, sent: LaunchIn) -> HttpResponse:
    """State a launch; read it to see the gate's verdict."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    programme = typed.pop("programme")
    said = _said(typed)
    return written(request, lambda: operations.state_launch(programme, said, by=by, now=now), by=by, now=now)


@router.post(f"{ONE}/changes", response={201: AddedOut})
def post_launch_change(request: HttpRequest, number: int, sent: LaunchChangeIn) -> HttpResponse:
    """State a launch anew with all its lines, and why; it is to be decided again."""
    by, now, typed = actor_of(request), timezone.now(), sent.dict()
    why = typed.pop("why")
    said = _said(typed)
    return written(request, lambda: operations.change_launch(number, said, why=why, by=by, now=now),
                   by=by, now=now)  # fmt: skip


@router.post(f"{ONE}/decisions", response={201: AddedOut})
def post_decision(request: HttpRequest, number: int, sent: DecisionIn) -> HttpResponse:
    """Decide about a launch as it is stated now; the gate's verdict is kept beside it."""
    by, now = actor_of(request), timezone.now()
    said = Decided(**sent.dict())
    return written(request, lambda: operations.decide_launch(number, said, by=by, now=now), by=by, now=now)
