"""Order limits, cadence and routes: the published figures, bands, uplifts, days; no database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.playbook import NoRuleInForce, parse
from junction.supply.rules.cadence import Cadence, next_order_on, period_of, promised_on
from junction.supply.rules.census import Counted, effects
from junction.supply.rules.limits import BOOK, key_of, keys_of, limits_of, limits_on, raised
from junction.supply.rules.provider_types import PROVIDER_TYPES, type_in_words
from junction.supply.rules.routes import may_use, routes_on, routes_reference, tried_before

JUNE, OCTOBER, CHRISTMAS = date(2020, 6, 15), date(2020, 10, 15), date(2020, 12, 15)
WEEKLY = Cadence.of({"period": "week", "cut_off": "14:00", "delivery_working_days": 2})


def test_the_published_figures_of_june():
    limits = limits_on(JUNE)
    assert limits.allowed("gp", 7_000, JUNE) == {"masks": 50, "aprons": 200, "gloves": 400}
    assert limits.allowed("residential-home", 24, JUNE) == {"masks": 100, "aprons": 400, "gloves": 800}
    assert limits.allowed("home-care", 99, JUNE) == {"masks": 100, "aprons": 400, "gloves": 800}
    assert limits.allowed("residential-home", 25, JUNE) == {}
    assert limits.allowed("hospice", 10, JUNE) == {}
    assert not any(band.is_ours(key) for band in limits.bands for key in band.limits)


def test_the_published_figures_of_autumn():
    limits = limits_on(OCTOBER)
    masks = [limits.allowed("gp", size, OCTOBER)["masks"] for size in (1_000, 4_999, 5_000, 19_999, 20_000)]
    assert masks == [200, 200, 600, 1_500, 4_000]
    assert [limits.allowed("pharmacy", size, OCTOBER)["masks"] for size in (1, 6, 16)] == [50, 200, 400]
    first, *_, last = [band for band in limits.bands if "gp" in band.types]
    assert not first.is_ours("masks") and not last.is_ours("masks")
    assert first.is_ours("aprons")


def test_a_quarter_more_at_christmas_and_not_a_day_longer():
    limits = limits_on(CHRISTMAS)
    by_day = {
        day: limits.allowed("gp", 20_000, day)["masks"]
        for day in (date(2020, 12, 7), date(2020, 12, 8), date(2021, 1, 4), date(2021, 1, 5))
    }
    assert list(by_day.values()) == [4_000, 5_000, 5_000, 4_000]


def test_an_uplift_ends_in_whole_packs_and_never_takes():
    assert raised(200, 25, pack=50) == 250
    assert raised(50, 25, pack=50) == 100
    assert raised(50, 0, pack=50) == 50


@given(st.integers(0, 500), st.integers(1, 200), st.integers(0, 300))
def test_an_uplift_is_whole_packs_and_less_than_a_pack_too_much(packs, pack, percent):
    limit = packs * pack
    more = raised(limit, percent, pack=pack)
    assert more % pack == 0
    assert limit * (100 + percent) <= 100 * more < limit * (100 + percent) + 100 * pack


def test_who_does_not_say_its_size_has_the_smallest_band():
    limits = limits_on(OCTOBER)
    assert limits.allowed("nursing-home", None, OCTOBER) == limits.allowed("nursing-home", 1, OCTOBER)


@given(st.sampled_from(["gp", "pharmacy", "nursing-home", "home-care", "other"]), st.integers(0, 60_000))
def test_a_larger_provider_may_order_no_less(provider_type, size):
    limits = limits_on(OCTOBER)
    smaller, larger = (limits.allowed(provider_type, one, OCTOBER) for one in (size, size + 1))
    assert all(larger[key] >= units for key, units in smaller.items())


def test_before_the_portal_there_are_no_limits():
    with pytest.raises(NoRuleInForce):
        limits_on(date(2020, 4, 1))


def test_an_item_is_limited_by_its_code_before_its_measure():
    assert key_of(["gloves", "vinyl-gloves"], code="vinyl-gloves", measure="gloves") == "vinyl-gloves"
    assert key_of(["gloves"], code="nitrile-gloves", measure="gloves") == "gloves"
    assert key_of(["gloves"], code="thermometer", measure="") is None
    assert "sanitiser" in keys_of(limits_on(OCTOBER))


def changed(old: str, new: str):
    text = BOOK.read_text("utf-8")
    assert old in text
    return parse(text.replace(old, new), called="sent.toml").on(OCTOBER)


def test_limits_that_are_no_whole_packs_or_overlap_are_refused():
    with pytest.raises(ValueError, match="whole packs"):
        limits_of(changed("masks = 600", "masks = 601"))
    with pytest.raises(ValueError, match="hold the same sizes"):
        limits_of(changed("from = 5000", "from = 4000"))
    with pytest.raises(ValueError, match="a period is"):
        limits_of(changed('period = "week"', 'period = "month"'))


def test_a_change_says_whom_it_affects():
    after = limits_of(changed("masks = 600", "masks = 900"))
    counted = [
        Counted("gp", 6_000, 40),
        Counted("gp", 7_000, 2),
        Counted("gp", 100, 7),
        Counted("dentist", 3, 1),
    ]
    found = effects(limits_on(OCTOBER), after, counted, on=OCTOBER)
    assert [(one.provider_type, one.providers, one.is_change) for one in found] == [
        ("gp", 42, True),
        ("gp", 7, False),
        ("dentist", 1, False),
    ]
    assert found[0].in_words == "masks 600 → 900" and found[0].may_order_more
    assert found[1].in_words == "No change" and not found[1].may_order_more
    assert found[2].band_after == "Cannot order on the portal"


def test_before_any_limits_everybody_gains():
    (one,) = effects(None, limits_on(JUNE), [Counted("gp", 10, 3)], on=JUNE)
    assert one.band_before == "Cannot order on the portal" and one.may_order_more


def test_a_week_begins_on_its_day():
    assert period_of(WEEKLY, date(2020, 6, 17)) == (date(2020, 6, 15), date(2020, 6, 22))
    assert period_of(WEEKLY, date(2020, 6, 15))[0] == date(2020, 6, 15)
    daily = Cadence.of({"period": "day", "cut_off": "14:00", "delivery_working_days": 2})
    assert period_of(daily, JUNE) == (JUNE, date(2020, 6, 16))
    assert next_order_on(WEEKLY, date(2020, 6, 17), is_used_up=True) == date(2020, 6, 22)
    assert next_order_on(WEEKLY, date(2020, 6, 17), is_used_up=False) == date(2020, 6, 17)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_every_day_lies_in_its_period(day, starts_on):
    cadence = Cadence(7, starts_on, WEEKLY.cut_off, 2)
    first, after = period_of(cadence, day)
    assert first <= day < after and first.weekday() == starts_on and (after - first).days == 7


@pytest.mark.parametrize(
    ("moment", "promised"),
    [
        ("2020-06-15 12:59", "2020-06-17"),  # Monday, 13:59 in London
        ("2020-06-15 13:00", "2020-06-18"),  # 14:00: the cut-off
        ("2020-06-18 09:00", "2020-06-22"),  # Thursday: Friday and Monday
        ("2020-06-20 09:00", "2020-06-24"),  # Saturday counts from Monday
        ("2020-12-24 09:00", "2020-12-30"),  # Christmas Day, the weekend, and Boxing Day's Monday
    ],
)
def test_a_delivery_is_promised_in_working_days_from_the_cut_off(moment, promised):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert promised_on(WEEKLY, at).isoformat() == promised


def test_routes_by_period():
    def steps(day: date, provider_type: str, size: int | None) -> tuple[str, ...]:
        return routes_on(day, provider_type=provider_type, size=size)

    april = date(2020, 4, 20)
    assert steps(april, "nursing-home", 30) == ("own-supplier", "wholesaler", "lrf", "emergency")
    assert steps(JUNE, "residential-home", 24)[0] == "portal"
    assert "portal" not in steps(JUNE, "residential-home", 25)
    assert steps(OCTOBER, "residential-home", 90) == ("portal", "own-supplier", "lrf", "emergency")
    assert steps(OCTOBER, "personal-assistant", None) == ("council-hub",)
    assert may_use("portal", day=OCTOBER, provider_type="hospice", size=8)
    assert tried_before("emergency", day=april, provider_type="hospice", size=8) == (
        "own-supplier", "wholesaler", "lrf",
    )  # fmt: skip
    assert tried_before("portal", day=april, provider_type="hospice", size=8) == steps(april, "hospice", 8)
    assert routes_reference(april) == "supply-routes@2020-04-06"


def test_every_type_that_rules_name_has_a_name():
    named = {kind for day in (JUNE, OCTOBER) for band in limits_on(day).bands for kind in band.types}
    assert named <= set(PROVIDER_TYPES)
    assert type_in_words("gp") == "GP practice" and type_in_words("unheard-of") == "unheard-of"
