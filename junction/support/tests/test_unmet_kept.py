"""Kept spans say of every moment what the facts say, whatever happened to needs since they were kept."""

import threading
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection, transaction

from junction.core.calendar import local_day
from junction.people.queries import system_actor
from junction.support.models import Need, NeedEvent, UnmetChange, UnmetMark, UnmetSpan
from junction.support.operations import settling
from junction.support.operations.keeping_unmet import keep_unmet
from junction.support.operations.needs import state_needs
from junction.support.queries.unmet import unmet_by_day, unmet_leaves, unmet_read
from junction.support.queries.unmet_areas import look_at
from junction.support.queries.unmet_demand import demand
from junction.support.rules.unmet import unmet_rules
from junction.support.rules.unmet_figures import by_day
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, stated
from junction.support.tests.unmet import drawn
from tests.cast import national

pytestmark = pytest.mark.django_db
RULES = unmet_rules(NOW.date())
BY = system_actor("test")


def said_of(at, area=""):
    """All that pages show of a moment, each figure of it."""
    scope = national().scope
    looked = look_at(scope, area, at=at)
    first_on = local_day(at) - timedelta(days=27)
    about = {"rules": RULES, "first_on": first_on}
    read, asked = unmet_read(scope, looked, **about), demand(scope, looked, **about)
    trend = by_day(read.spans, first_on=first_on, last_on=local_day(at))
    shown = {(reason, day): n for reason, days in trend.items() for day, n in days.items() if n}
    plain = [dict(+asked.stated), dict(+asked.open), asked.judged]
    days = list(unmet_by_day(scope, looked, **about))
    return read.cells, read.councils, shown, unmet_leaves(scope, looked, rules=RULES), days, plain


def all_said(rng):
    moments = [NOW + timedelta(hours=float(one)) for one in rng.uniform(0, 24 * 50, 5)]
    return [said_of(at, area) for at in (*moments, NOW) for area in ("", TRAFFORD, MANCHESTER)]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_says_at_any_moment_what_the_facts_say(areas, seed):
    rng = np.random.default_rng(seed)
    drawn(seed, 30)
    keep_unmet(by=BY, now=NOW)
    drawn(seed + 100, 20)  # new needs, and what happened to them
    for need in Need.objects.filter(state="open").order_by("pk")[:9]:  # late facts about kept ones
        at = NOW + timedelta(hours=float(rng.uniform(0, 400)))
        step = int(rng.integers(4))
        if step == 0:
            settling.leave_unmet(need.pk, why="no-capacity", by=BY, now=at)
        elif step == 1:
            settling.offer_help(need.pk, about="referral:3", by=BY, now=at)
            settling.reopen_need(need.pk, why="full", about="referral:3", by=BY, now=at + timedelta(hours=9))
        elif step == 2:
            settling.meet_need(need.pk, by=BY, now=at)
        else:
            Need.objects.filter(pk=need.pk).update(need_class="reassurance")
    assert UnmetChange.objects.exists() and UnmetSpan.objects.exists()
    moments = rng.bit_generator.state
    with_notes = all_said(rng)
    rng.bit_generator.state = moments
    keep_unmet(by=BY, now=NOW + timedelta(days=1))
    assert not UnmetChange.objects.exists()
    all_kept = all_said(rng)
    UnmetMark.objects.all().delete()
    rng.bit_generator.state = moments
    from_facts = all_said(rng)
    assert with_notes == from_facts and all_kept == from_facts
    assert any(cells for cells, *_ in from_facts)


def test_spans_are_of_the_rules_they_were_kept_by(areas):
    drawn(7, 20)
    keep_unmet(by=BY, now=NOW)
    kept = UnmetSpan.objects.count()
    UnmetMark.objects.update(rules="unmet@1999-01-01")
    UnmetSpan.objects.update(reason="wrong")
    at = NOW + timedelta(hours=300)
    assert not any(cell.reason == "wrong" for cell in said_of(at)[3])
    assert keep_unmet(by=BY, now=at) == 0  # nothing changed: every need is worked out by the rules of today
    assert UnmetMark.objects.get().rules == RULES.reference
    assert UnmetSpan.objects.count() == kept and not UnmetSpan.objects.filter(reason="wrong").exists()


def test_a_need_is_noted_by_what_may_change_its_spans_and_by_nothing_else(areas):
    need = state_needs([stated(channel="api")], by=BY, now=NOW)[0].need
    keep_unmet(by=BY, now=NOW)
    settling.note_need(need.pk, note="Rings tomorrow", by=BY, now=NOW)
    Need.objects.filter(pk=need.pk).update(heard_at=NOW)
    assert not UnmetChange.objects.exists()
    settling.leave_unmet(need.pk, why="no-capacity", by=BY, now=NOW)
    assert set(UnmetChange.objects.values_list("need_id", flat=True)) == {need.pk}


@pytest.mark.django_db(transaction=True)
def test_a_fact_written_while_spans_are_kept_is_not_lost(areas):
    need = state_needs([stated(channel="api")], by=BY, now=NOW)[0].need
    keep_unmet(by=BY, now=NOW)
    written, kept = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            settling.leave_unmet(need.pk, why="no-capacity", by=BY, now=NOW + timedelta(hours=1))
            written.set()
            kept.wait(20)
        connection.close()

    writer = threading.Thread(target=write)
    Need.objects.filter(pk=need.pk).update(limit_at=NOW + timedelta(hours=2))  # a note is there already
    writer.start()
    assert written.wait(20)
    keep_unmet(by=BY, now=NOW + timedelta(hours=1))  # does not see what is not committed
    kept.set()
    writer.join()
    found = said_of(NOW + timedelta(hours=3))
    assert {cell.reason: n for cell, n in found[3].items()} == {"full": 1}
    assert NeedEvent.objects.filter(kind="unmet").count() == 1
