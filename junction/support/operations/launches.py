"""State a launch with all that ties it to others, change it, and decide about it with the gate's verdict.

The gate finds and says what would follow; it refuses nobody by itself. A person decides, and a decision
against the gate is kept with what the gate said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import inside

from ..models import Launch, LaunchDecision, LaunchPromise, LaunchTie, LaunchVersion
from ..queries import launches as queries
from ..queries import programmes
from ..queries.launches import SUBJECT
from ..queries.programme_reach import is_centre
from ..rules.gate_book import gate_rules
from ..rules.launches import Promise
from ..rules.programme_book import needs_on, programme_rules
from . import programme_refusals as refusals
from .launch_verdicts import keep_verdict
from .programmes import must_know_area

OWN = ("title", "audience", "channel", "begins_on", "ends_on", "is_final", "source")
INTERFACE = 60  # characters of an interface's name, as its column has them


@dataclass(frozen=True, slots=True)
class LaunchSaid:
    """A launch with all its lines; `opens`: interfaces, each with the first day without it, if known."""

    title: str
    audience: str
    channel: str
    begins_on: date
    area: str | None = None
    ends_on: date | None = None
    is_final: bool = False
    collects: Sequence[str] = ()
    promises: Sequence[Promise] = ()
    replaces: Sequence[int] = ()
    needs: Sequence[int] = ()
    uses: Sequence[str] = ()
    opens: Sequence[tuple[str, date | None]] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a post decided; `saw` is the verdict that it saw ("": it did not look)."""

    decision: str
    why: str
    decided_by: str
    decided_on: date
    saw: str = ""


@transaction.atomic
def state_launch(programme: int, said: LaunchSaid, *, by: Actor, now: datetime) -> Launch:
    """State a launch of a programme. Raise `NotYoursToRun`, `CannotStateLaunch` and what its lines refuse."""
    whole = programmes.programme(by.scope, programme, now=now)
    clean = _clean(said, whole, number=None, by=by, now=now)
    made = Launch.objects.create(programme_id=programme, stated_at=now, stated_by=by.key)
    _write(made, clean, why="", by=by, now=now)
    keep_verdict(made.pk, by=by, now=now)
    _log(made, "stated", by=by, now=now)
    return made


@transaction.atomic
def change_launch(number: int, said: LaunchSaid, *, why: str, by: Actor, now: datetime) -> LaunchVersion:
    """State it anew with all its lines; it is to be decided again. Raise `SayWhatChanged` …"""
    made = _locked(number, by=by, now=now)
    whole = programmes.programme(by.scope, made.programme_id, now=now)
    clean = _clean(said, whole, number=number, by=by, now=now)
    if not why.strip():
        raise refusals.SayWhatChanged
    if said_of(by, number, now=now) == clean:
        raise refusals.NothingChanged
    LaunchVersion.objects.filter(launch=made, superseded_at__isnull=True).update(superseded_at=now)
    version = _write(made, clean, why=why.strip()[:500], by=by, now=now)
    keep_verdict(number, by=by, now=now)
    _log(made, "changed", by=by, now=now, why=version.why)
    return version


def said_of(by: Actor, number: int, *, now: datetime) -> LaunchSaid:
    """Return a launch in reach as it is stated now, to be stated anew."""
    one = queries.launch(by.scope, number, now=now)
    ties = sorted(one.ties.all(), key=lambda tie: (tie.launch_id or 0, tie.interface))

    def of(kind: str) -> list[Any]:
        return [tie for tie in ties if tie.kind == kind]

    return LaunchSaid(
        **{name: getattr(one, name) for name in OWN}, area=one.area_id, collects=tuple(one.collects),
        promises=tuple(
            Promise(row.audience, row.category, row.gives, row.within_days, row.until, row.text)
            for row in one.promises.all()
        ),
        replaces=tuple(tie.launch_id for tie in of(LaunchTie.Kind.REPLACES)),
        needs=tuple(tie.launch_id for tie in of(LaunchTie.Kind.NEEDS)),
        uses=tuple(tie.interface for tie in of(LaunchTie.Kind.USES)),
        opens=tuple((tie.interface, tie.until) for tie in of(LaunchTie.Kind.OPENS)),
    )  # fmt: skip


def _clean(said: LaunchSaid, whole: Any, *, number: int | None, by: Actor, now: datetime) -> LaunchSaid:
    """What was said in one order, each line once; refuse what cannot be so."""
    today = local_day(now)
    rules, gate = programme_rules(today), gate_rules(today)
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    known = said.audience in rules.audiences and said.channel in rules.channels
    backward = said.ends_on is not None and said.ends_on <= said.begins_on
    if not said.title.strip() or not known or backward or set(said.collects) - set(gate.fields):
        raise refusals.CannotStateLaunch
    must_know_area(said.area, by=by, now=now)
    if whole.area_id is not None and (said.area is None or said.area not in inside([whole.area_id])):
        raise refusals.OutsideTheProgramme
    others = {*said.replaces, *said.needs}
    if number in others or others - set(queries.titles(by.scope)):
        raise refusals.NotALaunch
    for promise in said.promises:
        _must_be_a_promise(promise, said, rules.audiences, today)
    values = {one.name: getattr(said, one.name) for one in fields(said)}
    return LaunchSaid(**values | _tidied(said, list(gate.fields)))


def _tidied(said: LaunchSaid, order: list[str]) -> dict[str, Any]:
    opens = {_interface(name): until for name, until in said.opens if _interface(name)}
    return {
        "title": said.title.strip()[:200],
        "source": said.source.strip()[:300],
        "collects": tuple(code for code in order if code in said.collects),
        "promises": tuple(replace(one, text=one.text.strip()[:500]) for one in said.promises),
        "replaces": tuple(sorted(set(said.replaces))),
        "needs": tuple(sorted(set(said.needs))),
        "uses": tuple(sorted({_interface(name) for name in said.uses} - {""})),
        "opens": tuple(sorted(opens.items(), key=lambda pair: pair[0])),
    }


def _interface(name: str) -> str:
    return " ".join(name.lower().split())[:INTERFACE]


def _must_be_a_promise(promise: Promise, said: LaunchSaid, audiences: Any, today: date) -> None:
    known = promise.audience in audiences and promise.category in needs_on(today)
    late = promise.until is not None and promise.until <= said.begins_on
    if not known or not promise.text.strip() or late:
        raise refusals.CannotPromise


def _write(launch: Launch, said: LaunchSaid, *, why: str, by: Actor, now: datetime) -> LaunchVersion:
    made = LaunchVersion.objects.create(
        launch=launch, area_id=said.area, collects=list(said.collects), why=why, recorded_at=now,
        recorded_by=by.key, **{name: getattr(said, name) for name in OWN},
    )  # fmt: skip
    LaunchPromise.objects.bulk_create(
        LaunchPromise(version=made, audience=one.audience, category=one.category, gives=one.gives,
                      within_days=one.within_days, until=one.until, text=one.text)
        for one in said.promises
    )  # fmt: skip
    kinds = LaunchTie.Kind
    LaunchTie.objects.bulk_create(
        [
            *(LaunchTie(version=made, kind=kinds.REPLACES, launch_id=one) for one in said.replaces),
            *(LaunchTie(version=made, kind=kinds.NEEDS, launch_id=one) for one in said.needs),
            *(LaunchTie(version=made, kind=kinds.USES, interface=one) for one in said.uses),
            *(LaunchTie(version=made, kind=kinds.OPENS, interface=one, until=until)
              for one, until in said.opens),
        ]
    )  # fmt: skip
    return made


def _log(launch: Launch, verb: str, *, by: Actor, now: datetime, why: str = "") -> None:
    passed = queries.gate(by.scope, [launch.pk], now=now)[launch.pk]
    record(
        at=now, by=by, verb=f"support.launch.{verb}", subject=f"{SUBJECT}:{launch.pk}", why=why,
        playbook=gate_rules(local_day(now)).reference, verdict=passed.verdict,
        found=[one.plain() for one in passed.found],
    )  # fmt: skip


@transaction.atomic
def decide_launch(number: int, said: Decided, *, by: Actor, now: datetime) -> LaunchDecision:
    """Decide about a launch as it is stated now. Raise `NotYoursToRun`, `CannotDecide`, `LookAgain`."""
    _locked(number, by=by, now=now)
    found = queries.launch(by.scope, number, now=now)
    rules = gate_rules(local_day(now))
    kind = rules.decisions.get(said.decision)
    if (
        kind is None
        or not said.why.strip()
        or not said.decided_by.strip()
        or said.decided_on > local_day(now)
    ):
        raise refusals.CannotDecide
    passed = queries.gate(by.scope, [number], now=now)[number]
    if said.saw and said.saw != passed.verdict:
        raise refusals.LookAgain
    made = LaunchDecision.objects.create(
        version_id=found.pk, decision=said.decision, goes=kind.goes, why=said.why.strip()[:1000],
        decided_by=said.decided_by.strip()[:200], decided_on=said.decided_on, verdict=passed.verdict,
        findings=[one.plain() for one in passed.found], playbook=rules.reference, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.launch.decided", subject=f"{SUBJECT}:{number}", why=made.why[:500],
        playbook=rules.reference, decision=said.decision, verdict=passed.verdict,
    )  # fmt: skip
    return made


def _locked(number: int, *, by: Actor, now: datetime) -> Launch:
    """The launch, once it is known to be in reach; others who write to it wait."""
    queries.launch(by.scope, number, now=now)
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    return Launch.objects.select_for_update().get(pk=number)
