"""How a service can be had: listed, fed, sought, shown, and said of a referral."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import NOBODY
from junction.core.tables import write_csv
from junction.support.files.directory import read_directory
from junction.support.models import Service
from junction.support.operations import referral_refusals as refusals
from junction.support.operations.directory_import import Taking, import_directory
from junction.support.queries.finding import Sought, find_services
from junction.support.rules.directory_book import FROM_HOME, directory_book
from junction.support.rules.hsds import standard_on
from junction.support.rules.listed_feed import listed_feed
from junction.support.rules.listed_rows import listed_one
from junction.support.rules.published import shown_service_whole
from junction.support.tests.listed_services import COLUMNS, LUNCH, NORTH, make_areas
from junction.support.tests.needs import state
from junction.support.tests.referring import SYSTEM, agent, by_telephone, charity, partner, run, send
from tests.cast import officer_of, signed_in, user_who

__all__ = ["agent", "charity", "partner", "run"]  # fixtures
pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
BOOK = directory_book(LATER.date())


@pytest.fixture
def later(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return LATER


def bring(*rows):
    """Import rows with a column of ways, on a day when the rules know them."""
    make_areas()
    content = "".join(write_csv([*COLUMNS, "ways"], rows)).encode()
    listed = read_directory(content, filename="a.csv", source="Ways", on=LATER.date())
    return import_directory(listed, Taking("Ways", NORTH), by=SYSTEM, now=LATER), listed


def called(name, ways, latitude="53.4"):
    row = [name, *LUNCH[1:], ways]
    row[5] = latitude
    return row


def test_what_leaves_nobody_out_of_home_is_one_choice_and_before_its_day_there_is_none():
    assert BOOK.ways_sought(FROM_HOME) == ("telephone", "video", "online", "at-home")
    assert BOOK.ways_sought("in-person") == ("in-person",) and not BOOK.ways_sought("x")
    assert BOOK.is_from_home(["video"]) and not BOOK.is_from_home(["video", "in-person"])
    assert not BOOK.is_from_home([])
    assert BOOK.ways_of(["Phone or Zoom video", "venue"]) == ["in-person", "telephone", "video"]
    before = directory_book(date(2020, 5, 29))
    assert not before.ways and before.ways_offered == [] and before.ways_of(["phone"]) == []


def test_a_list_says_ways_by_code_or_title_and_what_is_unknown_is_said():
    cells = {"name": "Talk", "organisation": "Aid", "ways": "By telephone; video; by owl"}
    one, wrong = listed_one(cells, source="a", book=BOOK)
    assert one.ways == ("telephone", "video")
    assert [(found.column, found.check) for found in wrong] == [("ways", "way-not-known")]
    plain, _ = listed_one({"name": "Talk", "organisation": "Aid"}, source="a", book=BOOK)
    was, _ = listed_one(
        {"name": "Talk", "organisation": "Aid"}, source="a", book=directory_book(date(2020, 5, 1))
    )
    assert plain.digest == was.digest != one.digest  # a list that says none is not found changed


def test_what_the_feed_says_of_ways_is_read_back_as_it_was():
    report, _ = bring(called("Club", "in-person; telephone"), [*called("Line", "telephone; video; at-home")])
    assert report
    line = Service.objects.get(name="Line")
    line.schedules.all().delete()  # how it can be had is said even where it is not said when
    shown = [
        shown_service_whole(one, lambda _: "https://x.example/") for one in Service.objects.order_by("name")
    ]
    assert [one["schedules"][0]["attending_type"] for one in shown] == [
        "venue; phone",
        "phone; video; home visit",
    ]
    ids = [one["schedules"][0]["id"] for one in shown]
    assert len(set(ids)) == 2
    back = listed_feed(shown, source="Ours", standard=standard_on(LATER.date()), book=BOOK, sha256="")
    assert not back.findings
    assert [one.ways for one in back.services] == [
        ("in-person", "telephone"),
        ("telephone", "video", "at-home"),
    ]


def test_sought_without_leaving_home_distance_does_not_count_where_it_is_for_ones_council():
    bring(called("Near club", "in-person"), called("Far line", "telephone", "55.0"), called("Not said", ""))
    near = {"latitude": 53.4, "longitude": -2.3, "miles": 5, "council": NORTH}

    def found(**more):
        rows = find_services(NOBODY, Sought(**near, **more), book=BOOK)
        return sorted(Service.objects.get(pk=one.pk).name for one in rows)

    assert found() == ["Near club", "Not said"]
    assert found(ways=("in-person",)) == ["Near club"]
    assert found(ways=BOOK.ways_sought(FROM_HOME)) == ["Far line"]
    assert found(ways=("video",)) == []


def test_pages_offer_it_and_show_it(later):
    bring(called("Near club", "in-person"), called("Near line", "telephone"))
    page = Client().get(reverse("support:public-directory"), {"way": FROM_HOME}).content.decode()
    assert "Near line" in page and "Near club" not in page and "By telephone" in page
    one = Service.objects.get(name="Near line")
    assert "By telephone" in Client().get(reverse("support:public-service", args=[one.pk])).content.decode()
    officer = signed_in(user_who("council-officer", area=one.area))
    change = reverse("support:change-service", args=[one.pk])
    form = officer.get(change).content.decode()
    assert "How people can have it" in form
    said = {"name": "Near line", "status": "active", "ways": ["telephone", "online"]}
    assert officer.post(change, said).status_code == 302
    one.refresh_from_db()
    assert one.ways == ["telephone", "online"]
    listed = officer.get(reverse("support:kept-services"), {"way": "online"}).content.decode()
    assert "Near line" in listed and "Near club" not in listed


def test_a_referral_says_which_way_of_the_service_suits(run, agent, later):
    by_telephone(run)
    need = state(now=later).need
    with pytest.raises(refusals.NotAWay):
        send(need, run, agent, way="in-person", now=later)
    officer = signed_in(user_who("council-officer", area=need.area))
    there = reverse("support:send-referral", args=[need.pk, run.pk])
    assert "How does it suit them to have it?" in officer.get(there).content.decode()
    sent = officer.post(there, {"has_consent": "on", "way": "video"})
    assert sent.status_code == 302
    page = officer.get(sent["Location"]).content.decode()
    assert "How it suits them" in page and "By video" in page
    find = officer.get(reverse("support:find-service", args=[need.pk]), {"way": "at-home"}).content.decode()
    assert "0 services found" in find


def test_a_service_that_says_no_way_asks_none(run, agent):
    need = state().need
    officer = signed_in(user_who("council-officer", area=need.area))
    there = reverse("support:send-referral", args=[need.pk, run.pk])
    assert "How does it suit" not in officer.get(there).content.decode()
    assert send(need, run, officer_of(need.area_id)).way == ""
