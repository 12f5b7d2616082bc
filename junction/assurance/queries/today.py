"""What plans still want of one: the requirements asked of one's own parties that nobody has answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Answer, Requirement
from ..rules.book import assurance_rules
from ..rules.parties import party_of_row
from .catalogues import asked_now
from .parties import Named, own_parties
from .reach import ANSWER

MOST_PARTIES = 20


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How much of a plan one of one's parties has not answered, and how much of that is late."""

    party: Named
    catalogue: Any
    missing: int
    late: int


def unanswered(scope: Scope, *, now: datetime) -> list[Unanswered]:
    """Return what one's own parties have not answered, by plan; nothing for who answers for nobody."""
    if not scope.may(ANSWER):
        return []
    plans, today = list(asked_now(scope)), local_day(now)
    rules = assurance_rules(today)
    own = own_parties(scope, rules, on=today)[:MOST_PARTIES] if plans else []
    if not own:
        return []
    asked = list(
        Requirement.objects.filter(catalogue__in=plans, withdrawn_at=None).values_list(
            "pk", "catalogue_id", "actors", "due_on"
        )
    )
    answered = {(one.requirement_id, party_of_row(one).key) for one in _answers(own)}
    missing: Counter[tuple[str, int]] = Counter()
    late: Counter[tuple[str, int]] = Counter()
    for number, catalogue, actors, due_on in asked:
        for party in own:
            if party.kind in actors and (number, party.party.key) not in answered:
                missing[party.party.key, catalogue] += 1
                late[party.party.key, catalogue] += due_on is not None and due_on < today
    return [
        Unanswered(party, plan, missing[key], late[key])
        for plan in plans
        for party in own
        if missing[key := (party.party.key, plan.pk)]
    ]


def _answers(own: list[Named]) -> QuerySet[Answer]:
    """Return the current answers of some parties."""
    of_any = Q(area__in=[one.party.area for one in own if one.party.area])
    of_any |= Q(organisation__in=[one.party.organisation for one in own if one.party.organisation])
    of_any |= Q(place__in=[one.party.place for one in own if one.party.place])
    fields = ("requirement_id", "area_id", "organisation_id", "place_id")
    return Answer.objects.filter(of_any, superseded_at=None).only(*fields)
