"""Who reads what was learned: the place and its council all of it, others what was shared with their level.

The circle of a review is its place, whoever runs the place, and the council the place lies in. A lesson
shared locally is read by the homes and forums of that council too; shared regionally, by the region and
everybody in it; shared nationally, by everybody who sees plans. What happened, and who took part, stays in
the circle.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q

from junction.core.scope import Grant, Reach, Scope
from junction.registry.models import AreaInside
from junction.registry.queries import places, topmost

from ..rules.learning import NATIONAL, REGIONAL
from .parties import SYSTEM
from .reach import ANSWER, SEE

REGION = "region"
EVERYTHING = ~Q(pk__in=[])  # an empty condition would vanish beside another


def circle(scope: Scope, permission: str = SEE, *, at: str = "place__") -> Q:
    """Return the condition that something is of a place one runs or of one's own council."""
    return _of_councils(scope, permission, at) | _of_places(scope, permission, at)


def writes(scope: Scope, *, at: str = "place__") -> Q:
    """Return the condition that something is of a place in one's own council, whose officers write."""
    return _of_councils(scope, ANSWER, at)


def _of_councils(scope: Scope, permission: str, at: str) -> Q:
    found = Q(pk__in=[])
    for grant in _held(scope, permission):
        if grant.role == SYSTEM:
            return EVERYTHING
        if grant.reach.areas:
            found |= Q(**{f"{at}council__in": topmost(grant.reach.areas).order_by().values("pk")})
    return found


def _of_places(scope: Scope, permission: str, at: str) -> Q:
    one = run_by(scope, permission)
    if not one.grants:
        return Q(pk__in=[])
    return Q(**{f"{at}pk__in": places(one, permission=permission).order_by().values("pk")})


def run_by(scope: Scope, permission: str) -> Scope:
    """Return that part of a scope by which one runs places, as their manager or head office."""
    own = (
        replace(one, reach=Reach(places=one.reach.places, organisations=one.reach.organisations))
        for one in _held(scope, permission)
    )
    return Scope(grants=tuple(one for one in own if one.reach))


def _held(scope: Scope, permission: str) -> Iterator[Grant]:
    return (one for one in scope.grants if permission in one.permissions)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits: councils near them (codes), and regions they belong to."""

    councils: frozenset[str]
    regions: frozenset[str]


def seat(scope: Scope, permission: str = SEE) -> Seat:
    """Return where somebody sits. Who reaches all of a region sits in the region, and in no council of it."""
    near: set[str] = set()
    regions: set[str] = set()
    for grant in _held(scope, permission):
        tops = dict(topmost(grant.reach.areas).values_list("pk", "kind")) if grant.reach.areas else {}
        above = {code for code, kind in tops.items() if kind == REGION}
        regions |= above
        near |= set() if above else grant.reach.areas
    own = run_by(scope, permission)
    if own.grants:
        found = places(own, permission=permission).order_by().exclude(council=None)
        near |= set(found.values_list("council_id", flat=True).distinct())
    if near:
        around = AreaInside.objects.filter(descendant__in=near, ancestor__kind=REGION)
        regions |= set(around.values_list("ancestor_id", flat=True).distinct())
    return Seat(frozenset(near), frozenset(regions))


def shared_with(scope: Scope) -> Q:
    """Return the condition that a sharing of a lesson (`LessonShare`) reaches where somebody sits."""
    one = seat(scope)
    within = AreaInside.objects.filter(ancestor__in=one.regions).order_by().values("descendant")
    council = "lesson__review__place__council__in"
    return (
        Q(level=NATIONAL)
        | (Q(level=REGIONAL) & Q(**{council: within}))
        | Q(**{council: one.councils})
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hearing:
    """For which councils and regions somebody may say that what was shared was discussed."""

    is_all: bool = False
    is_national: bool = False
    own: frozenset[str] = frozenset()  # councils whose lessons one writes
    near: frozenset[str] = frozenset()  # councils of one's forum
    inside: frozenset[str] = frozenset()  # councils of one's region

    def may_hear(self, level: str, council: str | None) -> bool:
        """Tell whether one sits where something of a council was shared at a level, or shared it oneself."""
        if self.is_all or council in self.own:
            return True
        if level == NATIONAL:
            return self.is_national
        return council in (self.inside if level == REGIONAL else self.near)


def hearing(scope: Scope) -> Hearing:
    """Return where somebody may say that things were discussed; who runs a home may nowhere."""
    own: set[str] = set()
    near: set[str] = set()
    regions: set[str] = set()
    held = list(_held(scope, ANSWER))
    for grant in held:
        tops = dict(topmost(grant.reach.areas).values_list("pk", "kind")) if grant.reach.areas else {}
        above = {code for code, kind in tops.items() if kind == REGION}
        regions |= above
        own |= set() if above else tops.keys()
        near |= set() if above else grant.reach.areas
    within = (
        AreaInside.objects.filter(ancestor__in=regions).order_by().values_list("descendant_id", flat=True)
    )
    return Hearing(
        is_all=any(grant.role == SYSTEM for grant in held),
        is_national=any(grant.reach.national for grant in held),
        own=frozenset(own), near=frozenset(near), inside=frozenset(within if regions else ()),
    )  # fmt: skip
