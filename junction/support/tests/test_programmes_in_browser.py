"""Pages of programmes, the map and launches in a real browser: accessible, fit for a phone and for a desk."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from junction.registry.models import Area
from junction.support.operations.pressure import CallSaid, answer_pressure_call, write_pressure_call
from junction.support.rules.launches import Promise
from tests.browser import go
from tests.cast import national
from tests.once import made_once

from .needs import state
from .programmes import NOW, TODAY, TRAFFORD, decide, launch, linked, programme, provide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LATER = NOW + timedelta(hours=3)
FORM = ("name", "address", "phone", "diet")


def make():
    """Three programmes, a link, a need and a call beside the map, and a launch that the gate refuses."""
    food, talk, money = programme(), programme("Befriending by telephone"), programme("Money", sro="")
    (
        provide(food, "food"),
        provide(talk, "talk", "food", channel="phone"),
        provide(food, "fuel", area=TRAFFORD),
    )
    provide(money, "money", "care", kind="enables", channel="council")
    state(area=TRAFFORD)
    said = CallSaid(TRAFFORD, "charity", "joining", "Two lists of the same people", TODAY, "food")
    call = write_pressure_call(said, by=national(), now=NOW)
    answer_pressure_call(call.pk, result="taken", text="One list", programme=food, by=national(), now=NOW)
    weekly = Promise("shielded", "food", True, 7, None, "A parcel each week")
    first = launch(food, collects=FORM, promises=[weekly], opens=[("people who shield", date(2020, 7, 1))])
    daily = Promise("shielded", "food", True, 1, date(2020, 9, 1), "Food within a day")
    again = launch(
        talk, "Second register", collects=FORM, promises=[daily], ends_on=date(2020, 8, 1), needs=[first]
    )
    decide(first), decide(again, "refuse", why="It asks the same people twice")
    return {"food": food, "money": money, "link": linked(food, talk).pk, "call": call.pk, "launch": again,
            "first": first}  # fmt: skip


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return made


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("programmes", "national", "/support/programmes/"),
        ("programme", "national", "/support/programmes/{food}/"),
        ("programme-nobody", "council-officer", "/support/programmes/{money}/"),
        ("programme-add", "national", "/support/programmes/add/"),
        ("programme-provides", "national", "/support/programmes/{food}/provides/"),
        ("programme-map", "national", "/support/programmes/map/"),
        ("programme-map-council", "council-officer", "/support/programmes/map/"),
        ("programme-links", "national", "/support/programmes/links/"),
        ("programme-link", "national", "/support/programmes/links/{link}/"),
        ("front-line", "national", "/support/front-line/"),
        ("front-line-call", "council-officer", "/support/front-line/{call}/"),
        ("front-line-add", "council-officer", "/support/front-line/add/"),
        ("launches", "national", "/support/launches/"),
        ("launch", "national", "/support/launches/{launch}/"),
        ("launch-add", "national", "/support/launches/add/"),
        ("launch-decide", "national", "/support/launches/{launch}/decide/"),
        ("launch-promise", "national", "/support/launches/{launch}/promise/"),
        ("support-home", "national", "/support/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, address
):
    over = {"area": Area.objects.get(code=TRAFFORD)} if role == "council-officer" else {}
    browse_as(sign_in(role, **over))
    assert browser_page.goto(address.format(**world)).status == 200
    check_axe(browser_page)
    take_pictures(browser_page, name)


def test_the_centre_states_a_launch_and_the_gate_says_no(browser_page, browse_as, sign_in, world):
    """Given a register that asks people already; when a second is stated; then the gate says what follows."""
    browse_as(sign_in("national"))
    page = browser_page
    page.goto(f"/support/launches/add/?programme={world['food']}")
    page.get_by_label("What is it called?").fill("Third register")
    page.get_by_label("For whom is it?").select_option("shielded")
    page.get_by_label("How do they get it?").select_option("app")
    first_day = page.get_by_role("group", name="First day", exact=True)
    for part, value in (("Day", "1"), ("Month", "6"), ("Year", "2020")):
        first_day.get_by_label(part).fill(value)
    for field in ("Name", "Address", "Telephone"):
        page.get_by_label(field, exact=True).check()
    go(page.get_by_role("button", name="State it and ask the gate"))
    assert page.get_by_text("Refused by the gate").first.is_visible()
    why = "“Register for food” asks the same people for address, name, telephone too, from 1 Jun 2020 on"
    assert page.get_by_text(why).is_visible()
    go(page.get_by_role("link", name="Decide about it"))
    page.get_by_label("It does not go live").check()
    page.get_by_label("Who decided?").fill("Programme board")
    page.get_by_label("Why?").fill("The register hands them over")
    go(page.get_by_role("button", name="Decide"))
    assert page.get_by_text("Does not go live").first.is_visible()
    assert page.get_by_text("The register hands them over").is_visible()
