"""Figures reckoned in different ways agree, live and looking back, whatever the registry goes through.

A small world is changed step by step: returns come late and are corrected, places are merged and let go,
closed, opened again and moved, one lies in no known area, one in a county only. After each step picture,
completeness, places, kept totals and returns added up anew must say the same; and at the end, looking back to
each step must say what was said then.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from junction.core.scope import Reach
from junction.people.queries import system_actor
from junction.registry.models import Area, AreaInside, Place
from junction.registry.operations import close_place, correct_place, merge_places, reopen_place, undo_merge
from junction.registry.queries import inside
from junction.returns.operations import add_up_days, file_return
from junction.returns.queries import area_sums, day_totals
from junction.returns.queries.completeness import Among, Completeness, completeness
from junction.returns.queries.owed import Wanted, owed
from junction.returns.queries.place_rows import place_rows
from junction.returns.queries.reporting import reporting
from junction.returns.rules.questions import question_set_on
from tests.cast import holder

from .conftest import DAY, make_place

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
SET = "care-home-daily"
DAYS = [DAY - timedelta(days=back) for back in range(3, -1, -1)]
HOUR = timedelta(hours=1)
INDICATORS = ["occupied", "occupancy", "staff_absence", "confirmed_new"]


def area_of(code, name, kind="unitary", inside=()):
    made = Area.objects.create(code=code, kind=kind, name=name, started_on=date(1974, 4, 1))
    for one in (made, *inside):
        AreaInside.objects.create(ancestor=one, descendant=made, valid_from=date(1974, 4, 1))
    return made


@pytest.fixture
def world(now, filing):
    """Six homes in two councils of a region, one in its county only, one in no known area; most filed."""
    region = area_of("E12999999", "North West", "region")
    county = area_of("E10999999", "Lancashire", "county", [region])
    here, there = (area_of(code, code, inside=[region]) for code in ("E08999001", "E08999002"))
    lie = {"ash": here, "cedar": here, "elm": here, "yew": here, "beech": there, "oak": there}
    homes = {name: make_place(area, name.title(), now) for name, area in lie.items()}
    for name, council in (("fir", county), ("lost", None)):
        homes[name] = make_place(here, name.title(), now)
        Place.objects.filter(pk=homes[name].pk).update(
            area=None, council=council, amending_at=now - 80 * HOUR * 24
        )
    world = SimpleNamespace(**homes, filing=filing, areas=[region, county, here, there], now=now)
    for number, home in enumerate(homes.values()):
        for day in DAYS[:3]:
            if (home, day) not in ((world.ash, DAYS[0]), (world.elm, DAYS[1]), (world.ash, DAYS[1])):
                file(world, home, day, 20 + number, now - (DAY - day))
    return world


def file(world, home, day, occupied, at):
    change = {"occupied": occupied, "vacancies_admitting": 39 - occupied}
    file_return(world.filing(of=home, on=day, change=change, confirmed=None), by=SYSTEM, now=at)


def steps(world):
    """Yield the moment of each step, once it is done; the first is the world as it was made."""
    at = world.now + HOUR
    said = {"why": "so it is", "by": SYSTEM}

    def later():
        nonlocal at
        at += HOUR
        return at

    yield at
    file(world, world.ash, DAYS[2], 33, later())
    yield at
    file(world, world.elm, DAYS[1], 11, later())
    yield at
    merged = merge_places(kept_id=world.ash.pk, gone_id=world.beech.pk, now=later(), **said)
    yield at
    close_place(place_id=world.cedar.pk, closed_on=DAYS[1], now=later(), **said)
    yield at
    for home in (world.fir, world.lost, world.ash):
        file(world, home, DAY, 30, later())
    yield at
    area = world.areas[2]
    Place.objects.filter(pk=world.oak.pk).update(area=area, council=area, amending_at=later())
    yield at
    undo_merge(merge_id=merged.pk, now=later(), **said)
    yield at
    reopen_place(place_id=world.cedar.pk, opened_on=DAYS[2], now=later(), **said)
    yield at
    agency = {"service_types": ["home-care"], "service_type": "home-care"}
    Place.objects.filter(pk=world.yew.pk).update(**agency, amending_at=later())
    yield at
    merge_places(kept_id=world.cedar.pk, gone_id=world.fir.pk, now=later(), **said)
    merge_places(kept_id=world.lost.pk, gone_id=world.cedar.pk, now=later(), **said)
    yield at
    correct_place(place_id=world.elm.pk, details={"name": "Elm Tree"}, now=later(), **said)
    file(world, world.elm, DAY, 12, later() + 12 * HOUR)
    yield at + 12 * HOUR


def said_by_trend(area, as_at, *, from_facts=False):
    """A scope that also names a place adds up the returns themselves; others read kept totals."""
    reach = Reach(national=True, places=frozenset({0} if from_facts else ()))
    found = day_totals(
        holder("auditor", reach).scope, question_set=SET, first_on=DAYS[0], last_on=DAY,
        area_code=area.code if area else "", as_at=as_at, codes=INDICATORS,
    )  # fmt: skip
    said = {"filed": found.filed.tolist(), "in time": found.on_time.tolist()}
    for name in INDICATORS:
        said[name] = [None if np.isnan(one) else round(float(one), 6) for one in found.values[name]]
    return said


def said_by_picture(area, as_at):
    """What pictures count on each day; a figure is that of returns about the day where all filed for it."""
    said = {"asked": [], "filed": [], "in time": []}
    for day in DAYS:
        found = area_sums(
            SYSTEM.scope, question_set=SET, on=day, by="all", area_code=area.code if area else "", as_at=as_at
        )
        for name, count in (("asked", "places"), ("filed", "filed"), ("in time", "on_time")):
            said[name].append(int(found.counts[count].sum()))
    return said


def said_by_completeness(area, as_at, now):
    asked = {"question_set": question_set_on(SET, DAY), "as_at": as_at, "now": now}
    among = Among(inside([area.code])) if area else None
    rows = [completeness(SYSTEM.scope, **asked, about_on=day, among=among) for day in DAYS]
    totals = [Completeness.total(found) for found in rows]
    return {
        "asked": [one.asked for one in totals], "filed": [one.filed for one in totals],
        "in time": [one.in_time for one in totals],
    }  # fmt: skip


def said_by_reporting(area, as_at):
    """The trend of completeness: who filed is read from kept totals, who was asked from the places."""
    found = reporting(
        SYSTEM.scope, question_set=SET, first_on=DAYS[0], last_on=DAY,
        area_code=area.code if area else "", as_at=as_at,
    )  # fmt: skip
    assert found.percent_filed == [
        100 * filed / asked if asked else None for filed, asked in zip(found.filed, found.asked, strict=True)
    ]
    return {
        "asked": found.asked.tolist(), "filed": found.filed.tolist(), "in time": found.in_time.tolist()
    }  # fmt: skip


def said_by_places(area, as_at):
    code = area.code if area else ""
    rows = [place_rows(SYSTEM.scope, question_set=SET, area_code=code, on=day, as_at=as_at) for day in DAYS]
    today = [[row for row in found if row.about_on == day] for day, found in zip(DAYS, rows, strict=True)]
    return {
        "asked": [len(found) for found in rows], "filed": [len(found) for found in today],
        "in time": [sum(not row.is_late for row in found) for found in today],
        "occupied": [sum(row.measures["occupied"] for row in found) or None for found in today],
    }  # fmt: skip


def said_by_list(area):
    """The chase list knows the present only."""
    wanted = Wanted(area_codes=frozenset({area.code} if area else ()), page_size=100)
    asked = question_set_on(SET, DAY)
    pages = [
        owed(SYSTEM.scope, question_set=asked, about_on=day, permission="returns.chase", wanted=wanted)
        for day in DAYS
    ]
    return {
        "asked": [page.total for page in pages],
        "filed": [sum(row.first_recorded_at is not None for row in page.rows) for page in pages],
    }


def agreed(world, as_at, *, now, are_kept=True):
    """What all readers say of the nation and of each area, after seeing that they say the same."""
    agreed = {}
    for area in (None, *world.areas):
        name = area.name if area else "England"
        said = said_by_trend(area, as_at, from_facts=True)
        places = said_by_places(area, as_at)
        said["asked"] = places["asked"]
        others = [places, said_by_picture(area, as_at), said_by_completeness(area, as_at, now)]
        others += [said_by_list(area)] if as_at is None else []
        others += [said_by_trend(area, as_at), said_by_reporting(area, as_at)] if are_kept else []
        for other in others:
            assert {key: said[key] for key in other} == other, name
        agreed[name] = said
    return agreed


@pytest.mark.parametrize("often", [True, False], ids=["totals after each step", "totals at the end"])
def test_figures_agree_after_each_step_and_looking_back_to_it(world, often):
    told = {}
    for at in steps(world):
        if often:
            add_up_days(by=SYSTEM, now=at)
        told[at] = agreed(world, None, now=at, are_kept=often)
    add_up_days(by=SYSTEM, now=at + HOUR)
    for moment, said in told.items():
        assert agreed(world, moment, now=at + HOUR) == said
