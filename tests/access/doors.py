"""Finds every door: each pattern of the URL resolver, each operation of the API; and the line each must have.

A line is a table in `tests/access/<package>.toml`, by the name of its address:

    [doors."registry:place"]          # or [doors."GET /api/v1/places/{place_id}"], or [doors."admin:*"]
    needs = "registry.see"            # a permission, "signed-in" (with or without a role), "anyone", or
                                      # "session" (signed in, also before the second factor is set up)
    about = "ash"                     # optional: what the address names: a home (ash), an area (north),
                                      # an organisation (group, hub) or "nation"
    post = { text = "…" }             # optional: what somebody who may sends; {} for nothing; {ash}, {beech},
                                      # {group} and {north} stand for their numbers, {today} for the day,
                                      # {draft} for home Ash's return of today, checked and ready to be sent
    get = false                       # optional: the address answers to POST only
    with = { area_code = "E08900001" }   # optional: values for the address; by default see `values_of`;
                                      # "{cedar}" stands for the number of a home that is closed,
                                      # "{request_id}" and the like for what else the world made
    ok = [200, 302]                   # optional: what somebody who may is answered; 200 or 302 by default
    also = ["officer-north"]          # optional: members who may although the rule below says otherwise
    never = ["token-group"]           # optional: members who may not although the rule below says otherwise
    who = ["anonymous", "auditor"]    # optional: only these knock (for hundreds of like doors)
    writes = "core_call"              # optional: the table that what somebody may send writes a row of
    shows = "Ash"                     # optional: what the page shows to who may and to nobody else
    query = { item = "gloves" }       # optional: what stands behind the address of what is read
    names = ["beech"]                 # optional: homes whose names (and nothing more) whoever may is shown,
                                      # out of reach or not, since they have dealings with each other

The rule: whoever holds `needs` over what the line is `about` is answered `ok`; who holds it elsewhere, or not
at all, gets 403 or 404; who is not signed in is led to sign in (401 from the API). Nobody's page shows a mark
of a home out of their reach, and a refused POST leaves no row in any table.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """What the matrix says of one door."""

    needs: str
    about: str = ""
    post: dict[str, Any] | None = None
    get: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    ok: tuple[int, ...] = (200, 302)
    also: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    writes: str = ""
    shows: str = ""
    query: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """One address, with the names of the values it takes."""

    name: str
    parameters: tuple[str, ...] = ()
    method: str = ""  # of an API operation; pages answer to GET and POST

    @property
    def is_api(self) -> bool:
        return bool(self.method)


@cache
def lines() -> dict[str, Line]:
    """Every line of every file, by the name of its door."""
    found: dict[str, Line] = {}
    for path in sorted(HERE.glob("*.toml")):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).get("doors", {}).items():
            assert name not in found, f"{path.name}: {name} has a line elsewhere"
            said = {("values" if key == "with" else key): value for key, value in said.items()}
            for key, kind in (
                ("ok", tuple),
                ("also", frozenset),
                ("never", frozenset),
                ("who", frozenset),
                ("names", frozenset),
            ):
                if key in said:
                    said[key] = kind(said[key])
            found[name] = Line(**said)
    return found


def line_for(door: Door) -> Line | None:
    """The line of a door by its name, or by its namespace ("admin:*")."""
    return lines().get(door.name) or lines().get(door.name.rpartition(":")[0] + ":*")


@cache
def doors() -> tuple[Door, ...]:
    """Every page and every API operation; found once, as the API's own description takes a second to make."""
    found = {door.name: door for door in (*_pages(get_resolver().url_patterns), *_api_operations())}
    return tuple(found[name] for name in sorted(found))


def _pages(patterns: list[Any], spaces: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> Iterator[Door]:
    for pattern in patterns:
        parameters = (*taken, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern).startswith("api/"):
                continue  # walked by its OpenAPI
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _pages(pattern.url_patterns, inner, parameters)
        elif isinstance(pattern, URLPattern):
            if not pattern.name and spaces == ("admin",):
                continue  # the admin's redirects to its own named addresses
            name = pattern.name or f"(no name) {pattern.pattern}"
            yield Door(":".join((*spaces, name)), tuple(dict.fromkeys(parameters)))


def _groups(pattern: Any) -> list[str]:
    return re.findall(r"\(\?P<(\w+)>", str(pattern.pattern)) if hasattr(pattern.pattern, "regex") else []


def _api_operations() -> Iterator[Door]:
    try:
        from junction.config.api import api
    except ImportError:  # there is no API yet
        return
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            parameters = tuple(re.findall(r"{(\w+)}", path))
            yield Door(f"{method.upper()} {path}", parameters, method=method.upper())
