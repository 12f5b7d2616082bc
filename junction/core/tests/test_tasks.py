"""Core's work by the clock does what its name says, and twice is as good as once."""

from datetime import UTC, date, datetime

import pytest

from junction.core import tasks
from junction.core.audit.models import AuditCheckpoint, AuditEntry, AuditPending
from junction.core.audit.operations import record
from junction.core.personal import operations as personal
from junction.core.personal import queries
from junction.core.scope import NOBODY, Actor

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)

pytestmark = pytest.mark.django_db


def test_the_log_is_linked_each_minute_and_sealed_each_hour():
    record(at=NOW, by=CLERK, verb="core.thing.made", subject="thing:1")
    tasks.chain_audit()
    assert not AuditPending.objects.exists()
    tasks.seal_audit()
    tasks.seal_audit()
    assert AuditCheckpoint.objects.count() == 1


def test_what_is_past_its_time_is_erased_each_night():
    key = personal.keep("ann@example.org", kind="email", by=CLERK, now=NOW, retention_until=date(2020, 4, 21))
    tasks.erase_what_is_past_its_time()
    tasks.erase_what_is_past_its_time()
    assert queries.shown(key) == "erased"
    assert AuditEntry.objects.get(verb="personal.expired").by == "system:retention"


def test_messages_are_delivered_when_due():
    tasks.deliver_messages()
    tasks.deliver_messages_due()
