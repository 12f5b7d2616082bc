"""Who is not sent to whom again, and who goes into no second home: in runs, at once, in answers, on pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.utils import DatabaseError

from junction.core.audit.models import AuditEntry
from junction.core.scope import NOBODY
from junction.support.models import Exclusion, Need, Person, Task, TaskOffer, WantedMessage
from junction.support.operations import exclusions as operations
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.settling import close_need
from junction.support.operations.task_offers import offer_urgent_everywhere
from junction.support.operations.volunteer_own import leave
from junction.support.queries import exclusions as queries
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
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def run(now=NOW):
    return match(ask_matching(TRAFFORD, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)


def says_yes(offer, now=NOW):
    return answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=now)


def taken(now=NOW, **who):
    """A need that the only volunteer on duty has said yes to."""
    need_of(now=now, **who)
    one = ready(1, now=now, capacity=5)
    run(now)
    return one, says_yes(TaskOffer.objects.get(), now)


def excluded(task, one, **more):
    said = {"side": "person", "reason": "unsafe"} | more
    return operations.exclude(task.pk, one.pk, **said, by=SYSTEM, now=LATER)


def asked(*tasks):
    return [sorted(one.offers.values_list("volunteer_id", flat=True)) for one in tasks]


def test_what_they_had_goes_back_at_once_and_another_is_asked(trafford):
    one, task = taken()
    made = excluded(task, one)
    assert (Task.objects.get().state, Need.objects.get().state) == ("open", "open")
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=one).count() == 1
    other = ready(2)
    run(LATER)
    assert asked(task) == [[one.pk, other.pk]]
    entry = AuditEntry.objects.get(verb="support.volunteer.excluded")
    assert (entry.subject, entry.detail["freed"]) == (f"exclusion:{made.pk}", 1)
    assert excluded(task, one).pk == made.pk and Exclusion.objects.count() == 1


@pytest.mark.parametrize("who", [{"name": "Ned Other"}, {"phone": "01632 960111"}])
def test_it_holds_for_what_is_stated_by_the_same_number_or_name_and_for_nobody_else(trafford, who):
    one, task = taken()
    close_need(Need.objects.get().pk, still_needed=False, by=SYSTEM, now=LATER)
    excluded(task, one)
    need_of(**who)
    done = run(LATER)
    assert done.figures["offered"] == 0 and done.figures["unmet"] == {"conflict": 1}
    need_of(name="Una Else", phone="01632 960222")
    assert run(LATER + timedelta(minutes=1)).figures["offered"] == 1


def test_nobody_is_sent_to_whom_they_share_a_telephone_with(trafford):
    need_of(phone="01632 960002")
    ready(1, phone="(01632) 960 002")
    assert run().figures["unmet"] == {"conflict": 1}
    other = ready(2, phone="01632 960003")
    run(LATER)
    assert asked(Task.objects.get()) == [[other.pk]]


def test_at_once_who_is_excluded_is_neither_first_nor_next(trafford):
    one, task = taken(name="Nell Needful")
    close_need(Need.objects.get().pk, still_needed=False, by=SYSTEM, now=LATER)
    excluded(task, one)
    people = [ready(number) for number in range(2, 7)]
    need_of(runs_out="now", now=LATER)
    offer_urgent_everywhere(by=SYSTEM, now=LATER)
    urgent = Task.objects.get(is_instant=True)
    assert one.pk not in asked(urgent)[0] and len(urgent.following) == 2
    first = asked(urgent)[0][0]
    excluded(urgent, next(each for each in people if each.pk == first))
    assert TaskOffer.objects.get(task=urgent, volunteer=first).answer == "withdrawn"
    urgent.refresh_from_db()
    assert len(urgent.following) == 1  # the next was asked in their place


def test_who_stands_in_line_is_taken_out_of_it(trafford):
    need_of(runs_out="now")
    people = {one.pk: one for one in (ready(number) for number in range(5))}
    offer_urgent_everywhere(by=SYSTEM, now=NOW)
    urgent = Task.objects.get()
    last = urgent.following[-1]
    first = people[asked(urgent)[0][0]]
    says_yes(TaskOffer.objects.get(task=urgent, volunteer=first))
    answers.give_back(urgent.pk, first, by=actor(NOBODY, first), now=NOW)
    TaskOffer.objects.create(
        task=urgent, volunteer=people[last], offered_at=NOW, until=LATER, answer="lapsed", playbook="t"
    )
    excluded(urgent, people[last])
    assert last not in Task.objects.get().following


def test_a_yes_after_it_was_said_is_refused_without_a_word_of_why(trafford):
    need_of()
    one = ready(1)
    run()
    offer = TaskOffer.objects.get()
    Exclusion.objects.create(
        volunteer=one, person=Person.objects.get(), task=offer.task, area_id=TRAFFORD, side="person",
        reason="unsafe", playbook="t", said_at=NOW, said_by="t",
    )  # fmt: skip
    with pytest.raises(refusals.TooLate) as said:
        says_yes(offer, LATER)
    assert "sent" not in str(said.value) and Task.objects.get().volunteer is None


def test_either_side_says_it_with_how_it_went_and_neither_reads_the_other(trafford):
    one, task = taken()
    answers.finish(task.pk, one, code="good", exclude="manner", by=actor(NOBODY, one), now=LATER)
    answers.say_of_task(task.pk, code="late", exclude="money", by=SYSTEM, now=LATER)
    sides = dict(Exclusion.objects.values_list("side", "reason"))
    assert sides == {"volunteer": "manner", "person": "money"}
    assert Task.objects.get().state == "done" and Need.objects.get().state == "met"


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"reason": "because"}, refusals.NotAChoice),
        ({"side": "volunteer"}, refusals.NotAChoice),
        ({"reason": "safeguarding"}, refusals.NotAChoice),  # the desk's reason, not theirs
    ],
)
def test_what_is_no_reason_or_no_side_is_refused(trafford, change, refused):
    one, task = taken()
    with pytest.raises(refused):
        excluded(task, one, **change)
    other = ready(2)
    with pytest.raises(refusals.NotAsked):
        excluded(task, other)
    with pytest.raises(refusals.NotYours):
        operations.not_again(task.pk, other, reason="unsafe", by=SYSTEM, now=LATER)
    assert not Exclusion.objects.exists()


def test_it_ends_once_and_then_they_may_be_asked_again(trafford):
    one, task = taken()
    answers.finish(task.pk, one, code="good", by=actor(NOBODY, one), now=NOW)
    made = excluded(task, one)
    with pytest.raises(refusals.NotAChoice):
        operations.end_exclusion(made.pk, why="so", by=SYSTEM, now=LATER)
    operations.end_exclusion(made.pk, why="mistake", by=SYSTEM, now=LATER)
    with pytest.raises(refusals.NotNow):
        operations.end_exclusion(made.pk, why="mistake", by=SYSTEM, now=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        Exclusion.objects.update(reason="knows")
    need_of()
    assert run(LATER).figures["offered"] == 1
    assert not queries.exclusions(SYSTEM.scope, as_at=NOW).exists()
    rows = queries.exclusions(SYSTEM.scope, as_at=LATER)
    assert queries.of_state(SYSTEM.scope, rows, holds=True, as_at=LATER - timedelta(seconds=1)).exists()
    assert not queries.of_state(SYSTEM.scope, rows, holds=True, as_at=LATER).exists()


def test_only_who_keeps_volunteers_there_or_answers_there_may(trafford):
    one, task = taken()
    with pytest.raises(ObjectDoesNotExist):
        operations.exclude(task.pk, one.pk, reason="unsafe", by=officer_of(MANCHESTER), now=LATER)
    made = operations.exclude(task.pk, one.pk, reason="unsafe", by=officer_of(TRAFFORD), now=LATER)
    assert not queries.exclusions(officer_of(MANCHESTER).scope).exists()
    with pytest.raises(ObjectDoesNotExist):
        operations.end_exclusion(made.pk, why="mistake", by=officer_of(MANCHESTER), now=LATER)


def test_who_leaves_leaves_no_mark_of_their_telephone(trafford):
    one = ready(1, phone="01632 960003")
    assert type(one).objects.get().phone_mark
    leave(one, by=actor(NOBODY, one), now=LATER)
    assert type(one).objects.get().phone_mark is None
