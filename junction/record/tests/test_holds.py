"""Holds forbid to destroy; letters tell of what is past its date; the list is read in few statements."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.people.queries import system_actor
from junction.record.models import Document, Hold
from junction.record.operations.confirming import SayWhy
from junction.record.operations.retention import (
    Holding,
    ask_destruction,
    destroy,
    place_hold,
    release_hold,
    tell_keepers,
)
from junction.record.operations.retention.refusals import (
    AlreadyReleased,
    IsHeld,
    MayNotHold,
    SayWhichAndWhy,
)
from junction.record.operations.threads import Subject, add_to_thread, begin_thread, withdraw_from_thread
from junction.record.queries.retention import holds, retained, to_decide
from junction.record.rules.retention import retention_rules
from junction.registry.models import Area
from tests.cast import national, other_officer, user_who

from .retaining import (
    LATER,
    NOW,
    TRAFFORD,
    keep_old,
    lay_over,
    second,
)

RULES = retention_rules(date(2020, 4, 20))
db = pytest.mark.django_db


@db
@pytest.mark.parametrize("reach", ["document", "thread", "area", "nation"])
def test_what_is_held_is_not_destroyed_until_it_is_released(areas, reach):
    document, by = keep_old(), national()
    made = lay_over(document)
    thread = begin_thread("Masks", area=TRAFFORD, by=by, now=NOW)
    link = add_to_thread(thread.pk, Subject("commitment", made["commitment"]), by=by, now=NOW)
    what = {
        "document": {"document": document.pk},
        "thread": {"thread": thread.pk},
        "area": {"area": TRAFFORD},
    }
    asked = ask_destruction(document.pk, why="Over", by=by, now=NOW)
    code = "area" if reach == "nation" else reach
    hold = place_hold(
        Holding(code, "The inquiry", "Letter of 1 April", **what.get(reach, {})), by=by, now=NOW
    )
    withdraw_from_thread(link.pk, by=by, now=LATER)  # no way around the hold
    with pytest.raises(IsHeld):
        destroy(asked.pk, by=second(), now=LATER)
    row = retained(second().scope, RULES, day=date(2020, 4, 20), as_at=LATER).get()
    assert row.standing == "held"
    with pytest.raises(SayWhy):
        release_hold(hold.pk, why="", by=by, now=LATER)
    release_hold(hold.pk, why="It reported", by=by, now=LATER)
    with pytest.raises(AlreadyReleased):
        release_hold(hold.pk, why="It reported", by=by, now=LATER)
    assert destroy(asked.pk, by=second(), now=LATER + timedelta(hours=1)).outcome == "destroyed"


@db
def test_one_holds_only_what_one_answers_for(areas):
    document = keep_old()
    with pytest.raises(Document.DoesNotExist):
        place_hold(Holding("document", "A case", "So", document=document.pk), by=other_officer(), now=NOW)
    for area in (TRAFFORD, None):
        with pytest.raises(MayNotHold):
            place_hold(Holding("area", "A case", "So", area=area), by=other_officer(), now=NOW)
    for matter, why in ((" ", "So"), ("A case", "")):
        with pytest.raises(SayWhichAndWhy):
            place_hold(Holding("document", matter, why, document=document.pk), by=national(), now=NOW)
    hold = place_hold(Holding("area", "The inquiry", "So"), by=national(), now=NOW)
    assert not holds(second().scope, as_at=NOW).exists()  # the nation's own
    with pytest.raises(Hold.DoesNotExist):
        release_hold(hold.pk, why="So", by=second(), now=NOW)


@db
def test_each_keeper_is_told_once_a_month(areas, django_assert_max_num_queries):
    system, trafford = system_actor("retention"), Area.objects.get(code=TRAFFORD)
    officer = user_who("council-officer", area=trafford)
    user_who("council-officer", area=Area.objects.get(code="E08000025"))  # nothing of theirs is past
    now = datetime(2026, 11, 23, 1, tzinfo=UTC)  # since when the roles say who decides
    assert tell_keepers(by=system, now=now) == 0
    keep_old()
    assert tell_keepers(by=system, now=NOW) == 0  # nobody's duty then
    assert [tell_keepers(by=system, now=now) for _ in range(2)] == [1, 0]
    assert tell_keepers(by=system, now=now + timedelta(days=31)) == 1
    assert AuditEntry.objects.filter(verb="record.retention.told").count() == 2
    assert officer.pk


@db
def test_the_list_is_of_what_is_to_be_decided_in_four_statements(areas, django_assert_max_num_queries):
    keep_old()
    keep_old("New words.\n", received_on=date(2019, 1, 1))
    place_hold(Holding("area", "The inquiry", "So", area="E08000003"), by=national(), now=NOW)
    with django_assert_max_num_queries(4):
        found = list(to_decide(second().scope, RULES, day=date(2020, 4, 20), as_at=NOW))
    assert [one.standing for one in found] == ["past"]
    assert not list(retained(other_officer().scope, RULES, day=date(2020, 4, 20), as_at=NOW))
