"""Keep what the gate says of each launch, and write to who has it when that changes without their doing.

A launch's verdict follows from all others: one that is stated, changed, decided or withdrawn elsewhere, and
from the rules of the day. Each change is kept once and told once: to whoever stated the launch as it is and
whoever wrote down the decision about it; where both have left, to whoever has kept programmes for longest.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Launch, LaunchDecision, LaunchVerdict, LaunchVersion
from ..queries import launches as queries
from ..queries.launches import SUBJECT, Passed
from ..queries.offer_desks import address_of
from ..queries.programme_reach import keepers
from ..rules.gate import is_news
from ..rules.gate_book import gate_rules

STILL_MATTERS = (*queries.UNDECIDED, *queries.GOES)


def keep_verdict(number: int, *, by: Actor, now: datetime) -> None:
    """Keep what the gate says of one launch that `by` has just stated, so that they are not told of it."""
    _keep(number, queries.gate(by.scope, [number], now=now)[number], now=now)


@transaction.atomic
def look_at_launches(*, by: Actor, now: datetime) -> int:
    """Hold every launch that still matters against the others; return of how many who has them was told."""
    locked = Launch.objects.select_for_update().order_by("pk")
    every = set(locked.values_list("pk", flat=True))  # who states one, or looks as well, waits
    rows: Any = queries.launches(by.scope, now=now)
    standing = {row.launch_id: row for row in rows.filter(launch__in=every, state__in=STILL_MATTERS)}
    before = _last_said(standing)
    told = []
    for number, passed in queries.gate(by.scope, standing, now=now).items():
        last, plain = before.get(number), [one.plain() for one in passed.found]
        if last is None or (last.verdict, last.findings) != (passed.verdict, plain):
            _keep(number, passed, now=now)
        if last is not None and is_news((last.verdict, last.findings), (passed.verdict, plain)):
            _tell(standing[number], last.verdict, passed.verdict, by=by, now=now)
            told.append(number)
    if told:
        playbook = gate_rules(local_day(now)).reference
        record(at=now, by=by, verb="support.launches.looked-at", subject="launches", told=told,
               playbook=playbook)  # fmt: skip
    return len(told)


def _last_said(numbers: Iterable[int]) -> dict[int, LaunchVerdict]:
    rows = LaunchVerdict.objects.filter(launch__in=numbers).order_by("launch_id", "-pk").distinct("launch_id")
    return {row.launch_id: row for row in rows}


def _keep(number: int, passed: Passed, *, now: datetime) -> None:
    LaunchVerdict.objects.create(
        launch_id=number, verdict=passed.verdict, findings=[one.plain() for one in passed.found],
        playbook=gate_rules(local_day(now)).reference, recorded_at=now,
    )  # fmt: skip


def _tell(row: LaunchVersion, before: str, after: str, *, by: Actor, now: datetime) -> None:
    """Write to each who has it, once."""
    rules = gate_rules(local_day(now))
    until = local_day(now) + timedelta(days=rules.letter_kept_days)
    plain = {
        "product": settings.PRODUCT["name"], "title": row.title, "before": rules.verdicts[before].title,
        "after": rules.verdicts[after].title, "is_new": before != after,
        "link": settings.PUBLIC_ADDRESS + reverse("support:launch", args=[row.launch_id]),
    }  # fmt: skip
    for address in _addresses(row, by=by, now=now):
        to = keep(address, kind="email", by=by, now=now, retention_until=until)
        queue(
            "support/launch_verdict", to=to, channel="email", by=by, now=now, words=Words(plain=plain),
            subject=f"{SUBJECT}:{row.launch_id}",
        )  # fmt: skip


def _addresses(row: LaunchVersion, *, by: Actor, now: datetime) -> list[str]:
    decided = LaunchDecision.objects.filter(version__launch=row.launch_id).order_by("-pk").first()
    having = [row.recorded_by, *([decided.recorded_by] if decided else [])]
    keys, there = keepers(by.scope, now=now), dict[str, None]()
    for key in [key for key in having if key in keys] or keys[:1]:
        if address := address_of(by.scope, key, now=now):
            there[address] = None
    return list(there)
