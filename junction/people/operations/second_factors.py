"""Take away somebody's second factor: the device is lost, or the secret was sealed under another key.

Whoever could give the person every role they hold may do it, and nobody for themselves; then the password
alone signs them in, as far as the page where they set up another. A letter tells them.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from .. import queries
from ..models import User
from .letters import send_sign_in_changed
from .refusals import NoSecondFactor, NotYours, ReasonTooShort
from .sessions import end_sessions


@transaction.atomic
def remove_second_factor(*, user_id: int, why: str, by: Actor, now: datetime) -> User:
    """Remove app, passkeys and recovery codes of one person and sign them out everywhere.

    Raise `User.DoesNotExist` out of sight, `NotYours`, `ReasonTooShort` and `NoSecondFactor`.
    """
    person = queries.person(by.scope, user_id, now=now)
    if not queries.may_remove_second_factor(by.scope, person, own_key=by.key, now=now):
        raise NotYours
    if not why.strip():
        raise ReasonTooShort("Say why. The reason is kept in the log, so name nobody in it.")
    held = Authenticator.objects.filter(user=person)
    kinds = sorted(held.values_list("type", flat=True))
    if not kinds:
        raise NoSecondFactor
    held.delete()
    ended = end_sessions(person)
    record(
        at=now, by=by, verb="people.second-factor.taken-away", subject=person.key, why=why.strip(),
        kinds=kinds, sessions_ended=ended,
    )  # fmt: skip
    what = "Your second factor was removed by somebody who manages access"
    send_sign_in_changed(person.email, what=what, by=by, now=now)
    return person
