"""Buckets that refill: never more than the rate over time, never less to one who keeps to it."""

from hypothesis import given
from hypothesis import strategies as st

from junction.core.http import limits
from junction.core.http.limits import Bucket, address


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def bucket(a_minute=60, burst=3):
    clock = Clock()
    return Bucket(a_minute=a_minute, burst=burst, timer=clock), clock


def test_a_burst_then_one_a_second():
    found, clock = bucket()
    assert [found.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    clock.now = 1.0
    assert [found.wait("a") for _ in range(2)] == [0, 1]
    assert found.wait("b") == 0


def test_looking_takes_nothing():
    found, _ = bucket(burst=1)
    assert [found.look("a") for _ in range(5)] == [0] * 5
    assert (found.wait("a"), found.look("a")) == (0, 1)


def test_callers_long_gone_are_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "KEPT", 10)
    found, clock = bucket()
    for number in range(12):
        found.wait(str(number))
    clock.now = 60.0
    found.wait("late")
    assert set(found.full_at) == {"late"}


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 5))
def test_never_more_than_the_burst_and_the_rate(steps, burst):
    found, clock = bucket(burst=burst)
    taken = 0
    for step in steps:
        clock.now += step
        taken += found.wait("a") == 0
    assert taken <= burst + clock.now + 1e-6


@given(st.lists(st.floats(1, 5), max_size=30))
def test_one_who_keeps_to_the_rate_is_never_refused(steps):
    found, clock = bucket(burst=1)
    for step in steps:
        assert found.wait("a") == 0
        clock.now += step + 1e-6


def test_the_address_is_the_one_our_own_proxies_wrote(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"}, REMOTE_ADDR="10.0.0.1")
    assert address(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert address(request) == "1.2.3.4"
    settings.TRUSTED_PROXIES = 3
    assert address(request) == "10.0.0.1"
