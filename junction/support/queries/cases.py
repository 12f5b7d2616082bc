"""A case as the desk works it: what was noted and called, whom to ask again, and finding one on the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from junction.core.calls.models import Call
from junction.core.calls.queries import calls_to
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope

from ..models import Need, NeedEvent
from .desk import SUBJECT
from .needs import ANSWER, READ, SEE, duplicates, may_know, needs, open_needs

NEWEST = 10  # how many a page shows


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that happened, with the words that were written down of it."""

    event: NeedEvent
    words: str


def noted(scope: Scope, need: Need, *, as_at: datetime | None = None) -> list[Noted]:
    """Return what happened to a case (by a moment), newest first, with its notes for who may know whom it
    is about.
    """
    rows = need.events.order_by("-at", "-pk")
    found = list(rows.filter(at__lte=as_at) if as_at else rows)
    known = {}
    if keys := [one.note for one in found if one.note and may_know(scope, need)]:
        known = values(keys)
        seen(READ, need.pk)
    return [Noted(one, _words(one.note, known, may=may_know(scope, need))) for one in found]


def came_of(scope: Scope, need: Need, *, as_at: datetime) -> list[NeedEvent]:
    """Return what happened to a need, read within a scope, by a moment: what is noted of it or of how to
    reach them is left out.
    """
    hidden = (NeedEvent.Kind.NOTED, NeedEvent.Kind.CONTACT)
    return list(need.events.filter(at__lte=as_at).exclude(kind__in=hidden).order_by("-at", "-pk"))


def calls_about(scope: Scope, need: Need, *, as_at: datetime) -> list[Call]:
    """Return the calls about a need that was read within a scope, newest first."""
    return calls_to(SUBJECT, [need.pk], as_at=as_at)


def find_cases(scope: Scope, *, reference: str = "", phone: str = "", name: str = "") -> list[Need]:
    """Return the cases of a reference, open or not, else the open ones of a telephone number or name."""
    if text := "".join(reference.split()).upper().replace("-", ""):
        found = needs(scope, permission=ANSWER).filter(reference=f"{text[:4]}-{text[4:]}")
        return list(found)
    return duplicates(scope, phone=phone, name=name)


def to_ask_again(scope: Scope, *, days: int, now: datetime) -> QuerySet[Need]:
    """Return open needs of which nobody has heard for so many days, the longest first."""
    found = open_needs(scope, permission=ANSWER).filter(heard_at__lte=now - timedelta(days=days))
    return found.order_by("heard_at", "pk")


def cases_of_place(scope: Scope, place_id: int, *, as_at: datetime | None) -> Sequence[Need] | None:
    """Return the newest cases about a place, as they were at a moment; None for who may not see any."""
    if not scope.may(SEE):
        return None
    found = needs(scope, as_at=as_at).filter(place_id=place_id).order_by("-stated_at", "-pk")
    return list(found[:NEWEST])


def passed_to(scope: Scope, found: Sequence[Need], *, as_at: datetime | None = None) -> dict[int, str]:
    """Return the last register that each need, read within a scope, was passed on to: "supply-problem:12"."""
    events = NeedEvent.objects.filter(need__in=list(found), kind=NeedEvent.Kind.OFFERED).exclude(about="")
    if as_at is not None:
        events = events.filter(at__lte=as_at)
    return dict(events.order_by("at", "pk").values_list("need_id", "about"))


def _words(key: str, known: dict[str, str], *, may: bool) -> str:
    if not key:
        return ""
    return known.get(key, ERASED) if may else "You may not read this"
