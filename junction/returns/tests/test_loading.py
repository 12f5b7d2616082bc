"""Loading a history by COPY makes the very rows that filing makes."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from junction.core.audit.models import AuditEntry
from junction.returns.models import DirtyDay, Latest, Return, Slot
from junction.returns.operations import (
    HistoryAlreadyThere,
    HistoryNotSound,
    PastFiling,
    bulk_load_returns,
    file_return,
)

from .conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(filing, place, second_place, now, officer):
    """Three days of two homes: late, repeated, corrected twice, an older day corrected last."""
    start = now - timedelta(days=3)

    def past(days: int, hours: float, **kwargs) -> PastFiling:
        sent = filing(on=DAY - timedelta(days=3 - days), confirmed=None, channel="exercise", **kwargs)
        return PastFiling(sent, start + timedelta(days=days, hours=hours), officer.key)

    rows = [
        past(0, 1),
        past(0, 2, of=second_place),
        past(0, 2.5, change={"occupied": 35}),
        past(1, 1),
        past(1, 12, of=second_place, change={"occupied": 0}),
        past(2, 1, change={"suspected_new": 3}),
        past(2, 2, change={"suspected_new": 4}),
        past(2, 3, change={"suspected_new": 2}),
        past(1, 30, change={"occupied": 33}),
    ]
    return sorted(rows, key=lambda row: row.recorded_at)


def _rows(model, without):
    return [
        {name: value for name, value in row.items() if name not in without}
        for row in model.objects.order_by("place_id", "question_set", "about_on", "version").values()
    ]


def everything():
    ids = {"id", "return_id"}
    lines = AuditEntry.objects.order_by("at", "detail__place").values(
        "at", "by", "verb", "detail", "why", "playbook"
    )
    return {
        "returns": _rows(Return, ids),
        "latest": _rows(Latest, ids),
        "slots": _rows(Slot, ids),
        "lines": list(lines),
        "dirty": set(DirtyDay.objects.values_list("place_id", "question_set", "about_on")),
    }


def test_both_ways_make_the_same_rows(history, officer, now):
    with transaction.atomic():
        for past in history:
            file_return(past.filing, by=officer, now=past.recorded_at)
        filed = everything()
        transaction.set_rollback(True)
    assert not Return.objects.exists()
    assert bulk_load_returns(iter(history), by=officer, now=now) == len(history)
    assert everything() == filed
    numbers = dict(Return.objects.filter(superseded_at__isnull=True).values_list("id", "about_on"))
    assert set(Slot.objects.values_list("return_id", flat=True)) == set(numbers)
    assert set(Latest.objects.values_list("return_id", flat=True)) <= set(numbers)


def test_a_history_is_loaded_once(history, officer, now):
    bulk_load_returns(history, by=officer, now=now)
    with pytest.raises(HistoryAlreadyThere), transaction.atomic():
        bulk_load_returns(history, by=officer, now=now)
    assert Return.objects.count() == len(history)


def test_a_history_with_an_error_or_out_of_reach_loads_nothing(history, filing, officer, stranger, now):
    wrong = PastFiling(filing(change={"occupied": 50}), datetime(2020, 4, 20, tzinfo=now.tzinfo), "user:1")
    for rows, by in (([*history, wrong], officer), (history, stranger)):
        with pytest.raises(HistoryNotSound), transaction.atomic():
            bulk_load_returns(rows, by=by, now=now)
    assert not Return.objects.exists()
