"""Demo sign-ins: one person for each role, with a password and a second factor that everybody may know.

They are made by an exercise only, and an exercise runs only where no real places are. Staff roles need
their second factor even here: its secret is public, and `demonstration_code` says the six digits of the
moment. Before anything real comes in they are taken away again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from .. import queries, rules
from ..models import User
from ..rules import Over
from .erasing import erase_person
from .memberships import grant_membership
from .refusals import NotYours

DEMONSTRATION_PASSWORD = "only-a-demonstration"  # noqa: S105 - known to everybody on purpose
DEMONSTRATION_SECRET = "JUNCTIONDEMONSTRATIONSECRETKEY23"  # noqa: S105 - base32, known to everybody on purpose
DIGITS_LAST_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One demo sign-in: an address that nobody can own, a name, a role and what it is held over."""

    email: str
    name: str
    role: str
    over: Over


@transaction.atomic
def make_demonstration_people(
    people: Sequence[DemonstrationPerson], *, by: Actor, now: datetime
) -> list[User]:
    """Make each person, give the role, and a second factor where the role needs one."""
    if not by.scope.may("exercise.run"):
        raise NotYours
    made = []
    for person in people:
        user = User(email=person.email, name=person.name, joined_at=now)
        user.set_password(DEMONSTRATION_PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        grant_membership(
            user_id=user.pk, role=person.role, over=person.over, granted_by=by.key, by=by, now=now
        )
        if rules.needs_second_factor(frozenset({person.role}), on=local_day(now)):
            TOTP.activate(user, DEMONSTRATION_SECRET)
        made.append(user)
    record(at=now, by=by, verb="people.demonstration.made", subject="users:demonstration", count=len(made))
    return made


@transaction.atomic
def end_demonstration_sign_ins(*, by: Actor, now: datetime) -> int:
    """Erase every demo sign-in, as a person is erased; return how many. What they did stays."""
    found = list(queries.demonstration_sign_ins(by.scope))
    for person in found:
        erase_person(user_id=person.pk, why="Demo sign-ins were taken away", by=by, now=now)
    return len(found)


def demonstration_code(now: datetime) -> str:
    """The six digits that the demo sign-ins' second factor shows at this moment."""
    return format_hotp_value(hotp_value(DEMONSTRATION_SECRET, int(now.timestamp()) // DIGITS_LAST_SECONDS))
