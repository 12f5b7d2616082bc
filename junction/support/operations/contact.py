"""What a person told of themselves and the ways that are safe, written down anew: he moved in, no texts any
more, another number.

It holds from that moment for all that was stated again of the same person, by a rule or after a call back.
What is said no longer is erased, and so is the key of whatever is not safe any more, so that no message that
waits for it goes.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.personal.operations import erase, keep
from junction.core.personal.queries import values
from junction.core.scope import Actor

from ..models import Need, NeedEvent, Person
from ..queries.again import of_same_person
from ..queries.needs import ANSWER, NAME, PHONE, mark, may_know, one_need
from ..rules.keeping import phone_key
from . import need_refusals as refusals
from .needs import Who
from .settling import Step, write_down
from .task_closing import end_what_may_not_be_told

TOLD = ("name", "phone", "email", "address", "code_word")
FLAGS = tuple(one.name for one in fields(Who) if one.name not in TOLD)


@transaction.atomic
def change_contact(
    number: int, *, changes: Mapping[str, Any], why: str = "", by: Actor, now: datetime
) -> NeedEvent:
    """Write down what is different of a person, by the names of `Who`. Raise `Need.DoesNotExist`, `NotYours`
    for who may not read it, `IsOver` for who was forgotten, `NothingChanges`, `NotAPhoneNumber`,
    `NothingToReach`, `NotARule` or `SayWhy`.
    """
    if not why.strip():
        raise refusals.SayWhy
    reached = one_need(by.scope, number, permission=ANSWER)
    rows = Need.objects.select_for_update(of=("self",)).select_related("person").order_by("pk")
    held = list(rows.filter(pk__in=of_same_person(by.scope, reached.pk)))
    need = next(one for one in held if one.pk == reached.pk)
    _check(need, changes, by)
    changed = _changed(need, changes)
    if not changed:
        raise refusals.NothingChanges
    for one in held:
        if one.person is not None and one.person.erased_at is None:
            _rewrite(one.person, changed, by=by, now=now)
            end_what_may_not_be_told(one, by=by, now=now)
    return write_down(need, Step(NeedEvent.Kind.CONTACT, note=why, what=sorted(changed)), by=by, now=now)


def _check(need: Need, changes: Mapping[str, Any], by: Actor) -> None:
    if need.person is None or not may_know(by.scope, need):
        raise refusals.NotYours
    if need.person.erased_at is not None:
        raise refusals.IsOver
    if set(changes) - {one.name for one in fields(Who)}:
        raise refusals.NotARule
    if changes.get("phone") and not phone_key(changes["phone"]):
        raise refusals.NotAPhoneNumber


def _changed(need: Need, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is different, once what is safe is sure to have something to reach."""
    person = need.person
    assert person is not None
    known = values(person.keys)
    before = {name: known.get(getattr(person, name)) or "" for name in TOLD}
    before |= {name: getattr(person, name) for name in FLAGS}
    after = {name: _clean(said) for name, said in changes.items()}
    then = before | after
    if any(then[way] and not then[told] for told, ways in Person.WAYS.items() for way in ways):
        raise refusals.NothingToReach
    changed = {name: said for name, said in after.items() if said != before[name]}
    return changed | {told: then[told] for told, ways in Person.WAYS.items() if _ends(changed, ways)}


def _clean(said: Any) -> Any:
    return said.strip().replace("\r\n", "\n") if isinstance(said, str) else said


def _ends(changed: Mapping[str, Any], ways: tuple[str, ...]) -> bool:
    return any(changed.get(way) is False for way in ways)


def _rewrite(person: Person, changed: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Erase what is said no longer, keep what is said now for as long as the rest."""
    for name, said in changed.items():
        if name not in TOLD:
            setattr(person, name, said)
            continue
        if old := getattr(person, name):
            erase(old, by=by, now=now, why="told anew")
        kind, until = f"need-{name}", person.retention_until
        key = keep(said, kind=kind, by=by, now=now, retention_until=until) if said else ""
        setattr(person, name, key)
    if "phone" in changed:
        person.phone_mark = mark(by.scope, PHONE, changed["phone"])
    if "name" in changed:
        person.name_mark = mark(by.scope, NAME, changed["name"])
    person.save()
