"""Who is asking and what they may see: plain values, passed to every query and operation.

A scope is a set of grants, each a role's permissions over some reach. A permission is asked for
by name (`scope.reach("returns.file")`) and answered with the union of what the grants that carry it
reach, so that being a manager of one home and an officer of another council never mix.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reach:
    """What something covers: the nation, or areas (with all inside them), organisations and places."""

    national: bool = False
    areas: frozenset[str] = frozenset()  # codes of areas and of every area inside them
    organisations: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            national=self.national or other.national,
            areas=self.areas | other.areas,
            organisations=self.organisations | other.organisations,
            places=self.places | other.places,
        )

    def __bool__(self) -> bool:
        return bool(self.national or self.areas or self.organisations or self.places)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held: what it allows, and over what."""

    role: str
    permissions: frozenset[str]
    reach: Reach
    label: str = ""  # "Trafford", "North East": for the pages


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything one person, token or process may see and do."""

    grants: tuple[Grant, ...] = field(default=())

    def reach(self, permission: str) -> Reach:
        """Return the union of what this scope reaches with `permission`; empty when it has none."""
        reach = Reach()
        for grant in self.grants:
            if permission in grant.permissions:
                reach = reach | grant.reach
        return reach

    def may(self, permission: str) -> bool:
        """Tell whether any grant carries `permission`, over anything at all."""
        return any(permission in grant.permissions for grant in self.grants)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)


NOBODY = Scope()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, token or process on whose behalf something is done.

    `key` is what facts and audit lines keep ("user:12", "token:3", "system:exercise"); the name
    is for pages only, since personal values live outside facts.
    """

    key: str
    name: str
    scope: Scope


ANONYMOUS = Actor(key="anonymous", name="", scope=NOBODY)


@dataclass(frozen=True, slots=True)
class TokenHash:
    """A caller of the API of whom only the hash of the token is known yet: who it is, the work itself
    asks.
    """

    sha256: str

    @property
    def key(self) -> str:
        """Tells callers apart; never kept."""
        return f"hash:{self.sha256}"
