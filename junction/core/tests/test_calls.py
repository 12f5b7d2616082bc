"""Calls are kept with an audit line and read back by subject and matter, as they were known."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from junction.core.audit.models import AuditEntry
from junction.core.calls.operations import log_call
from junction.core.calls.queries import call_summaries, calls_to
from junction.core.scope import NOBODY, Actor

BY = Actor(key="user:1", name="Ada", scope=NOBODY)


def ring(identity: int, outcome: str, now: datetime, about: str = "return:x") -> int:
    return log_call(
        verb="returns.call.logged",
        subject=("place", identity),
        about=about,
        outcome=outcome,
        said={"spoke_to": "deputy manager"},
        by=BY,
        now=now,
    )


@pytest.mark.django_db
def test_a_call_is_kept_with_one_audit_line(now: datetime) -> None:
    ring(7, "no-answer", now)
    line = AuditEntry.objects.get(verb="returns.call.logged")
    assert (line.verb, line.subject, line.detail["outcome"]) == (
        "returns.call.logged",
        "place:7",
        "no-answer",
    )


@pytest.mark.django_db
def test_summaries_count_attempts_and_keep_the_last_outcome(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ring(7, "no-answer", now)
    ring(7, "left-message", now + timedelta(hours=1))
    ring(8, "wrong-number", now)
    ring(8, "no-answer", now, about="order:3")
    with django_assert_num_queries(1):
        found = call_summaries("place", [7, 8, 9], about="return:x", as_at=now + timedelta(hours=2))
    assert (found[7].attempts, found[7].outcome) == (2, "left-message")
    assert (found[8].attempts, found[8].outcome) == (1, "wrong-number")
    assert 9 not in found


@pytest.mark.django_db
def test_a_call_made_later_was_not_known_before(now: datetime) -> None:
    ring(7, "no-answer", now + timedelta(hours=1))
    assert calls_to("place", [7], as_at=now) == []
