"""A confirmed delivery is corrected within its days: the difference is moved, and what was said stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import ArrivalCorrection, Discrepancy, Movement, Order
from junction.supply.operations import NotEnough, arriving, stock_refusals
from junction.supply.operations.correcting import (
    AnsweredAlready,
    CorrectionTooLate,
    NoReasonToCorrect,
    NoSuchLine,
    NothingToCorrect,
    correct_arrival,
)
from junction.supply.tests.shop import assert_ledger_is_balances
from junction.supply.tests.test_arriving import amount, confirm, sent
from tests.cast import manager_of, other_officer

__all__ = ["sent"]


def correct(one, by, now, *words, why="Counted again"):
    lines = one.lines.order_by("pk")
    said = {line.pk: arriving.Said(*word) for line, word in zip(lines, words, strict=False)}
    return correct_arrival(one.pk, said=said, why=why, by=by, now=now)


@pytest.fixture
def given(store, sent, now):
    """A delivery of 100 and 20 masks that was confirmed as sent, and the home's manager."""
    one, manager = sent(), manager_of(store.home)
    confirm(one, manager, now)
    return one, manager


def transit(store):
    return amount(store.in_transit, store.masks)


def test_less_came_than_was_said(store, given, now, by):
    one, manager = given
    later = now + timedelta(days=7)
    done = correct(one, manager, later, (90, "not-there"))
    assert (done.state, Order.objects.get().state) == ("disputed", "dispatched")
    assert (amount(store.at_home, store.masks), transit(store)) == (110, 10)
    assert Order.objects.get().lines.get().received == 110
    kept = ArrivalCorrection.objects.get()
    assert (kept.before, kept.after, kept.why, kept.recorded_by) == (100, 90, "Counted again", manager.key)
    line = AuditEntry.objects.get(verb="supply.consignment.corrected")
    assert (line.subject, line.why, line.playbook) == (
        f"consignment:{one.pk}", "Counted again", "stock@2020-03-01",
    )  # fmt: skip
    found = Discrepancy.objects.get()
    arriving.answer_discrepancy(found.pk, outcome="lost", answer="Rain", replace=False, by=by, now=later)
    assert (Order.objects.get().state, transit(store)) == ("delivered", 0)
    with pytest.raises(AnsweredAlready):
        correct(one, manager, later, (95, "not-there"))
    assert_ledger_is_balances()


def test_it_came_after_all_or_otherwise_than_was_said(store, sent, now):
    one, manager = sent(), manager_of(store.home)
    confirm(one, manager, now, (60, "not-there"))
    correct(one, manager, now, (80, "broken"))
    assert (amount(store.at_home, store.masks), transit(store)) == (100, 20)
    assert list(Discrepancy.objects.values_list("missing", "outcome")) == [(40, "corrected"), (20, "")]
    done = correct(one, manager, now, (100, ""))
    assert (done.state, Order.objects.get().state) == ("delivered", "delivered")
    assert (amount(store.at_home, store.masks), transit(store)) == (120, 0)
    assert not Discrepancy.objects.filter(outcome="").exists()
    assert list(ArrivalCorrection.objects.values_list("before", "after")) == [(60, 80), (80, 100)]
    assert_ledger_is_balances()


def test_more_came_than_was_sent_waits_for_the_depot(store, given, now):
    one, manager = given
    correct(one, manager, now, (105, "more"))
    assert amount(store.at_home, store.masks) == 120 and Discrepancy.objects.get().missing == -5
    correct(one, manager, now, (100, ""))
    assert Discrepancy.objects.get().outcome == "corrected-more"
    assert_ledger_is_balances()


@pytest.mark.parametrize(
    ("words", "why", "days", "refusal"),
    [
        ((90, "not-there"), "Counted", 8, CorrectionTooLate),
        ((90, ""), "Counted", 0, stock_refusals.NoReasonForArrival),
        ((90, "more"), "Counted", 0, stock_refusals.NoReasonForArrival),
        ((90, "not-there"), " ", 0, NoReasonToCorrect),
        ((100, ""), "Counted", 0, NothingToCorrect),
    ],
)
def test_what_is_refused(store, given, now, words, why, days, refusal):
    one, manager = given
    with pytest.raises(refusal):
        correct(one, manager, now + timedelta(days=days), words, why=why)
    assert amount(store.at_home, store.masks) == 120 and not ArrivalCorrection.objects.exists()


def test_what_is_no_longer_there_does_not_go_back(store, given, moved, now):
    one, manager = given
    moved("masks", 95, "at_home", "lost", lot="masks_a")
    with pytest.raises(NotEnough):
        correct(one, manager, now, (0, "not-there"))
    assert amount(store.at_home, store.masks) == 25 and transit(store) == 0


def test_nobody_else_corrects_it_and_nothing_before_it_came(store, sent, now):
    one, manager = sent(), manager_of(store.home)
    with pytest.raises(NothingToCorrect):
        correct(one, manager, now, (90, "not-there"))
    confirm(one, manager, now)
    for other in (other_officer(), manager_of(PlaceFactory())):
        with pytest.raises(type(one).DoesNotExist):
            correct(one, other, now, (90, "not-there"))
    with pytest.raises(NoSuchLine):
        correct_arrival(one.pk, said={0: arriving.Said(1)}, why="x", by=manager, now=now)


def test_the_page_offers_it_while_it_may_be_and_keeps_both(store, given, now, sign_in, monkeypatch):
    one, _ = given
    monkeypatch.setattr(timezone, "now", lambda: now)
    client, url = sign_in("place-manager", place=store.home), reverse("supply:correct_arrival", args=[one.pk])
    page = reverse("supply:consignment", args=[one.pk])
    assert url in client.get(page).content.decode()
    first = one.lines.order_by("pk").first()
    sent = {f"received-{line.pk}": line.quantity for line in one.lines.all()}
    changed = sent | {f"received-{first.pk}": 90, f"reason-{first.pk}": "broken"}
    assert client.post(url, changed).status_code == 422
    shown = client.post(url, changed | {"why": "A box was wet"}, follow=True).content.decode()
    assert "from 100 to 90. A box was wet" in shown and "10 missing: Damaged or wet" in shown
    assert f"90 {first.item.plural_unit.lower()}" in shown
    type(one).objects.update(delivered_at=now - timedelta(days=8))
    assert url not in client.get(page).content.decode() and client.get(url).status_code == 404


def test_what_was_corrected_did_not_come_on_the_day_of_the_delivery(store, given, now):
    one, manager = given
    correct(one, manager, now + timedelta(days=3), (90, "not-there"))
    back = Movement.objects.get(act="correct", reference=f"consignment:{one.pk}")
    assert (back.quantity, back.about_on) == (10, now.date())
