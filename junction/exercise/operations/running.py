"""Play programmes: who runs what, what each offers, links, calls of the front line, launches.

One launch is stated anew at the end, so that the gate refuses another which it let pass before.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.registry.queries import area
from junction.support.operations.launch_verdicts import look_at_launches
from junction.support.operations.launches import (
    Decided,
    LaunchSaid,
    change_launch,
    decide_launch,
    said_of,
    state_launch,
)
from junction.support.operations.pressure import CallSaid, answer_pressure_call, write_pressure_call
from junction.support.operations.programme_links import LinkSaid, link_programmes, say_link_result
from junction.support.operations.programmes import (
    ProgrammeSaid,
    ProvisionSaid,
    add_provisions,
    change_programme,
    state_programme,
)
from junction.support.queries.launches import titles
from junction.support.rules.launches import Promise

from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

MORNING = 10 * 60  # minutes of the day
STATED, BEGAN = -20, -30  # days before the last: when programmes were written down, and since when they run


def play_running(plan: Plan, kept: Kept, *, by: Actor) -> int:
    """Play all of it; return how many programmes there are."""
    facts = told("programmes")
    last = plan.last_day
    said = {one["key"]: _said(one, plan, kept, by=by) for one in facts["programme"]}
    numbers = {one["key"]: _programme(one, said[one["key"]], plan, kept, by=by) for one in facts["programme"]}
    for one in facts["change"]:
        anew = replace(said[one["key"]], sro=one["sro"])
        change_programme(numbers[one["key"]], anew, why=one["why"], by=by, now=_at(last, one["day"]))
    for one in facts["link"]:
        _link(one, numbers, last, by=by)
    for one in facts["call"]:
        if one["where"] in kept.councils:
            _call(one, numbers, kept, last, by=by)
    launched: dict[str, int] = {}
    for one in facts["launch"]:
        where = _where(one.get("where", ""), plan, kept, by=by)
        launched[one["key"]] = _launch(one, numbers[one["programme"]], where, launched, last, by=by)
    return len(numbers)


def play_changed_launches(plan: Plan, *, by: Actor, now: datetime) -> int:
    """State launches anew once somebody keeps them; return of how many others the gate says something new."""
    facts, last = told("programmes"), plan.last_day
    title = {one["key"]: one["title"] for one in facts["launch"]}
    numbers = {name: number for number, name in titles(by.scope).items()}
    for one in facts["anew"]:
        if title[one["key"]] in numbers:
            _anew(one, numbers[title[one["key"]]], last, by=by)
    return look_at_launches(by=by, now=now)


def _at(last_day: date, day: int) -> datetime:
    return moment(last_day + timedelta(days=day), MORNING)


def _day(last_day: date, day: int) -> date:
    return last_day + timedelta(days=day)


def _end(last_day: date, day: int | None) -> date | None:
    return None if day is None else _day(last_day, day)


def _anew(one: Mapping[str, Any], number: int, last: date, *, by: Actor) -> None:
    """State a launch anew with other interfaces, and decide that it still goes."""
    now = _at(last, one["day"])
    opens = [(each["name"], _day(last, each["until"])) for each in one["opens"]]
    change_launch(number, replace(said_of(by, number, now=now), opens=opens), why=one["why"], by=by, now=now)
    made = Decided("go", one["why"], "Programme board (simulated)", now.date())
    decide_launch(number, made, by=by, now=now)


def _where(name: str, plan: Plan, kept: Kept, *, by: Actor) -> str | None:
    """The code of an area: the region, a council of the exercise, or one that the facts name by its code."""
    if name == "region":
        return plan.region
    if name in kept.councils:
        return kept.councils[name]
    return name if name and area(by.scope, name) else None


def _said(one: Mapping[str, Any], plan: Plan, kept: Kept, *, by: Actor) -> ProgrammeSaid:
    where = _where(one.get("where", ""), plan, kept, by=by)
    return ProgrammeSaid(
        one["name"], one["purpose"], one["department"], _day(plan.last_day, BEGAN), one.get("sro", ""),
        one.get("minister", ""), one["levers"], where, None, one["source"],
    )  # fmt: skip


def _programme(one: Mapping[str, Any], said: ProgrammeSaid, plan: Plan, kept: Kept, *, by: Actor) -> int:
    now = _at(plan.last_day, STATED)
    number = state_programme(said, by=by, now=now).pk
    for each in one["provides"]:
        where = _where(each.get("where", ""), plan, kept, by=by) or said.area
        what = ProvisionSaid(each["kind"], each["needs"], each["channel"], said.begins_on, where,
                             each.get("whom", ""), audience=each.get("audience", "public"))  # fmt: skip
        add_provisions(number, what, by=by, now=now)
    return number


def _link(one: Mapping[str, Any], numbers: Mapping[str, int], last: date, *, by: Actor) -> None:
    now = _at(last, one["day"])
    said = LinkSaid(numbers[one["one"]], numbers[one["other"]], one["purpose"], now.date(), one["by"])
    number = link_programmes(said, by=by, now=now).pk
    for each in one["results"]:
        say_link_result(number, result=each["result"], text=each["text"], by=by, now=_at(last, each["day"]))


def _call(one: Mapping[str, Any], numbers: Mapping[str, int], kept: Kept, last: date, *, by: Actor) -> None:
    now = _at(last, one["day"])
    said = CallSaid(kept.councils[one["where"]], one["caller"], one["theme"], one["text"], now.date(),
                    one.get("need", ""))  # fmt: skip
    number = write_pressure_call(said, by=by, now=now).pk
    for each in one["answers"]:
        done = {"result": each["result"], "text": each["text"], "programme": numbers[each["programme"]]}
        answer_pressure_call(number, **done, by=by, now=_at(last, each["day"]))


def _launch(
    one: Mapping[str, Any],
    programme: int,
    where: str | None,
    launched: Mapping[str, int],
    last: date,
    *,
    by: Actor,
) -> int:
    promises = tuple(
        Promise(
            one["audience"], each["need"], True, each["within"], _end(last, each.get("until")), each["text"]
        )
        for each in one["promises"]
    )
    said = LaunchSaid(
        one["title"], one["audience"], one["channel"], _day(last, one["begins"]), where,
        ends_on=_end(last, one.get("ends")), is_final=one.get("final", False), collects=one["collects"],
        promises=promises, needs=[launched[key] for key in one.get("needs", ())], uses=one.get("uses", ()),
        opens=[(each["name"], _day(last, each["until"])) for each in one.get("opens", ())],
        source="Simulated",
    )  # fmt: skip
    number = state_launch(programme, said, by=by, now=_at(last, one["day"])).pk
    for each in one["decisions"]:
        now = _at(last, each["day"])
        made = Decided(each["decision"], each["why"], each["by"], now.date())
        decide_launch(number, made, by=by, now=now)
    return number
