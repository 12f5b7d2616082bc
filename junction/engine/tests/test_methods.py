"""Rules side by side: the table of Aumann and Maschler (1985), and what every rule keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.engine.sharing import Lines, Method, amounts_by, share_by

DEBTS = Lines.of(np.array([100, 200, 300]))
# The divisions of the Mishna (Ketubot 93a), and the simpler rules on the same three estates.
TABLE = {
    Method.TALMUD: {100: [100 / 3] * 3, 200: [50, 75, 75], 300: [50, 100, 150]},
    Method.EQUAL_AWARDS: {100: [100 / 3] * 3, 200: [200 / 3] * 3, 300: [100, 100, 100]},
    Method.EQUAL_LOSSES: {100: [0, 0, 100], 200: [0, 50, 150], 300: [0, 100, 200]},
    Method.PROPORTIONAL: {100: [100 / 6, 200 / 6, 50], 200: [200 / 6, 400 / 6, 100], 300: [50, 100, 150]},
    Method.MAX_MIN: {100: [100 / 6, 200 / 6, 50], 200: [200 / 6, 400 / 6, 100], 300: [50, 100, 150]},
    Method.FIRST_COME: {100: [100, 0, 0], 200: [100, 100, 0], 300: [100, 200, 0]},
}


@pytest.mark.parametrize("method", Method)
def test_the_table_of_three_debts_and_three_estates(method):
    found = {estate: amounts_by(method, DEBTS, estate).tolist() for estate in TABLE[method]}
    for estate, expected in TABLE[method].items():
        assert found[estate] == pytest.approx(expected), estate


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=9), st.integers(0, 200), st.sampled_from(list(Method))
)
def test_every_rule_gives_all_there_is_in_whole_packs_and_nobody_more_than_claimed(claims, supply, method):
    lines = Lines.of(np.array(claims))
    shares = share_by(method, lines, supply)
    assert shares.given.sum() == min(supply, sum(claims))
    assert (shares.given <= lines.most).all()
    assert (shares.given >= 0).all()


@given(st.lists(st.integers(1, 50), min_size=2, max_size=9), st.integers(0, 200))
def test_the_talmud_treats_gains_and_losses_alike(claims, supply):
    lines = Lines.of(np.array(claims))
    supply = min(supply, sum(claims))
    gains = amounts_by(Method.TALMUD, lines, supply)
    losses = amounts_by(Method.TALMUD, lines, sum(claims) - supply)
    assert gains == pytest.approx(np.array(claims) - losses, abs=1e-9)


def test_max_min_knows_floors_weights_and_caps():
    lines = Lines.of(
        np.array([40, 40, 40]),
        weights=np.array([1, 2, 1.0]),
        floors=np.array([20, 0, 0]),
        caps=np.array([40, 16, 40]),
    )
    assert amounts_by(Method.MAX_MIN, lines, 48).tolist() == pytest.approx([20, 16, 12])
    assert amounts_by(Method.MAX_MIN, lines, 10).tolist() == pytest.approx([10, 0, 0])
