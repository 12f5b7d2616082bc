"""By machine: worries, call-backs, forgetting, finding services, answers of volunteers, a hand-over taken
back.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.ownership.queries import owner
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation
from junction.support.models import Concern, HandOver, Need, SearchWithoutResult, Task, TaskOffer, Volunteer
from junction.support.operations.concerns import raise_concern
from junction.support.operations.hubs import open_hub
from junction.support.operations.matching import ask_matching, match
from junction.support.tests import test_needs_api as by_machine
from junction.support.tests.listed_services import bring
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, state
from junction.support.tests.volunteers import SYSTEM, need_of, place_postcodes, ready, scheme

pytestmark = pytest.mark.django_db
council = by_machine.council
API = "/api/v1/support/"
WORRY = {"kind": "neglect", "area": TRAFFORD, "words": "Curtains shut for days"}


def post(client, path, body, key="a"):
    return client.post(API + path, body, content_type="application/json", headers={"Idempotency-Key": key})


@pytest.fixture
def other(council):
    """A client that sends the token of Manchester."""
    area = Area.objects.get(pk=MANCHESTER)
    one = Organisation.objects.create(
        kind="council", name="Manchester", name_key="manchester", area=area, created_at=NOW
    )
    ApiToken.objects.create(
        organisation=one, name="desk", sha256=hash_of("other"), role="council-officer", created_at=NOW,
        created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Client(headers={"Authorization": "Bearer other"})


def test_a_worry_is_raised_once_taken_and_closed_and_each_reading_is_in_the_log(council, other):
    made = post(council, "worries", WORRY)
    assert made.status_code == 201 and post(council, "worries", WORRY).json() == made.json()
    one = Concern.objects.get()
    listed = council.get(API + "worries").json()
    assert [row["reference"] for row in listed] == [one.reference] and "Curtains" not in str(listed)
    before = AuditEntry.objects.count()
    assert council.get(f"{API}worries/{one.pk}").json()["words"] == WORRY["words"]
    assert AuditEntry.objects.count() == before + 1
    assert other.get(f"{API}worries/{one.pk}").status_code == 404 and other.get(API + "worries").json() == []
    assert post(other, f"worries/{one.pk}/close", {"why": "Mine"}).status_code == 404
    assert post(council, f"worries/{one.pk}/take", {}, "b").status_code == 201
    assert owner("concern", one.pk).startswith("token:")
    closed = post(council, f"worries/{one.pk}/close", {"why": "We went there"}, "c").json()
    assert closed["closed_at"] and closed["owner"] is None
    assert post(council, f"worries/{one.pk}/close", {"why": "Again"}, "d").status_code == 409
    assert council.get(API + "worries").json() == []
    assert council.get(f"{API}worries/{one.pk}").json()["closed_why"] == "We went there"


def test_worries_are_listed_as_they_stood_in_three_statements(
    council, monkeypatch, django_assert_num_queries
):
    for _ in range(3):
        raise_concern("neglect", area=TRAFFORD, words="Thin", by=SYSTEM, now=NOW)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    council.get(API + "worries")
    with django_assert_num_queries(3):  # the token, the worries, who has them
        assert len(council.get(API + "worries", {"as_at": "2020-04-20T10:30"}).json()) == 3
    assert council.get(API + "worries", {"as_at": "2020-04-20T09:30"}).json() == []


def test_a_worry_about_a_need_of_others_is_not_taken_and_what_is_no_kind_neither(council, other):
    one = state().need
    assert post(other, "worries", {**WORRY, "need": one.pk}).status_code == 404
    assert post(council, "worries", {**WORRY, "kind": "x"}).status_code == 422
    assert post(council, "worries", {**WORRY, "need": one.pk}, "b").status_code == 201
    assert Concern.objects.get().need == one


def test_a_call_back_by_machine_finds_what_it_finds_once(council, other):
    one = state(answers={**ANSWERS, "asked": "coming"}).need
    Need.objects.filter(pk=one.pk).update(call_back_on=None)  # whoever is rung back is drawn by chance
    body = {"need_class": "actual", "level": "same-day", "note": "It never came"}
    assert post(council, f"needs/{one.pk}/call-back", body).status_code == 409  # none was due
    Need.objects.filter(pk=one.pk).update(call_back_on=NOW.date())
    assert [row["id"] for row in council.get(API + "call-backs").json()] == [one.pk]
    assert other.get(API + "call-backs").json() == []
    assert post(other, f"needs/{one.pk}/call-back", body).status_code == 404
    assert post(council, f"needs/{one.pk}/call-back", {**body, "need_class": "x"}, "b").status_code == 422
    assert post(council, f"needs/{one.pk}/call-back", body, "c").status_code == 201
    one.refresh_from_db()
    assert (one.need_class, one.level, one.call_back_on) == ("actual", "same-day", None)
    assert council.get(API + "call-backs").json() == []


def test_who_asks_for_it_is_forgotten_by_machine(council, other):
    one = state().need
    assert post(other, f"needs/{one.pk}/forget", {"why": "Asked"}).status_code == 404
    gone = post(council, f"needs/{one.pk}/forget", {"why": "Asked for it"}, "b")
    assert gone.status_code == 201 and gone.json()["values"] >= 5
    one.person.refresh_from_db()
    assert one.person.erased_at == NOW and one.person.phone_mark is None


def test_services_are_found_as_on_the_page_and_what_is_not_there_is_counted(council):
    club = ["Friday lunch club", "Neighbours", "food; company", "A hot meal.", "M33 4RZ", "53.4", "-2.3",
            TRAFFORD, "Fr 12:00-14:00", "2020-05-01", "Sale", "1 Beck Lane", "", "60"]  # fmt: skip
    bring(club, area=TRAFFORD)

    def find(**sought):
        return council.get(API + "services/find", sought).json()

    assert [one["name"] for one in find(words="luch club")["services"]] == ["Friday lunch club"]
    assert find(need="food", on="2020-04-24", at="12:30")["found"] == 1
    shut = find(need="food", on="2020-04-25", at="12:30")
    assert (shut["found"], shut["at_other_times"]) == (0, True)
    assert SearchWithoutResult.objects.get().is_by_time
    for wrong in ({"need": "x"}, {"at": "12:30"}, {"postcode": "nowhere"}, {"on": "9999-12-31"}):
        assert council.get(API + "services/find", wrong).status_code == 422


def test_a_machine_says_what_its_volunteers_said_and_nothing_of_others(council, other):
    place_postcodes()
    scheme()
    need_of()
    one = ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    offer = TaskOffer.objects.get()
    asked = council.get(API + "task-offers").json()
    assert [(row["id"], row["volunteer"]) for row in asked] == [(offer.pk, one.pk)]
    assert "Hidden Lane" not in str(asked) and other.get(API + "task-offers").json() == []
    answer = f"volunteers/{one.pk}/offers/{offer.pk}"
    assert post(other, answer, {"answer": "yes"}).status_code == 404
    said = post(council, answer, {"answer": "yes"})
    assert said.json() == {"task": offer.task_id, "state": "accepted"}
    assert post(council, answer, {"answer": "yes"}).json() == said.json()
    assert council.get(API + "task-offers").json() == []
    theirs = f"volunteers/{one.pk}/tasks/{offer.task_id}"
    assert post(council, f"{theirs}/done", {"code": "x"}, "b").status_code == 422
    assert post(other, f"{theirs}/give-back", {}, "b").status_code == 404
    assert post(council, f"{theirs}/done", {"code": "good"}, "c").json()["state"] == "done"
    assert post(council, f"{theirs}/give-back", {}, "d").status_code == 409
    assert Need.objects.get().state == "met" and Task.objects.get().volunteer == one


def test_whoever_lives_here_and_is_of_another_scheme_is_not_answered_for(council, other):
    place_postcodes()
    scheme()
    theirs = scheme("Manchester Helps", area=MANCHESTER)
    need_of()
    one = ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    Volunteer.objects.filter(pk=one.pk).update(scheme=theirs)
    path = f"volunteers/{one.pk}/offers/{TaskOffer.objects.get().pk}"
    assert council.get(API + "task-offers").json() == []
    assert post(council, path, {"answer": "yes"}).status_code == 404
    assert post(other, path, {"answer": "no"}).status_code == 201


def test_what_nobody_has_answered_is_taken_back_by_who_offered_it(council, other):
    one, hub = state().need, open_hub("Line", area=TRAFFORD, phone="01632 960 100", by=SYSTEM, now=NOW)
    took = post(council, "desk/next", {"hub": None})
    assert took.json()["id"] == one.pk
    sent = post(council, f"desk/cases/{one.pk}/hand-overs", {"to_hub": hub.pk, "note": "Polish"}, "b")
    number = sent.json()["id"]
    assert post(other, f"desk/hand-overs/{number}/take-back", {}).status_code == 409
    back = post(council, f"desk/hand-overs/{number}/take-back", {}, "c").json()
    assert back["outcome"] == "taken-back" == HandOver.objects.get().outcome
    assert post(council, f"desk/hand-overs/{number}/take-back", {}, "d").status_code == 409
