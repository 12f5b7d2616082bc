"""The chase list: who is on it and in which order, calls, files, and who sees nothing of it."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.calls.models import Call
from junction.registry.models import Contact, Organisation, Registration
from junction.returns.operations import file_return
from junction.returns.queries.chase import chase_list
from junction.returns.queries.owed import Wanted
from junction.returns.rules.questions import question_set_on

from .conftest import DAY, make_place

pytestmark = pytest.mark.django_db
SET = question_set_on("care-home-daily", DAY)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def provider(place, now):
    made = Organisation.objects.create(kind="provider", name="=Maple Care", name_key="maple", created_at=now)
    Registration.objects.create(
        place=place,
        organisation=made,
        identifier_kind="cqc-location",
        identifier="1-1000000001",
        name=place.name,
        name_key=place.name_key,
        recorded_at=now,
    )
    Contact.objects.create(kind="phone", value="0161 496 0001", source="list", place=place, recorded_at=now)
    return made


def names(found) -> list[str]:
    return [row.standing.name for row in found.rows]


def listed(actor, now, **wanted):
    state = wanted.pop("calls", "all")
    return chase_list(
        actor.scope, question_set=SET, about_on=DAY, wanted=Wanted(**wanted), call_state=state, now=now
    )


def test_who_has_reported_is_not_on_the_list(filing, manager, officer, stranger, second_place, now):
    assert names(listed(officer, now)) == ["Ash House", "Beech House"]
    file_return(filing(), by=manager, now=now)
    assert names(listed(officer, now)) == ["Beech House"]
    assert listed(stranger, now).total == 0


def test_the_worst_come_first_and_never_reported_before_recent(
    filing, manager, officer, council, place, second_place, now
):
    make_place(council, "Cedar House", now)
    yesterday = DAY - timedelta(days=1)
    file_return(filing(on=yesterday), by=manager, now=now - timedelta(days=1))
    red = filing(of=second_place, on=yesterday, change={"rating_overall": "red", "staff_absent_covid": 40})
    file_return(red, by=officer, now=now - timedelta(days=1)) if not red.confirmed else None
    assert names(listed(officer, now, order="late"))[0] == "Cedar House"
    found = listed(officer, now)
    assert names(found).index("Ash House") == 2
    assert [row.missed for row in found.rows if row.standing.name == "Cedar House"] == [None]


def test_homes_of_another_kind_are_not_asked(officer, council, place, now):
    make_place(council, "Home Help", now, service_type="home-care")
    assert names(listed(officer, now)) == ["Ash House"]


def test_a_page_costs_three_statements_at_most(
    officer, council, now, provider, django_assert_max_num_queries, place
):
    for number in range(60):
        make_place(council, f"Home {number}", now)
    with django_assert_max_num_queries(3):
        found = listed(officer, now)
    assert (len(found.rows), found.total) == (50, 61)
    last = listed(officer, now, page=9)
    assert (len(last.rows), last.total, last.number) == (11, 61, 2)


def test_the_page_shows_whom_to_ring(sign_in, council, place, provider):
    page = sign_in("council-officer", area=council).get("/chase/").content.decode()
    assert 'href="tel:01614960001"' in page and "=Maple Care" in page
    assert "<strong>1 place</strong> still to report" in page
    assert "Not known" in page, "who has never reported is of unknown risk"


def test_the_whole_page_takes_at_most_eight_statements(
    sign_in, council, place, provider, django_assert_max_num_queries
):
    client = sign_in("council-officer", area=council)
    client.get("/chase/")
    with django_assert_max_num_queries(8):
        client.get("/chase/")


def test_one_tap_notes_a_call_and_says_when_to_ring_again(sign_in, council, place, officer, now):
    client = sign_in("council-officer", area=council)
    noted = client.post("/chase/calls/", {"call": f"{place.pk}:no-answer"}, follow=True)
    page = noted.content.decode()
    assert "Call noted: no answer." in page and "Ring again at 11am" in page
    call = Call.objects.get()
    assert (call.about, call.next_call_at) == ("return:care-home-daily:2020-04-20", now + timedelta(hours=1))
    assert AuditEntry.objects.filter(verb="returns.call.logged", subject=f"place:{place.pk}").count() == 1
    assert names(listed(officer, now, calls="waiting")) == ["Ash House"]
    assert listed(officer, now, calls="not-called").total == 0
    assert names(listed(officer, now + timedelta(hours=1), calls="call-now")) == ["Ash House"]


def test_will_file_by_a_time_needs_the_time(sign_in, council, place):
    client = sign_in("council-officer", area=council)
    without = client.post(f"/chase/{place.pk}/", {"outcome": "will-file", "by_clock": "soon"})
    assert without.status_code == 422 and "Enter a time, like 4:30pm" in without.content.decode()
    assert not Call.objects.exists()
    client.post(f"/chase/{place.pk}/", {"outcome": "will-file", "by_clock": "4.30pm", "spoke_to": "Deputy"})
    call = Call.objects.get()
    assert call.promised_at.isoformat() == "2020-04-20T15:30:00+00:00"
    again = client.get(f"/chase/{place.pk}/").content.decode()
    assert "Will file by a time, 4:30pm. Spoke to: Deputy" in again


def test_the_file_has_every_row_and_nothing_a_spreadsheet_would_run(sign_in, council, place, provider, now):
    for number in range(60):
        make_place(council, f"Home {number}", now)
    answer = sign_in("council-officer", area=council).get("/chase/?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 61
    assert {row["provider"] for row in rows} == {"'=Maple Care", ""}


def test_another_council_sees_and_notes_nothing(sign_in, areas, place):
    from junction.registry.models import Area

    stranger = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert "Ash House" not in stranger.get("/chase/").content.decode()
    assert stranger.get(f"/chase/{place.pk}/").status_code == 404
    assert stranger.post("/chase/calls/", {"call": f"{place.pk}:no-answer"}).status_code == 404
    assert stranger.post(f"/chase/{place.pk}/", {"outcome": "no-answer"}).status_code == 404
    assert not Call.objects.exists()


def test_a_manager_may_not_chase(sign_in, place):
    assert sign_in("place-manager", place=place).get("/chase/").status_code == 403


@pytest.mark.parametrize(
    ("query", "status"), [("?set=nothing", 404), ("?on=tomorrow", 400), ("?on=2020-04-21", 404)]
)
def test_a_list_that_cannot_be_does_not_exist(sign_in, council, query, status):
    assert sign_in("council-officer", area=council).get(f"/chase/{query}").status_code == status


@pytest.mark.parametrize(
    "query", ["?page=x", "?area=nowhere", "?provider=x", "?risk=plaid", "?order=up", "?calls=x"]
)
def test_filters_that_make_no_sense_are_left_out(sign_in, council, place, query):
    assert sign_in("council-officer", area=council).get(f"/chase/{query}").status_code == 200


def test_filters_narrow_the_list(officer, council, place, second_place, provider, now):
    assert names(listed(officer, now, provider_id=provider.pk)) == ["Ash House"]
    assert listed(officer, now, area_codes=frozenset({"E08000025"})).total == 0
    assert listed(officer, now, rating=0).total == 2
    assert listed(officer, now, rating=3).total == 0


def test_a_day_before(sign_in, council, place, filing, manager, now):
    file_return(filing(on=DAY - timedelta(days=1)), by=manager, now=now - timedelta(days=1))
    client = sign_in("council-officer", area=council)
    assert re.search(r"No place on this list", client.get("/chase/?on=2020-04-19").content.decode())
    assert date(2020, 4, 19) < DAY


@pytest.mark.parametrize("address", ["/chase/?set=care-home-daily&page=7", "/returns/?show=missing&page=7"])
def test_a_page_past_the_last_is_the_last(sign_in, council, now, address):
    for number in range(51):
        make_place(council, f"Home {number:02}", now)
    page = sign_in("council-officer", area=council).get(address).content.decode()
    assert "51 places" in page and "Page 2 of 2" in page and "Home 50" in page and "Home 49" not in page


def test_a_page_past_an_empty_list_says_that_there_is_none(sign_in, council):
    page = sign_in("council-officer", area=council).get("/chase/?set=care-home-daily&page=7").content.decode()
    assert "<strong>0 places</strong>" in page
