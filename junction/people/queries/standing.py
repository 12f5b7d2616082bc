"""Turns a user or a token into what it may see and do: one SQL statement each: every request pays for it.

A role that asks for a second factor counts only once its holder has one: without it the role is not in the
scope at all, so that no page can forget to ask.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Actor, Grant, Reach, Scope

from .. import rules
from ..models import User

INSIDE = """array(
    select inside.descendant_id from registry_areainside inside
    where inside.ancestor_id = {area} and inside.valid_from <= %(on)s
      and (inside.valid_until is null or inside.valid_until > %(on)s))"""

STANDING = f"""
with held as (
    select role, place_id, organisation_id, area_id from people_membership
    where user_id = %(user)s and valid_from <= %(on)s and (valid_until is null or valid_until > %(on)s)
    union all
    select '{rules.EMERGENCY}', place_id, organisation_id, area_id from people_emergencyaccess
    where user_id = %(user)s and started_at <= %(now)s and ends_at > %(now)s and ended_at is null
)
select held.role, held.place_id, held.organisation_id, held.area_id,
    coalesce(place.name, organisation.name, area.name, 'England'),
    {INSIDE.format(area="held.area_id")},
    exists(select 1 from mfa_authenticator
           where user_id = %(user)s and type in ('totp', 'webauthn')),
    place.merged_into_id
from held
left join registry_place place on place.id = held.place_id
left join registry_organisation organisation on organisation.id = held.organisation_id
left join registry_area area on area.code = held.area_id
order by held.role, 5
"""  # noqa: S608 - only constants of this file are put together

# Stamps the day of last use in the same statement, at most once a day, so that a busy token is not a hot row.
TOKEN = f"""
with touched as (
    update people_apitoken set last_used_on = %(on)s
    where sha256 = %(sha256)s and revoked_at is null and expires_at > %(now)s
      and last_used_on is distinct from %(on)s
)
select token.id, token.name, token.role, organisation.id, organisation.kind, organisation.name,
    organisation.area_id, {INSIDE.format(area="organisation.area_id")}
from people_apitoken token
join registry_organisation organisation on organisation.id = token.organisation_id
where token.sha256 = %(sha256)s and token.revoked_at is null and token.expires_at > %(now)s
"""  # noqa: S608 - only constants of this file are put together


@dataclass(frozen=True, slots=True)
class Standing:
    """What a user may see and do now, and whether some of it waits for a second factor."""

    scope: Scope
    lacks_second_factor: bool


def system_actor(name: str, *, on: date | None = None) -> Actor:
    """Junction itself at work: `system_actor("import")` may do all that the role `system` may, everywhere;
    by the newest version of the roles where no day is given.
    """
    held = rules.grant(
        rules.SYSTEM, Reach(national=True), on=on or rules.newest_roles_from(), label="England"
    )
    return Actor(key=f"system:{name}", name=f"Junction ({name})", scope=Scope(grants=(held,)))


def standing_of_user(user_id: int, *, now: datetime) -> Standing:
    """Read every role held at `now` in one query."""
    on = local_day(now)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"user": user_id, "on": on, "now": now})
        rows = cursor.fetchall()
    waiting = frozenset(
        row[0] for row in rows if rules.needs_second_factor(frozenset({row[0]}), on=on) and not row[6]
    )
    grants = tuple(
        rules.grant(row[0], _reach(*row[1:4], inside=row[5], merged_into=row[7]), on=on, label=row[4])
        for row in rows
        if row[0] not in waiting
    )
    return Standing(scope=Scope(grants=grants), lacks_second_factor=bool(waiting))


def scope_of_user(user_id: int, *, now: datetime) -> Scope:
    """What this user may see and do at `now`; one query."""
    return standing_of_user(user_id, now=now).scope


def actor_of_key(key: str, *, now: datetime) -> Actor | None:
    """The person an actor's key names, with what they may do at `now`; None for a token or a process.

    A job that somebody asked for is done with what they may do by then, not with what they might before.
    """
    kind, _, number = key.partition(":")
    user = User.objects.filter(pk=int(number), is_active=True).first() if kind == "user" else None
    if user is None:
        return None
    return Actor(key=key, name=user.name or "You", scope=scope_of_user(user.pk, now=now))


def actor_of_token(sha256: str, *, now: datetime) -> Actor | None:
    """The token with this hash as an actor, or None when it is unknown, expired or revoked; one statement."""
    on = local_day(now)
    with connection.cursor() as cursor:
        cursor.execute(TOKEN, {"sha256": sha256, "on": on, "now": now})
        row = cursor.fetchone()
    if row is None:
        return None
    token, name, role, organisation, kind, label, area, inside = row
    # A voluntary body's token reaches the body, not all of the area where it is.
    by_area = bool(area) and kind != "voluntary"
    reach = Reach(
        national=kind == "national",
        areas=frozenset(inside) | {area} if by_area else frozenset(),
        organisations=frozenset() if by_area or kind == "national" else frozenset({organisation}),
    )
    held: Grant = rules.token_grant(role, reach, on=on, label=label)
    return Actor(key=f"token:{token}", name=f"{label}: {name}", scope=Scope(grants=(held,)))


def _reach(
    place: int | None,
    organisation: int | None,
    area: str | None,
    *,
    inside: list[str],
    merged_into: int | None,
) -> Reach:
    """What one role covers; whoever has a place that was merged has the one that answers for it."""
    return Reach(
        national=place is None and organisation is None and area is None,
        places=frozenset(one for one in (place, merged_into) if one),
        organisations=frozenset({organisation}) if organisation else frozenset(),
        areas=frozenset(inside) | {area} if area else frozenset(),
    )
