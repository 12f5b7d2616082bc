"""Personal values: kept apart, erased for good, and the chain still holds."""

from datetime import UTC, date, datetime

import pytest

from junction.core.audit import operations as audit
from junction.core.audit.models import AuditEntry
from junction.core.audit.queries import verify
from junction.core.personal import operations, queries
from junction.core.personal.models import PersonalValue
from junction.core.scope import NOBODY, Actor

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)

pytestmark = pytest.mark.django_db


def keep(value="ann@example.org", **options):
    return operations.keep(value, kind="email", by=CLERK, now=NOW, **options)


def verbs(key):
    return list(AuditEntry.objects.filter(subject=f"personal:{key}").values_list("verb", flat=True))


def test_a_value_is_kept_under_a_key_that_says_nothing():
    key = keep()
    assert queries.value(key) == queries.shown(key) == "ann@example.org"
    assert "ann" not in key
    assert keep() != key
    assert not AuditEntry.objects.filter(detail__icontains="example.org").exists()


def test_an_erased_value_is_gone_and_the_chain_still_holds():
    key = keep()
    audit.chain()
    assert operations.erase(key, by=CLERK, now=NOW, why="asked for")
    audit.chain()
    assert (queries.value(key), queries.shown(key)) == (None, "erased")
    assert not PersonalValue.objects.filter(value__isnull=False, key=key).exists()
    assert not operations.erase(key, by=CLERK, now=NOW)
    assert verbs(key) == ["personal.kept", "personal.erased"]
    assert verify().is_intact


def test_a_value_may_change_until_it_is_erased():
    key = keep()
    assert operations.change(key, "bob@example.org", by=CLERK, now=NOW)
    assert queries.value(key) == "bob@example.org"
    operations.erase(key, by=CLERK, now=NOW)
    assert not operations.change(key, "ann@example.org", by=CLERK, now=NOW)
    assert verbs(key) == ["personal.kept", "personal.changed", "personal.erased"]


def test_values_past_their_retention_are_erased_and_others_stay():
    ended, later, kept = (
        keep(retention_until=date(2020, 4, 20)),
        keep(retention_until=date(2020, 4, 21)),
        keep(),
    )
    assert operations.erase_expired(today=date(2020, 4, 20), by=CLERK, now=NOW) == 1
    assert operations.erase_expired(today=date(2020, 4, 20), by=CLERK, now=NOW) == 0
    assert set(queries.values([ended, later, kept])) == {later, kept}
    assert verbs(ended) == ["personal.kept", "personal.expired"]


def test_many_values_are_one_statement(django_assert_num_queries):
    keys = [keep() for _ in range(5)]
    with django_assert_num_queries(1):
        assert len(queries.values(keys)) == 5
