"""The nearest who may help: the same as by looking at everybody, wherever the search stops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.engine.pairing import (
    Batch,
    Candidates,
    Helpers,
    InProcess,
    Needs,
    all_candidates,
    nearest,
    nearest_candidates,
    on_a_plane,
    search_in_cells,
)
from junction.engine.tests.towns import town, towns


def of_need(candidates: Candidates, need: int) -> list[int]:
    return list(candidates.helpers[candidates.starts[need] : candidates.starts[need + 1]].tolist())


def assert_exact(batch: Batch, found: Candidates, count: int) -> None:
    everybody = all_candidates(batch)
    for need in range(len(batch.needs)):
        able = of_need(everybody, need)
        assert of_need(found, need) == able[:count]
        metres = everybody.metres[everybody.starts[need] :][: len(able)]
        if len(able) > count:
            assert np.rint(found.beyond[need]) <= metres[count]
        if len(able) < count:
            assert np.isinf(found.beyond[need])
    assert (found.metres == np.concatenate([[], *_first(everybody, count)])).all()


def _first(everybody: Candidates, count: int) -> list[np.ndarray]:
    edges = zip(everybody.starts[:-1], everybody.starts[1:], strict=True)
    return [everybody.metres[start : min(end, start + count)] for start, end in edges]


@settings(max_examples=60, deadline=None)
@given(towns(helpers=60, needs=20), st.integers(1, 8))
def test_the_search_stops_only_when_nobody_nearer_can_be_left(batch, count):
    assert_exact(batch, nearest_candidates(batch, count), count)


def test_the_same_for_a_thousand_helpers_in_small_pieces(monkeypatch):
    monkeypatch.setattr(nearest, "PAIRS_AT_ONCE", 500)
    batch = town(5, helpers=1_000, needs=150)
    assert_exact(batch, nearest_candidates(batch, 5), 5)


def test_stopping_at_the_first_look_would_lose_many_of_the_nearest():
    """What the exact rule is for: of the ten nearest who may, the ten nearest of all hold few."""
    batch = town(6, helpers=2_000, needs=200)
    found = nearest_candidates(batch, 10)
    here = np.stack([batch.helpers.x, batch.helpers.y], axis=1)
    lost = 0
    for need in range(200):
        away = np.hypot(*(here - [batch.needs.x[need], batch.needs.y[need]]).T)
        lost += len(set(of_need(found, need)) - set(np.argsort(away)[:15].tolist()))
    assert lost / len(found.helpers) > 0.2


def test_five_hundred_at_one_point_are_taken_by_id():
    helpers = Helpers.of(np.zeros(500), np.zeros(500), ids=np.arange(500)[::-1].copy())
    batch = Batch.of(helpers, Needs.of([1.0], [0.0]))
    assert batch.helpers.ids[of_need(nearest_candidates(batch, 3), 0)].tolist() == [0, 1, 2]


@settings(max_examples=30, deadline=None)
@given(towns(helpers=60, needs=20), st.sampled_from([900.0, 4_000.0, 50_000.0]))
def test_a_search_in_cells_finds_the_same(batch, side):
    apart = search_in_cells(batch, side=side, pool=InProcess(), count=4)
    whole = nearest_candidates(batch, 4)
    for name in ("starts", "helpers", "metres", "beyond"):
        assert (getattr(apart, name) == getattr(whole, name)).all()


def test_no_needs_no_helpers_and_no_candidates():
    nobody, nothing = Helpers.of([], []), Needs.of([], [])
    assert len(nearest_candidates(Batch.of(nobody, Needs.of([0.0], [0.0])), 3).helpers) == 0
    assert nearest_candidates(Batch.of(nobody, nothing), 3).starts.tolist() == [0]
    with pytest.raises(ValueError, match="0 candidates"):
        nearest_candidates(Batch.of(nobody, nothing), 0)


def test_places_on_a_plane_are_as_far_apart_as_on_the_earth():
    """London to Manchester, Penzance to Berwick, Cromer to Norwich: great circles by the haversine."""
    places = np.array([[51.5074, -0.1278], [53.4808, -2.2426], [50.1188, -5.5376], [55.7710, -2.0070]])
    places = np.concatenate([places, [[52.9309, 1.3023], [52.6309, 1.2974]]])
    x, y = on_a_plane(places[:, 0], places[:, 1])
    north, east = np.radians(places).T
    for one, other in ((0, 1), (2, 3), (4, 5)):
        half = np.sin((north[one] - north[other]) / 2) ** 2
        half += np.cos(north[one]) * np.cos(north[other]) * np.sin((east[one] - east[other]) / 2) ** 2
        apart = 2 * 6_371_008.8 * np.arcsin(np.sqrt(half))
        assert np.hypot(x[one] - x[other], y[one] - y[other]) == pytest.approx(apart, rel=1e-3)


def test_places_on_the_other_side_of_the_earth_are_refused():
    with pytest.raises(ValueError, match="too far"):
        on_a_plane([51.0], [120.0])
