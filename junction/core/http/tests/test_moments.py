"""A machine asks as at a moment that was: with its zone or local, from 1900 on."""

from datetime import UTC, datetime

import pytest

from junction.core.http.moments import known_moment


def test_a_moment_keeps_its_zone_and_one_without_is_local():
    at = datetime(2020, 4, 20, 9, tzinfo=UTC)
    assert known_moment(at) == at
    assert known_moment(datetime(2020, 4, 20, 10)) == at


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2020, 3, 29, 1, 30),
    ],
)
def test_what_was_never_known_is_refused_with_a_sentence(moment):
    with pytest.raises(ValueError, match=r"recorded|did not happen"):
        known_moment(moment)
