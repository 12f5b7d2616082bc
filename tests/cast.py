"""The cast: a manager of a home, an officer of its council, an officer of another council, and the rest.

Each is an `Actor` made without a database: `manager_of(place)`, `officer_of(area)`. Signed-in test clients
come from the fixture `sign_in` (see conftest.py): `sign_in(role="council-officer", area=area)`.
"""

from datetime import date

from junction.core.scope import Actor, Reach, Scope
from junction.people import rules

ON = date(2020, 4, 20)
ELSEWHERE = "E08000025"  # Birmingham: an officer of this council is the outsider


def holder(role: str, reach: Reach, *, key: str = "") -> Actor:
    """Anyone holding `role` over `reach`."""
    scope = Scope(grants=(rules.grant(role, reach, on=ON),))
    return Actor(key=key or f"user:{role}", name=role, scope=scope)


def _pk(thing: object) -> int:
    return thing if isinstance(thing, int) else thing.pk  # type: ignore[attr-defined,no-any-return]


def _code(area: object) -> str:
    return area if isinstance(area, str) else area.code  # type: ignore[attr-defined,no-any-return]


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
