"""The gate: a launch held against all that is live or planned, and what would have to be mended.

Each check is one function of the launch, the others and the limits; it finds, a person decides. What was
refused or withdrawn is no longer compared with, but a launch that needs it is told so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .gate_book import GateRules
from .launches import FOREVER, Launching, Promise

Findings = Iterator["Finding"]
Check = Callable[[Launching, Sequence[Launching], GateRules], Findings]
CLEAR, MEND, STOP = "clear", "mend", "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its code in the playbook, with which launch, and what its sentence is filled with."""

    code: str
    other: int | None = None
    fields: tuple[str, ...] = ()
    category: str = ""
    interface: str = ""
    needs: int | None = None  # the launch that the other one needs
    day: date | None = None
    until: date | None = None
    days: int | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, to be kept; what is empty is left out."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if name == "fields" else value
            for name, value in values.items()
            if value not in (None, "", ())
        }


def kept_finding(plain: Mapping[str, Any]) -> Finding:
    """Return a finding from its plain values."""
    days = {name: date.fromisoformat(plain[name]) for name in ("day", "until") if name in plain}
    fields = {"fields": tuple(plain["fields"])} if "fields" in plain else {}
    return Finding(**{**plain, **days, **fields})


def through_gate(one: Launching, others: Sequence[Launching], rules: GateRules) -> list[Finding]:
    """Return all that is found against a launch, in the order of the playbook, then by the other launch."""
    rest = [other for other in others if other.number != one.number]
    order = list(rules.findings)
    found = {finding for check in CHECKS for finding in check(one, rest, rules)}
    return sorted(found, key=lambda each: (order.index(each.code), each.other or 0, str(each.plain())))


def verdict(found: Sequence[Finding], rules: GateRules) -> str:
    """Return what the gate says: no, yes with something to mend, or yes."""
    if any(rules.findings[one.code].stops for one in found):
        return STOP
    return MEND if found else CLEAR


def is_news(
    before: tuple[str, Sequence[Mapping[str, Any]]], now: tuple[str, Sequence[Mapping[str, Any]]]
) -> bool:
    """Tell whether who has a launch must be told: another verdict, or a finding that was not there before."""
    return before[0] != now[0] or any(one not in before[1] for one in now[1])


def _standing(others: Sequence[Launching]) -> list[Launching]:
    return [other for other in others if not other.stopped]


def same_data(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """The same people are asked for the same data twice, at one time, and nothing hands it over."""
    for other in _standing(others):
        follows = other.number in one.replaces or one.number in other.replaces
        same = rules.reaches(one.audience, other.audience) or rules.reaches(other.audience, one.audience)
        if not same or follows or not one.meets(other):
            continue
        handed_over = one.uses & other.opens.keys() or other.uses & one.opens.keys()
        common = tuple(sorted(one.collects & other.collects))
        if len(common) >= rules.common_fields and not handed_over:
            begins = max(one.begins_on, other.begins_on)
            yield Finding("same-data", other.number, fields=common, day=begins)


def promise_contradicts(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """The same people are promised two things of one kind of need, for one time."""
    for other in _standing(others):
        if not one.shares_area(other) or other.number in one.replaces or one.number in other.replaces:
            continue
        for mine in one.promises:
            for theirs in other.promises:
                last = min(one.promised_until(mine), other.promised_until(theirs))
                if mine.contradicts(theirs) and max(one.begins_on, other.begins_on) < last:
                    yield Finding("promise-contradicts", other.number, category=mine.category)


def promise_dropped(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """What it replaces has promised for longer, and it does not carry the promise on."""
    for other in _standing(others):
        if other.number not in one.replaces or not one.shares_area(other):
            continue
        for promised in other.promises:
            until = other.promised_until(promised)
            if until > one.begins_on and not _carries(one, promised, until, rules):
                yield Finding("promise-dropped", other.number, category=promised.category, until=_day(until))


def promise_outlives(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """It promises beyond its own end, and nothing that replaces it carries that on."""
    heirs = [other for other in _standing(others) if one.number in other.replaces]
    for promised in one.promises:
        until = one.promised_until(promised)
        if until > one.end and not any(
            heir.begins_on <= one.end and _carries(heir, promised, until, rules) for heir in heirs
        ):
            yield Finding("promise-outlives", category=promised.category, day=one.ends_on, until=_day(until))


def _carries(heir: Launching, promised: Promise, until: date, rules: GateRules) -> bool:
    """Tell whether a launch promises the same or better until that day; of no day, as long as itself."""
    return any(
        mine.carries_on(promised)
        and rules.reaches(mine.audience, promised.audience)
        and (heir.promised_until(mine) >= until or (until == FOREVER and not mine.until))
        for mine in heir.promises
    )


def successor_missing(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """It ends, something should follow, and nothing that replaces it has begun by then."""
    heirs = [other for other in _standing(others) if one.number in other.replaces]
    if one.ends_on and not one.is_final and not any(heir.begins_on <= one.ends_on for heir in heirs):
        yield Finding("successor-missing", day=one.ends_on)


def gap_before(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """What it replaces ends before it begins."""
    for other in _standing(others):
        if other.number in one.replaces and other.ends_on and other.ends_on < one.begins_on:
            days = (one.begins_on - other.ends_on).days
            yield Finding("gap-before", other.number, day=other.ends_on, days=days)


def needs_not_live(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """A launch that it needs will not be there on its first day, or not until its last."""
    known = {other.number: other for other in others}
    for number in sorted(one.needs):
        other = known.get(number)
        if other is None or other.stopped or other.end <= one.begins_on:
            yield Finding("needs-gone", number)
        elif not other.goes or other.begins_on > one.begins_on:
            yield Finding("needs-late", number, day=one.begins_on)
        elif other.end < one.end:
            yield Finding("needs-ends", number, day=other.ends_on)


def interface_withdrawn(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """An interface that it uses is not open on its first day, or not until its last."""
    for interface in sorted(one.uses - one.opens.keys()):
        there = [
            other
            for other in _standing(others)
            if one.shares_area(other) and other.is_open(interface, one.begins_on)
        ]
        if not there:
            yield Finding("interface-missing", interface=interface, day=one.begins_on)
            continue
        last = max(there, key=lambda other: (other.closes(interface), other.number))
        if last.closes(interface) < one.end:
            day = last.closes(interface)
            yield Finding("interface-withdrawn", last.number, interface=interface, day=day)


def short_life(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """Something planned replaces it so soon that it was not worth launching."""
    least = timedelta(days=rules.least_life_days)
    for other in _standing(others):
        soon = one.begins_on <= other.begins_on < one.begins_on + least
        if one.number in other.replaces and soon:
            life = (other.begins_on - one.begins_on).days
            yield Finding("short-life", other.number, day=other.begins_on, days=life)


def leaves_behind(one: Launching, others: Sequence[Launching], rules: GateRules) -> Findings:
    """Another launch needs, for longer, what this one replaces; or an interface that goes with it."""
    standing = _standing(others)
    for gone in (other for other in standing if other.number in one.replaces):
        for other in standing:
            if other.number == gone.number or other.end <= one.begins_on or not other.shares_area(one):
                continue
            if gone.number in other.needs and one.number not in other.needs:
                yield Finding("leaves-behind", other.number, needs=gone.number, day=one.begins_on)
            for interface in sorted(other.uses & gone.opens.keys()):
                still = [each for each in (one, *standing) if each.number != gone.number]
                day = max(one.begins_on, other.begins_on)
                if not any(each.is_open(interface, day) for each in still):
                    yield Finding("leaves-behind", other.number, interface=interface, day=day)


def _day(until: date) -> date | None:
    return None if until == FOREVER else until


CHECKS: tuple[Check, ...] = (
    same_data, promise_contradicts, promise_dropped, promise_outlives, successor_missing, gap_before,
    needs_not_live, interface_withdrawn, short_life, leaves_behind,
)  # fmt: skip
