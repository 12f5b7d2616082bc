"""What the gate says of a launch is kept when it changes; whoever has it is told once, unless they did it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.people.queries import actor_of_key, system_actor
from junction.support.models import LaunchVerdict
from junction.support.operations.launch_verdicts import look_at_launches
from junction.support.operations.launches import LaunchSaid, change_launch
from junction.support.queries import launches
from junction.support.tasks import look_at_launches_again
from tests.cast import national, officer_of, user_who

from .programmes import LONDON, NOW, TRAFFORD, decide, launch, programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
HOUR, MAY, JULY = timedelta(hours=1), date(2020, 5, 1), date(2020, 7, 1)
FORM = ("name", "address", "phone", "diet")
GATE = system_actor("gate")


def look(hours):
    return look_at_launches(by=GATE, now=NOW + hours * HOUR)


def letters():
    rows = Message.objects.filter(template="support/launch_verdict").order_by("pk")
    known = values([one.to for one in rows])
    return [(known[one.to], one.subject) for one in rows]


def said(number):
    return [one.verdict for one in launches.verdicts(national().scope, number, at=NOW + timedelta(days=9))]


def keeper(email="keeper@example.org"):
    return actor_of_key(user_who("national", email=email).key, now=NOW)


def test_the_other_launch_is_told_once_and_who_stated_the_new_one_is_not():
    mine, other = keeper(), keeper("other@example.org")
    food = programme(by=mine)
    first = launch(food, collects=FORM, by=mine)
    assert said(first) == ["clear"] and look(1) == 0
    second = launch(food, "Again", collects=FORM, by=other, now=NOW + 2 * HOUR)
    assert said(second) == ["stop"]
    assert (look(3), look(4)) == (1, 0)
    assert said(first) == ["stop", "clear"] and said(second) == ["stop"]
    assert letters() == [("keeper@example.org", f"launch:{first}")]
    line = AuditEntry.objects.get(verb="support.launches.looked-at")
    assert line.detail["told"] == [first]


def test_whoever_wrote_down_the_decision_is_told_too_and_that_it_passes_again():
    mine, other = keeper(), keeper("other@example.org")
    food = programme(by=mine)
    first = launch(food, collects=FORM, by=mine)
    decide(first, by=other)
    second = launch(food, "Again", collects=FORM, by=mine, now=NOW + HOUR)
    assert look(2) == 1 and {to for to, _ in letters()} == {"keeper@example.org", "other@example.org"}
    decide(second, "refuse", by=mine, now=NOW + 3 * HOUR)
    assert look(4) == 1 and said(first) == ["clear", "stop", "clear"] and len(letters()) == 4


def test_a_new_reason_is_told_though_the_verdict_stays_and_one_less_is_only_kept():
    mine = keeper()
    food = programme(by=mine)
    first, open_until = launch(food, opens=[("names", JULY)], by=mine), date(2020, 6, 1)
    user = launch(food, "Parcels", uses=["names"], begins_on=date(2020, 5, 2), by=mine)
    assert said(user) == ["stop"]
    change_launch(first, LaunchSaid("Register", "shielded", "web", MAY, opens=[("names", open_until)]),
                  why="Sooner", by=mine, now=NOW + HOUR)  # fmt: skip
    assert look(2) == 1 and said(user) == ["stop", "stop"] and len(letters()) == 1
    again = launch(food, "Twice", collects=FORM, by=mine, now=NOW + 3 * HOUR)
    third = launch(food, "Thrice", collects=FORM, by=mine, now=NOW + 3 * HOUR)
    last = launch(food, "Last", collects=FORM, by=mine, now=NOW + 3 * HOUR)
    assert look(4) == 2  # of the two that were stated before the last
    decide(last, "refuse", by=mine, now=NOW + 5 * HOUR)
    before = len(letters())
    assert look(6) == 0 and len(letters()) == before  # one reason less for each
    assert len(said(again)) == 3 and len(said(third)) == 3


def test_what_does_not_go_live_concerns_nobody_any_more():
    mine = keeper()
    food = programme(by=mine)
    first = launch(food, collects=FORM, by=mine)
    decide(first, "refuse", by=mine)
    launch(food, "Again", collects=FORM, by=mine)
    assert look(1) == 0 and said(first) == ["clear"]


def test_where_who_stated_it_has_left_whoever_keeps_programmes_for_longest_is_told():
    keeper()
    food = programme()
    first = launch(food, collects=FORM, by=national())
    launch(food, "Again", collects=FORM)
    look(1)
    assert ("keeper@example.org", f"launch:{first}") in letters()


def test_a_verdict_is_never_rewritten_and_is_shown_to_who_reaches_the_launch(sign_in, monkeypatch):
    mine = keeper()
    first = launch(programme(by=mine), collects=FORM, by=mine, area=LONDON)
    assert not launches.verdicts(officer_of(TRAFFORD).scope, first, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        LaunchVerdict.objects.update(verdict="stop")
    monkeypatch.setattr(timezone, "now", lambda: NOW + HOUR)
    page = sign_in("national").get(f"/support/launches/{first}/").content.decode()
    assert "What the gate has said" in page


def test_the_clock_looks_and_a_day_that_passes_changes_nothing(monkeypatch):
    mine = keeper()
    launch(programme(by=mine), collects=FORM, by=mine)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=30))
    look_at_launches_again()
    assert LaunchVerdict.objects.count() == 1 and not letters()
