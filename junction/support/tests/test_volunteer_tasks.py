"""Tasks: which needs become some, who is offered them and why, the first to say yes, and who learns where."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from junction.core.messages.models import Message
from junction.core.scope import NOBODY
from junction.support.models import Concern, MatchingRun, Need, Task, TaskOffer, WantedMessage
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.settling import close_need
from junction.support.operations.task_offers import look_at_due, offer_urgent, offer_urgent_everywhere
from junction.support.operations.volunteer_letters import send_wanted
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.volunteers import actor
from junction.support.tests.volunteers import (
    MANCHESTER,
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
)
from tests.cast import officer_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def run(area=TRAFFORD, now=NOW):
    return match(ask_matching(area, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)


def says_yes(offer, now=NOW):
    return answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=now)


def test_a_need_becomes_a_task_and_is_offered_to_the_nearest_with_the_reasons(trafford):
    need = need_of()
    near, far = ready(1), ready(2)
    far.longitude -= 0.1
    far.save()
    done = run()
    assert (done.state, done.figures["offered"], done.figures["made"]) == ("done", 1, 1)
    task, offer = Task.objects.get(), TaskOffer.objects.get()
    assert (task.need, task.kind, task.state, task.priority) == (need, "shopping", "offered", 2)
    assert (offer.volunteer, offer.run, offer.answer) == (near, done, "waiting")
    assert offer.why["metres"] < 2_700 and offer.why["candidates"] == 2 and offer.why["recent"] == 0
    assert offer.why["next_metres"] > 3_500 and offer.until == NOW + timedelta(hours=12)
    assert Need.objects.get().state == "open"  # nobody has said yes
    assert run().figures["offered"] == 0


@pytest.mark.parametrize(
    "why_not",
    [
        "care",
        "protected",
        "danger",
        "no real need",
        "no check",
        "off duty",
        "other skill",
        "far",
        "not confirmed",
    ],
)
def test_who_or_what_is_not_offered(trafford, why_not):
    needs = {"care": {"what": "care"}, "protected": {"is_protected": True}}.get(why_not, {})
    people = {"no check": {"check": ""}, "off duty": {"hours": 0.001}, "other skill": {"skills": ["talk"]},
              "far": {"reach_km": 0}}.get(why_not, {})  # fmt: skip
    need_of(**needs)
    one = ready(1, **people)
    if why_not == "danger":
        Need.objects.update(level="danger")
    if why_not == "no real need":
        Need.objects.update(need_class="information")
    if why_not == "not confirmed":
        type(one).objects.update(state="signed-up")
    assert run(now=NOW + MINUTE).figures["offered"] == 0
    assert Task.objects.count() == (0 if why_not in ("care", "protected", "danger", "no real need") else 1)


def test_a_check_withdrawn_or_past_its_day_counts_no_more(trafford):
    need_of("transport")
    one = ready(1, check="standard", skills=["driving"])
    one.vetting.update(withdrawn_at=NOW, withdrawn_by="user:1", withdrawn_why="x")
    done = run()
    assert done.figures["offered"] == 0 and done.figures["volunteers"] == 0


def test_yes_shows_where_and_for_whom_and_the_need_hears_of_it(trafford):
    need = need_of()
    ready(1)
    run()
    offer = TaskOffer.objects.get()
    assert queries.where_of(NOBODY, offer.task, on=NOW.date()) is None
    task = says_yes(offer)
    assert (task.state, Need.objects.get().state) == ("accepted", "offered")
    where = queries.where_of(NOBODY, queries.task_of(NOBODY, offer.volunteer, task.pk), on=NOW.date())
    assert (where.name, where.address) == ("Nell Needful", "9 Hidden Lane")
    assert (
        need.events.filter(kind="offered", about=f"task:{task.pk}").get().by
        == f"volunteer:{offer.volunteer.pk}"
    )
    other = ready(2)
    for wrong in (
        lambda: queries.task_of(NOBODY, other, task.pk),
        lambda: queries.offer_to(NOBODY, other, offer.pk),
    ):
        with pytest.raises((Task.DoesNotExist, TaskOffer.DoesNotExist)):
            wrong()
    with pytest.raises(refusals.NotYours):
        answers.accept(offer.pk, other, by=SYSTEM, now=NOW)
    answers.finish(task.pk, offer.volunteer, code="good", by=SYSTEM, now=NOW + MINUTE)
    assert Need.objects.get().state == "met"
    assert queries.where_of(NOBODY, queries.task_of(NOBODY, offer.volunteer, task.pk), on=NOW.date()) is None
    assert WantedMessage.objects.filter(kind="thanks").exists()


def test_what_became_protected_or_closed_meanwhile_is_not_theirs(trafford):
    need = need_of()
    ready(1)
    run()
    offer = TaskOffer.objects.get()
    need.person.is_protected = True
    need.person.save()
    with pytest.raises(refusals.TooLate):
        says_yes(offer)
    need.person.is_protected = False
    need.person.save()
    close_need(need.pk, still_needed=False, by=SYSTEM, now=NOW)
    with pytest.raises(refusals.TooLate):
        says_yes(offer)
    assert Task.objects.get().state == "cancelled" and run().figures["ended"] == 0
    assert TaskOffer.objects.get().answer == "withdrawn"
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=offer.volunteer).exists()


@pytest.mark.parametrize(
    ("code", "state"),
    [("good", "met"), ("not-there", "open"), ("not-needed", "offered"), ("worry", "offered")],
)
def test_how_it_went_settles_the_need(trafford, code, state):
    need_of()
    ready(1)
    run()
    offer = TaskOffer.objects.get()
    task = says_yes(offer)
    words = "The door was open" if code == "worry" else ""
    answers.finish(
        task.pk, offer.volunteer, code=code, words=words, by=actor(NOBODY, offer.volunteer), now=NOW
    )
    assert Need.objects.get().state == state and Concern.objects.count() == (code == "worry")
    with pytest.raises(refusals.NotNow):
        answers.finish(task.pk, offer.volunteer, code="good", by=SYSTEM, now=NOW)
    said = answers.say_of_task(task.pk, code="late", words="An hour", by=officer_of(TRAFFORD), now=NOW)
    assert said.by_kind == "coordinator" and task.words.count() == 2
    with pytest.raises(Task.DoesNotExist):
        answers.say_of_task(task.pk, code="late", by=officer_of(MANCHESTER), now=NOW)


def test_no_and_silence_lead_to_the_next_run_and_nobody_is_asked_twice(trafford):
    need_of()
    first = ready(1)
    run()
    answers.decline(TaskOffer.objects.get().pk, first, by=actor(NOBODY, first), now=NOW)
    assert Task.objects.get().state == "open" and run().figures["offered"] == 0
    second = ready(2)
    assert run().figures["offered"] == 1
    assert look_at_due(by=SYSTEM, now=NOW + timedelta(hours=11)) == 0
    assert look_at_due(by=SYSTEM, now=NOW + timedelta(hours=12)) == 1
    assert Task.objects.get().state == "open"
    assert [one.answer for one in TaskOffer.objects.order_by("pk")] == ["declined", "lapsed"]
    late = TaskOffer.objects.get(volunteer=second)
    assert says_yes(late, NOW + timedelta(hours=13)).volunteer == second  # still nobody else's


def test_an_urgent_task_is_offered_to_three_and_the_first_has_it(trafford):
    need_of(runs_out="now")
    people = [ready(number) for number in range(5)]
    assert offer_urgent_everywhere(by=SYSTEM, now=NOW) == 1
    task = Task.objects.get()
    assert (
        task.is_instant and task.state == "offered" and task.offers.count() == 3 and len(task.following) == 2
    )
    assert [one.why["rank"] for one in task.offers.all()] == [1, 2, 3]
    assert run().figures["tasks"] == 0  # a batch leaves it alone
    first, second, third = task.offers.all()
    answers.decline(first.pk, first.volunteer, by=SYSTEM, now=NOW + MINUTE)
    assert task.offers.count() == 4
    look_at_due(by=SYSTEM, now=NOW + 16 * MINUTE)
    task.refresh_from_db()
    assert (
        task.offers.filter(answer="lapsed").count() == 3 and task.offers.count() == 5 and not task.following
    )
    says_yes(second, NOW + 17 * MINUTE)  # their time is over, and it is nobody's
    assert {one.answer for one in task.offers.exclude(pk__in=[first.pk, second.pk])} == {"withdrawn"}
    with pytest.raises(refusals.TooLate):
        says_yes(third, NOW + 18 * MINUTE)
    assert {one.volunteer for one in task.offers.all()} == set(people)
    told = send_wanted(by=SYSTEM, now=NOW + 18 * MINUTE)
    assert told.queued and {"support/volunteer_given", "support/volunteer_withdrawn"} <= {
        one.template for one in Message.objects.all()
    }


def test_an_urgent_task_nobody_can_take_is_a_persons_to_see_to_and_is_tried_again(trafford):
    need_of(runs_out="now")
    assert offer_urgent([TRAFFORD], by=SYSTEM, now=NOW) == 0
    assert Task.objects.get().state == "unfilled"
    ready(1)
    assert offer_urgent_everywhere(by=SYSTEM, now=NOW + MINUTE) == 0
    assert offer_urgent_everywhere(by=SYSTEM, now=NOW + 16 * MINUTE) == 1


def test_a_volunteer_takes_no_more_than_they_said_and_may_give_back(trafford):
    need_of()
    need_of("prescription")
    one = ready(1)
    assert run().figures["offered"] == 1
    task = says_yes(TaskOffer.objects.get())
    assert run().figures["offered"] == 0  # one a day
    other = Task.objects.exclude(pk=task.pk).get()
    TaskOffer.objects.create(task=other, volunteer=one, offered_at=NOW, until=NOW + MINUTE, playbook="x")
    with pytest.raises(refusals.FullToday):
        says_yes(TaskOffer.objects.get(task=other))
    answers.give_back(task.pk, one, by=actor(NOBODY, one), now=NOW)
    task.refresh_from_db()
    assert task.state == "open" and Need.objects.filter(state="open").count() == 2
    with pytest.raises(refusals.NotYours):
        answers.give_back(task.pk, one, by=actor(NOBODY, one), now=NOW)


def test_a_keeper_asks_for_their_own_area_once_at_a_time(trafford):
    with pytest.raises(refusals.NotYourArea):
        ask_matching(TRAFFORD, by=officer_of(MANCHESTER), now=NOW)
    asked = ask_matching(TRAFFORD, by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.RunsAlready):
        ask_matching(TRAFFORD, by=officer_of(TRAFFORD), now=NOW)
    assert match(asked.pk, by=SYSTEM, now=NOW).state == "done"
    assert match(asked.pk, by=SYSTEM, now=NOW) is None
    assert not queries.runs(officer_of(MANCHESTER).scope).exists()
    assert MatchingRun.objects.get().figures["tasks"] == 0


def test_a_run_is_as_many_statements_for_thirty_as_for_one(trafford):
    counts = []
    for many in (1, 30):
        for number in range(many):
            need_of()
            ready(100 * many + number)
        with CaptureQueriesContext(connection) as seen:
            assert run().figures["offered"] == many
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_cancelled_task_is_told_to_who_has_it_and_the_need_is_open_again(trafford):
    need_of()
    ready(1)
    run()
    task = says_yes(TaskOffer.objects.get())
    with pytest.raises(refusals.SayWhy):
        answers.cancel_task(task.pk, why=" ", by=officer_of(TRAFFORD), now=NOW)
    assert answers.cancel_task(task.pk, why="Their daughter came", by=officer_of(TRAFFORD), now=NOW) == 1
    assert Need.objects.get().state == "open"
    assert WantedMessage.objects.filter(kind="withdrawn").exists()
    with pytest.raises(refusals.NotNow):
        answers.cancel_task(task.pk, why="Again", by=officer_of(TRAFFORD), now=NOW)


def test_a_task_that_cannot_be_ended_leaves_its_need_as_it_was(trafford, monkeypatch):
    need_of(), ready(0), run()
    task = says_yes(TaskOffer.objects.get())
    monkeypatch.setattr(answers, "end_tasks", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        answers.cancel_task(task.pk, why="x", by=officer_of(TRAFFORD), now=NOW)
    assert Need.objects.get().state == "offered"
