"""The cast: a manager of a home, an officer of its council, an officer of another council, and the rest.

Each is an `Actor` made without a database: `manager_of(place)`, `officer_of(area)`. For doors, the fixture
`sign_in` makes a test client: `sign_in("council-officer", area=area)`, `sign_in("lrf", area=forum)`.
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from junction.core.scope import Actor, Reach, Scope
from junction.people import rules

if TYPE_CHECKING:
    from django.test import Client

    from junction.people.models import User

ON = date(2020, 4, 20)
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
ELSEWHERE = "E08000025"  # Birmingham: an officer of this council is the outsider


def holder(role: str, reach: Reach, *, key: str = "") -> Actor:
    """Anyone holding `role` over `reach`, by the newest version of the roles."""
    scope = Scope(grants=(rules.grant(role, reach, on=rules.newest_roles_from()),))
    return Actor(key=key or f"user:{role}", name=role, scope=scope)


def _pk(thing: object) -> int:
    return thing if isinstance(thing, int) else thing.pk  # type: ignore[attr-defined,no-any-return] # any row


def _code(area: object) -> str:
    return area if isinstance(area, str) else area.code  # type: ignore[attr-defined,no-any-return] # any row


def manager_of(*places: object) -> Actor:
    return holder("place-manager", Reach(places=frozenset(map(_pk, places))))


def head_office_of(organisation: object) -> Actor:
    return holder("head-office", Reach(organisations=frozenset({_pk(organisation)})))


def officer_of(*areas: object) -> Actor:
    """An officer of exactly these areas (codes or rows); name the areas inside them too where it matters."""
    return holder("council-officer", Reach(areas=frozenset(map(_code, areas))))


def other_officer() -> Actor:
    """An officer of a council that has nothing to do with the case."""
    return holder("council-officer", Reach(areas=frozenset({ELSEWHERE})), key="user:other-officer")


def lrf_of(*areas: object) -> Actor:
    return holder("lrf", Reach(areas=frozenset(map(_code, areas))))


def national() -> Actor:
    return holder("national", Reach(national=True))


def auditor() -> Actor:
    return holder("auditor", Reach(national=True))


def administrator() -> Actor:
    return holder("administrator", Reach(national=True))


def user_who(role: str, *, email: str = "", **over: object) -> "User":
    """A stored user who holds `role` over a `place=`, `organisation=` or `area=`, second factor and all."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    from junction.people.models import Membership, User

    email = email or f"{role}-{User.objects.count()}@example.org"
    user = User.objects.create(email=email, name=f"A {role}", joined_at=NOW)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if rules.roles(ON)[role].needs_second_factor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    Membership.objects.create(
        user=user, role=role, valid_from=date(2020, 1, 1), granted_at=NOW, granted_by="system:test", **over
    )
    return user


def signed_in(user: "User | None") -> "Client":
    """A test client in which `user` is signed in, second factor and all; nobody for None."""
    from django.test import Client

    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
