"""A warm hand-over: a case is offered with a word about it, and is the sender's until it is accepted.

Whoever accepts has it from that moment, in one step, so that it is never nobody's. A hub of another council
takes it into that council's queue. Returned, it stays with the sender, with the reason.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import HandOver, Hub, Need, NeedEvent
from ..queries.desk import SUBJECT
from ..queries.handing import WAITING, could_answer, offered_by, offered_to
from ..queries.hubs import hubs
from ..rules.keeping import keeping_on
from . import desk_refusals as refusals
from . import need_refusals
from .desk import own_case
from .settling import Step, write_down

Outcome = HandOver.Outcome


@transaction.atomic
def offer_hand_over(
    number: int, *, to_agent: str = "", to_hub: int | None = None, note: str, by: Actor, now: datetime
) -> HandOver:
    """Offer a case one has to one agent or one hub. Raise `TakeItFirst`, `SayTo` or `OfferedAlready`."""
    need = own_case(number, by=by)
    hub = _to(need, to_agent, to_hub, by=by, now=now)
    if not note.strip():
        raise refusals.SayTo
    if HandOver.objects.filter(need=need, outcome=WAITING).exists():
        raise refusals.OfferedAlready
    event = write_down(need, Step(NeedEvent.Kind.HANDED, why="offered", note=note), by=by, now=now)
    try:
        with transaction.atomic():
            made = HandOver.objects.create(
                need=need, sender=by.key, to_agent=to_agent, to_hub=hub, note=event.note, offered_at=now
            )
    except IntegrityError as error:  # another of the sender's pages was quicker
        raise refusals.OfferedAlready from error
    _log("offered", made, by=by, now=now)
    return made


@transaction.atomic
def accept_hand_over(hand_over_id: int, *, by: Actor, now: datetime) -> Need:
    """Have the case from now on. Raise `NotYoursToAnswer`, `IsOver` when it was closed meanwhile, or
    `LetGoMeanwhile` when it is somebody else's by now.
    """
    given = _offered(hand_over_id, by)
    need = Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=given.need_id)
    if not need.is_open:
        raise need_refusals.IsOver
    has_it = owner(SUBJECT, need.pk)
    if has_it not in (None, given.sender, by.key):
        raise refusals.LetGoMeanwhile
    _answer(given, Outcome.ACCEPTED, by=by, now=now)
    if has_it is None:
        ownership.take((SUBJECT, need.pk), owner=by.key, by=by, now=now, reason="handed over")
    elif has_it != by.key:
        ownership.hand_over((SUBJECT, need.pk), to=by.key, by=by, now=now, reason="accepted")
    before = need.area_id
    if given.to_hub is not None:
        need.hub, need.area_id = given.to_hub, given.to_hub.area_id
    need.ring_at = None
    need.save(update_fields=["hub", "area", "ring_at"])
    was, became = (before, need.area_id) if before != need.area_id else ("", "")
    step = Step(NeedEvent.Kind.HANDED, why="accepted", before=was, after=became)
    write_down(need, step, by=by, now=now)
    _log("accepted", given, by=by, now=now)
    return need


@transaction.atomic
def return_hand_over(hand_over_id: int, *, why: str, by: Actor, now: datetime) -> HandOver:
    """Give it back to the sender, who still has it, with the reason. Raise `NotYoursToAnswer` or `SayWhy`."""
    if not why.strip():
        raise need_refusals.SayWhy
    given = _offered(hand_over_id, by)
    until = keeping_on(local_day(now)).keep_until(local_day(now))
    key = keep(why.strip(), kind="need-note", by=by, now=now, retention_until=until)
    _answer(given, Outcome.RETURNED, why=key, by=by, now=now)
    NeedEvent.objects.create(
        need=given.need, kind=NeedEvent.Kind.HANDED, at=now, by=by.key, why="returned", note=key
    )
    _log("returned", given, by=by, now=now)
    return given


@transaction.atomic
def take_back(hand_over_id: int, *, by: Actor, now: datetime) -> HandOver:
    """Take back what nobody has answered yet. Raise `NotYoursToAnswer`."""
    mine = offered_by(by.scope, own_key=by.key).filter(pk=hand_over_id, outcome=WAITING)
    given = mine.select_for_update(of=("self",)).order_by().first()
    if given is None:
        raise refusals.NotYoursToAnswer
    _answer(given, Outcome.TAKEN_BACK, by=by, now=now)
    _log("taken-back", given, by=by, now=now)
    return given


def _to(need: Need, to_agent: str, to_hub: int | None, *, by: Actor, now: datetime) -> Hub | None:
    if bool(to_agent) == (to_hub is not None):
        raise refusals.SayTo
    if to_hub is not None:
        found = hubs(by.scope, on=local_day(now)).filter(pk=to_hub).first()
        if found is None:
            raise refusals.SayTo
        return found
    if to_agent not in dict(could_answer(by.scope, area=need.area_id, own_key=by.key, now=now)):
        raise refusals.SayTo
    return None


def _offered(hand_over_id: int, by: Actor) -> HandOver:
    waiting = offered_to(by.scope, own_key=by.key).filter(pk=hand_over_id).exclude(sender=by.key)
    found = waiting.select_for_update(of=("self",)).first()
    if found is None:
        raise refusals.NotYoursToAnswer
    return found


def _answer(given: HandOver, outcome: str, *, why: str = "", by: Actor, now: datetime) -> None:
    given.outcome, given.answered_at, given.answered_by, given.why = outcome, now, by.key, why
    given.save(update_fields=["outcome", "answered_at", "answered_by", "why"])


def _log(verb: str, given: HandOver, *, by: Actor, now: datetime) -> None:
    record(
        at=now, by=by, verb=f"support.hand-over.{verb}", subject=f"need:{given.need_id}",
        hand_over=given.pk, agent=given.to_agent, hub=given.to_hub_id,
    )  # fmt: skip
