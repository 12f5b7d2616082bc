"""The cache in which limits are counted: kept until it expires, added once, one statement each, then gone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection

from junction.people.tasks import forget_ended_limits

pytestmark = pytest.mark.django_db


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_cache")
        return cursor.fetchone()[0]


def test_what_is_set_is_read_until_it_expires(django_assert_num_queries):
    with django_assert_num_queries(1):
        cache.set("a", [1.5], 60)
    cache.set("a", [1.5, 2.5], 60)
    assert cache.get("a") == [1.5, 2.5]
    assert cache.touch("a", -1) and cache.get("a") is None
    assert not cache.touch("a", 60)
    cache.set("for-ever", "x", None)
    assert cache.get("for-ever") == "x"


def test_what_is_there_is_not_added_again_until_it_expired(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert cache.add("lock", 1, 60)
    assert not cache.add("lock", 2, 60) and cache.get("lock") == 1
    cache.set("lock", 1, -1)
    assert cache.add("lock", 3, 60) and cache.get("lock") == 3


def test_what_expired_is_deleted_by_the_job():
    cache.set("old", 1, -5)
    cache.set("new", 1, 60)
    forget_ended_limits.func() if hasattr(forget_ended_limits, "func") else forget_ended_limits()
    assert (kept(), cache.get("new")) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_adds():
    def add(number):
        try:
            return cache.add("one", number, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, range(12))) == 1
