"""What a line is granted: allowance, whole packs, fair parts, the depot's stock; and waves. No database."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from junction.engine.sharing import next_share
from junction.supply.rules.granting import SAID, Outlook, Short, claim_of, grant, nearest_first
from junction.supply.rules.waves import Wave, foresee, opening_day, waves_on

AMPLE = {"allowance_left": 1_000, "pool": 10_000, "depot": 10_000, "outlook": None}


def given_of(asked: int, **said):
    found = grant(asked, pack=100, **(AMPLE | said))
    return found.quantity, found.reason


def test_whole_packs_within_the_allowance():
    assert given_of(300) == (300, Short.NOT)
    assert given_of(350) == (300, Short.PACKS)
    assert given_of(1_200) == (1_000, Short.ALLOWANCE)
    assert given_of(1_200, allowance_left=50) == (0, Short.ALLOWANCE)
    assert given_of(60) == (0, Short.PACKS)
    assert claim_of(-5, pack=10, allowance_left=10) == 0


def test_the_depot_gives_what_whole_packs_it_has():
    assert given_of(300, depot=250) == (200, Short.STOCK)
    assert given_of(300, depot=0, pool=0) == (0, Short.STOCK)


def test_ample_stock_is_not_shared_out():
    assert given_of(300, outlook=Outlook(expected=5_000)) == (300, Short.NOT)


def test_scarce_stock_is_shared_out_and_parts_of_packs_are_carried():
    outlook, left, given = Outlook(expected=4_000), 1_000, []
    for _ in range(8):
        found = grant(500, pack=100, allowance_left=500, pool=left, depot=left, outlook=outlook)
        outlook, left = found.outlook, left - found.quantity
        given.append(found.quantity)
        assert found.reason == Short.SHARED
    assert sum(given) == 1_000 and set(given) == {100, 200}


def test_nothing_is_left_for_nobody():
    found = grant(100, pack=100, allowance_left=100, pool=0, depot=0, outlook=Outlook(expected=500))
    assert (found.quantity, found.reason) == (0, Short.STOCK)
    assert (found.outlook.least_level, found.outlook.claimed) == (1.0, 100)


def test_every_reason_is_said_in_words():
    assert all(SAID[reason] for reason in Short if reason)


amounts = st.integers(0, 5_000)
outlooks = st.one_of(
    st.none(),
    st.builds(
        Outlook,
        expected=st.integers(0, 50_000),
        claimed=st.integers(0, 50_000),
        least_level=st.floats(0, 1),
        carry=st.floats(0, 0.999),
    ),
)


@given(amounts, st.integers(1, 200), amounts, amounts, amounts, outlooks)
def test_never_more_than_asked_allowed_or_there(asked, pack, allowance_left, depot, elsewhere, outlook):
    pool = depot + elsewhere
    found = grant(asked, pack=pack, allowance_left=allowance_left, pool=pool, depot=depot, outlook=outlook)
    assert 0 <= found.quantity <= min(asked, allowance_left, depot)
    assert found.quantity % pack == 0
    assert (found.quantity == asked) == (found.reason == Short.NOT)


@given(amounts, st.integers(1, 50), amounts, st.integers(0, 5_000))
def test_more_stock_never_gives_less(asked, pack, depot, more):
    outlook = Outlook(expected=10_000)
    small, large = (
        grant(asked, pack=pack, allowance_left=5_000, pool=one, depot=one, outlook=outlook).quantity
        for one in (depot, depot + more)
    )
    assert small <= large


@given(st.integers(1, 1_000), st.integers(0, 1_000), st.integers(0, 5_000), st.floats(0.01, 1))
def test_the_level_is_the_engines(claim, left, later, least):
    outlook = Outlook(expected=claim + later, least_level=least)
    share = next_share(claim, left=left, expected_later=later, least_fill=least)
    assert abs(min(claim * outlook.level(claim, left), left) - share) < 1e-6


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(0, 3_000))
def test_a_round_gives_out_no_more_than_there_is_and_keeps_little_when_all_comes_as_expected(packs, stock):
    pack, total = 10, sum(packs) * 10
    outlook, left = Outlook(expected=total), stock // pack * pack
    for one in packs:
        found = grant(
            one * pack, pack=pack, allowance_left=one * pack, pool=left, depot=left, outlook=outlook
        )
        outlook, left = found.outlook, left - found.quantity
        assert left >= 0
    assert left <= max(stock - total, 0) + 2 * pack


def test_the_nearest_depot_that_serves_the_area_comes_first():
    depots = [
        (1, 51.5, -0.1, None),
        (2, 53.5, -2.2, None),
        (3, 53.4, -2.3, "E06"),
        (4, None, None, None),
    ]
    north = {"latitude": 53.4, "longitude": -2.3}
    assert nearest_first(depots, **north, areas=frozenset({"E12"})) == [2, 1, 4]
    assert nearest_first(depots, **north, areas=frozenset({"E06", "E12"})) == [3, 2, 1, 4]
    assert nearest_first(depots, latitude=None, longitude=None, areas=frozenset()) == [1, 2, 4]


JUNE = date(2020, 6, 15)
WAVE = Wave("w", "W", date(2020, 6, 8), frozenset({"gp"}), 0, 100, frozenset(), 2)


def test_waves_name_types_sizes_and_areas():
    waves = waves_on(JUNE)
    assert waves.wave_of("gp", 50, frozenset({"E12000002"})).code == "pilot"
    assert waves.wave_of("gp", 50, frozenset({"E12000001"})).code == "small-providers"
    assert waves.wave_of("gp", None, frozenset()).code == "small-providers"
    assert waves.wave_of("hospice", 10, frozenset()) is None
    assert waves.wave_of("gp", 100, frozenset()) is None
    assert waves.named("pilot").capacity_a_day == 250 and waves.named("unheard") is None
    assert waves_on(date(2020, 10, 1)).waves == ()


def test_as_many_a_day_as_the_capacity():
    days = [opening_day(WAVE, position, from_on=JUNE) for position in range(5)]
    assert [day.day for day in days] == [15, 15, 16, 16, 17]
    assert opening_day(WAVE, 0, from_on=date(2020, 6, 1)) == WAVE.opens_on


def test_a_wave_is_foreseen_day_by_day():
    waves = waves_on(JUNE)  # two in five order in a week, four fifths of what they may
    ahead = foresee(
        WAVE, allowances=[{"masks": 700}] * 3, stock={"masks": 100}, already_on={}, waves=waves,
        from_on=JUNE, days=3,
    )  # fmt: skip
    assert [one.let_on for one in ahead] == [2, 1, 0]
    assert [one.asked["masks"] for one in ahead] == [64, 96, 96]
    assert [one.left["masks"] for one in ahead] == [36, 0, 0]
    assert [one.short["masks"] for one in ahead] == [0, 60, 96]
