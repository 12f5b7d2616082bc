"""What is one's own: roles, emergencies, second factors, and the invitation whose secret I hold."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from junction.core.calendar import local_day

from ..models import ApiToken, EmergencyAccess, Invitation, Membership, User
from ..rules import Over


def user_id_of(key: str) -> int:
    """The user an actor's key stands for; 0, which nobody has, for tokens and processes."""
    kind, _, number = key.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else 0


def keys_of_one_person(key: str) -> frozenset[str]:
    """Every key under which whoever stands behind this one acts: their own and those of the tokens they made.

    A token is an organisation's and may do what its role may; where a second person is asked for, what it
    does is the doing of whoever made it. What Junction made itself stands for nobody else.
    """
    kind, _, number = key.partition(":")
    maker = key
    if kind == "token" and number.isdecimal():
        maker = ApiToken.objects.filter(pk=int(number)).values_list("created_by", flat=True).first() or key
    if not user_id_of(maker):
        return frozenset({key})
    tokens = ApiToken.objects.filter(created_by=maker).values_list("pk", flat=True)
    return frozenset({key, maker, *(f"token:{made}" for made in tokens)})


def own_memberships(user_id: int, *, now: datetime) -> QuerySet[Membership]:
    """The roles of one user held at `now`."""
    on = local_day(now)
    held = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return Membership.objects.filter(held, user_id=user_id).select_related("place", "organisation", "area")


def open_invitation(sha256: str, *, now: datetime, lock: bool = False) -> Invitation | None:
    """The link with this hash, if it can still be used; `lock` it when it is about to be."""
    found = Invitation.objects.filter(
        sha256=sha256, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).exclude(email="")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def own_emergency(key: str, emergency_id: int) -> EmergencyAccess:
    """One that the actor with this key took themselves."""
    return EmergencyAccess.objects.get(pk=emergency_id, user_id=user_id_of(key))


def own_emergencies(user_id: int, *, now: datetime) -> QuerySet[EmergencyAccess]:
    """What this user has open at `now`."""
    return EmergencyAccess.objects.filter(user_id=user_id, ended_at=None, ends_at__gt=now).select_related(
        "place", "organisation", "area"
    )


def own_second_factors(user_id: int) -> frozenset[str]:
    """The kinds of second factor this user has: "totp", "webauthn", "recovery_codes"."""
    return frozenset(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))


def had_second_factor(user_id: int, *, before: datetime) -> bool:
    """Tell whether this user had any set up before a moment."""
    return Authenticator.objects.filter(user_id=user_id, created_at__lt=before).exists()


def targets_of(user_id: int, *, now: datetime) -> list[tuple[str, str]]:
    """What this user's own roles are held over, as pairs of reference and name, to choose from."""
    held = own_memberships(user_id, now=now)
    pairs = [(Over(one.place_id, one.organisation_id, one.area_id).reference, one.over) for one in held]
    return list(dict.fromkeys(pairs))


def is_known(email: str) -> bool:
    """Tell whether an address belongs to a user. Only for whoever holds a link sent to that address."""
    return User.objects.filter(email=email).exists()
