"""Create and revoke API tokens: random, shown once, kept only as SHA-256."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from .. import queries, rules
from ..models import ApiToken
from .refusals import CannotInvite, NotItsDuty


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """A new token and, for the only time, its secret."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(
    *, organisation_id: int, name: str, days: int | None = None, duty: str = "", by: Actor, now: datetime
) -> CreatedToken:
    """Create a token for an organisation; its role follows from what the organisation is, unless it is made
    for one `duty` (a role of tokens alone). Raise `NotItsDuty`, `CannotInvite`.
    """
    on = local_day(now)
    organisation = queries.token_organisation(by.scope, organisation_id)
    role = rules.token_role(organisation.kind, duty)
    if duty and not role:
        raise NotItsDuty
    if not rules.may_invite(by.scope, role, on=on):
        raise CannotInvite
    limits = rules.access_limits(on)
    secret = f"junction_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        organisation_id=organisation.pk, name=name, sha256=rules.hash_of(secret), role=role, created_at=now,
        created_by=by.key, expires_at=now + timedelta(days=min(days or limits.token_days, limits.token_days)),
    )  # fmt: skip
    record(
        at=now, by=by, verb="people.token.created", subject=f"token:{token.pk}", playbook=limits.reference,
        over=f"organisation:{organisation.pk}", role=role, expires_at=token.expires_at.isoformat(),
    )  # fmt: skip
    return CreatedToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(*, token_id: int, why: str, by: Actor, now: datetime) -> ApiToken:
    """Revoke a token at once; doing it again changes nothing."""
    token = queries.token(by.scope, token_id)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = now, by.key
        token.save(update_fields=["revoked_at", "revoked_by"])
        record(
            at=now, by=by, verb="people.token.revoked", subject=f"token:{token.pk}", why=why.strip(),
            over=f"organisation:{token.organisation_id}",
        )  # fmt: skip
    return token
