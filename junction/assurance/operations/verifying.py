"""A second person looks at an answer and its evidence, or an exercise tests it; and takes that back.

The second person is never the one who answered, nor who brought any of the evidence: a claim does not become
true because its author says it again, be it by a token that they made.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.queries import keys_of_one_person

from ..models import Answer, Evidence, Verification
from ..queries.answers import current_answer, one_verification
from ..queries.reach import REVIEW, reaches
from ..rules.book import AssuranceRules, assurance_rules
from ..rules.parties import Party, party_of_row
from . import refusals


@dataclass(frozen=True, slots=True)
class Found:
    """What a second person found. `expected`: the version of the answer that was looked at."""

    kind: str
    said: str
    exercise: str = ""
    looked_on: date | None = None  # none: today
    expected: int | None = None


@transaction.atomic
def verify_answer(
    requirement_id: int, party: Party, found: Found, *, by: Actor, now: datetime
) -> Verification:
    """Record what was found. Raise `MayNotReview`, `NotASecondPerson`, `NothingToVerify`, `AnsweredSince`."""
    rules, today = assurance_rules(local_day(now)), local_day(now)
    answer = current_answer(by.scope, requirement_id, party, lock=True)
    if not reaches(by.scope, party, REVIEW):
        raise refusals.MayNotReview
    if found.expected is not None and found.expected != answer.version:
        raise refusals.AnsweredSince
    _refuse_unsound(found, answer, rules, by=by, today=today)
    kind, looked_on = rules.verifications[found.kind], found.looked_on or today
    made = Verification.objects.create(
        answer=answer, kind=kind.code, said=found.said.strip(), exercise=found.exercise.strip()[:200],
        looked_on=looked_on, counts_until=looked_on + timedelta(days=kind.counts_days),
        playbook=rules.reference, verified_at=now, verified_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.answer.verified", subject=f"requirement:{requirement_id}",
        playbook=rules.reference, party=party.key, version=answer.version, kind=kind.code,
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_verification(verification_id: int, *, why: str, by: Actor, now: datetime) -> Verification:
    """Take a verification back; only who may review there."""
    found = one_verification(by.scope, verification_id)
    answer = found.answer
    if not reaches(by.scope, party_of_row(answer), REVIEW):
        raise refusals.MayNotReview
    if not why.strip():
        raise refusals.NeedsReason
    taken = Verification.objects.filter(pk=found.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()
    )
    if not taken:
        raise refusals.WithdrawnAlready
    record(
        at=now, by=by, verb="assurance.verification.withdrawn",
        subject=f"requirement:{answer.requirement_id}", why=why, verification=found.pk,
    )  # fmt: skip
    found.refresh_from_db()
    return found


def _refuse_unsound(found: Found, answer: Answer, rules: AssuranceRules, *, by: Actor, today: date) -> None:
    kind = rules.verifications.get(found.kind)
    if kind is None or not found.said.strip():
        raise refusals.NeedsReason("Say what you looked at, and what you found.")
    if kind.exercise and not found.exercise.strip():
        raise refusals.NoExercise
    if (found.looked_on or today) > today:
        raise refusals.WrongDays("You cannot have looked on a day that is still to come.")
    evidence = Evidence.objects.filter(
        requirement=answer.requirement_id, withdrawn_at=None, area=answer.area_id,
        organisation=answer.organisation_id, place=answer.place_id,
    )  # fmt: skip
    own = keys_of_one_person(by.key)
    if answer.recorded_by in own or evidence.filter(added_by__in=own).exists():
        raise refusals.NotASecondPerson
    in_force = evidence.filter(
        Q(effective_from__isnull=True) | Q(effective_from__lte=today),
        Q(expires_on__isnull=True) | Q(expires_on__gt=today),
    )
    if kind.strength and not kind.exercise and not in_force.exists():
        raise refusals.NothingToVerify
