"""How far a share of a sample tells of all: worked examples, and what must hold for every sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules.calibrating import interval


def test_by_hand():
    # 2 of 10: z^2 = 3.8415; the middle is (0.2 + 0.1921) / 1.3841 = 0.2833,
    # half the width 1.96 * sqrt(0.016 + 0.0096) / 1.3841 = 0.2266
    assert interval(2, 10) == pytest.approx((0.0567, 0.5098), abs=1e-4)
    assert interval(0, 0) == (0, 1)
    low, high = interval(0, 20)
    assert low == 0 and high == pytest.approx(0.1611, abs=1e-4)


@pytest.mark.parametrize(("found", "of"), [(3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(found, of):
    with pytest.raises(ValueError, match="no share"):
        interval(found, of)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_holds_the_share_and_narrows_with_more_calls(sample):
    found, of = sample
    low, high = interval(found, of)
    assert 0 <= low <= found / of <= high <= 1
    more_low, more_high = interval(found * 4, of * 4)
    assert more_high - more_low < high - low
    assert interval(of - found, of) == pytest.approx((1 - high, 1 - low))
