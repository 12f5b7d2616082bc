"""Write down what a call with the front line said, and what was done about it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import PressureAnswer, PressureCall
from ..queries import pressure as queries
from ..queries.pressure import SUBJECT
from ..queries.programme_reach import HEAR, areas_to_choose, is_centre
from ..queries.programmes import names
from ..rules.programme_book import needs_on, programme_rules
from . import programme_refusals as refusals


@dataclass(frozen=True, slots=True)
class CallSaid:
    """Where it was, who spoke (as a kind), what is short, on which day."""

    area: str
    caller: str
    theme: str
    text: str
    called_on: date
    category: str = ""
    programme: int | None = None


@transaction.atomic
def write_pressure_call(said: CallSaid, *, by: Actor, now: datetime) -> PressureCall:
    """Write down a call. Raise `NotYourFrontLine`, `CannotWriteCall`."""
    today = local_day(now)
    rules, needs = programme_rules(today), needs_on(today)
    if said.area not in dict(areas_to_choose(by.scope, on=today, permission=HEAR)):
        raise refusals.NotYourFrontLine
    known = said.caller in rules.callers and said.theme in rules.themes and said.category in ("", *needs)
    if not known or not said.text.strip() or said.called_on > today or not _known(said.programme, by=by):
        raise refusals.CannotWriteCall
    made = PressureCall.objects.create(
        area_id=said.area, caller=said.caller, theme=said.theme, category=said.category,
        text=said.text.strip()[:1000], programme_id=said.programme, called_on=said.called_on,
        playbook=rules.reference, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.pressure-call.written", subject=f"{SUBJECT}:{made.pk}",
        playbook=rules.reference, area=said.area, theme=said.theme, need=said.category,
    )  # fmt: skip
    return made


@transaction.atomic
def answer_pressure_call(
    number: int, *, result: str, text: str, programme: int | None = None, by: Actor, now: datetime
) -> PressureAnswer:
    """Say what is done about it; what was said before stays below. Raise `CannotSayResult`."""
    found = queries.pressure_call(by.scope, number, now=now)
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    rules = programme_rules(local_day(now))
    chosen = result in rules.answers and result != queries.WAITING
    if not chosen or not text.strip() or not _known(programme, by=by):
        raise refusals.CannotSayResult
    made = PressureAnswer.objects.create(
        call_id=found.pk, result=result, text=text.strip()[:1000], programme_id=programme, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.pressure-call.answered", subject=f"{SUBJECT}:{found.pk}", result=result,
        programme=programme,
    )  # fmt: skip
    return made


def _known(programme: int | None, *, by: Actor) -> bool:
    return programme is None or programme in names(by.scope)
