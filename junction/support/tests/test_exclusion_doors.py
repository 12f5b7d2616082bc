"""Keeping a volunteer from somebody on pages and by machine: who may, what is shown, once for a key."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from junction.registry.models import Area
from junction.support.models import Exclusion, Need, Task, TaskOffer, WantedMessage
from junction.support.operations import exclusions as operations
from junction.support.tests.test_exclusions import taken
from junction.support.tests.test_volunteer_desk import machine, post
from junction.support.tests.test_volunteer_pages import as_volunteer
from junction.support.tests.volunteers import (
    SYSTEM,
    TRAFFORD,
    place_postcodes,
    ready,
    scheme,
)

pytestmark = pytest.mark.django_db
machine = machine


@pytest.fixture
def now():
    return timezone.now()  # noqa: TID251 - doors read the clock, so what is compared does too


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def test_who_keeps_volunteers_says_it_on_the_page_of_the_task_and_ends_it(trafford, sign_in, now):
    one, task = taken(now)
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert "Keep a volunteer from them" in officer.get(f"/support/tasks/{task.pk}/").content.decode()
    said = {"who": f"{task.pk}:{one.pk}", "side": "desk", "reason": "safeguarding"}
    answer = officer.post(f"/support/tasks/{task.pk}/exclude/", said)
    assert answer.status_code == 302 and Task.objects.get().state == "open"
    page = officer.get("/support/exclusions/").content.decode()
    assert f"V-{one.pk}" in page and "Safeguarding" in page and "Nell" not in page
    for words, found in ((f"V-{one.pk}", True), (f"t-{task.pk}", True), ("V-99999", False), ("V-٣", False)):
        assert (f">V-{one.pk}<" in officer.get(f"/support/exclusions/?q={words}").content.decode()) is found
    before = officer.get("/support/exclusions/?as_at=2020-04-01T10:00").content.decode()
    assert "No volunteer is kept from anybody" in before
    made = Exclusion.objects.get()
    officer.post(f"/support/exclusions/{made.pk}/end/", {"why": "looked-into"})
    made.refresh_from_db()
    assert made.ended_why == "looked-into"
    assert "Over: It was looked into" in officer.get("/support/exclusions/").content.decode()


def test_who_answers_says_it_on_the_page_of_the_need(trafford, sign_in, now):
    one, task = taken(now)
    agent = sign_in("helpline-agent", area=Area.objects.get(code=TRAFFORD))
    need = Need.objects.get()
    assert "Keep a volunteer from them" in agent.get(f"/support/needs/{need.pk}/").content.decode()
    said = {"who": f"{task.pk}:{one.pk}", "side": "person", "reason": "unsafe"}
    page = agent.get(f"/support/needs/{need.pk}/exclude/").content.decode()
    assert f"V-{one.pk}: Accepted" in page
    assert agent.post(f"/support/needs/{need.pk}/exclude/", said).status_code == 302
    assert Exclusion.objects.get().side == "person"
    assert agent.get("/support/exclusions/").status_code == 403


def test_a_volunteer_says_it_on_their_own_page_and_hears_nothing_of_the_other_side(trafford, now):
    one, task = taken(now)
    mine = as_volunteer(one.pk, now)
    assert "not-again" in mine.get(f"/volunteer/tasks/{task.pk}/").content.decode()
    answer = mine.post(f"/volunteer/tasks/{task.pk}/not-again/", {"reason": "knows"})
    assert answer.status_code == 302 and Task.objects.get().state == "open"
    assert not WantedMessage.objects.filter(kind="withdrawn", volunteer=one).exists()  # they know
    assert mine.get(f"/volunteer/tasks/{task.pk}/").status_code == 404
    assert Exclusion.objects.get().said_by == f"volunteer:{one.pk}"


def test_with_how_it_went_on_the_page(trafford, now):
    one, task = taken(now)
    mine = as_volunteer(one.pk, now)
    page = mine.get(f"/volunteer/tasks/{task.pk}/done/").content.decode()
    assert 'name="exclude" type="radio" value="no"' in page
    said = {"code": "good", "words": "", "exclude": "manner"}
    assert mine.post(f"/volunteer/tasks/{task.pk}/done/", said).status_code == 302
    assert Exclusion.objects.get().reason == "manner" and Task.objects.get().state == "done"


def test_by_machine_once_for_a_key_and_read_as_at(trafford, machine, now):
    one, task = taken(now)
    body = {"task": task.pk, "volunteer": one.pk, "side": "person", "reason": "unsafe"}
    made = post(machine, "/exclusions", body)
    assert made.status_code == 201 and post(machine, "/exclusions", body).json() == made.json()
    assert post(machine, "/exclusions", body | {"task": 99_999}, key="b").status_code == 404
    number = made.json()["id"]
    assert post(machine, f"/exclusions/{number}/end", {"why": "mistake"}).status_code == 201
    assert post(machine, f"/exclusions/{number}/end", {"why": "mistake"}, key="b").status_code == 409
    rows = machine.get("/api/v1/support/exclusions").json()
    assert [(row["volunteer"], row["reason"], bool(row["ended_at"])) for row in rows] == [
        (one.pk, "unsafe", True)
    ]
    assert machine.get("/api/v1/support/exclusions?as_at=2020-04-01T10:00:00Z").json() == []
    assert json.dumps(rows).count("Nell") == 0


def test_the_list_is_as_many_statements_for_many_as_for_one(trafford, sign_in, now):
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    one, task = taken(now)
    counts = []
    for number in (2, 3, 4, 5):
        other = ready(number)
        TaskOffer.objects.create(task=task, volunteer=other, offered_at=now, until=now, playbook="t")
        operations.exclude(task.pk, other.pk, reason="unsafe", by=SYSTEM, now=now)
        with CaptureQueriesContext(connection) as seen:
            assert officer.get("/support/exclusions/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[-1] and one
