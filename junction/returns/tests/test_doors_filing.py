"""Filing by web: the form, the check, the reference; corrections, two people at once, and who may not."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from junction.core.calls.models import Call
from junction.returns.models import Return
from junction.returns.operations import file_return
from junction.returns.views.drafts import Draft

from .conftest import ANSWERS, DAY

pytestmark = pytest.mark.django_db
TYPED = {
    **{code: str(answer) for code, answer in ANSWERS.items()},
    "admitting": "yes",
    "food_supply": "enough",
    "expected_version": "0",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Doors read the clock; here it stands at nine on the day of the tests."""
    monkeypatch.setattr(timezone, "now", lambda: now)


def address(place, day: str = "") -> str:
    return f"/returns/{place.pk}/care-home-daily/" + (f"?about_on={day}" if day else "")


def draft_in(response) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', response.content.decode())
    assert found
    return found.group(1)


def post(client, place, step: str, **typed):
    return client.post(address(place), {**typed, "step": step})


def check(client, place, **change):
    return post(client, place, "check", **(TYPED | change))


def test_a_manager_files_in_two_steps_and_is_given_a_reference(sign_in, place):
    client = sign_in("place-manager", place=place)
    assert client.get(address(place)).status_code == 200
    checked = check(client, place)
    assert checked.status_code == 200 and not Return.objects.exists()
    sent = post(client, place, "send", draft=draft_in(checked))
    assert sent.status_code == 302
    fact = Return.objects.get()
    assert (fact.occupied, fact.channel, fact.about_on, fact.nothing_changed) == (36, "web", DAY, False)
    said = client.get(sent.url).content.decode()
    assert f"<strong>{fact.reference}</strong>" in said
    assert "Tuesday 21 April 2020, due by 5pm that day" in said


def test_the_form_is_filled_in_from_the_last_return_but_not_with_events(sign_in, place, filing, manager, now):
    yesterday = filing(on=DAY - timedelta(days=1), change={"confirmed_new": 3, "confirmed_total": 5})
    file_return(yesterday, by=manager, now=now - timedelta(days=1))
    page = sign_in("place-manager", place=place).get(address(place)).content.decode()
    assert re.search(r'name="occupied"[^>]*value="36"', page)
    assert re.search(r'name="confirmed_new"[^>]*value=""', page)
    assert "Last time: 3<" in page


def test_nothing_has_changed_is_its_own_fact(sign_in, place, filing, manager, now):
    yesterday = filing(on=DAY - timedelta(days=1), change={"confirmed_new": 3, "confirmed_total": 5})
    file_return(yesterday, by=manager, now=now - timedelta(days=1))
    client = sign_in("place-manager", place=place)
    said = post(client, place, "nothing-changed", expected_version="0")
    assert "nothing has changed since Sunday 19 April 2020" in said.content.decode()
    post(client, place, "send", draft=draft_in(said))
    fact = Return.objects.get(about_on=DAY)
    assert (fact.nothing_changed, fact.occupied, fact.confirmed_new) == (True, 36, 0)


def test_what_cannot_be_read_is_shown_beside_its_box_and_in_the_summary(sign_in, place):
    response = check(sign_in("place-manager", place=place), place, occupied="many")
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#q-occupied">How many beds are occupied? Give a number' in page
    assert re.search(r'id="q-occupied-error"', page) and 'value="many"' in page


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_page(sign_in, place):
    page = check(
        sign_in("place-manager", place=place), place, occupied="many", confirmed_new="", beds=""
    ).content
    summary = page.decode().split("There is a problem")[1].split("<form")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == ["q-beds", "q-occupied", "q-confirmed_new"]


def test_a_contradiction_cannot_be_sent(sign_in, place):
    response = check(sign_in("place-manager", place=place), place, occupied="50")
    assert response.status_code == 422
    assert not Return.objects.exists()


def test_a_warning_is_sent_only_when_it_is_confirmed(sign_in, place):
    client = sign_in("place-manager", place=place)
    checked = check(client, place, beds="20", occupied="18", vacancies_admitting="1")
    code = re.search(r'name="confirmed" type="checkbox" value="([^"]+)"', checked.content.decode()).group(1)
    refused = post(client, place, "send", draft=draft_in(checked))
    assert refused.status_code == 422 and "Tick to confirm" in refused.content.decode()
    assert not Return.objects.exists()
    sent = post(client, place, "send", draft=draft_in(refused), confirmed=code)
    assert sent.status_code == 302
    assert Return.objects.get().findings[0]["confirmed_by"].startswith("user:")


def test_what_is_wrong_at_the_last_step_is_said_beside_its_box(sign_in, place):
    wrong = Draft(address(place), expected_version=0, answers=ANSWERS | {"occupied": 50})
    refused = post(sign_in("place-manager", place=place), place, "send", draft=wrong.signed())
    page = refused.content.decode()
    assert refused.status_code == 422 and 'href="#q-occupied">More beds are occupied' in page
    assert re.search(r'name="occupied"[^>]*value="50"', page)


def test_changing_an_answer_goes_back_to_the_form_with_everything_typed(sign_in, place):
    client = sign_in("place-manager", place=place)
    page = post(client, place, "change", draft=draft_in(check(client, place, occupied="35")))
    assert re.search(r'name="occupied"[^>]*value="35"', page.content.decode())


def test_not_known_is_an_answer_and_not_zero(sign_in, place):
    client = sign_in("place-manager", place=place)
    checked = check(client, place, **{"staff_agency": "", "staff_agency.not": "known"})
    assert "Not known" in checked.content.decode()
    post(client, place, "send", draft=draft_in(checked))
    fact = Return.objects.get()
    assert (fact.answers["staff_agency"], fact.staff_agency) == ({"not": "known"}, None)


def test_a_correction_needs_a_reason_and_keeps_the_earlier_version(sign_in, place, filing, manager, now):
    file_return(filing(), by=manager, now=now - timedelta(hours=1))
    client = sign_in("place-manager", place=place)
    without = check(client, place, expected_version="1", occupied="35")
    assert without.status_code == 422 and "Enter the reason" in without.content.decode()
    checked = check(client, place, expected_version="1", occupied="35", why="Counted again")
    post(client, place, "send", draft=draft_in(checked))
    assert [each.occupied for each in Return.objects.order_by("version")] == [36, 35]
    seen = client.get(f"/returns/{place.pk}/care-home-daily/2020-04-20/").content.decode()
    assert "35 beds</strong>, was 36 beds" in seen
    assert (
        "Version 2, 20 Apr 2020, 10am, by you" in seen and "Reason for the correction: Counted again" in seen
    )
    past = client.get(f"/returns/{place.pk}/care-home-daily/past/").content.decode()
    assert "10am by you. Version 2: Counted again" in past


@pytest.mark.parametrize(("hour", "said"), [(15, "It is due by 5pm"), (17, "It was due by 5pm")])
def test_when_it_is_due_is_said_in_the_tense_of_the_clock(
    sign_in, place, filing, manager, now, monkeypatch, hour, said
):
    file_return(filing(), by=manager, now=now)
    monkeypatch.setattr(timezone, "now", lambda: now.replace(hour=hour))
    page = sign_in("place-manager", place=place).get(address(place)).content.decode()
    assert f"{said} on Monday 20 April 2020 and has been filed." in page


def test_two_people_at_once_see_what_the_other_filed(sign_in, place, filing, manager, now):
    client = sign_in("place-manager", place=place)
    checked = check(client, place, occupied="35")
    file_return(filing(), by=manager, now=now)
    conflict = post(client, place, "send", draft=draft_in(checked))
    page = conflict.content.decode()
    assert conflict.status_code == 409 and "Somebody else has filed this return" in page
    assert "36 beds" in page and "35 beds" in page
    again = post(client, place, "change", draft=draft_in(conflict), over="1").content.decode()
    assert re.search(r'name="occupied"[^>]*value="35"', again)
    assert 'name="expected_version" value="1"' in again


def test_an_officer_files_by_phone_and_it_is_marked_so(sign_in, place, council):
    client = sign_in("council-officer", area=council)
    without = check(client, place)
    assert without.status_code == 422 and "Enter the role of the person" in without.content.decode()
    checked = check(client, place, spoke_to="Deputy manager")
    post(client, place, "send", draft=draft_in(checked))
    assert Return.objects.get().channel == "phone"
    assert (Call.objects.get().outcome, Call.objects.get().spoke_to) == ("filed-by-phone", "Deputy manager")
    seen = client.get(f"/returns/{place.pk}/care-home-daily/2020-04-20/").content.decode()
    assert "taken down by phone" in seen and "Deputy manager" in seen


def test_an_officer_of_another_council_finds_nothing(sign_in, place, areas):
    from junction.registry.models import Area

    stranger = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert stranger.get(address(place)).status_code == 404
    assert check(stranger, place).status_code == 404
    assert stranger.get(f"/returns/{place.pk}/care-home-daily/past/").status_code == 404
    assert stranger.get(f"/returns/{place.pk}/care-home-daily/2020-04-20/").status_code == 404
    assert place.name not in stranger.get("/returns/").content.decode()
    assert not Return.objects.exists()


def test_what_was_typed_while_signed_out_is_there_after_signing_in(sign_in, place, client):
    from tests.cast import user_who

    refused = client.post(address(place), {**TYPED, "occupied": "31", "step": "check"})
    assert refused.status_code == 302 and "sign-in" in refused.url
    client.force_login(
        user_who("place-manager", place=place),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = client.get(address(place)).content.decode()
    assert "Check your answers" in page and "Occupied <strong>31</strong>" in page


@pytest.mark.parametrize("day", ["2020-04-21", "nonsense", "2019-01-01"])
def test_a_day_that_cannot_be_filed_does_not_exist(sign_in, place, day):
    assert sign_in("place-manager", place=place).get(address(place, day)).status_code == 404


def test_my_returns_say_what_is_due_and_what_is_filed(sign_in, place, filing, manager, now):
    client = sign_in("place-manager", place=place)
    assert "File return" in client.get("/returns/").content.decode()
    file_return(filing(), by=manager, now=now)
    page = client.get("/returns/").content.decode()
    assert "See return" in page and "Filed" in page
    assert "Every place has reported." in client.get("/returns/?show=missing").content.decode()


def test_past_returns_as_they_were_known(sign_in, place, filing, manager, now):
    file_return(filing(), by=manager, now=now - timedelta(minutes=30))
    client = sign_in("place-manager", place=place)
    past = f"/returns/{place.pk}/care-home-daily/past/"
    assert "Correct" in client.get(past).content.decode()
    before = client.get(past + "?as_at=2020-04-20T09:00").content.decode()
    assert "Correct" not in before.split("<tbody")[1]
    seen = client.get(f"/returns/{place.pk}/care-home-daily/2020-04-20/?as_at=2020-04-20T09:00")
    assert "There was no return for this day then" in seen.content.decode()
