"""Where a case goes: the link to what it was passed on to, and the ways to make that in its register."""

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from junction.core.scope import Scope
from junction.support.queries.passed import location_of, may_go_to
from junction.support.rules.desk import Desk, Pass


def passed_link(about: str, desk: Desk) -> tuple[str, str]:
    """What a case was passed on to, in words, and its address ("" where there is none here)."""
    title, address, number = desk.passed(about)
    return title, _address(address, [number]) if address else ""


def make_links(scope: Scope, one: Any, desk: Desk) -> list[tuple[str, str]]:
    """The registers a case may go to in which one may make it, each with the page that asks for it, filled
    in as far as the case says.
    """
    found = []
    for kind in may_go_to(scope, one, desk):
        passed = desk.passes[kind]
        if passed.make and scope.may(passed.made_by) and (there := _made_at(scope, passed, one)):
            found.append((passed.title, there))
    return found


def _made_at(scope: Scope, passed: Pass, one: Any) -> str:
    if passed.made_for in ("place", "location") and one.place is None:
        return ""
    numbers = {"place": [one.place_id], "need": [one.pk], "asks": ["asks"]}.get(passed.made_for, [])
    asked = {"area": one.area_id} if passed.made_for in ("area", "asks") else {}
    if passed.made_for == "location":
        asked = {"place": location_of(scope, one.place)}
    there = _address(passed.make, numbers)
    return f"{there}?{urlencode(asked)}" if there and asked else there


def _address(name: str, arguments: list[Any]) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:  # a package that is not installed has no pages
        return ""
