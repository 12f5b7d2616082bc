"""What happens at the same moment, on connections of their own: each task has one volunteer, nobody more
tasks than they take, an offer of help one owner, and a day one allowance.
"""

import pytest

from junction.core.ownership.queries import history
from junction.core.refusals import Refusal
from junction.core.scope import NOBODY
from junction.support.models import Exclusion, Need, Offer, Task, TaskOffer, WantedMessage
from junction.support.operations import offer_passing
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_letters as letters
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.exclusions import exclude
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.offer_refusals import HandedOverMeanwhile
from junction.support.operations.task_offers import offer_urgent
from junction.support.queries.volunteers import actor
from junction.support.rules.volunteering import volunteering_on
from junction.support.tests import test_help_offers as offered
from junction.support.tests.volunteers import (
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
    signed_up,
)
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
world = offered.world


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def yes(offer):
    return lambda: answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=NOW)


def test_two_who_accept_one_task_at_once_are_one_with_it_and_one_who_is_told(trafford):
    need_of(runs_out="now")
    ready(1)
    ready(2)
    offer_urgent([TRAFFORD], by=SYSTEM, now=NOW)
    offers = list(TaskOffer.objects.select_related("volunteer"))
    assert len(offers) == 2
    came = at_once(*map(yes, offers))
    late = [one for one in came if isinstance(one, Refusal)]
    assert len(late) == 1 and isinstance(late[0], refusals.TooLate | refusals.AlreadyAnswered)
    task = Task.objects.get()
    assert task.state == "accepted" and task.volunteer_id in {one.volunteer_id for one in offers}
    assert sorted(TaskOffer.objects.values_list("answer", flat=True))[0] == "accepted"
    assert TaskOffer.objects.filter(answer="accepted").count() == 1 and Need.objects.get().state == "offered"


def test_a_yes_at_the_moment_they_are_excluded_leaves_nobody_with_the_task(trafford):
    need_of()
    one = ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    offer = TaskOffer.objects.select_related("volunteer").get()
    said = {"side": "person", "reason": "unsafe", "by": SYSTEM, "now": NOW}
    came = at_once(yes(offer), lambda: exclude(offer.task_id, one.pk, **said))
    assert not isinstance(came[1], Refusal) and Exclusion.objects.count() == 1
    task = Task.objects.get()
    assert (task.state, task.volunteer_id, Need.objects.get().state) == ("open", None, "open")


def test_one_who_accepts_two_tasks_at_once_has_as_many_as_they_take(trafford):
    need_of(runs_out="now")
    need_of(runs_out="now", name="Ned Needful", phone="01632 960009")
    ready(1)
    offer_urgent([TRAFFORD], by=SYSTEM, now=NOW)
    one = TaskOffer.objects.select_related("volunteer").first()
    other = Task.objects.exclude(pk=one.task_id).get()
    made, _ = TaskOffer.objects.get_or_create(
        task=other, volunteer=one.volunteer,
        defaults={"offered_at": NOW, "until": one.until, "answer": "waiting", "playbook": one.playbook},
    )  # fmt: skip
    Task.objects.update(state="offered")
    came = at_once(yes(one), yes(made))
    assert [type(refused) for refused in came if isinstance(refused, Refusal)] == [refusals.FullToday]
    assert Task.objects.filter(state="accepted", volunteer=one.volunteer).count() == 1


def test_an_offer_passed_on_by_two_at_once_is_passed_on_once(world):
    offer = offered.make(world)
    mine = history("support-offer", offer.pk)[-1].owner

    def pass_on(why):
        return lambda: offer_passing.pass_on(
            offer.pk, to=world.second.key, why=why, expected=mine, by=world.officer, now=NOW
        )

    came = at_once(pass_on("Knows hotels"), pass_on("Is on call"))
    assert [type(refused) for refused in came if isinstance(refused, Refusal)] == [HandedOverMeanwhile]
    assert [one.owner for one in history("support-offer", offer.pk)] == [mine, world.second.key]
    assert Offer.objects.get().passes == 1


def test_two_workers_who_send_at_once_stay_within_the_days_allowance(trafford, monkeypatch):
    for number in range(12):
        signed_up(number)
    book = volunteering_on(NOW.date())
    five = type(book)(**{name: getattr(book, name) for name in book.__slots__} | {"daily_allowance": 5})
    monkeypatch.setattr(letters, "volunteering_on", lambda day: five)
    went = at_once(*[lambda: letters.send_wanted(by=SYSTEM, now=NOW)] * 3)
    assert sorted(one.queued for one in went) == [0, 0, 5]
    assert WantedMessage.objects.filter(is_queued=True).count() == 5
