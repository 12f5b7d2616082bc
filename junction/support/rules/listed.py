"""A service as a source lists it, whatever the source's form; and when two sayings are the same.

Names of persons are not among the values: a contact is kept by post and number.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from junction.core.imports import Finding
from junction.registry.rules.names import name_key

from .opening import Opening

LONGEST_KEY = 400
SPACE = UUID("6f0a2c7e-6f4a-5d1b-9a53-0d9a1b1f6d20")  # of identifiers made from names


@dataclass(frozen=True, slots=True)
class ListedLocation:
    """Where a service is given."""

    id: UUID
    name: str = ""
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    accessibility: tuple[str, ...] = ()
    external_identifier: str = ""
    external_identifier_type: str = ""


@dataclass(frozen=True, slots=True)
class ListedOpening:
    """One schedule and its words."""

    id: UUID
    opening: Opening
    description: str = ""


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """One term of a taxonomy by which a service is classed."""

    id: UUID
    name: str
    taxonomy_id: UUID
    taxonomy: str
    code: str = ""
    uri: str = ""
    link_type: str = ""


@dataclass(frozen=True, slots=True)
class ListedArea:
    """For whom by where they live: a code of the registry, or words."""

    id: UUID
    name: str = ""
    uri: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """Who gives a service."""

    id: UUID
    name: str
    description: str = ""
    email: str = ""
    website: str = ""
    identifiers: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedService:
    """One service with all that belongs to it, and the row of the file it stands in."""

    row: int
    id: UUID
    name: str
    organisation: ListedOrganisation
    status: str = "active"
    description: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""
    needs: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    places_free: int | None = None
    alert: str = ""
    assured_on: date | None = None
    last_modified: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    locations: tuple[ListedLocation, ...] = ()
    openings: tuple[ListedOpening, ...] = ()
    areas: tuple[ListedArea, ...] = ()
    terms: tuple[ListedTerm, ...] = ()

    @property
    def digest(self) -> str:
        """What two sayings of the same have in common; where it stood in the file does not count."""
        said = asdict(self)
        del said["row"]
        if not said["ways"]:  # so that what says none is the same as before ways were known
            del said["ways"]
        return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(slots=True)
class Listed:
    """What was read of a file: the services that can be taken, and what was wrong or odd."""

    kind: str  # "feed" or "list"
    sha256: str
    rows: int = 0
    services: list[ListedService] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def made_id(*words: str) -> UUID:
    """Return the identifier of what bears none: the same words always give the same."""
    return uuid5(SPACE, "\n".join(" ".join(word.lower().split()) for word in words))


def search_key(name: str, organisation: str, terms: Iterable[str]) -> str:
    """Return what a search compares words with."""
    return name_key(" ".join([name, organisation, *terms]))[:LONGEST_KEY]
