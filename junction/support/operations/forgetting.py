"""Forget who stated a need: values are destroyed under their keys, and so are the marks that told it was the
same.

What remains says that somebody in an area needed something and what became of it, and no longer who.
"""

from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import Entry, record_many
from junction.core.personal.operations import erase
from junction.core.scope import Actor

from ..models import (
    HandOver,
    Letter,
    LinkStep,
    Need,
    NeedEvent,
    Person,
    Referral,
    ReferralEvent,
    TaskWord,
)
from ..queries.again import of_same_person
from ..queries.needs import ANSWER, one_need


@transaction.atomic
def forget_person(number: int, *, why: str, by: Actor, now: datetime) -> int:
    """Erase at once all that a need tells of a person, as they ask for, and all that those tell which were
    joined with it or came again from it; return how many values went.

    A worry that somebody is harmed is kept until it is closed, and then as long as the rules say.
    """
    need = one_need(by.scope, number, permission=ANSWER)
    numbers = of_same_person(by.scope, need.pk, also_joined=True)
    gone = sum(erase(key, by=by, now=now, why=why) for key in _keys_of(numbers))
    Person.objects.filter(needs__in=numbers).update(phone_mark=None, name_mark=None, erased_at=now)
    entries = [Entry(f"need:{one}", {"values": gone}, why) for one in numbers]
    record_many(at=now, by=by, verb="support.person.erased", entries=entries)
    return gone


def _keys_of(numbers: list[int]) -> list[str]:
    """The keys of all that was written down of whom these needs are about."""
    keys = [key for person in Person.objects.filter(needs__in=numbers) for key in person.keys]
    for rows, key in (
        (Need.objects.filter(pk__in=numbers), "words"),
        (NeedEvent.objects.filter(need__in=numbers), "note"),
        (Letter.objects.filter(need__in=numbers), "name"),
        (HandOver.objects.filter(need__in=numbers), "note"),
        (HandOver.objects.filter(need__in=numbers), "why"),
        (Referral.objects.filter(need__in=numbers), "words"),
        (ReferralEvent.objects.filter(referral__need__in=numbers), "note"),
        (LinkStep.objects.filter(case__referral__need__in=numbers), "note"),
        (TaskWord.objects.filter(task__need__in=numbers), "words"),
    ):
        keys += rows.order_by().values_list(key, flat=True)
    return sorted({key for key in keys if key})


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
