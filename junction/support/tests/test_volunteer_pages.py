"""Pages of volunteers: three steps without a password, a link and a code that open one's own page only."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from junction.core.messages.models import Message
from junction.core.messages.operations import PURPOSE
from junction.core.scope import NOBODY
from junction.core.sealing import unseal
from junction.support.models import DutySpan, SignInCode, Volunteer
from junction.support.operations.task_making import tasks_of_needs
from junction.support.operations.volunteer_letters import send_wanted
from junction.support.queries import volunteers as queries
from junction.support.queries.volunteer_links import link_to
from junction.support.tests.volunteers import (
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
    signed_up,
)

pytestmark = pytest.mark.django_db
WHO = {"name": "Vera", "email": "vera@example.org", "phone": "07700 900777"}
WHAT = {"postcode": "M33 7ZF", "reach_km": "5", "skills": ["errands"], "times": ["weekday-morning"],
        "languages": ["en"]}  # fmt: skip
HOW = {"by_email": "on", "by_text": "on", "agrees": "on"}
JOIN = "/volunteer/"


@pytest.fixture
def now():
    return timezone.now()  # noqa: TID251 - doors read the clock, so what is compared does too


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def opened_by(message: Message) -> str:
    return unseal(message.sealed, purpose=PURPOSE)


def as_volunteer(number: int, now) -> Client:
    client = Client()
    one = Volunteer.objects.get(pk=number)
    link = link_to(NOBODY, one, until=now + timedelta(hours=1))
    assert client.get(link[link.index("/volunteer/") :]).status_code == 302
    return client


def test_three_steps_sign_up_and_what_was_typed_goes_along(trafford):
    client = Client()
    page = client.post(JOIN, {"step": "0", **WHO}).content.decode()
    assert "step 2 of 3" in page and 'name="email" value="vera@example.org"' in page
    page = client.post(JOIN, {"step": "1", **WHO, **WHAT}).content.decode()
    assert "step 3 of 3" in page and page.count('type="hidden"') >= 9 and not Volunteer.objects.exists()
    answer = client.post(JOIN, {"step": "2", **WHO, **WHAT, **HOW})
    assert answer.status_code == 302 and answer.url == reverse("support:volunteer-joined")
    one = Volunteer.objects.get()
    assert one.hours == sum(1 << (day * 3) for day in range(5)) and queries.told(NOBODY, one).name == "Vera"
    assert "We send you a link today" in client.get(answer.url).content.decode()
    assert client.post(JOIN, {"step": "2", **WHO, **WHAT, **HOW}).url == answer.url
    assert Volunteer.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "sent", "says"),
    [
        ("0", {"name": "Vera"}, "Enter an email address or a mobile"),
        ("0", {"name": "Vera", "phone": "12"}, "07700 900 123"),
        ("1", {**WHO, **WHAT, "postcode": "nowhere"}, "M33 7ZF"),
        ("1", {**WHO, **WHAT, "skills": []}, "Answer the question"),
        ("2", {**WHO, **WHAT}, "I am 18 or older"),
        ("2", {**WHO, **WHAT, **HOW, "postcode": "ZZ9 9ZZ"}, "Nothing is known near"),
        ("2", {**WHO, **WHAT, **HOW, "email": "x"}, "step 1 of 3"),
    ],
)
def test_what_is_not_right_is_said_at_its_step(trafford, step, sent, says):
    answer = Client().post(JOIN, {"step": step, **sent})
    assert answer.status_code == 422 and says in answer.content.decode() and not Volunteer.objects.exists()


def test_back_keeps_what_was_typed(trafford):
    page = Client().post(JOIN, {"step": "1", "back": "1", **WHO, **WHAT}).content.decode()
    assert "step 1 of 3" in page and 'value="Vera"' in page


def test_a_code_opens_ones_page_and_nobody_learns_whether_an_address_is_known(trafford, now):
    signed_up(1, now=now)
    client = Client()
    known = client.post("/volunteer/sign-in/", {"contact": "VERA1@example.org"}).content.decode()
    unknown = client.post("/volunteer/sign-in/", {"contact": "who@example.org"}).content.decode()
    mask = re.compile(r"\w+@example\.org|value=.[^'\"]{64}.|nonce=.[^'\"]+.")
    assert mask.sub("", known) == mask.sub("", unknown)
    code = re.search(r'"code": "(\d{6})"', opened_by(Message.objects.get()))[1]
    assert code not in str(vars(SignInCode.objects.get()))
    wrong = "000000" if code != "000000" else "000001"
    sent = {"contact": "vera1@example.org"}
    assert client.post("/volunteer/code/", {**sent, "code": wrong}).status_code == 422
    assert client.get("/volunteer/me/").status_code == 302
    assert client.post("/volunteer/code/", {**sent, "code": code}).status_code == 302
    page = client.get("/volunteer/me/").content.decode()
    assert "Hello Vera 1" in page and "off duty" in page
    assert Volunteer.objects.get().state == "active"
    assert Client().post("/volunteer/code/", {**sent, "code": code}).status_code == 422  # once
    client.post("/volunteer/sign-out/")
    assert client.get("/volunteer/me/").status_code == 302


def test_a_code_ends_after_a_few_wrong_tries(trafford, now):
    signed_up(1, now=now)
    client = Client()
    client.post("/volunteer/sign-in/", {"contact": "vera1@example.org"})
    code = re.search(r'"code": "(\d{6})"', opened_by(Message.objects.get()))[1]
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        client.post("/volunteer/code/", {"contact": "vera1@example.org", "code": wrong})
    answer = client.post("/volunteer/code/", {"contact": "vera1@example.org", "code": code})
    assert answer.status_code == 422 and client.get("/volunteer/me/").status_code == 302


def test_duty_change_and_leaving(trafford, now):
    number = signed_up(1, now=now)
    client = as_volunteer(number, now)
    client.post("/volunteer/me/duty/", {"hours": "4"})
    one = Volunteer.objects.get()
    assert timedelta(hours=3.9) < one.on_duty_until - now < timedelta(hours=4.1)
    assert "You are on duty" in client.get("/volunteer/me/").content.decode()
    client.post("/volunteer/me/duty/", {"off": "1"})
    assert DutySpan.objects.get().ended_at and not Volunteer.objects.get().on_duty_until
    new = {"skills": ["talk"], "languages": ["en", "pl"], "hours": ["5-evening"], "reach_km": "20",
           "capacity": "3", "by_email": "on"}  # fmt: skip
    assert client.post("/volunteer/me/change/", new).status_code == 302
    one = Volunteer.objects.get()
    assert (one.skills, one.languages, one.reach_km, one.capacity) == (0b10, 0b11, 20, 3)
    client.post("/volunteer/me/leave/")
    one = Volunteer.objects.get()
    assert (one.state, one.contact_mark) == ("left", None) and queries.told(NOBODY, one).name == "erased"
    assert client.get("/volunteer/me/").status_code == 302
    assert signed_up(1, now=now) != number  # the address is free again


def test_a_link_that_was_changed_or_has_ended_opens_nothing(trafford, now):
    one = Volunteer.objects.get(pk=signed_up(1, now=now))
    link = link_to(NOBODY, one, until=now + timedelta(hours=1))
    path = link[link.index("/volunteer/") :]
    past = link_to(NOBODY, one, until=now - timedelta(hours=1))
    for wrong in (path.replace("/link/", "/link/x"), past[past.index("/volunteer/") :]):
        client = Client()
        assert client.get(wrong).status_code == 404 and client.get("/volunteer/me/").status_code == 302
    Volunteer.objects.update(sessions=2)
    assert Client().get(path).status_code == 404


def test_the_welcome_holds_a_link_and_no_name(trafford, now):
    signed_up(1, now=now)
    assert send_wanted(by=SYSTEM, now=now).queued == 1
    message = Message.objects.get()
    assert message.template == "support/volunteer_welcome" and "Vera" not in str(vars(message))
    assert "/volunteer/link/" in opened_by(message)


def test_how_likely_a_task_is_is_told_before_who_one_is(trafford, now):
    asked = {"postcode": "M33", "reach_km": "5", "skills": ["errands"]}
    page = Client().get("/volunteer/likely/").content.decode()
    assert "You need not say who you are" in page and 'name="email"' not in page
    page = Client().get("/volunteer/likely/", asked).content.decode()
    assert "We cannot say yet" in page
    for number in range(26):
        ready(number, now=now)
    need_of(now=now)
    tasks_of_needs([TRAFFORD], by=SYSTEM, now=now)
    with CaptureQueriesContext(connection) as asking:
        page = Client().get("/volunteer/likely/", asked).content.decode()
    # One task for 26 volunteers in 28 days: 1 - exp(-7 / 28 / 26); Garwood's interval for 1: 0.025 to 5.57.
    assert "<strong>1%</strong> in the next 7 days, somewhere between 0% and 5%" in page
    assert "fewer than 5 tasks" in page and "About 30 volunteers" in page
    assert len(asking) == 3 and all(one["sql"].startswith("SELECT") for one in asking)
    assert Volunteer.objects.count() == 26
    for wrong, said in (
        ({"postcode": "ZZ9"}, "Nothing is known near"), ({"postcode": "?"}, "Enter a postcode"),
        ({"skills": []}, "What could you do?"),
    ):  # fmt: skip
        answer = Client().get("/volunteer/likely/", asked | wrong)
        assert answer.status_code == 422 and said in answer.content.decode()


def test_volunteers_are_led_to_their_own_page_and_not_where_staff_sign_in(trafford, now):
    join, staff = Client().get(JOIN).content.decode(), reverse("account_login")
    assert f'href="{reverse("support:volunteer-sign-in")}"' in join and f'href="{staff}"' not in join
    own = as_volunteer(signed_up(1), now).get(reverse("support:volunteer-me")).content.decode()
    assert f'href="{reverse("support:volunteer-me")}"' in own and f'href="{staff}"' not in own
