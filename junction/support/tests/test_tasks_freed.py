"""What becomes of a task when its volunteer may not, its volunteer leaves, or its need is over: nothing stays
stuck, and nobody sets out for nothing.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from junction.core.scope import NOBODY
from junction.support.models import Need, Task, TaskOffer, Volunteer, WantedMessage
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.settling import Step, close_need, leave_unmet, write_down
from junction.support.operations.task_closing import end_tasks_of_closed_needs
from junction.support.operations.task_ending import end_tasks
from junction.support.operations.task_freeing import free_unchecked
from junction.support.operations.task_offers import offer_urgent_everywhere
from junction.support.operations.volunteer_own import forget_volunteers, leave
from junction.support.operations.volunteer_vetting import forget_volunteer, see_check, withdraw_check
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.needs_for_volunteers import needs_for_volunteers
from junction.support.queries.volunteers import actor
from junction.support.rules.signing_up import CheckTold
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.tests.volunteers import NOW, SYSTEM, TRAFFORD, need_of, place_postcodes, ready, scheme

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2020, 4, 20), NOW + timedelta(minutes=5)
TOMORROW, NEXT_DAY = date(2020, 4, 21), NOW + timedelta(hours=23)


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def run(now=NOW):
    return match(ask_matching(TRAFFORD, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)


def says_yes(offer, now=NOW):
    return answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=now)


def checked_for_today(number=1):
    """A volunteer on duty for two days whose only check ends tomorrow."""
    one = ready(number, check="", hours=48)
    told = CheckTold("identity", "Post Office", date(2020, 4, 1), expires_on=TOMORROW)
    see_check(one.pk, told, by=SYSTEM, now=NOW)
    return one


def taken(volunteer=ready):
    """A need that somebody has said yes to: the volunteer and the task."""
    need_of()
    one = volunteer(1)
    run()
    return one, says_yes(TaskOffer.objects.get())


def how_it_stands():
    task = Task.objects.get()
    return task.state, Need.objects.get().state, task.volunteer_id


def waits_for_somebody():
    """The task may be offered again, and the desk sees the need in its queue."""
    return how_it_stands() == ("open", "open", None)


def take_check_away(one):
    withdraw_check(one.vetting.get().pk, why="Not theirs", by=SYSTEM, now=LATER)


def test_who_has_no_check_any_more_may_not_say_yes(trafford):
    need_of()
    one = checked_for_today()
    run()
    offer = TaskOffer.objects.get()
    with pytest.raises(refusals.CheckNeeded):
        says_yes(offer, NEXT_DAY)
    assert Task.objects.get().state == "offered"
    see_check(one.pk, CheckTold("identity", "Post Office", TODAY), by=SYSTEM, now=NOW)
    assert says_yes(offer, NEXT_DAY).state == "accepted"


def test_a_withdrawn_check_takes_back_what_was_accepted_and_tells_them(trafford):
    one, task = taken()
    take_check_away(one)
    assert waits_for_somebody()
    assert TaskOffer.objects.get().answer == "accepted"  # what they said stays a fact
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=one).count() == 1
    with pytest.raises(Task.DoesNotExist):
        queries.task_of(NOBODY, one, task.pk)
    told = Need.objects.get().events.last()
    assert (told.kind, told.why, told.about) == ("fell", "given-back", f"task:{task.pk}")
    second = ready(2)
    assert run(LATER).figures["offered"] == 1
    assert says_yes(TaskOffer.objects.get(volunteer=second), LATER).volunteer == second


def test_a_withdrawn_check_takes_back_what_waits_for_an_answer(trafford):
    need_of()
    one = ready(1)
    run()
    take_check_away(one)
    assert waits_for_somebody() and TaskOffer.objects.get().answer == "withdrawn"


def test_another_check_of_the_same_worth_keeps_the_task(trafford):
    one, _task = taken()
    see_check(one.pk, CheckTold("standard", "DBS", TODAY), by=SYSTEM, now=NOW)
    withdraw_check(one.vetting.get(check_code="identity").pk, why="Torn", by=SYSTEM, now=LATER)
    assert how_it_stands() == ("accepted", "offered", one.pk)


def test_what_is_done_stays_done_when_a_check_is_withdrawn(trafford):
    one, task = taken()
    answers.finish(task.pk, one, code="good", by=SYSTEM, now=NOW)
    take_check_away(one)
    assert how_it_stands() == ("done", "met", one.pk) and TaskOffer.objects.get().answer == "accepted"


def test_a_check_past_its_day_ends_what_stands_on_it_by_the_clock(trafford):
    one, task = taken(checked_for_today)
    assert free_unchecked(by=SYSTEM, now=NOW) == 0
    found = queries.task_of(NOBODY, one, task.pk)
    assert queries.where_of(NOBODY, found, on=TODAY) is not None
    assert queries.where_of(NOBODY, found, on=TOMORROW) is None  # before the clock comes round
    assert free_unchecked(by=SYSTEM, now=NEXT_DAY) == 1
    assert waits_for_somebody()
    assert free_unchecked(by=SYSTEM, now=NEXT_DAY) == 0


def test_an_urgent_offer_taken_back_goes_to_the_next(trafford):
    need_of(runs_out="now")
    people = [ready(number) for number in range(4)]
    offer_urgent_everywhere(by=SYSTEM, now=NOW)
    asked = [offer.volunteer for offer in TaskOffer.objects.all()]
    assert len(asked) == 3
    (left_out,) = set(people) - set(asked)
    take_check_away(asked[0])
    assert TaskOffer.objects.get(volunteer=left_out).answer == "waiting"
    for one in (*asked[1:], left_out):
        take_check_away(one)
    assert Task.objects.get().state == "unfilled"  # a person's to see to


@pytest.mark.parametrize("how", ["leave", "forgotten", "past their time"])
def test_who_goes_leaves_the_need_to_others(trafford, how):
    one, _task = taken()
    if how == "leave":
        leave(one, by=actor(NOBODY, one), now=LATER)
    elif how == "forgotten":
        forget_volunteer(one.pk, why="They asked", by=SYSTEM, now=LATER)
    else:
        Volunteer.objects.update(retention_until=TODAY)
        assert forget_volunteers(by=SYSTEM, now=LATER) == 1
    assert waits_for_somebody()
    second = ready(2)
    run(LATER)
    assert says_yes(TaskOffer.objects.get(volunteer=second), LATER).volunteer == second


@pytest.mark.parametrize("runs_out", ["two-days", "now"])
def test_who_goes_before_they_answer_leaves_no_task_with_nobody_asked(trafford, runs_out):
    need_of(runs_out=runs_out)
    one = ready(1)
    offer_urgent_everywhere(by=SYSTEM, now=NOW) if runs_out == "now" else run()
    leave(one, by=actor(NOBODY, one), now=LATER)
    assert Task.objects.get().state == ("unfilled" if runs_out == "now" else "open")
    second = ready(2)
    later = NOW + timedelta(minutes=30)
    offer_urgent_everywhere(by=SYSTEM, now=later) if runs_out == "now" else run(later)
    assert TaskOffer.objects.get(volunteer=second).answer == "waiting"


def test_what_is_given_back_may_be_taken_by_another_and_not_by_the_same(trafford):
    one, task = taken()
    answers.give_back(task.pk, one, by=actor(NOBODY, one), now=NOW)
    first = TaskOffer.objects.get()
    with pytest.raises(refusals.AlreadyAnswered):
        says_yes(first)
    second = ready(2)
    run(LATER)
    assert says_yes(TaskOffer.objects.get(volunteer=second), LATER).volunteer == second
    assert Need.objects.get().state == "offered"


@pytest.mark.parametrize("how", ["closed", "withdrawn", "not met"])
def test_a_need_that_is_over_ends_its_task_at_once_and_tells_them(trafford, how):
    one, task = taken()
    need = Need.objects.get()
    if how == "closed":
        close_need(need.pk, still_needed=False, by=SYSTEM, now=LATER)
    elif how == "not met":
        leave_unmet(need.pk, why="refused", by=SYSTEM, now=LATER)
    else:
        write_down(need, Step("withdrawn", "withdrawn"), by=SYSTEM, now=LATER)
    assert Task.objects.get().state == "cancelled" and Task.objects.get().volunteer is None
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=one).count() == 1
    with pytest.raises(Task.DoesNotExist):
        queries.task_of(NOBODY, one, task.pk)
    assert end_tasks_of_closed_needs([TRAFFORD], by=SYSTEM, now=LATER) == 0


def test_where_is_told_no_more_once_the_need_is_over(trafford):
    one, task = taken()
    assert queries.where_of(NOBODY, queries.task_of(NOBODY, one, task.pk), on=TODAY) is not None
    Need.objects.update(state="closed")  # however it came to be so
    assert queries.where_of(NOBODY, queries.task_of(NOBODY, one, task.pk), on=TODAY) is None


def test_a_need_that_becomes_protected_is_the_desks_again(trafford):
    one, _task = taken()
    person = Need.objects.get().person
    person.is_protected = True
    person.save()
    assert end_tasks_of_closed_needs([TRAFFORD], by=SYSTEM, now=LATER) == 1
    assert how_it_stands() == ("cancelled", "open", None)
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=one).exists()
    assert not needs_for_volunteers(SYSTEM.scope, tasks_on(TODAY)).exists()


def test_freeing_asks_no_more_statements_for_ten_offers_than_for_one(trafford):
    counts = []
    for many in (1, 10):
        for number in range(many):
            need_of()
            checked_for_today(100 * many + number)
        run()
        assert TaskOffer.objects.filter(answer="waiting").count() == many
        with CaptureQueriesContext(connection) as seen:
            assert free_unchecked(by=SYSTEM, now=NEXT_DAY) == many
        counts.append(len(seen))
        end_tasks(list(Task.objects.values_list("pk", flat=True)), why="test", by=SYSTEM, now=NEXT_DAY)
        Need.objects.update(state="closed")
        Volunteer.objects.update(on_duty_until=None)
    assert counts[0] == counts[1]
