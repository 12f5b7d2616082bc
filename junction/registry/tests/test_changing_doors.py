"""Pages that close and reopen a place, and say how it is reached: what they ask, say and refuse."""

import html
from datetime import date

import pytest

from junction.core.audit.models import AuditEntry
from junction.registry.models import Area, Contact, Identifier, Place

from .factories import OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.usefixtures("areas")
FEW = {"kind": "ods", "value": "RM3"}


@pytest.fixture
def trafford():
    return Area.objects.get(code="E08000009")


@pytest.fixture
def home(trafford, now):
    one = PlaceFactory(
        name="Bickham House", area=trafford, registration__organisation=OrganisationFactory(name="Elm Care")
    )
    Contact.objects.create(kind="phone", value="0161 496 0000", source="list", place=one, recorded_at=now)
    return one


@pytest.fixture
def officer(sign_in, trafford):
    return sign_in("council-officer", area=trafford)


def text(answer):
    return html.unescape(answer.content.decode())


def page(home, rest=""):
    return f"/places/{home.pk}/{rest}"


def test_the_page_offers_changes_to_whoever_may_make_them(officer, sign_in, home):
    ways = ["close/", "contacts/add/", "identifiers/add/", f"contacts/{home.contacts.get().pk}/end/"]
    shown = text(officer.get(page(home)))
    assert all(page(home, way) in shown for way in ways)
    assert "/withdraw/" not in shown  # its only number is that of the registration
    shown = text(sign_in("place-manager", place=home).get(page(home)))
    assert "0161 496 0000" in shown
    assert not any(page(home, way) in shown for way in ways)


def test_closing_says_what_follows_before_it_is_done(officer, home):
    sent = {"closed_on-day": "10", "closed_on-month": "4", "closed_on-year": "2020", "why": "Sold"}
    said = text(officer.post(page(home, "close/"), sent))
    assert "It will no longer be asked for returns from Friday 10 April 2020" in said
    assert "the head office of Elm Care no longer sees this place" in said
    assert not Place.objects.exclude(closed_on=None)
    checked = {"closed_on": "2020-04-10", "why": "Sold", "confirmed": "1"}
    assert 'value="10"' in text(officer.post(page(home, "close/"), checked | {"change": "1"}))
    done = officer.post(page(home, "close/"), checked, follow=True)
    assert "Bickham House is closed from Friday 10 April 2020. It is no longer asked for returns." in text(
        done
    )
    assert "Closed from Friday 10 April 2020: Sold" in text(done)
    assert Place.objects.get().closed_on == date(2020, 4, 10)
    assert "was closed before" in text(officer.post(page(home, "close/"), checked))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Enter the first day without care there"),
        ({"closed_on": "2020-04-10"}, "Enter a reason"),
        ({"closed_on": "2020-13-10", "why": "x"}, "must be a real date"),
        ({"closed_on": "2999-04-10", "why": "x", "confirmed": "1"}, "still to come"),
    ],
)
def test_a_closing_that_cannot_be_right_is_refused_in_words(officer, home, sent, said):
    assert said in text(officer.post(page(home, "close/"), sent))
    assert Place.objects.get().closed_on is None


def test_a_mistaken_closing_is_undone_and_both_are_told(officer, home):
    officer.post(page(home, "close/"), {"closed_on": "2020-04-10", "why": "Sold", "confirmed": "1"})
    assert page(home, "reopen/") in text(officer.get(page(home)))
    done = officer.post(page(home, "reopen/"), {"how": "mistake", "why": "Another home"}, follow=True)
    assert "Bickham House is open, as if it had never closed. It is asked for returns again." in text(done)
    assert "Closed from Friday 10 April 2020, recorded at" in text(done)
    assert "since it had never closed: Another home" in text(done)
    assert "Ended" not in text(done)
    assert "There is nothing to undo" in text(officer.get(page(home, "reopen/")))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"why": "x"}, "Answer the question “What happened?”"),
        ({"how": "anew", "why": "x"}, "Enter the first day of care there again"),
        ({"how": "anew", "opened_on": "2020-04-09", "why": "x"}, "closed after this day"),
        ({"how": "anew", "opened_on": "2999-04-09", "why": "x"}, "still to come"),
        ({"how": "mistake"}, "Enter a reason"),
    ],
)
def test_reopening_refuses_in_words(officer, home, sent, said):
    officer.post(page(home, "close/"), {"closed_on": "2020-04-10", "why": "Sold", "confirmed": "1"})
    assert said in text(officer.post(page(home, "reopen/"), sent))
    assert Place.objects.get().closed_on == date(2020, 4, 10)


def test_a_place_opens_again_from_a_day(officer, home):
    officer.post(page(home, "close/"), {"closed_on": "2020-04-10", "why": "Sold", "confirmed": "1"})
    sent = {"how": "anew", "opened_on": "2020-05-01", "why": "A new owner"}
    done = text(officer.post(page(home, "reopen/"), sent, follow=True))
    assert "is open from Friday 1 May 2020" in done
    assert "Open again from Friday 1 May 2020" in done
    assert "Ended from" in done


def test_contacts_are_added_changed_and_ended(officer, home):
    added = {"kind": "email", "value": "OFFICE@home.example", "label": "Office"}
    assert "Email added: office@home.example" in text(
        officer.post(page(home, "contacts/add/"), added, follow=True)
    )
    email = Contact.objects.get(kind="email")
    changed = officer.post(
        page(home, f"contacts/{email.pk}/change/"), {"value": "desk@home.example"}, follow=True
    )
    assert "Email is now desk@home.example" in text(changed)
    email = Contact.objects.get(kind="email", ended_at=None)
    ended = officer.post(page(home, f"contacts/{email.pk}/end/"), {"why": "Full"}, follow=True)
    assert "desk@home.example is no longer used." in text(ended)
    assert officer.get(page(home, f"contacts/{email.pk}/change/")).status_code == 404
    said = AuditEntry.objects.filter(subject=f"place:{home.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(said) == [f"registry.contact.{done}" for done in ("added", "changed", "ended")]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"value": "0161 496 0001"}, "Select kind of contact"),
        ({"kind": "phone", "value": "12"}, "Enter a UK phone number"),
        ({"kind": "website", "value": "none"}, "Enter a web address"),
        ({"kind": "phone", "value": "01614960000"}, "has this contact already"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused_beside_its_box(officer, home, sent, said):
    assert said in text(officer.post(page(home, "contacts/add/"), sent))
    assert Contact.objects.count() == 1


def test_changing_and_ending_a_contact_refuse_in_words(officer, home):
    phone = home.contacts.get()
    assert "Enter a UK phone" in text(
        officer.post(page(home, f"contacts/{phone.pk}/change/"), {"value": "1"})
    )
    assert "Enter a reason" in text(officer.post(page(home, f"contacts/{phone.pk}/end/"), {}))
    elsewhere = PlaceFactory(area=home.area)
    assert officer.get(page(elsewhere, f"contacts/{phone.pk}/end/")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("cqc-location", "1-12345", "1- and 9 to 11 digits"),
        ("ods", "R-M-3", "3 to 10 capital letters"),
        ("uprn", "12345678901234", "up to 12 digits"),
        ("company", "12", ""),
        ("company", "SC1", "8 characters"),
        ("charity", "12", "6 or 7 digits"),
        ("gss", "E08000009", "Select a valid choice"),
    ],
)
def test_each_kind_of_number_is_checked(officer, home, kind, value, said):
    answer = officer.post(page(home, "identifiers/add/"), {"kind": kind, "value": value})
    assert (said in text(answer)) if said else answer.status_code == 302


def test_a_number_that_another_place_bears_leads_to_that_place_where_it_may_be_seen(officer, home):
    near, far = PlaceFactory(area=home.area, name="Elm House"), PlaceFactory(name="Far House")
    for place, shown in ((near, True), (far, False)):
        sent = {"kind": "cqc-location", "value": place.identifiers.get().value}
        said = text(officer.post(page(home, "identifiers/add/"), sent))
        assert "Another place already bears this identifier" in said
        assert (place.name in said) is shown
    own = {"kind": "cqc-location", "value": home.identifiers.get().value}
    assert "This place bears it already" in text(officer.post(page(home, "identifiers/add/"), own))


def test_a_wrong_number_is_withdrawn_and_that_of_a_registration_stays(officer, home):
    assert "ODS code added: RM3" in text(officer.post(page(home, "identifiers/add/"), FEW, follow=True))
    wrong, own = Identifier.objects.get(kind="ods"), Identifier.objects.get(kind="cqc-location")
    away = page(home, f"identifiers/{wrong.pk}/withdraw/")
    assert away in text(officer.get(page(home)))
    assert "Enter a reason" in text(officer.post(away, {}))
    assert "RM3 no longer leads to Bickham House." in text(
        officer.post(away, {"why": "A trust"}, follow=True)
    )
    assert officer.get(away).status_code == 404
    stays = officer.post(page(home, f"identifiers/{own.pk}/withdraw/"), {"why": "x"})
    assert "so it stays" in text(stays)


def test_the_page_of_a_place_asks_the_database_no_more_for_a_longer_history(
    officer, home, django_assert_max_num_queries
):
    for day in range(3):
        officer.post(page(home, "close/"), {"closed_on": "2020-04-10", "why": "Sold", "confirmed": "1"})
        officer.post(
            page(home, "reopen/"),
            {"how": "mistake" if day else "anew", "opened_on": "2020-04-11", "why": "x"},
        )
    with django_assert_max_num_queries(20):
        assert officer.get(page(home)).status_code == 200
