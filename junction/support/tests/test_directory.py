"""The directory: what is taken in, what is found, and that what is published fits the standard."""

import json
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from junction.core.scope import NOBODY
from junction.people.queries import system_actor
from junction.support import rules
from junction.support.files.directory import read_directory
from junction.support.models import Location, SearchWithoutResult, Service, ServiceSchedule, ServiceTerm
from junction.support.operations import directory_refusals as refusals
from junction.support.operations.directory_import import Taking, import_directory
from junction.support.operations.no_results import forget_no_results
from junction.support.queries.finding import Sought, find_services, with_services
from junction.support.queries.where import whereabouts
from junction.support.rules.directory_book import directory_book
from junction.support.rules.hsds import standard_on
from tests.cast import officer_of, other_officer

from .listed_services import LINE, LUNCH, NORTH, NOW, bring, make_areas

pytestmark = pytest.mark.django_db
BOOK = directory_book(NOW.date())
PLAYBOOK = Path(rules.__file__).parents[1] / "playbook"
STANDARD = standard_on(NOW.date())


@pytest.fixture(autouse=True)
def areas():
    make_areas()


def names(**sought):
    found = find_services(NOBODY, Sought(**sought), book=BOOK)
    return [one.service.name for one in with_services(NOBODY, found)]


def feed_service(**more):
    term = {"id": str(uuid4()), "taxonomy": "Needs", "name": "Food bank"}
    place = {"id": str(uuid4()), "name": "Hall", "latitude": 53.41, "longitude": -2.31}
    return {
        "id": str(uuid4()), "name": "Hill food bank", "status": "active", "url": "https://hill.example",
        "organization": {"id": str(uuid4()), "name": "Hill", "description": "Hill"},
        "schedules": [{"id": str(uuid4()), "freq": "WEEKLY", "byday": "SA", "opens_at": "10:00Z",
                       "closes_at": "12:00Z"}],
        "service_at_locations": [{"id": str(uuid4()), "location": place}],
        "attributes": [{"id": str(uuid4()), "taxonomy_term": term}],
        "contacts": [{"id": str(uuid4()), "name": "Ann Persona",
                      "phones": [{"id": str(uuid4()), "number": "01632 960001"}]}],
    } | more  # fmt: skip


COLUMN_OF_OPENING = 8


def take(pages, *, source="A feed", area=NORTH, **more):
    content = json.dumps(pages).encode()
    listed = read_directory(content, filename="feed.json", source=source, on=NOW.date())
    by = more.pop("by", officer_of(NORTH))
    return import_directory(listed, Taking(source, area), by=by, now=NOW, **more)


def test_a_list_is_taken_once_however_often_it_is_sent():
    first, second = bring(LUNCH, LINE), bring(LUNCH, LINE)
    assert (first.created, second.created, second.changed, second.unchanged) == (2, 0, 0, 2)
    assert Service.objects.count() == 2
    assert Location.objects.get().postcode == "M33 4RZ"


def test_what_says_something_else_is_changed_and_its_hours_replaced():
    bring(LUNCH)
    later = [*LUNCH]
    later[COLUMN_OF_OPENING] = "Sa 12:00-14:00"
    report = bring(later)
    assert (report.created, report.changed) == (0, 1)
    assert [row.byday for row in ServiceSchedule.objects.all()] == ["SA"]


def test_a_dry_run_stores_nothing():
    assert bring(LUNCH, dry_run=True).created == 1
    assert not Service.objects.exists()


def test_cells_that_cannot_be_are_said_and_the_row_taken():
    row = [*LUNCH]
    row[2], row[4], row[9] = "food; flying", "nowhere", "soon"
    report = bring(row)
    found = {(one.row, one.column) for one in report.findings}
    assert found >= {(2, "needs"), (2, "postcode"), (2, "assured_date")}
    assert Service.objects.get().needs == ["food"]


def test_a_row_without_a_name_is_not_taken():
    report = bring(["", *LUNCH[1:]], LINE)
    assert (report.created, report.errors) == (1, 1)


def test_what_a_person_corrected_is_left():
    bring(LUNCH)
    Service.objects.update(edited_at=NOW)
    report = bring([LUNCH[0], LUNCH[1], "food", *LUNCH[3:]])
    assert report.changed == 0
    assert [one.check for one in report.findings] == ["corrected-here"]


def test_a_feed_is_read_and_no_name_of_a_person_kept():
    report = take({"contents": [feed_service()]})
    assert (report.created, report.errors) == (1, 0)
    one = Service.objects.get()
    assert (one.needs, one.phone) == (["food"], "01632 960001")
    assert ServiceTerm.objects.get().term.name == "Food bank"
    assert "Persona" not in json.dumps(list(Service.objects.values()), default=str)


def test_what_the_standard_does_not_allow_is_said_by_its_pointer():
    report = take([feed_service(url=None), feed_service(id="7"), feed_service(assured_date="soon")])
    said = {(one.row, one.column, str(one.severity)) for one in report.findings}
    assert said == {(1, "url", "warning"), (2, "id", "error"), (3, "assured_date", "warning")}
    assert report.created == 2


def test_a_feed_cannot_take_over_the_service_of_another():
    one = feed_service()
    take([one])
    report = take([one | {"name": "Taken over"}], source="Another feed")
    assert [found.check for found in report.findings] == ["of-another-source"]
    assert Service.objects.get().name == "Hill food bank"


def test_a_feed_cannot_change_the_places_of_another():
    one = feed_service()
    take([one])
    moved = json.loads(json.dumps(one["service_at_locations"]))
    moved[0]["location"]["latitude"] = 1.0
    take([feed_service(service_at_locations=moved, organization=one["organization"] | {"name": "Other"})],
         source="Another feed")  # fmt: skip
    assert Location.objects.get().latitude == 53.41
    assert {row.organisation.name for row in Service.objects.all()} == {"Hill"}


def test_only_who_keeps_the_directory_of_an_area_brings_a_list():
    with pytest.raises(refusals.NotYourDirectory):
        take([feed_service()], by=other_officer())
    with pytest.raises(refusals.NotYourDirectory):
        take([feed_service()], area="")
    assert not Service.objects.exists()


def test_found_by_need_words_and_typing_errors():
    bring(LUNCH, LINE)
    assert names(need="food") == ["Friday lunch club"]
    assert names(words="lunhc club") == names(words="luch club") == ["Friday lunch club"]
    assert names(words="chemist") == ["Prescription line"]
    assert names(words="chimney sweep") == []


def test_found_near_a_place_and_by_whom_it_is_for():
    bring(LUNCH, LINE)
    near = {"latitude": 53.41, "longitude": -2.3, "miles": 2.0}
    assert names(**near, council=NORTH) == ["Friday lunch club", "Prescription line"]
    assert names(**near, council="E08900002") == []
    assert names(**near | {"latitude": 53.6}, council=NORTH) == ["Prescription line"]
    assert names(council=NORTH) == ["Friday lunch club", "Prescription line"]


def test_found_by_when_it_is_open():
    bring(LUNCH, LINE)
    assert names(open_at=datetime(2020, 5, 29, 12, 30)) == ["Friday lunch club", "Prescription line"]
    assert names(open_at=datetime(2020, 5, 30, 19, 0)) == ["Prescription line"]


def test_services_that_have_ended_are_not_found():
    bring(LUNCH)
    Service.objects.update(status="defunct")
    assert names() == []


def test_a_postcode_is_where_something_lies_else_in_its_sector():
    bring(LUNCH)
    exact, near = (whereabouts(NOBODY, code, on=NOW.date()) for code in ("m33 4rz", "M33 4AB"))
    assert (exact.is_exact, exact.latitude) == (True, 53.4)
    assert (near.is_exact, near.latitude) == (False, 53.4)
    assert whereabouts(NOBODY, "not a postcode", on=NOW.date()) is None


def test_every_list_and_every_service_of_the_feed_fits_the_standard(client):
    bring(LUNCH, LINE)
    take([feed_service()])
    shapes = {"services": "service", "organizations": "organization", "locations": "location",
              "service_at_locations": "service_at_location", "taxonomies": "taxonomy",
              "taxonomy_terms": "taxonomy_term"}  # fmt: skip
    assert STANDARD.problems("root", client.get("/directory/v3/").json()) == []
    for what, shape in shapes.items():
        page = client.get(f"/directory/v3/{what}").json()
        assert STANDARD.page_problems(shape, page) == []
        assert page["contents"], what
        one = client.get(f"/directory/v3/{what}/{page['contents'][0]['id']}")
        assert STANDARD.problems(shape, one.json()) == []


def test_what_is_published_can_be_taken_in_again(client):
    with transaction.atomic():
        bring(LUNCH)
        page = client.get("/directory/v3/services?full=true").json()
        transaction.set_rollback(True)
    assert take(page, source="From ourselves").created == 1
    again = Service.objects.get()
    assert (again.name, again.minimum_age) == ("Friday lunch club", 60)
    assert [row.byday for row in again.schedules.all()] == ["FR"]


def test_the_feed_is_open_paged_and_narrowed(client):
    bring(LUNCH, LINE)
    answer = client.get("/directory/v3/services?per_page=1&page=2")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    page = answer.json()
    assert (page["total_items"], page["total_pages"], page["size"]) == (2, 2, 1)
    assert (page["first_page"], page["last_page"], page["empty"]) == (False, True, False)
    found = client.get("/directory/v3/services?search=lunch").json()["contents"]
    assert [one["name"] for one in found] == ["Friday lunch club"]
    assert client.get("/directory/v3/services?modified_after=2021-01-01").json()["empty"]
    assert set(client.get("/directory/v3/services?minimal=true").json()["contents"][0]) == {
        "id",
        "modified_date",
    }
    assert client.get("/directory/v3/services?page=x").status_code == 400
    assert client.get(f"/directory/v3/services/{uuid4()}").status_code == 404


def test_a_full_page_of_the_feed_takes_eight_statements_at_most(client, django_assert_max_num_queries):
    bring(*([f"Club {number}", *LUNCH[1:]] for number in range(60)))
    with django_assert_max_num_queries(8):
        page = client.get("/directory/v3/services?full=true").json()
    assert page["size"] == 50


def test_a_search_that_finds_nothing_is_counted_without_who_sought(client):
    bring(LUNCH)
    for _ in range(2):
        page = client.get("/directory/", {"need": "housing", "q": "Flat for J. Smith 07700 900123"})
    assert "We noted that this is missing" in page.content.decode()
    row = SearchWithoutResult.objects.get()
    assert (row.need, row.term, row.times, row.is_by_time) == ("housing", "flat for j smith", 2, False)


def test_a_search_says_that_there_is_one_at_other_times(client):
    bring(LUNCH)
    page = client.get("/directory/", {"need": "food", "on": "2020-05-30", "at": "12:30"})
    assert "none is open then" in page.content.decode()
    assert SearchWithoutResult.objects.get().is_by_time


def test_what_was_found_is_not_counted_and_nothing_asked_is_not_either(client):
    bring(LUNCH)
    page = client.get("/directory/", {"need": "food"}).content.decode()
    assert "1 service found" in page
    Service.objects.update(status=Service.Status.DEFUNCT)
    client.get("/directory/", {"need": ""})
    assert not SearchWithoutResult.objects.exists()


def test_searches_without_result_are_forgotten_in_time():
    SearchWithoutResult.objects.create(day=NOW.date() - timedelta(days=181), need="food")
    SearchWithoutResult.objects.create(day=NOW.date() - timedelta(days=180), need="food")
    by = system_actor("directory", on=NOW.date())
    assert forget_no_results(today=NOW.date(), book=BOOK, by=by, now=NOW) == 1


def test_a_search_that_cannot_be_is_said_at_its_field(client):
    page = client.get("/directory/", {"postcode": "nowhere", "at": "25:00"})
    assert page.status_code == 422
    assert "Enter a time of 24 hours" in page.content.decode()
    assert (
        "We do not know where this postcode is" in client.get("/directory/?postcode=AB1+1AB").content.decode()
    )


def test_the_page_of_a_service_says_when_where_and_how_fresh(client):
    bring(LUNCH)
    page = client.get(f"/directory/services/{Service.objects.get().pk}/").content.decode()
    for words in ("Fridays, 12:00 to 14:00", "1 Beck Lane", "1 May 2020", "Call before you go", "from 60"):
        assert words in page, words


def test_every_category_of_stated_needs_has_services_that_answer_it():
    routed = tomllib.loads((PLAYBOOK / "need-routing.toml").read_text())["version"][-1]["values"]["questions"]
    codes = {
        one["code"] for name, asked in routed.items() if name.startswith("kind-") for one in asked["options"]
    }
    assert codes == set(BOOK.answers)
