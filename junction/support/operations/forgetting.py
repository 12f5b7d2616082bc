"""Forget who stated a need: values are destroyed under their keys, and so are the marks that told it was the
same.

What remains says that somebody in an area needed something and what became of it, and no longer who.
"""

from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import Entry, record, record_many
from junction.core.personal.operations import erase
from junction.core.scope import Actor

from ..models import HandOver, Letter, Need, NeedEvent, Person, Referral, ReferralEvent
from ..queries.needs import ANSWER, one_need


@transaction.atomic
def forget_person(number: int, *, why: str, by: Actor, now: datetime) -> int:
    """Erase at once all that a need tells of a person, as they ask for; return how many values went."""
    need = one_need(by.scope, number, permission=ANSWER)
    keys = [need.words, *(need.person.keys if need.person else [])]
    keys += NeedEvent.objects.filter(need=need).values_list("note", flat=True)
    keys += Letter.objects.filter(need=need).values_list("name", flat=True)
    keys += HandOver.objects.filter(need=need).values_list("why", flat=True)
    keys += Referral.objects.filter(need=need).values_list("words", flat=True)
    keys += ReferralEvent.objects.filter(referral__need=need).values_list("note", flat=True)
    gone = sum(erase(key, by=by, now=now, why=why) for key in keys if key)
    Person.objects.filter(needs=need).update(phone_mark=None, name_mark=None, erased_at=now)
    record(at=now, by=by, verb="support.person.erased", subject=f"need:{need.pk}", why=why, values=gone)
    return gone


@transaction.atomic
def forget_people(*, today: date, by: Actor, now: datetime) -> int:
    """Blank the marks of everybody whose time is over (core destroys the values themselves);
    return how many.
    """
    due = Person.objects.filter(retention_until__lte=today, erased_at__isnull=True)
    numbers = list(Need.objects.filter(person__in=due).values_list("pk", flat=True))
    gone = due.update(phone_mark=None, name_mark=None, erased_at=now)
    entries = [Entry(f"need:{number}") for number in numbers]
    record_many(at=now, by=by, verb="support.person.expired", entries=entries)
    return gone
