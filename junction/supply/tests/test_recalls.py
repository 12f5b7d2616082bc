"""Recalls: all who had some are told and answer in one step; what they have left moves, and is replaced."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.scope import Reach
from junction.registry.models import Contact
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Account, Balance, Lot, Order, Recall, RecallNotice
from junction.supply.operations import arriving, picking, recall_letters, recalling, stock_refusals
from junction.supply.operations.accounts import account_of
from junction.supply.operations.supplying import Because, Receiver, make_order
from junction.supply.queries import recalls as queries
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import holder, manager_of, officer_of


def amount(account, item):
    found = Balance.objects.filter(account=account, item=item).values_list("quantity", flat=True)
    return found.first() or 0


@pytest.fixture
def supplied(store, moved, by, now):
    """The home has 80 of lot A, another home 20 on their way; 40 of A and 60 of B lie in the hub."""
    Lot.objects.update(expires_on=None)
    moved("masks", 140, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")
    store.other = PlaceFactory(name="Beech House")
    for place, units, arrives in ((store.home, 80, True), (store.other, 20, False)):
        order = make_order(
            Because("portal", "Test"), to=Receiver(place_id=place.pk), depot=store.depot,
            wanted={store.masks: units}, by=by, now=now,
        )  # fmt: skip
        [one] = picking.pick([order.pk], depot_code="hub", by=by, now=now)
        picking.dispatch([one.pk], depot_code="hub", carrier="Post", by=by, now=now)
        if arrives:
            arriving.confirm_arrival(one.pk, said={}, received_by="", by=by, now=now)
    Contact.objects.create(
        kind="email", value="office@ash.example", source="list", place=store.home, recorded_at=now
    )
    return store


def start(store, by, now):
    about = {"reason": "It tears", "instructions": "Set it aside.", "source": "Maker"}
    return recalling.start_recall(lot_id=store.masks_a.pk, by=by, now=now, **about)


def notice_of(place):
    return RecallNotice.objects.get(place=place)


def test_all_who_had_some_are_told_and_the_lot_is_held(supplied, by, now):
    made = start(supplied, by, now)
    told = [(one.place or one.depot, one.delivered) for one in made.notices.order_by("-delivered")]
    assert told == [(supplied.home, 80), (supplied.depot, 40), (supplied.other, 20)]
    assert amount(supplied.held, supplied.masks) == 40
    assert recall_letters.tell_recall(recall_id=made.pk, again=False, by=by, now=now) == 1
    assert recall_letters.tell_recall(recall_id=made.pk, again=False, by=by, now=now) == 0
    letter = Message.objects.get()
    assert (letter.context["lot"], letter.context["delivered"]) == ("A", "80 masks")
    assert notice_of(supplied.home).letters == 1
    with pytest.raises(stock_refusals.AlreadyRecalled):
        start(supplied, by, now)
    line = AuditEntry.objects.get(verb="supply.recall.started")
    assert (line.detail["told"], line.detail["held"]) == (3, 40)


def test_forty_letters_take_no_more_statements_than_four(supplied, by, now):
    made = start(supplied, by, now)
    counts = []
    for number in (1, 4, 40):  # the first queues the job that carries letters
        places = PlaceFactory.create_batch(number)
        Contact.objects.bulk_create(
            Contact(kind="email", value=f"{place.pk}@a.example", source="list", place=place, recorded_at=now)
            for place in places
        )
        RecallNotice.objects.bulk_create(
            RecallNotice(recall=made, place=place, delivered=1, told_at=now) for place in places
        )
        with CaptureQueriesContext(connection) as seen:
            written = recall_letters.tell_recall(recall_id=made.pk, again=False, by=by, now=now)
        assert written in (number, number + 1)
        counts.append(len(seen))
    assert counts[2] <= counts[1] <= 35


def test_it_stops_between_batches_once_the_recall_has_ended(supplied, by, now, monkeypatch):
    monkeypatch.setattr(recall_letters, "BATCH", 1)
    made = start(supplied, by, now)
    Contact.objects.create(
        kind="email", value="office@beech.example", source="list", place=supplied.other, recorded_at=now
    )
    real = recall_letters.queue_many

    def then_ends(*about, **named):
        written = real(*about, **named)
        Recall.objects.update(ended_at=now, ended_by=by.key)
        return written

    monkeypatch.setattr(recall_letters, "queue_many", then_ends)
    assert recall_letters.tell_recall(recall_id=made.pk, again=False, by=by, now=now) <= 1
    assert Message.objects.count() <= 1
    assert RecallNotice.objects.filter(letters=0).count() >= 2


def test_an_answer_moves_what_is_left_and_replaces_it_in_one_step(supplied, by, now):
    start(supplied, by, now)
    manager = manager_of(supplied.home)
    answer = recalling.Answer(set_aside=50, replace=True)
    notice = recalling.answer_recall(notice_of(supplied.home).pk, answer, by=manager, now=now)
    assert amount(account_of(Account.Kind.RECALLED), supplied.masks) == 50
    assert amount(account_of(Account.Kind.CONSUMED), supplied.masks) == 30
    assert amount(supplied.at_home, supplied.masks) == 0
    order = notice.replacement
    assert (order.route, order.place, order.from_depot) == ("portal", supplied.home, supplied.depot)
    assert (order.lines.get().granted, order.state) == (50, "reserved")
    [picked] = picking.pick([order.pk], depot_code="hub", by=by, now=now)
    assert [line.lot.number for line in picked.lines.all()] == ["B"]
    with pytest.raises(stock_refusals.AlreadySaid):
        recalling.answer_recall(notice.pk, answer, by=manager, now=now)
    assert_ledger_is_balances()


def test_a_depot_gives_up_what_it_holds(supplied, by, now):
    start(supplied, by, now)
    notice = RecallNotice.objects.get(depot=supplied.depot)
    recalling.answer_recall(notice.pk, recalling.Answer(30, replace=True), by=by, now=now)
    assert amount(supplied.held, supplied.masks) == 10
    assert not Order.objects.filter(sent_on_from__isnull=False).exists()


def test_each_refusal(supplied, by, now):
    officer = officer_of(supplied.home.council)
    about = {"lot_id": supplied.masks_a.pk, "reason": "x", "instructions": "x", "source": ""}
    with pytest.raises(stock_refusals.MayNotKeepStock):
        recalling.start_recall(**about, by=officer, now=now)
    made = start(supplied, by, now)
    with pytest.raises(RecallNotice.DoesNotExist):
        recalling.answer_recall(
            notice_of(supplied.home).pk, recalling.Answer(1), by=manager_of(supplied.other), now=now
        )
    with pytest.raises(stock_refusals.MoreThanThereIs) as refused:
        recalling.answer_recall(notice_of(supplied.home).pk, recalling.Answer(81), by=by, now=now)
    assert refused.value.about["left"] == 80
    with pytest.raises(stock_refusals.MayNotKeepStock):
        recalling.remind(recall_id=made.pk, by=officer, now=now)
    recalling.end_recall(recall_id=made.pk, is_mistake=False, why="Done", by=by, now=now)
    assert amount(supplied.held, supplied.masks) == 40  # it stays held for good
    with pytest.raises(stock_refusals.RecallIsOver):
        recalling.end_recall(recall_id=made.pk, is_mistake=False, why="Done", by=by, now=now)


def test_only_who_keeps_a_depot_answers_for_it(supplied, by, now):
    start(supplied, by, now)
    line = holder("emergency-line", Reach(national=True))
    assert not line.scope.may("supply.stock")
    with pytest.raises(RecallNotice.DoesNotExist):
        recalling.answer_recall(
            RecallNotice.objects.get(depot=supplied.depot).pk, recalling.Answer(1), by=line, now=now
        )
    assert recalling.answer_recall(notice_of(supplied.home).pk, recalling.Answer(1), by=line, now=now)


def test_what_is_over_is_answered_no_more(supplied, by, now):
    made = start(supplied, by, now)
    recalling.end_recall(recall_id=made.pk, is_mistake=True, why="Other lot", by=by, now=now)
    with pytest.raises(stock_refusals.RecallIsOver):
        recalling.answer_recall(notice_of(supplied.home).pk, recalling.Answer(1), by=by, now=now)
    assert amount(account_of(Account.Kind.AT_PROVIDER, place_id=supplied.home.pk), supplied.masks) == 80


def test_a_mistake_ends_its_own_hold_and_no_earlier_one(supplied, by, now):
    first = start(supplied, by, now)
    recalling.end_recall(recall_id=first.pk, is_mistake=False, why="Done", by=by, now=now)
    later = now + timedelta(hours=1)
    second = start(supplied, by, later)
    recalling.end_recall(recall_id=second.pk, is_mistake=True, why="Other lot", by=by, now=later)
    assert amount(supplied.held, supplied.masks) == 40


def test_a_recall_by_mistake_gives_the_lot_back(supplied, by, now):
    made = start(supplied, by, now)
    recalling.end_recall(recall_id=made.pk, is_mistake=True, why="Other lot", by=by, now=now)
    assert (amount(supplied.held, supplied.masks), amount(supplied.available, supplied.masks)) == (0, 100)


def test_those_without_an_answer_are_written_to_again(supplied, by, now):
    made = start(supplied, by, now)
    recall_letters.tell_recall(recall_id=made.pk, again=False, by=by, now=now)
    assert recalling.remind(recall_id=made.pk, by=by, now=now) == 3
    assert recall_letters.tell_recall(recall_id=made.pk, again=True, by=by, now=now) == 1
    assert recall_letters.tell_recall(recall_id=made.pk, again=True, by=by, now=now) == 0
    assert notice_of(supplied.home).letters == 2


def test_each_sees_their_own(supplied, by, now, django_assert_num_queries):
    made = start(supplied, by, now)
    officer, manager = officer_of(supplied.home.council), manager_of(supplied.other)
    assert queries.recall(officer.scope, made.pk).told == 1
    assert [one.place for one in queries.notices_of(manager.scope, made)] == [supplied.other]
    with pytest.raises(Recall.DoesNotExist):
        queries.recall(manager_of(PlaceFactory()).scope, made.pk)
    with django_assert_num_queries(1):
        assert len([str(one.place or one.depot) for one in queries.notices_of(by.scope, made)]) == 3


def text(answer):
    return " ".join(answer.content.decode().split())


def test_pages_of_a_recall(supplied, sign_in, by):
    keeper, manager = sign_in("national"), sign_in("place-manager", place=supplied.home)
    start_page = reverse("supply:start_recall", args=[supplied.masks_a.pk])
    assert "3 places had some of it" in text(keeper.get(start_page))
    answer = keeper.post(start_page, {"reason": "It tears", "instructions": "Set it aside."}, follow=True)
    assert "all who had some are being told" in text(answer) and "Beech House" in text(answer)
    page = text(manager.get(reverse("supply:recalls")))
    assert "Masks, lot A" in page
    notice = reverse("supply:answer_recall", args=[notice_of(supplied.home).pk])
    assert "By the books 80 masks of it may be left" in text(manager.get(notice))
    wrong = manager.post(notice, {"set_aside": "81"})
    assert wrong.status_code == 422 and "not so much of this lot with you" in text(wrong)
    page = text(manager.post(notice, {"set_aside": "80", "replace": "on"}, follow=True))
    assert "replaces what you set aside" in page and "80 masks set aside" in page
    recall = Recall.objects.get()
    again = keeper.post(reverse("supply:remind", args=[recall.pk]), follow=True)
    assert "Written again to 2 readers" in text(again)
    chase = keeper.get(reverse("supply:recall", args=[recall.pk]), {"answer": "no", "format": "csv"})
    assert "Beech House" in chase.getvalue().decode() and "Ash House" not in chase.getvalue().decode()
    ended = keeper.post(
        reverse("supply:end_recall", args=[recall.pk]), {"how": "over", "why": "Done"}, follow=True
    )
    assert "The recall has ended" in text(ended)
