"""Decides what a role allows, over what it may be held, who may invite whom, and how long a way in is open.

Roles are dated data (`playbook/roles.toml`), so that a change of policy is a new version and not a release.
Nobody invites to a role that is not listed for their own: that list is the whole meaning of "above".
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from junction.core.playbook import RuleVersion, load
from junction.core.scope import Grant, Reach, Scope

PLAYBOOK = Path(__file__).parent / "playbook"
SYSTEM = "system"
DEMONSTRATION_DOMAIN = "demo.example"  # of demo sign-ins; nobody can own it
EMERGENCY = "emergency-access"
# The role that a token of an organisation carries: what its people may do, less everything about people.
TOKEN_ROLES = MappingProxyType(
    {
        "provider": "head-office",
        "council": "council-officer",
        "trust": "hospital-discharge",
        "lrf": "lrf",
        "national": "national",
    }
)
# Roles of one duty, which a token of such an organisation carries instead when it is made for that.
DUTIES = MappingProxyType({"text-gateway": frozenset({"council", "lrf", "national"})})


@dataclass(frozen=True, slots=True)
class Role:
    """What one role allows."""

    name: str
    title: str
    permissions: frozenset[str]
    over: tuple[str, ...]  # any of place, organisation, area, nation
    area_kinds: frozenset[str]  # kinds of area it may be held over; empty for any
    needs_second_factor: bool
    may_invite: frozenset[str]
    words: tuple[str, ...]  # what it allows, in plain words


@dataclass(frozen=True, slots=True)
class AccessLimits:
    """How long each way in stays open, and the version of the rule that says so."""

    invitation_days: int
    break_glass_hours: int
    break_glass_reason_characters: int
    token_days: int
    reference: str


@dataclass(frozen=True, slots=True)
class Over:
    """At most one of the three; the nation when none is given."""

    place_id: int | None = None
    organisation_id: int | None = None
    area_id: str | None = None

    @property
    def kind(self) -> str:
        if self.place_id:
            return "place"
        if self.organisation_id:
            return "organisation"
        return "area" if self.area_id else "nation"

    @property
    def reference(self) -> str:
        return f"{self.kind}:{self.place_id or self.organisation_id or self.area_id or 'england'}"

    def as_fields(self) -> dict[str, object]:
        return {"place_id": self.place_id, "organisation_id": self.organisation_id, "area_id": self.area_id}

    @classmethod
    def named(cls, reference: str) -> "Over":
        """Read back a `reference`: "place:12", "area:E08000009", "nation:england"; `ValueError` otherwise."""
        kind, _, value = reference.partition(":")
        match kind:
            case "place":
                return cls(place_id=int(value))
            case "organisation":
                return cls(organisation_id=int(value))
            case "area" if value:
                return cls(area_id=value)
            case "nation":
                return cls()
        raise ValueError(f"{reference} names nothing a role is held over")


@lru_cache(maxsize=512)
def roles(on: date) -> Mapping[str, Role]:
    """Every role in force on `on`, by name."""
    return _roles_of(load(PLAYBOOK / "roles.toml").on(on).version)


def newest_roles_from() -> date:
    """Return the day from which the newest version of the roles is in force."""
    return load(PLAYBOOK / "roles.toml").versions[-1].in_force_from


@cache
def _roles_of(version: str) -> Mapping[str, Role]:
    values = load(PLAYBOOK / "roles.toml").version(version).values
    words = values["words"]
    return MappingProxyType({name: _role(name, value, words) for name, value in values["roles"].items()})


def _role(name: str, value: Mapping[str, object], words: Mapping[str, str]) -> Role:
    permissions = _words(value["permissions"])
    return Role(
        name=name,
        title=str(value["title"]),
        permissions=frozenset(permissions),
        over=tuple(_words(value["over"])),
        area_kinds=frozenset(_words(value.get("area_kinds", ()))),
        needs_second_factor=bool(value["second_factor"]),
        may_invite=frozenset(_words(value["may_invite"])),
        words=tuple(words[permission] for permission in permissions),
    )


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, tuple) else []


def access_limits(on: date) -> AccessLimits:
    """The limits in force on `on`."""
    version: RuleVersion = load(PLAYBOOK / "access.toml").on(on)
    return AccessLimits(
        invitation_days=version.values["invitation_days"],
        break_glass_hours=version.values["break_glass_hours"],
        break_glass_reason_characters=version.values["break_glass_reason_characters"],
        token_days=version.values["token_days"],
        reference=version.reference,
    )


def grant(role: str, reach: Reach, *, on: date, label: str = "") -> Grant:
    """Return what holding `role` over `reach` allows on `on`; a role no longer in force allows nothing."""
    known = roles(on).get(role)
    return Grant(role=role, permissions=known.permissions if known else frozenset(), reach=reach, label=label)


def may_invite(scope: Scope, role: str, *, on: date) -> bool:
    """Tell whether any role held in `scope` lists `role` among those it may invite to."""
    return any(role in inviter.may_invite for inviter in _held(scope, on))


def invitable_roles(scope: Scope, *, on: date) -> list[Role]:
    """The roles that the holder of `scope` may invite to, in the order of the playbook; those of tokens alone
    are held by no person.
    """
    return [role for name, role in roles(on).items() if role.over and may_invite(scope, name, on=on)]


def token_role(kind: str, duty: str = "") -> str:
    """Return the role of a token of a kind of organisation, made for one duty or for all; "" for none."""
    if duty:
        return duty if kind in DUTIES.get(duty, ()) else ""
    return TOKEN_ROLES.get(kind, "")


def duties(scope: Scope, *, on: date) -> list[Role]:
    """Return the roles of one duty that the holder of `scope` may make tokens for."""
    return [roles(on)[name] for name in DUTIES if may_invite(scope, name, on=on)]


def hash_of(secret: str) -> str:
    """The SHA-256 of a token's or a link's secret, in hexadecimal: all that is ever stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_grant(role: str, reach: Reach, *, on: date, label: str = "") -> Grant:
    """What a token with `role` may do: never anything about people or other tokens."""
    held = grant(role, reach, on=on, label=label)
    kept = frozenset(one for one in held.permissions if not one.startswith(("people.", "tokens.")))
    return Grant(role=held.role, permissions=kept, reach=reach, label=label)


def needs_second_factor(held: frozenset[str], *, on: date) -> bool:
    """Tell whether any of the role names `held` asks for a second factor on `on`."""
    return any(name in held and role.needs_second_factor for name, role in roles(on).items())


SECOND_FACTORS = MappingProxyType(
    {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}
)


def second_factors_in_words(kinds: Collection[str]) -> str:
    """What somebody has set up: "Authenticator app, recovery codes"; "Not set up" for nothing."""
    said = ", ".join(words for kind, words in SECOND_FACTORS.items() if kind in kinds)
    return said[:1].upper() + said[1:] if said else "Not set up"


def _held(scope: Scope, on: date) -> list[Role]:
    return [role for name, role in roles(on).items() if name in scope.roles]
