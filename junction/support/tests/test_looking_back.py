"""What was so at a moment, of what changes in place: tasks, volunteers, worries, pairs, offers, the queue."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from junction.core.ownership.operations import take
from junction.core.scope import ANONYMOUS, NOBODY, Reach
from junction.registry.models import Area
from junction.support.models import Alike, Need, OfferStep, Task, TaskOffer, TaskState
from junction.support.operations import alike, desk, settling, volunteer_own
from junction.support.operations import task_answers as answers
from junction.support.operations.concerns import close_concern, raise_concern
from junction.support.operations.desk_calls import Said, log_call
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.offer_passing import escalate_late, pass_on
from junction.support.operations.ringing_back import ring_back
from junction.support.operations.volunteer_vetting import withdraw_check
from junction.support.queries import offers as offer_queries
from junction.support.queries import volunteer_tasks as task_queries
from junction.support.queries import volunteers as volunteer_queries
from junction.support.queries.alike import pairs
from junction.support.queries.concerns import open_concerns
from junction.support.queries.desk import Sought
from junction.support.queries.desk_then import queue_then
from junction.support.queries.volunteers import actor
from junction.support.tests import test_help_offers as offered
from junction.support.tests import test_needs_api as by_machine
from junction.support.tests.needs import ANSWERS, NOW, TRAFFORD, state
from junction.support.tests.volunteers import SYSTEM, need_of, place_postcodes, ready, scheme
from tests.cast import holder, national, officer_of

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
API = "/api/v1/support/"
world, council = offered.world, by_machine.council


@pytest.fixture
def agent(areas):
    return holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:agent")


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def stood(at):
    return [(one.then_state, one.then_volunteer) for one in task_queries.tasks(national().scope, as_at=at)]


def test_a_task_stood_as_each_moment_left_it(trafford):
    need_of()
    one = ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    answers.accept(TaskOffer.objects.get().pk, one, by=actor(NOBODY, one), now=NOW + HOUR)
    answers.give_back(Task.objects.get().pk, one, by=actor(NOBODY, one), now=NOW + 2 * HOUR)
    assert stood(NOW - SECOND) == []
    assert stood(NOW) == stood(NOW + HOUR - SECOND) == [("offered", None)]
    assert stood(NOW + HOUR) == stood(NOW + 2 * HOUR - SECOND) == [("accepted", one.pk)]
    assert stood(NOW + 2 * HOUR) == [("open", None)]
    scope = national().scope
    assert task_queries.tasks_by_state(scope, as_at=NOW + HOUR) == {"accepted": 1}
    assert task_queries.tasks_by_state(scope) == {"open": 1}


def test_a_thousand_tasks_are_written_down_by_one_statement_and_never_rewritten(
    trafford, django_assert_num_queries
):
    for _ in range(3):
        need_of()
    ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    before = TaskState.objects.count()
    with django_assert_num_queries(1):
        Task.objects.update(state="cancelled", state_at=NOW + HOUR, volunteer=None)
    assert TaskState.objects.count() == before + 3
    Task.objects.update(priority=9)  # how it stands is the same
    assert TaskState.objects.count() == before + 3
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskState.objects.all().delete()


def test_a_volunteer_was_what_they_said_then(trafford):
    one = ready(1)
    more = volunteer_own.Offering(["errands"], ["en", "pl"], [], 3, 1, False, True, False)
    volunteer_own.change(one, more, by=SYSTEM, now=NOW + HOUR)
    volunteer_own.go_off_duty(one, by=SYSTEM, now=NOW + 2 * HOUR)
    withdraw_check(one.vetting.get().pk, why="Not theirs", by=SYSTEM, now=NOW + 2 * HOUR)
    volunteer_own.leave(one, by=SYSTEM, now=NOW + 3 * HOUR)

    def was(at):
        found = list(volunteer_queries.volunteers(national().scope, as_at=at))
        held = volunteer_queries.in_force(national().scope, found, at)
        return [
            (row.then_state, row.then_reach, row.then_duty is not None, len(held.get(row.pk, ())))
            for row in found
        ]

    assert was(NOW - SECOND) == []
    assert was(NOW) == [("active", 10, True, 1)]
    assert was(NOW + HOUR) == [("active", 3, True, 1)]
    assert was(NOW + 2 * HOUR) == [("active", 3, False, 0)]
    assert was(NOW + 3 * HOUR) == [("left", 3, False, 0)]


def test_a_worry_was_open_until_a_person_closed_it(areas):
    made = raise_concern("neglect", area=TRAFFORD, words="Thin", by=ANONYMOUS, now=NOW)
    close_concern(made.pk, why="Seen", by=officer_of(TRAFFORD), now=NOW + HOUR)
    scope = officer_of(TRAFFORD).scope
    assert [open_concerns(scope, as_at=NOW + hours * HOUR).count() for hours in (-1, 0, 1)] == [0, 1, 0]
    assert open_concerns(scope, also_closed=True, as_at=NOW).get().then_closed is None


def test_a_worry_looked_back_at_says_nothing_of_what_came_later(areas, sign_in, monkeypatch):
    made = raise_concern("neglect", area=TRAFFORD, words="Thin", by=ANONYMOUS, now=NOW)
    take(("concern", made.pk), owner="user:1", by=SYSTEM, now=NOW + HOUR)
    close_concern(made.pk, why="Social work went", by=officer_of(TRAFFORD), now=NOW + 2 * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)
    client = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    page = reverse("support:concern", args=[made.pk])
    assert "Social work went" in client.get(page).content.decode()
    then = client.get(f"{page}?as_at=2020-04-20T11:30").content.decode()
    assert "Social work went" not in then and "Nobody yet" not in then and "Close it" not in then
    listed = reverse("support:concerns")
    assert made.reference in client.get(f"{listed}?state=open&as_at=2020-04-20T11:30").content.decode()
    assert made.reference not in client.get(f"{listed}?state=open").content.decode()


def test_a_pair_waited_until_somebody_judged_it(agent):
    state()
    state(now=NOW + HOUR)
    alike.keep_apart(Alike.objects.get().pk, why="Sisters", by=agent, now=NOW + 2 * HOUR)
    found = [[one.then_judged for one in pairs(agent.scope, as_at=NOW + n * HOUR)] for n in range(3)]
    assert found == [[], [""], ["apart"]]


def test_an_offer_lay_at_the_desk_of_then_and_was_due_when_it_was_due_then(world):
    made = offered.make(world)
    promised = made.promised_at
    pass_on(made.pk, to=world.second.key, why="Not mine", by=world.officer, now=NOW + HOUR)
    escalate_late(by=SYSTEM, now=promised)

    def was(at):
        found = [offer_queries.one_offer(world.nation.scope, made.pk, as_at=at)]
        row = offer_queries.with_owners(world.nation.scope, found, now=promised, as_at=at)[0]
        return row.desk, row.due_at, row.owner

    assert was(NOW) == ("Northham", promised, world.officer.key)
    assert was(NOW + HOUR) == ("Northham", promised, world.second.key)
    desk_then, due, _ = was(promised)
    assert desk_then == "North Forum" and due > promised
    assert was(None) == (desk_then, due, world.lrf.key)
    assert OfferStep.objects.earliest("pk").escalations == 0


def queue_at(by, at, show="to-take"):
    return [row.reference for row in queue_then(by.scope, Sought(show=show), own_key=by.key, as_at=at)]


def test_the_queue_held_what_was_open_then_and_whose_it_was(agent, django_assert_num_queries):
    one = state().need
    desk.take_next(by=agent, now=NOW + HOUR)
    ring = NOW + 5 * HOUR
    log_call(one.pk, said=Said(outcome="no-answer", ring_at=ring), by=agent, now=NOW + 2 * HOUR)
    settling.meet_need(one.pk, by=agent, now=NOW + 6 * HOUR)
    assert queue_at(agent, NOW - SECOND) == []
    with django_assert_num_queries(1):
        assert queue_at(agent, NOW) == [one.reference]
    assert queue_at(agent, NOW, "mine") == queue_at(agent, NOW, "rings") == []
    assert queue_at(agent, NOW + HOUR) == []
    assert queue_at(agent, NOW + HOUR, "mine") == [one.reference]
    assert queue_at(agent, NOW + 2 * HOUR, "rings") == [one.reference]
    assert queue_at(agent, NOW + 6 * HOUR, "all") == []


def test_a_level_and_a_limit_were_those_before_a_call_back(agent, council, sign_in, monkeypatch):
    one = state(answers={**ANSWERS, "asked": "coming"}).need
    Need.objects.filter(pk=one.pk).update(call_back_on=NOW.date())
    ring_back(one.pk, need_class="actual", level="same-day", by=agent, now=NOW + 2 * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)

    def read(**query):
        found = council.get(f"{API}needs", query).json()[0]
        return found["need_class"], found["level"], found["limit_at"][:16]

    before = (one.need_class, one.level, one.limit_at.isoformat()[:16])
    assert read(as_at="2020-04-20T11:30") == before
    assert read()[:2] == ("actual", "same-day") and read() != before
    page = sign_in("national").get(reverse("support:need", args=[one.pk]), {"as_at": "2020-04-20T11:30"})
    assert page.status_code == 200


def test_machines_look_back_too(trafford, council, monkeypatch):
    need_of()
    one = ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    answers.accept(TaskOffer.objects.get().pk, one, by=actor(NOBODY, one), now=NOW + HOUR)
    settling.meet_need(Need.objects.get().pk, by=officer_of(TRAFFORD), now=NOW + 2 * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)
    then = {"as_at": "2020-04-20T11:30"}  # an hour and a half after

    def read(path, **query):
        return council.get(f"{API}{path}", query).json()

    assert [row["volunteer"] for row in read("tasks", **then)] == [one.pk]
    assert [row["state"] for row in read("tasks")] != ["accepted"]
    assert [row["state"] for row in read("needs", **then)] == ["offered"]
    assert [row["state"] for row in read("needs")] == ["met"]
    assert [row["on_duty_until"] is not None for row in read("volunteers", **then)] == [True]
    assert [row["state"] for row in read("desk/queue", show="passed", **then)] == ["offered"]
    assert read("desk/queue", show="all") == []
    early = {"as_at": "2020-04-19T11:30"}
    for path in ("tasks", "needs", "volunteers", "desk/queue", "needs/pairs", "offers"):
        assert read(path, **early) == []
