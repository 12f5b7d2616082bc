"""Needs that were stated again of the same person, by a rule or after a call back, and those joined."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Alike, Need, NeedEvent
from .needs import ANSWER, needs

OF_RULE, OF_CALL = "recurrence:", "call-back:"  # how the source of a need that was stated again begins


def of_same_person(scope: Scope, number: int, *, also_joined: bool = False) -> list[int]:
    """Return a need and those in reach of who answers that came again from it or it from them, however many
    steps away; if asked, with those that were joined to be one.
    """
    mine = needs(scope, permission=ANSWER).order_by()
    found, fresh = {number}, {number}
    while fresh:
        fresh = {*_again(mine, fresh), *(_joined(mine, fresh) if also_joined else ())} - found
        found |= fresh
    return sorted(found)


def _again(mine: QuerySet[Need], numbers: Collection[int]) -> QuerySet[Need, int]:
    repeats = NeedEvent.objects.filter(need__in=numbers, kind=NeedEvent.Kind.REPEATS)
    came = set(mine.filter(pk__in=numbers).exclude(source="").values_list("source", flat=True))
    rules = {*repeats.values_list("about", flat=True), *(one for one in came if one.startswith(OF_RULE))}
    before = {int(one.removeprefix(OF_CALL)) for one in came if one.startswith(OF_CALL)}
    after = {f"{OF_CALL}{one}" for one in numbers}
    begins = Q(events__kind=NeedEvent.Kind.REPEATS, events__about__in=rules)
    return mine.filter(begins | Q(source__in=rules | after) | Q(pk__in=before)).values_list("pk", flat=True)


def _joined(mine: QuerySet[Need], numbers: Collection[int]) -> set[int]:
    pairs = Alike.objects.filter(judged=Alike.Judged.JOINED, need__in=mine, other__in=mine)
    pairs = pairs.filter(Q(need__in=numbers) | Q(other__in=numbers))
    return {one for pair in pairs.values_list("need_id", "other_id") for one in pair}
