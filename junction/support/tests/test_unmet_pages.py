"""The page of what is not met: its numbers, as at a moment, hidden numbers, files, by machine, statements."""

from datetime import timedelta

import pytest
from django.urls import reverse

from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.support.operations import settling
from junction.support.operations.keeping_unmet import keep_unmet
from junction.support.operations.needs import state_needs
from junction.support.operations.ringing_back import ring_back
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, stated

pytestmark = pytest.mark.django_db
PAGE, FIGURES = reverse("support:unmet"), reverse("support:unmet-figures")


EVENING, MORNING = "2020-04-20T22:00", "2020-04-20T11:30"


@pytest.fixture
def world(areas):
    """Seven needs left unmet in Trafford, two in Manchester, and three past their limit in Trafford."""
    by = system_actor("test")
    sent = [stated(area=TRAFFORD, channel="api")] * 10 + [stated(area=MANCHESTER, channel="api")] * 2
    made = [one.need for one in state_needs(sent, by=by, now=NOW)]
    for need in (*made[:7], *made[10:]):
        settling.leave_unmet(need.pk, why="no-capacity", by=by, now=NOW + timedelta(hours=1))
    return made


def officer(sign_in):
    return sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))


def cells(client, **query):
    text = b"".join(client.get(PAGE, {"format": "csv", **query}).streaming_content).decode("utf-8-sig")
    return text.splitlines()[1:]


def test_the_page_says_what_is_not_met_at_a_moment(world, sign_in):
    client = officer(sign_in)
    page = client.get(PAGE, {"as_at": EVENING}).content.decode()
    assert "What is not met: Trafford" in page and page.count("<svg") >= 4
    assert cells(client, as_at=EVENING) == ["Medicine,Full,7", "Medicine,Past its limit,3"]
    assert cells(client, as_at=MORNING) == ["Medicine,Full,7"]
    assert cells(client, as_at="2020-04-20T10:30") == []


def test_the_page_says_when_its_figures_were_added_up(world, sign_in):
    client = officer(sign_in)
    assert "all needs were gone through" in client.get(PAGE, {"as_at": EVENING}).content.decode()
    shown = cells(client, as_at=EVENING)
    keep_unmet(by=system_actor("test"), now=NOW + timedelta(hours=8))
    assert "Added up at 20 Apr" in client.get(PAGE, {"as_at": EVENING}).content.decode()
    assert cells(client, as_at=EVENING) == shown


def test_small_numbers_are_hidden_of_others_and_of_what_is_shared(world, sign_in):
    client = officer(sign_in)
    assert cells(client, as_at="2020-04-21T09:00", area=MANCHESTER) == ["Medicine,Full,Hidden"]
    shared = cells(client, as_at=EVENING, shared="yes")
    assert shared == ["Medicine,Full,5", "Medicine,Past its limit,Hidden"]  # 7, in steps of 5
    page = client.get(PAGE, {"as_at": EVENING, "shared": "yes"}).content.decode()
    assert "Numbers below 5 are hidden" in page and "Perceived demand" not in page
    assert cells(client, as_at=EVENING, area=MANCHESTER) == []  # it began that day: known there tomorrow


def test_the_nation_sees_councils_and_every_figure_by_day(world, sign_in):
    nation = sign_in("national")
    page = nation.get(PAGE, {"as_at": EVENING}).content.decode()
    assert "Not met, by council" in page and "England" in page
    query = {"as_at": "2020-04-21T12:00", "format": "csv", "days": "3"}
    text = b"".join(nation.get(FIGURES, query).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1:] == [
        "2020-04-21,Manchester,Medicine,Full,2", "2020-04-21,Trafford,Medicine,Full,7",
        "2020-04-21,Trafford,Medicine,Past its limit,3", "2020-04-20,Manchester,Medicine,Full,2",
        "2020-04-20,Trafford,Medicine,Full,7", "2020-04-20,Trafford,Medicine,Past its limit,3",
    ]  # fmt: skip
    assert "Every figure" in page and "2020-04-20" in nation.get(FIGURES, {"as_at": EVENING}).content.decode()


def test_demand_is_judged_by_call_backs(areas, sign_in):
    by = system_actor("test")
    calm = {**ANSWERS, "changed": "nothing-yet", "runs-out": "later"}
    sent = [stated(channel="api", answers=calm)] * 40 + [stated(channel="api")] * 5
    made = [one.need for one in state_needs(sent, by=by, now=NOW)]
    drawn = [one for one in made if one.call_back_on]
    ring_back(drawn[0].pk, need_class="actual", by=by, now=NOW + timedelta(hours=2))
    ring_back(drawn[1].pk, need_class="reassurance", by=by, now=NOW + timedelta(hours=2))
    page = officer(sign_in).get(PAGE, {"as_at": EVENING}).content.decode()
    table = page.split("Perceived and actual demand")[-1].split("</tbody>")[0]
    assert "Reassurance" in table and "1 of 2 (50%)" in table and ">20<" in table and ">40<" in table
    assert "50%" in page and "1 of 2 who were rung back" in page
    assert ">25<" in page.replace("\n", "").replace(" ", "")  # 5 actual and half of 40
    before = sign_in("national").get(PAGE, {"as_at": MORNING}).content.decode()
    assert "1 of 2" not in before and ">40<" in before


def test_who_holds_no_area_is_told_so_and_an_unknown_area_is_not_found(world, sign_in):
    assert "You hold no area" in sign_in("place-manager", place=PlaceFactory()).get(PAGE).content.decode()
    assert sign_in("national").get(PAGE, {"area": "E08999999"}).status_code == 404


def test_the_page_takes_a_fixed_number_of_statements(world, sign_in, django_assert_max_num_queries):
    nation = sign_in("national")
    with django_assert_max_num_queries(24):
        nation.get(PAGE, {"as_at": EVENING})
