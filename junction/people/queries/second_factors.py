"""Second factors: of what kinds somebody has one, who may take it away, and which can no longer be read."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from junction.core.scope import Scope
from junction.core.sealing import Unreadable, unseal

from ..models import User
from .own import own_memberships, own_second_factors, user_id_of
from .people import MANAGE, SEE, endable

SEALED_FOR = "second-factor"  # the purpose the secrets are sealed for
SEALED = ("secret", "seed")  # of an authenticator app, of recovery codes; a passkey keeps no secret here


def second_factors_of(scope: Scope, person: User, *, own_key: str, now: datetime) -> frozenset[str]:
    """The kinds somebody has, for who may take them away; nothing for others."""
    if not may_remove_second_factor(scope, person, own_key=own_key, now=now):
        return frozenset()
    return own_second_factors(person.pk)


def may_remove_second_factor(scope: Scope, person: User, *, own_key: str, now: datetime) -> bool:
    """Tell whether this scope may: who manages the nation, or could end every role the person holds now."""
    if person.erased_at is not None or user_id_of(own_key) == person.pk:
        return False
    if scope.reach(MANAGE).national:
        return True
    held = set(own_memberships(person.pk, now=now).values_list("pk", flat=True))
    return bool(held) and held <= endable(scope, own_key=own_key, now=now)


def unreadable_second_factors(scope: Scope) -> tuple[int, int]:
    """How many were sealed under another secret key, of how many; for who may see people of the nation."""
    if not scope.reach(SEE).national:
        return 0, 0
    found = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("data", flat=True)
    sealed = [data[name] for data in found.iterator() for name in SEALED if data.get(name)]
    return sum(not _is_readable(text) for text in sealed), len(sealed)


def _is_readable(text: str) -> bool:
    try:
        unseal(text, purpose=SEALED_FOR)
    except Unreadable:
        return False
    return True
