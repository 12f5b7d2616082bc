"""Lists after a person has spoken: what was taken away stays away, what was closed opens by a later day."""

from datetime import date, timedelta

import pytest

from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.files.place_lists import read_place_list
from junction.registry.models import Contact, Identifier, Place
from tests.cast import holder

pytestmark = pytest.mark.usefixtures("areas")
BY = holder("system", Reach(national=True))
LIST = (
    "name,types,address,postcode,area_name,location_id,uprn,phone\n"
    "Ash House,Residential homes,1 High Road,M33 4RZ,Trafford,1-100000001,100012345678,0161 496 0000\n"
)


def take(now, *, on="2020-04-01", text=LIST, complete_for=""):
    listing = read_place_list(text.encode(), filename="list.csv")
    day = date.fromisoformat(on)
    return operations.import_places(
        listing, listed_on=day, complete_for=complete_for, dry_run=False, by=BY, now=now
    )


@pytest.fixture
def home(now):
    take(now)
    return Place.objects.get()


def kept(report):
    return [(one.row, one.column, one.value) for one in report.findings if one.check == "removal-kept"]


def test_a_contact_and_a_number_that_a_person_took_away_do_not_come_back(home, now):
    phone, uprn = home.contacts.get(), home.identifiers.get(kind="uprn")
    why = {"place_id": home.pk, "why": "Not theirs", "by": BY, "now": now}
    operations.end_contact(contact_id=phone.pk, **why)
    operations.withdraw_identifier(identifier_id=uprn.pk, **why)
    report = take(now, on="2020-05-01")
    assert sorted(kept(report)) == [(2, "phone", "0161 496 0000"), (2, "uprn", "100012345678")]
    assert not queries.contacts_of(BY.scope, home)
    assert queries.place_by_identifier(BY.scope, "uprn", "100012345678") is None


def test_a_number_taken_from_one_place_is_given_to_another_by_a_list(home, now):
    uprn = home.identifiers.get(kind="uprn")
    operations.withdraw_identifier(place_id=home.pk, identifier_id=uprn.pk, why="Next door's", by=BY, now=now)
    other = (
        LIST.replace("Ash House", "Elm House")
        .replace("1-100000001", "1-100000002")
        .replace("M33 4RZ", "M33 2AA")
    )
    assert kept(take(now, text=other)) == []
    assert queries.place_by_identifier(BY.scope, "uprn", "100012345678").name == "Elm House"


def test_what_a_person_wrote_differently_is_not_written_back(home, now):
    phone = home.contacts.get()
    operations.change_contact(
        place_id=home.pk, contact_id=phone.pk, value="0161 496 0009", label="", by=BY, now=now
    )
    assert kept(take(now, on="2020-05-01")) == [(2, "phone", "0161 496 0000")]
    assert [one.value for one in queries.contacts_of(BY.scope, home)] == ["0161 496 0009"]


def test_what_a_list_replaced_may_come_back_by_a_list(home, now):
    take(now, on="2020-05-01", text=LIST.replace("0161 496 0000", "0161 496 0001"))
    assert kept(take(now, on="2020-06-01")) == []
    assert [one.value for one in queries.contacts_of(BY.scope, home)] == ["0161 496 0000"]
    assert set(Contact.objects.values_list("ended_by", flat=True)) == {""}
    assert set(Identifier.objects.values_list("withdrawn_by", flat=True)) == {""}


def test_a_closed_place_opens_by_a_list_of_a_later_day_and_not_by_the_same_one(home, now):
    operations.close_place(place_id=home.pk, closed_on=date(2020, 4, 10), why="Shut", by=BY, now=now)
    take(now + timedelta(hours=1))
    assert not queries.live_registrations(BY.scope)
    take(now + timedelta(hours=2), on="2020-05-01")
    home.refresh_from_db()
    assert (home.closed_on, queries.live_registrations(BY.scope).count()) == (None, 1)
    operations.close_place(
        place_id=home.pk, closed_on=date(2020, 4, 15), why="Shut", by=BY, now=now + timedelta(hours=3)
    )


def test_a_complete_list_taken_again_does_not_end_what_was_reopened(home, now):
    take(now, complete_for="Trafford")
    operations.close_place(place_id=home.pk, closed_on=date(2020, 4, 10), why="Shut", by=BY, now=now)
    operations.reopen_place(
        place_id=home.pk, opened_on=None, why="Another", by=BY, now=now + timedelta(hours=1)
    )
    take(now + timedelta(hours=2), complete_for="Trafford")
    home.refresh_from_db()
    assert (home.closed_on, queries.live_registrations(BY.scope).count()) == (None, 1)
