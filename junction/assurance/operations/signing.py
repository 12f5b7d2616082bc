"""Put one's name to a party's answers, level by level: each another person, each after the one below.

A token stands for whoever made it, so that nobody signs twice with one.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.queries import keys_of_one_person

from ..models import Answer, SignOff
from ..queries.catalogues import asked_now
from ..queries.chain import may_sign, newest_of_levels
from ..queries.parties import named_party
from ..rules.book import assurance_rules
from ..rules.parties import Party
from . import refusals


@transaction.atomic
def sign_off(
    catalogue_id: int,
    party: Party,
    *,
    level: str,
    verdict: str,
    said: str = "",
    by: Actor,
    now: datetime,
) -> SignOff:
    """Sign at a level. Raise `MayNotReview`, `CannotSign`, `NotSignedBelow`, `SignedBelowYourself`."""
    rules = assurance_rules(local_day(now))
    catalogue = asked_now(by.scope).get(pk=catalogue_id)
    kind = named_party(by.scope, rules, party, on=local_day(now)).kind
    levels = rules.parties[kind].levels
    if level not in levels or verdict not in rules.verdicts:
        raise refusals.CannotSign
    if verdict != next(iter(rules.verdicts)) and not said.strip():
        raise refusals.CannotSign
    if not may_sign(by.scope, party, rules.levels[level]):
        raise refusals.MayNotReview
    _lock(catalogue_id, party)
    if not Answer.objects.filter(
        requirement__catalogue=catalogue, superseded_at=None, **party.columns
    ).exists():
        raise refusals.NothingAnswered
    _refuse_out_of_turn(catalogue_id, party, (*levels[: levels.index(level)], level), by=by, now=now)
    made = SignOff.objects.create(
        catalogue=catalogue, level=level, verdict=verdict, said=said.strip(), playbook=rules.reference,
        signed_at=now, signed_by=by.key, **party.columns,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.plan.signed", subject=f"catalogue:{catalogue_id}",
        playbook=rules.reference, party=party.key, level=level, verdict=verdict,
    )  # fmt: skip
    return made


def _refuse_out_of_turn(
    catalogue_id: int, party: Party, levels: Sequence[str], *, by: Actor, now: datetime
) -> None:
    """The level below signed since it was sent back, and was somebody else; this level is the last."""
    rules = assurance_rules(local_day(now))
    if len(levels) == 1:
        return
    signed = newest_of_levels(by.scope, catalogue_id, party)
    below, own = signed.get(levels[-2]), signed.get(levels[-1])
    if below is None or not rules.verdicts[below.verdict].passes:
        raise refusals.NotSignedBelow
    was_sent_back = own is not None and not rules.verdicts[own.verdict].passes
    if was_sent_back and own is not None and below.signed_at <= own.signed_at:
        raise refusals.NotSignedBelow
    if below.signed_by in keys_of_one_person(by.key):
        raise refusals.SignedBelowYourself


def _lock(catalogue_id: int, party: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign:{catalogue_id}:{party.key}"]
        )
