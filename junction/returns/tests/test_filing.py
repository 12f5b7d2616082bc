"""Filing a return: what is stored, what is refused, and who meets whom."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.core.audit.models import AuditEntry
from junction.returns.models import Latest, Return, Slot
from junction.returns.operations import (
    CannotTakeReturn,
    MustConfirmWarnings,
    NoSuchPlace,
    NothingToRepeat,
    SomebodyElseFiled,
    file_return,
    file_returns,
)
from junction.returns.rules.references import read_reference

from .conftest import DAY

pytestmark = pytest.mark.django_db


def test_filing_a_return_stores_the_fact_the_newest_the_slot_and_one_line(filing, manager, now, place):
    filed = file_return(filing(), by=manager, now=now)
    fact = Return.objects.get()
    assert (filed.outcome, filed.version, filed.reference) == ("filed", 1, fact.reference)
    assert read_reference(filed.reference) == (DAY, fact.id)
    assert (fact.beds, fact.occupied, fact.admitting, fact.rating_overall) == (40, 36, True, 1)
    assert (fact.filed_by, fact.recorded_at, fact.superseded_at, fact.late) == (manager.key, now, None, False)
    assert (fact.computed_rating, fact.thresholds_version) == (1, "2020-03-01")
    latest, slot = Latest.objects.get(), Slot.objects.get()
    assert (latest.return_id, latest.about_on, latest.occupied) == (fact.id, DAY, 36)
    assert (slot.return_id, slot.version, slot.filed_by) == (fact.id, 1, manager.key)
    line = AuditEntry.objects.get()
    assert (line.verb, line.subject, line.by) == ("returns.return.filed", f"return:{fact.id}", manager.key)
    assert line.playbook == "care-home-daily@2020-03-01"
    assert line.detail["place"] == place.pk


def test_a_correction_is_a_new_version_and_the_old_one_stays(filing, manager, now):
    file_return(filing(), by=manager, now=now)
    later = now + timedelta(hours=2)
    filed = file_return(filing(change={"occupied": 35}, expected_version=1), by=manager, now=later)
    old, new = Return.objects.order_by("version")
    assert (filed.outcome, filed.version) == ("corrected", 2)
    assert (old.occupied, old.superseded_at) == (36, later)
    assert (new.occupied, new.superseded_at) == (35, None)
    assert Latest.objects.get().occupied == 35
    assert [line.verb for line in AuditEntry.objects.order_by("id")] == [
        "returns.return.filed",
        "returns.return.corrected",
    ]


def test_the_same_return_again_changes_nothing(filing, manager, now):
    first = file_return(filing(), by=manager, now=now)
    again = file_return(filing(expected_version=0), by=manager, now=now + timedelta(hours=1))
    assert (again.outcome, again.reference) == ("unchanged", first.reference)
    assert (Return.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_who_saw_an_older_version_is_told_who_filed_and_when(filing, manager, officer, now):
    file_return(filing(), by=manager, now=now)
    with pytest.raises(SomebodyElseFiled) as refused:
        file_return(filing(change={"occupied": 30}, expected_version=0), by=officer, now=now)
    assert (refused.value.version, refused.value.filed_by) == (1, manager.key)
    assert refused.value.recorded_at == now
    assert Return.objects.count() == 1


def test_nobody_files_for_a_place_out_of_reach(filing, stranger, now):
    with pytest.raises(NoSuchPlace):
        file_return(filing(), by=stranger, now=now)
    assert not Return.objects.exists()


def test_an_error_cannot_be_confirmed(filing, manager, now):
    confirmed = frozenset({"occupied-above-beds"})
    with pytest.raises(CannotTakeReturn) as refused:
        file_return(filing(change={"occupied": 41}, confirmed=confirmed), by=manager, now=now)
    assert refused.value.problems[0].check == "occupied-above-beds"


def test_a_warning_holds_back_until_confirmed_and_says_by_whom(filing, manager, now):
    zero = {"occupied": 0, "vacancies_admitting": 40, "reserved": 0}
    with pytest.raises(MustConfirmWarnings):
        file_return(filing(change=zero), by=manager, now=now)
    file_return(
        filing(change=zero, confirmed=frozenset({"zero-occupied-though-submitted"})), by=manager, now=now
    )
    assert Return.objects.get().findings == [
        {
            "check": "zero-occupied-though-submitted",
            "question": "occupied",
            "confirmed_by": manager.key,
            "confirmed_at": now.isoformat(),
        }
    ]


def test_nothing_has_changed_is_a_fact_and_carries_the_answers_but_nothing_new(filing, manager, now):
    file_return(filing(on=DAY - timedelta(days=1), change={"suspected_new": 2}), by=manager, now=now)
    filed = file_return(filing(nothing_changed=True, without=filing().answers), by=manager, now=now)
    fact = Return.objects.get(about_on=DAY)
    assert filed.outcome == "filed"
    assert (fact.nothing_changed, fact.occupied, fact.suspected_new) == (True, 36, 0)


def test_nothing_has_changed_needs_an_earlier_return(filing, manager, now):
    with pytest.raises(NothingToRepeat):
        file_return(filing(nothing_changed=True, without=filing().answers), by=manager, now=now)


def test_a_correction_of_an_older_day_leaves_the_newest(filing, manager, now):
    file_return(filing(), by=manager, now=now)
    file_return(filing(on=DAY - timedelta(days=1), change={"occupied": 30}), by=manager, now=now)
    assert Latest.objects.get().about_on == DAY
    assert Return.objects.get(about_on=DAY - timedelta(days=1)).late


def test_a_day_to_come_is_refused(filing, manager, now):
    with pytest.raises(CannotTakeReturn) as refused:
        file_return(filing(on=DAY + timedelta(days=1)), by=manager, now=now)
    assert refused.value.problems[0].check == "day-to-come"


def test_a_day_before_the_first_version_is_refused(filing, manager, now):
    with pytest.raises(CannotTakeReturn) as refused:
        file_return(filing(on=date(2019, 1, 1)), by=manager, now=now)
    assert refused.value.problems[0].check == "no-question-set"


def test_many_take_the_sound_ones_only_when_asked(filing, officer, now, second_place):
    batch = [filing(), filing(of=second_place, change={"occupied": 41}), filing()]
    whole = file_returns(batch, partial=False, by=officer, now=now)
    assert [filed.outcome for filed in whole] == ["held", "refused", "refused"]
    assert not Return.objects.exists()
    some = file_returns(batch, partial=True, by=officer, now=now)
    assert [filed.outcome for filed in some] == ["filed", "refused", "refused"]
    assert Return.objects.count() == 1


def test_a_conflict_in_a_batch_leaves_no_empty_slot(filing, officer, now, second_place):
    batch = [filing(), filing(of=second_place, expected_version=3)]
    assert [filed.outcome for filed in file_returns(batch, partial=True, by=officer, now=now)] == [
        "filed",
        "conflict",
    ]
    assert Slot.objects.count() == 1


@pytest.mark.parametrize("change", [{"occupied": 1}, {"recorded_at": None}, {"version": 7}])
def test_a_stored_return_cannot_be_changed(filing, manager, now, change):
    file_return(filing(), by=manager, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Return.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Return.objects.all().delete()


def test_one_return_takes_few_statements(filing, manager, now, django_assert_num_queries):
    file_return(filing(on=DAY - timedelta(days=1)), by=manager, now=now)
    with django_assert_num_queries(2):  # the place with its newest return; store
        file_return(filing(), by=manager, now=now)
