"""Write to people about what alarms, once for each alarm: asks nobody answers, meetings nobody goes to.

Who is named and has an account that reads the record is written to; where nobody named has one, those who
keep the record of that body; where nobody does, that is shown and tried again. A letter says that something
alarms and where it stands, never its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import day as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Ask, Former, Meeting, Told
from ..models.said import Said
from ..queries import asks as of_asks
from ..queries import meetings as of_meetings
from ..queries.keepers import called, nearest_keepers
from ..rules.attendance import attendance_rules, is_to_warn
from ..rules.promises import Passed, alarmed_since, promise_rules

TEMPLATE = "record/alarm"
NOBODY_GOES = "nobody-goes"
WHAT = {
    "unanswered": ("an ask has no answer", "Nobody has answered it since {since}."),
    "passed-on": ("an ask is passed on and on", "It was passed on {times} times and has no answer."),
    NOBODY_GOES: ("nobody goes to a meeting", "It is on {day}, and nobody has said yes yet."),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a thing alarms, since when, whom it concerns as the record names them, and what is said of it."""

    code: str
    since: datetime
    names: tuple[str, ...]
    said: str


def tell_of_asks(*, by: Actor, now: datetime) -> int:
    """Write of each ask that began to alarm since it was last written of; return how many letters."""
    rows = of_asks.alarming(of_asks.asks(by.scope, now=now), at=now)
    return sum(_tell_of_ask(one.pk, by=by, now=now) for one in rows)


@transaction.atomic
def _tell_of_ask(number: int, *, by: Actor, now: datetime) -> int:
    """Under the ask's lock, so that what is answered meanwhile tells nobody."""
    one = Ask.objects.select_for_update().get(pk=number)
    row = of_asks.told([of_asks.ask(by.scope, number, at=now)], at=now)[0]
    if one.dismissed_at or row.is_answered:
        return 0
    taken_back = [
        former.known_until
        for former in Former.objects.filter(kind="ask", subject_id=number)
        if former.values.get("answered_at")
    ]
    names = tuple(name for name in (row.has_it, row.finder) if name) or (one.asked_by,)
    sent = 0
    for code in row.alarms:
        since = alarmed_since(
            code, asked_at=one.asked_at, steps=[Passed(step.to, step.at) for step in row.steps],
            opened_again=max(taken_back, default=None), rules=promise_rules(local_day(now)),
        )  # fmt: skip
        said = WHAT[code][1].format(since=in_words(local_day(one.asked_at)), times=row.passed_on)
        sent += _tell(one, Alarm(code, since, names, said), by=by, now=now)
    return sent


def tell_of_meetings(*, by: Actor, now: datetime) -> int:
    """Write to who must decide of each meeting of the next days to which nobody goes; return how many."""
    today, rules = local_day(now), attendance_rules(local_day(now))
    soon = of_meetings.held_between(by.scope, today, today + rules.remind_before, now=now)
    return sum(_tell_of_meeting(one.pk, by=by, now=now) for one in soon)


@transaction.atomic
def _tell_of_meeting(number: int, *, by: Actor, now: datetime) -> int:
    one = Meeting.objects.select_for_update().get(pk=number)
    row = of_meetings.told([of_meetings.meeting(by.scope, number, at=now)], at=now)[0]
    rules = attendance_rules(local_day(now))
    if one.dismissed_at or row.held_on is None:
        return 0
    if not is_to_warn(row.held_on, row.stand.state, rules=rules, today=local_day(now)):
        return 0
    names = row.stand.waits or (row.stand.decider,)
    since = max([one.asked_at, *(step.at for step in row.steps)])
    said = WHAT[NOBODY_GOES][1].format(day=in_words(row.held_on))
    return _tell(one, Alarm(NOBODY_GOES, since, names, said), by=by, now=now)


def _tell(one: Said, alarm: Alarm, *, by: Actor, now: datetime) -> int:
    kind, area = str(one._meta.model_name), one.whose
    of_alarm: dict[str, Any] = {
        "subject_kind": kind, "subject_id": one.pk, "alarm": alarm.code, "since": alarm.since,
    }  # fmt: skip
    if Told.objects.filter(**of_alarm).exclude(to="").exists():
        return 0
    found = called(by.scope, alarm.names, area=area, now=now)
    to = [(key, address, name) for name, (key, address) in found.items()]
    to = to or [(*who, "") for who in nearest_keepers(by.scope, area=area, now=now).items()]
    if not to:
        _nobody(one, alarm, of_alarm, by=by, now=now)
        return 0
    _send(one, alarm, to, by=by, now=now)
    Told.objects.bulk_create(
        Told(**of_alarm, to=key, called=name, told_at=now)
        for key, name in {key: name for key, _, name in to}.items()
    )
    record(
        at=now, by=by, verb=f"record.{kind}.told", subject=f"{kind}:{one.pk}", alarm=alarm.code,
        to=sorted({key for key, _, _ in to}), playbook=promise_rules(local_day(now)).reference,
    )  # fmt: skip
    return len({key for key, _, _ in to})


def _nobody(one: Said, alarm: Alarm, of_alarm: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Write down once that nobody could be written to; each later run looks again."""
    named = ", ".join(alarm.names)[:200]
    _, is_new = Told.objects.get_or_create(**of_alarm, to="", defaults={"called": named, "told_at": now})
    if is_new:
        kind = str(one._meta.model_name)
        record(at=now, by=by, verb=f"record.{kind}.nobody-told", subject=f"{kind}:{one.pk}", alarm=alarm.code)


def _send(one: Said, alarm: Alarm, to: Sequence[tuple[str, str, str]], *, by: Actor, now: datetime) -> None:
    kind = str(one._meta.model_name)
    forget: timedelta = promise_rules(local_day(now)).forget_address_after
    words = Words(
        plain={
            "product": settings.PRODUCT["name"],
            "what": WHAT[alarm.code][0],
            "said": alarm.said,
            "link": settings.PUBLIC_ADDRESS + reverse(f"record:{kind}", args=[one.pk]),
        }
    )
    for address in sorted({address for _, address, _ in to}):
        kept = keep(address, kind="email", by=by, now=now, retention_until=local_day(now) + forget)
        queue(TEMPLATE, to=kept, channel="email", by=by, now=now, words=words, subject=f"{kind}:{one.pk}")
