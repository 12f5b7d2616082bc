"""Launches in reach, where each stands, and what the gate says of it, as at a moment.

The gate holds a launch against all that is live or planned anywhere. Whoever does not reach another launch is
told that there is one, not what it is called.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.models import AreaInside

from ..models import LaunchDecision, LaunchPromise, LaunchTie, LaunchVerdict, LaunchVersion
from ..models.programmes import current_at
from ..rules.gate import Finding, through_gate, verdict
from ..rules.gate_book import GateRules, gate_rules
from ..rules.launches import Launching, Promise
from .programme_reach import in_area

SUBJECT = "launch"
UNDECIDED, GOES = ("to-decide", "changed"), ("planned", "live")


def launches(
    scope: Scope, *, as_at: datetime | None = None, now: datetime, programme: int | None = None
) -> QuerySet[LaunchVersion]:
    """Return launches in reach as they were stated, each with its `state`."""
    found = _all(as_at, now).filter(in_area(scope)).select_related("area", "launch")
    return found.filter(launch__programme=programme) if programme is not None else found


def launch(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one by its number. Raise `LaunchVersion.DoesNotExist` out of reach."""
    return launches(scope, as_at=as_at, now=now).prefetch_related("promises", "ties").get(launch=number)


def versions(scope: Scope, number: int, *, as_at: datetime | None = None) -> list[LaunchVersion]:
    """Return how one was stated, the newest first, of the versions in reach."""
    found = LaunchVersion.objects.filter(in_area(scope), launch=number)
    return list((found.filter(recorded_at__lte=as_at) if as_at else found).order_by("-recorded_at", "-pk"))


def decisions(scope: Scope, number: int, *, at: datetime) -> list[LaunchDecision]:
    """Return what was decided about a launch in reach, the newest first."""
    mine = LaunchVersion.objects.filter(in_area(scope), launch=number).values("pk")
    found = LaunchDecision.objects.filter(version__in=mine, recorded_at__lte=at)
    return list(found.select_related("version").order_by("-pk"))


def verdicts(scope: Scope, number: int, *, at: datetime) -> list[LaunchVerdict]:
    """Return what the gate has said of a launch in reach, each from when it said so, the newest first."""
    mine = LaunchVersion.objects.filter(in_area(scope), launch=number).values("launch")
    return list(LaunchVerdict.objects.filter(launch__in=mine, recorded_at__lte=at).order_by("-pk"))


def searched(scope: Scope, rows: QuerySet[LaunchVersion], words: str) -> QuerySet[LaunchVersion]:
    """Narrow launches, read within a scope, to those whose title holds all of what is sought."""
    return holding(rows, words, "title")


def titles(scope: Scope, *, as_at: datetime | None = None) -> dict[int, str]:
    """Return the titles of launches in reach, by number."""
    found = LaunchVersion.objects.filter(current_at(as_at), in_area(scope))
    return dict(found.values_list("launch", "title"))


def interfaces(scope: Scope) -> list[str]:
    """Return the interfaces that launches in reach open now, by name."""
    mine = LaunchVersion.objects.filter(current_at(None), in_area(scope)).values("pk")
    opened = LaunchTie.objects.filter(version__in=mine, kind=LaunchTie.Kind.OPENS)
    return sorted(set(opened.order_by().values_list("interface", flat=True)))


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gate says of one launch, with the titles of the others that may be told."""

    verdict: str
    found: Sequence[Finding]
    titles: Mapping[int, str]


def gate(
    scope: Scope, numbers: Iterable[int], *, as_at: datetime | None = None, now: datetime
) -> dict[int, Passed]:
    """Return what the gate says of these launches in reach, by number; six statements for any number."""
    rules = gate_rules(local_day(as_at or now))
    known, every = titles(scope, as_at=as_at), _launchings(as_at, now)
    return {number: _passed(number, every, known, rules) for number in numbers if number in known}


def gate_of_draft(scope: Scope, draft: Launching, *, now: datetime) -> Passed:
    """Return what the gate would say of a launch that is not stated yet, or not so."""
    every = {number: one for number, one in _launchings(None, now).items() if number != draft.number}
    return _passed(draft.number, {**every, draft.number: draft}, titles(scope), gate_rules(local_day(now)))


def areas_below(scope: Scope, code: str | None) -> frozenset[str] | None:
    """Return an area with all that lies in it, now or once; None for the nation. Public facts."""
    return None if code is None else frozenset(_below({code})[code])


def _passed(
    number: int, every: Mapping[int, Launching], known: Mapping[int, str], rules: GateRules
) -> Passed:
    found = through_gate(every[number], list(every.values()), rules)
    return Passed(verdict(found, rules), found, known)


def _all(as_at: datetime | None, now: datetime) -> QuerySet[LaunchVersion]:
    """Every launch as it was stated, with the newest decision and the state that follows; no reach yet."""
    at = as_at or now
    newest = LaunchDecision.objects.filter(version__launch=OuterRef("launch"), recorded_at__lte=at).order_by(
        "-pk"
    )
    known = LaunchVersion.objects.filter(current_at(as_at)).annotate(
        decided=Subquery(newest.values("goes")[:1]), decided_version=Subquery(newest.values("version")[:1])
    )
    return known.annotate(state=_state(local_day(at)))


def _state(day: date) -> Case:
    return Case(
        When(decided__isnull=True, then=Value("to-decide")),
        When(~Q(decided_version=F("pk")), then=Value("changed")),
        When(decided=False, then=Value("stopped")),
        When(ends_on__lte=day, then=Value("ended")),
        When(begins_on__gt=day, then=Value("planned")),
        default=Value("live"),
        output_field=CharField(),
    )


def _launchings(as_at: datetime | None, now: datetime) -> dict[int, Launching]:
    """Every launch as the gate reads it, by number."""
    rows = list(_all(as_at, now))
    promises, ties = defaultdict[int, list[Any]](list), defaultdict[int, list[Any]](list)
    for promise in LaunchPromise.objects.filter(version__in=rows):
        promises[promise.version_id].append(promise)
    for tie in LaunchTie.objects.filter(version__in=rows):
        ties[tie.version_id].append(tie)
    below = _below({row.area_id for row in rows if row.area_id})
    return {row.launch_id: _launching(row, promises[row.pk], ties[row.pk], below) for row in rows}


def _launching(row: Any, promises: list[Any], ties: list[Any], below: Mapping[str, set[str]]) -> Launching:
    of = defaultdict[str, list[Any]](list)
    for tie in ties:
        of[tie.kind].append(tie)
    return Launching(
        number=row.launch_id, title=row.title, audience=row.audience, begins_on=row.begins_on,
        ends_on=row.ends_on, areas=frozenset(below[row.area_id]) if row.area_id else None,
        is_final=row.is_final, collects=frozenset(row.collects),
        promises=tuple(
            Promise(one.audience, one.category, one.gives, one.within_days, one.until, one.text)
            for one in promises
        ),
        replaces=frozenset(tie.launch_id for tie in of[LaunchTie.Kind.REPLACES]),
        needs=frozenset(tie.launch_id for tie in of[LaunchTie.Kind.NEEDS]),
        uses=frozenset(tie.interface for tie in of[LaunchTie.Kind.USES]),
        opens={tie.interface: tie.until for tie in of[LaunchTie.Kind.OPENS]},
        goes=row.state in (*GOES, "ended"), stopped=row.state == "stopped",
    )  # fmt: skip


def _below(codes: set[str]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {code: {code} for code in codes}
    if codes:
        pairs = AreaInside.objects.filter(ancestor__in=codes)
        for up, down in pairs.values_list("ancestor_id", "descendant_id"):
            held[up].add(down)
    return held
