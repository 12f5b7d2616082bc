"""Have something carried to people whom no message reaches, and write down that it was."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.texts import in_language
from junction.core.scope import Actor

from ..models import Need, Person, WordToCarry
from ..queries.carried import words_to_carry
from ..rules.desk import desk_on
from . import desk_refusals as refusals
from .need_refusals import IsOver

Way = WordToCarry.Way


def have_carried(found: Iterable[tuple[Need, str, dict[str, str]]], *, by: Actor, now: datetime) -> int:
    """Put needs, templates and what stands in them on the desk's list, where nothing else is safe and a
    letter or a word is; return how many. A step of telling people.
    """
    rows = []
    for need, template, said in found:
        way = _way(need.person) if need.person else ""
        if way and need.person:
            name = in_language(template, need.person.language)
            rows.append(
                WordToCarry(need=need, way=way, template=name, said=said, wanted_at=now, wanted_by=by.key)
            )
    WordToCarry.objects.bulk_create(rows)
    if rows:
        record(at=now, by=by, verb="support.words.wanted", subject="word:several", words=len(rows))
    return len(rows)


def _way(person: Person) -> str:
    """A word reaches them sooner than a letter; none while a message may go, or after they are forgotten."""
    if person.safe_ways or person.erased_at is not None:
        return ""
    if person.may_leave_word and person.phone:
        return Way.WORD
    return Way.LETTER if person.may_write and person.address else ""


@transaction.atomic
def carry_word(number: int, *, outcome: str, by: Actor, now: datetime) -> WordToCarry:
    """Write down that a letter was posted or a word left, or that it cannot be. Raise
    `WordToCarry.DoesNotExist`, `NotAnOutcome`, `NotSafeNow` for what may not be used any more, or `IsOver`.
    """
    found = words_to_carry(by.scope).get(pk=number)
    one = WordToCarry.objects.select_for_update(of=("self",)).select_related("need__person").get(pk=found.pk)
    said = desk_on(local_day(now)).carried
    if outcome not in said or said[outcome].way not in ("", one.way):
        raise refusals.NotAnOutcome
    if one.done_at is not None:
        raise IsOver
    if said[outcome].is_told and not one.is_safe:
        raise refusals.NotSafeNow
    one.done_at, one.done_by, one.outcome = now, by.key, outcome
    one.save(update_fields=["done_at", "done_by", "outcome"])
    record(
        at=now, by=by, verb="support.word.carried", subject=f"word:{one.pk}", need=one.need_id,
        way=one.way, outcome=outcome,
    )  # fmt: skip
    return one
