"""Dated rules: frozen values with the day they came into force and the guidance they rest on.

A rule book is one TOML file in a package's `playbook/` folder:

    name = "risk-thresholds"
    [[version]]
    version = "2020-04-15"            # the name a decision stores
    in_force_from = 2020-04-15
    source = "Action Plan, 15 April 2020, paragraph 4.23"
    [version.values]
    stale_after_days = 3

The version for an event is chosen by the day of the event, never by today. Changing policy is a new
`[[version]]`; nothing in force is ever edited. A version that says `inherits = "2020-01-01"` has each of that
earlier version's values (a table is one value) that it does not give itself; what stands under its `adds`
is laid over what it inherits: table into table, list behind list. What an earlier version does not say, its
reader takes for "not yet so". `tests/playbook-versions.toml` keeps what each version said.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any


class NoRuleInForce(LookupError):
    """No version of this rule book was in force on that day."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One dated version of a rule book."""

    name: str
    version: str
    in_force_from: date
    source: str
    values: Mapping[str, Any]

    @property
    def reference(self) -> str:
        """What a decision stores: `risk-thresholds@2020-04-15`."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every version of one rule, oldest first."""

    name: str
    versions: tuple[RuleVersion, ...]

    def on(self, day: date) -> RuleVersion:
        """Return the version in force on `day`; raise `NoRuleInForce` before the first."""
        found = [version for version in self.versions if version.in_force_from <= day]
        if not found:
            raise NoRuleInForce(f"{self.name} has no version in force on {day.isoformat()}")
        return found[-1]

    def version(self, version: str) -> RuleVersion:
        """Return the version called `version`; raise `NoRuleInForce` when there is none."""
        for candidate in self.versions:
            if candidate.version == version:
                return candidate
        raise NoRuleInForce(f"{self.name} has no version {version}")


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value


@cache
def load(path: Path) -> RuleBook:
    """Read one rule book. Raise `ValueError` naming the file when it is not well formed."""
    return parse(path.read_text(encoding="utf-8"), called=path.name)


def parse(text: str, *, called: str) -> RuleBook:
    """Read a rule book from its text. Raise `ValueError` naming it as `called` when it is not well formed."""
    content = tomllib.loads(text)
    versions: list[RuleVersion] = []
    try:
        for item in sorted(content["version"], key=lambda item: item["in_force_from"]):
            versions.append(_version(content["name"], item, versions))
    except KeyError as missing:
        raise ValueError(f"{called}: {missing} is missing") from missing
    except NoRuleInForce as unknown:
        raise ValueError(f"{called}: a version inherits from none before it: {unknown}") from unknown
    if len({version.in_force_from for version in versions}) != len(versions):
        raise ValueError(f"{called}: two versions come into force on one day")
    return RuleBook(name=content["name"], versions=tuple(versions))


def _version(name: str, item: Mapping[str, Any], earlier: Sequence[RuleVersion]) -> RuleVersion:
    """Return one version, with what it inherits from one of the `earlier`; raise `NoRuleInForce` for none."""
    values: dict[str, Any] = {}
    if "inherits" in item:
        values |= RuleBook(name, tuple(earlier)).version(str(item["inherits"])).values
    values |= _freeze(item.get("values", {}))
    values = {**values, **_added(values, item.get("adds", {}))}
    return RuleVersion(
        name=name,
        version=str(item["version"]),
        in_force_from=item["in_force_from"],
        source=item["source"],
        values=MappingProxyType(values),
    )


def _added(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `over`, each laid over the one of its name."""
    found: dict[str, Any] = {}
    for key, value in over.items():
        was = under.get(key)
        if isinstance(value, dict) and isinstance(was, Mapping):
            found[key] = MappingProxyType({**was, **_added(was, value)})
        elif isinstance(value, list) and isinstance(was, tuple):
            found[key] = (*was, *_freeze(value))
        else:
            found[key] = _freeze(value)
    return found


def load_folder(folder: Path) -> Mapping[str, RuleBook]:
    """Read every rule book of a `playbook/` folder, by name."""
    books = [load(path) for path in sorted(folder.glob("*.toml"))]
    return MappingProxyType({book.name: book for book in books})
