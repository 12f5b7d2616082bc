"""What a call back finds: the class that a need is indeed, and what follows from it.

What was taken for no real need and is one has to be seen to: it gets a level and a limit from now on, and
stands in the queue. One that is over by then is stated anew, since nothing that is over is opened again.
"""

from datetime import datetime

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Need, NeedEvent
from ..queries.again import OF_CALL
from ..rules.keeping import keeping_on
from ..rules.routing import routing_of
from ..rules.triage import triage_on
from ..rules.unmet import unmet_rules
from . import need_refusals as refusals
from .recurring import state_again
from .settling import Kind, Step, need_in_reach, write_down


@transaction.atomic
def ring_back(
    number: int, *, need_class: str, level: str = "", note: str = "", by: Actor, now: datetime
) -> NeedEvent:
    """Write down what a call back found; `level` is how soon a real need is to be seen to, by the file where
    it is not said. Raise `IsOver` when none was due, `NotARule`.
    """
    need, today = need_in_reach(number, by), local_day(now)
    if need.call_back_on is None:
        raise refusals.IsOver
    level = level or keeping_on(today).found_real_level
    if need_class not in routing_of(need.routing).class_titles or level not in triage_on(today).levels:
        raise refusals.NotARule
    need.call_back_on = None
    need.save(update_fields=["call_back_on"])
    asked = Step(Kind.ASKED_BACK, before=need.need_class, why=need_class, note=note)
    made = write_down(need, asked, by=by, now=now)
    if need_class == need.need_class:
        return made
    real = unmet_rules(today).real_classes
    is_found = need_class in real and need.need_class not in real
    made = _reclass(need, need_class, level if is_found and need.is_open else "", by=by, now=now)
    if is_found and not need.is_open:
        _state_anew(need, need_class, level, by=by, now=now)
    return made


def _reclass(need: Need, need_class: str, level: str, *, by: Actor, now: datetime) -> NeedEvent:
    """Class it again, and with a level let it be seen to by then."""
    before, need.need_class = need.need_class, need_class
    was = (need.level, need.limit_at) if level else None
    if level:
        triage = triage_on(local_day(now))
        need.level, need.triage, need.limit_at = level, triage.reference, triage.levels[level].limit(now)
    need.save(update_fields=["need_class", "level", "triage", "limit_at"])
    step = Step(Kind.RECLASSED, before=before, after=need_class, why=level, sooner=was)
    return write_down(need, step, by=by, now=now)


def _state_anew(need: Need, need_class: str, level: str, *, by: Actor, now: datetime) -> None:
    """State it again as it was stated, of the class it was found to be; not of who was forgotten."""
    if need.person is None or need.person.erased_at is not None:
        return
    made = state_again(need, source=f"{OF_CALL}{need.pk}", by=by, now=now)
    _reclass(made, need_class, level, by=by, now=now)
    write_down(need, Step(Kind.NOTED, about=f"need:{made.pk}"), by=by, now=now)
