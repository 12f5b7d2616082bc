"""Reads of people: who somebody is, and what that lets them see."""

from datetime import date

from junction.core.scope import NOBODY, Actor, Reach, Scope

from . import rules

ANONYMOUS = Actor(key="anonymous", name="Not signed in", scope=NOBODY)
FIRST_DAY = date(2020, 1, 1)


def system_actor(name: str, *, on: date | None = None) -> Actor:
    """Junction itself at work: `system_actor("import")` may do all that the role `system` may, everywhere."""
    held = rules.grant(rules.SYSTEM, Reach(national=True), on=on or FIRST_DAY, label="England")
    return Actor(key=f"system:{name}", name=f"Junction ({name})", scope=Scope(grants=(held,)))


def scope_of_user(user_id: int, *, on: date) -> Scope:
    """What this user may see and do on `on`; one query."""
    return NOBODY


def actor_of_user(user_id: int, *, name: str, on: date) -> Actor:
    """This user as the one on whose behalf something is done."""
    return Actor(key=f"user:{user_id}", name=name, scope=scope_of_user(user_id, on=on))
