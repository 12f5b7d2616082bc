"""Who has which role, within the reach of whoever asks; what is out of reach does not exist (404).

A role over the nation, or over an organisation, is seen by those whose own reach holds it and by its holder.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Reach, Scope
from junction.registry import queries as registry

from .. import rules
from ..models import EmergencyAccess, Invitation, Membership, User
from .own import own_memberships, user_id_of

SEE, MANAGE = "people.see", "people.manage"


def _within(scope: Scope, permission: str) -> Q:
    """The rows of a table with a target that `scope` reaches with `permission`."""
    reach: Reach = scope.reach(permission)
    if reach.national:
        return Q()
    if not reach:
        return Q(pk=None)
    places = registry.places(scope, permission=permission)
    return (
        Q(area__in=reach.areas) | Q(organisation__in=reach.organisations) | Q(place__in=places.values("pk"))
    )


def memberships(scope: Scope, *, now: datetime, permission: str = SEE) -> QuerySet[Membership]:
    """Roles held at `now` over what is in reach, with their holders."""
    on = local_day(now)
    held = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return (
        Membership.objects.filter(_within(scope, permission), held)
        .select_related("user", "place", "organisation", "area")
        .order_by("role", "user__name", "pk")
    )


def find_people(scope: Scope, asked: str, *, now: datetime) -> QuerySet[Membership]:
    """Roles held at `now` over what is in reach, of people whose name or address holds what was asked."""
    found = memberships(scope, now=now)
    for word in asked.split():
        found = found.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return found


def past_memberships(scope: Scope, user_id: int, *, now: datetime) -> QuerySet[Membership]:
    """Roles that one person held over what is in reach and holds no more, the latest first."""
    ended = Membership.objects.filter(
        _within(scope, SEE), user=user_id, valid_until__isnull=False, valid_until__lte=local_day(now)
    )
    return ended.select_related("place", "organisation", "area").order_by("-valid_until", "-pk")


def membership(scope: Scope, membership_id: int, *, own_key: str, now: datetime) -> Membership:
    """One role held now, seen by those in whose reach it is and by its holder."""
    seen = memberships(scope, now=now) | own_memberships(user_id_of(own_key), now=now)
    return Membership.objects.select_related("user", "place", "organisation", "area").get(
        pk__in=seen.values("pk"), pk=membership_id
    )


def demonstration_sign_ins(scope: Scope) -> QuerySet[User]:
    """Demo sign-ins that still work, for who may see people over the whole nation."""
    found = User.objects.filter(email__endswith=f"@{rules.DEMONSTRATION_DOMAIN}", is_active=True)
    return found if scope.reach(SEE).national else found.none()


def endable(scope: Scope, *, own_key: str, now: datetime) -> frozenset[int]:
    """The roles held now that this scope may end: one's own, and those a managing role covers and lists.

    One statement for each managing role, however many roles there are.
    """
    on = local_day(now)
    found = set(own_memberships(user_id_of(own_key), now=now).values_list("pk", flat=True))
    for grant in scope.grants:
        role = rules.roles(on).get(grant.role)
        if role and MANAGE in grant.permissions:
            managed = memberships(Scope(grants=(grant,)), now=now, permission=MANAGE)
            found.update(managed.filter(role__in=role.may_invite).values_list("pk", flat=True))
    return frozenset(found)


def person(scope: Scope, user_id: int, *, now: datetime) -> User:
    """One user: any for whoever manages people over the nation, else one whose role is in reach."""
    if scope.reach(MANAGE).national:
        return User.objects.get(pk=user_id)
    return User.objects.get(pk=user_id, pk__in=memberships(scope, now=now).values("user_id"))


def person_with_address(scope: Scope, email: str) -> User:
    """The user who signs in with this address; only for whoever manages people over the nation."""
    found = User.objects.filter(email=email.strip().lower(), erased_at=None)
    return (found if scope.reach(MANAGE).national else found.none()).get()


def invitations(scope: Scope, *, now: datetime) -> QuerySet[Invitation]:
    """Links that are still open, over what is in reach for inviting."""
    return (
        Invitation.objects.filter(
            _within(scope, "people.invite"), accepted_at=None, withdrawn_at=None, expires_at__gt=now
        )
        .select_related("place", "organisation", "area", "letter")
        .order_by("-invited_at")
    )


def invitation(scope: Scope, invitation_id: int, *, now: datetime) -> Invitation:
    """One open link within reach."""
    return invitations(scope, now=now).get(pk=invitation_id)


def emergencies(scope: Scope) -> QuerySet[EmergencyAccess]:
    """Emergency access taken to what is in reach, newest first: its owner can read who, when and why."""
    reach = scope.reach(SEE)
    within = _within(scope, SEE)
    if not reach.national and reach:
        within |= _areas_holding(scope)
    return (
        EmergencyAccess.objects.filter(within)
        .select_related("user", "place", "organisation", "area")
        .order_by("-started_at")
    )


def _areas_holding(scope: Scope) -> Q:
    """Access to an area concerns the owner of every place in it."""
    places = registry.places(scope, permission=SEE).filter(area__held_by__ancestor=OuterRef("area"))
    return Q(Exists(places), area__isnull=False)
