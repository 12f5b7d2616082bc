"""Taking, handing over, releasing: who has it is never in doubt, also for two at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from junction.core.audit.models import AuditEntry
from junction.core.ownership import queries
from junction.core.ownership.models import Ownership
from junction.core.ownership.operations import (
    CannotHandOver,
    CannotRelease,
    CannotTake,
    hand_over,
    release,
    take,
)
from junction.core.scope import NOBODY, Actor

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)
ASK = ("ask", 7)


def verbs():
    return list(AuditEntry.objects.filter(subject="ask:7").order_by("pk").values_list("verb", flat=True))


@pytest.mark.django_db
def test_a_thing_is_taken_handed_over_and_released():
    take(ASK, owner="user:1", by=CLERK, now=NOW)
    hand_over(ASK, to="organisation:3", by=CLERK, now=LATER, reason="theirs", expected="user:1")
    assert queries.owner(*ASK) == "organisation:3"
    assert queries.owned_by("organisation:3", "ask") == [7]
    release(ASK, by=CLERK, now=LATER)
    assert queries.owner(*ASK) is None
    assert [(span.owner, span.owned_until) for span in queries.history(*ASK)] == [
        ("user:1", LATER),
        ("organisation:3", LATER),
    ]
    assert verbs() == ["ownership.taken", "ownership.handed-over", "ownership.released"]


@pytest.mark.django_db
def test_what_somebody_has_is_not_taken_from_them():
    take(ASK, owner="user:1", by=CLERK, now=NOW)
    with pytest.raises(CannotTake, match="hand it over") as refused:
        take(ASK, owner="user:2", by=CLERK, now=LATER)
    assert refused.value.about == {"owner": "user:1"}
    assert refused.value.code() == "cannot-take"


@pytest.mark.django_db
def test_doing_it_again_changes_nothing():
    take(ASK, owner="user:1", by=CLERK, now=NOW)
    take(ASK, owner="user:1", by=CLERK, now=LATER)
    hand_over(ASK, to="user:1", by=CLERK, now=LATER)
    assert verbs() == ["ownership.taken"]


@pytest.mark.django_db
def test_nobodys_thing_is_not_passed_on():
    with pytest.raises(CannotHandOver):
        hand_over(ASK, to="user:2", by=CLERK, now=NOW)
    with pytest.raises(CannotRelease):
        release(ASK, by=CLERK, now=NOW)
    take(ASK, owner="user:1", by=CLERK, now=NOW)
    with pytest.raises(CannotHandOver):
        hand_over(ASK, to="user:3", by=CLERK, now=LATER, expected="user:2")
    assert queries.owner(*ASK) == "user:1"


@pytest.mark.django_db
def test_owners_of_many_are_one_statement(django_assert_num_queries):
    for number in range(5):
        take(("ask", number), owner="user:1", by=CLERK, now=NOW)
    with django_assert_num_queries(1):
        assert len(queries.owners("ask", range(10))) == 5
    with django_assert_num_queries(1):
        assert len(queries.histories("ask", range(10))) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_takers_at_once_one_has_it():
    refused, started = [], threading.Barrier(4)

    def reach_for(owner):
        try:
            started.wait(10)
            take(ASK, owner=owner, by=CLERK, now=NOW)
        except CannotTake:
            refused.append(owner)
        finally:
            connection.close()

    threads = [threading.Thread(target=reach_for, args=(f"user:{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert Ownership.objects.filter(owned_until__isnull=True).count() == 1
