"""Answer a requirement, for oneself: status, result, depth and words. Strength follows from evidence."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Answer, Requirement
from ..queries.catalogues import requirements
from ..queries.parties import may_answer, named_party
from ..rules.book import AssuranceRules, assurance_rules
from ..rules.parties import Party
from .recording import Said, record_answers
from .refusals import CannotAnswer, MayNotAnswer, NotAsked


@transaction.atomic
def answer(said: Said, *, channel: str = "web", by: Actor, now: datetime) -> Answer:
    """Record what a party says; return the current answer, which is the old one when nothing changed.

    Raise `MayNotAnswer`, `NotAsked`, `CannotAnswer`, `AnsweredSince`.
    """
    answer_many([said], channel=channel, by=by, now=now)
    return Answer.objects.get(requirement=said.requirement, superseded_at=None, **said.party.columns)


@transaction.atomic
def answer_many(answers: Sequence[Said], *, channel: str, by: Actor, now: datetime) -> list[Answer]:
    """Record what parties say of requirements, all of it or nothing; return what is new."""
    rules = assurance_rules(local_day(now))
    asked = _asked(answers, by=by)
    for party in {one.party for one in answers}:
        refuse_other_parties(party, by=by)
        kind = named_party(by.scope, rules, party, on=local_day(now)).kind
        if any(kind not in asked[one.requirement].actors for one in answers if one.party == party):
            raise NotAsked
    for one in answers:
        _refuse_unknown_words(one, rules)
    return record_answers(answers, channel=channel, playbook=rules.reference, by=by, now=now)


def refuse_other_parties(party: Party, *, by: Actor) -> None:
    """Raise `MayNotAnswer` unless `by` answers for this party."""
    if not may_answer(by.scope, party):
        raise MayNotAnswer


def _asked(answers: Sequence[Said], *, by: Actor) -> dict[int, Requirement]:
    wanted = {one.requirement for one in answers}
    live = requirements(by.scope).filter(pk__in=wanted, catalogue__published_at__isnull=False)
    found = {one.pk: one for one in live}
    if set(found) != wanted:
        raise NotAsked
    return found


def _refuse_unknown_words(one: Said, rules: AssuranceRules) -> None:
    known = one.status in rules.statuses and (not one.result or one.result in rules.results)
    if not known or not 0 <= one.depth < len(rules.depths):
        raise CannotAnswer
