"""Demand: counts, stock-outs, modelled need, the figure believed, cover, flags, claims; worked by hand."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from junction.supply.rules.demand import (
    Basis,
    Counts,
    Deliveries,
    Flag,
    adjusted_consumption,
    bands_in_words,
    best_use,
    burn_rates,
    claims_of,
    cover_of,
    flags_in_words,
    flags_of,
    in_words,
    limits_on,
    modelled_need,
    runs_out_on,
    staffing_on,
    weights_of,
)

ON = date(2020, 4, 20)
LIMITS = limits_on(ON)
NAN = float("nan")


def counts(*rows):
    """(place, day, stock of each item…) in order."""
    places, days, *stocks = zip(*rows, strict=True)
    return Counts(np.array(places), np.array(days), np.array(stocks, dtype=float).T)


def came(*rows):
    places, days, *quantities = zip(*rows, strict=True)
    return Deliveries(np.array(places), np.array(days), np.array(quantities, dtype=float).T)


def burn(counted, arrived=None, *, places=1, least=1):
    items = counted.stocks.shape[1]
    return burn_rates(counted, arrived or Deliveries.none(items), places=places, least_days=least)


def test_use_is_what_left_between_two_counts_by_the_days_between():
    found = burn(counts((0, 10, 300), (0, 12, 240), (0, 13, 210)))
    assert found.rates.tolist() == [[30.0]]
    assert found.days.tolist() == [[3]]
    assert (found.newest[0, 0], found.newest_on[0, 0]) == (210, 13)


def test_what_came_between_two_counts_was_used_too():
    found = burn(counts((0, 10, 100), (0, 14, 160)), came((0, 12, 200), (0, 14, 100)))
    assert found.rates.tolist() == [[60.0]]  # 100 + 300 - 160 over four days
    assert found.since.tolist() == [[0.0]]


def test_what_was_given_away_was_not_used_and_is_not_there():
    found = burn(counts((0, 10, 300), (0, 11, 60)), came((0, 11, -200), (0, 12, -10)))
    assert found.rates.tolist() == [[40.0]]
    assert found.since.tolist() == [[-10.0]]


def test_what_came_after_the_last_count_is_told_apart():
    found = burn(counts((0, 10, 100), (0, 12, 80)), came((0, 10, 500), (0, 13, 40), (0, 15, 2)))
    assert found.rates.tolist() == [[10.0]]
    assert found.since.tolist() == [[42.0]]


def test_a_span_in_which_stock_grew_by_itself_tells_nothing():
    found = burn(counts((0, 10, 100), (0, 11, 90), (0, 12, 400), (0, 13, 380)))
    assert found.rates.tolist() == [[15.0]]
    assert found.days.tolist() == [[2]]


def test_days_without_stock_are_left_out():
    # 40 used in two days with stock; out on days 13 and 14, and 30 of 90 used on days 15 and 16.
    found = burn(counts((0, 10, 40), (0, 12, 0), (0, 16, 60)), came((0, 15, 90)))
    assert found.days.tolist() == [[4]]
    assert_allclose(found.rates, [[70 / 4]])
    assert_allclose(adjusted_consumption(np.array([70.0]), np.array([6]), np.array([2])), [105.0])  # by hand


def test_a_place_that_was_out_all_the_time_has_no_rate():
    assert np.isnan(burn(counts((0, 10, 0), (0, 14, 0))).rates).all()


def test_places_and_items_do_not_mix_and_an_item_not_counted_is_skipped():
    found = burn(
        counts((0, 10, 100, NAN), (0, 11, 90, 50), (0, 13, NAN, 44), (2, 10, 7, 7), (2, 12, 5, 1)), places=3
    )
    assert_allclose(found.rates, [[10, 3], [NAN, NAN], [1, 3]])
    assert found.newest_on.tolist() == [[11, 13], [0, 0], [12, 12]]


def test_too_few_days_tell_no_rate():
    assert np.isnan(burn(counts((0, 10, 100), (0, 11, 90)), least=2).rates).all()


def test_no_items_and_no_counts():
    assert burn(Counts(np.array([0]), np.array([3]), np.empty((1, 0)))).rates.shape == (1, 0)
    empty = np.empty(0, dtype=np.int64)
    assert np.isnan(burn(Counts(empty, empty, np.empty((0, 1))), places=2).rates).all()


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8), st.integers(1, 5))
def test_use_and_what_is_left_is_what_was_there(used, first):
    """A place that counts each day and is never out: the rate is the mean of what it used."""
    stock = np.append(0, np.cumsum(used[::-1]))[::-1] + 1
    rows = [(0, first + day, int(left)) for day, left in enumerate(stock)]
    assert_allclose(burn(counts(*rows)).rates, [[np.mean(used)]])


@given(st.lists(st.integers(0, 60), min_size=2, max_size=10))
def test_a_rate_is_never_below_zero_nor_rests_on_more_days_than_there_were(stocks):
    found = burn(counts(*((0, day, stock) for day, stock in enumerate(stocks))))
    assert not (found.rates < 0).any()
    assert 0 <= found.days[0, 0] <= len(stocks) - 1


def test_modelled_need_of_a_home_by_hand():
    book = staffing_on(ON)
    # a residential home: 5 contacts of care workers and half a contact of domestic workers for each person
    assert_allclose(book.per_person("residential-home", "gloves"), 2 * 5.5)
    assert_allclose(book.per_person("residential-home", "aprons"), 5.5)
    assert_allclose(book.per_person("residential-home", "masks"), 0.5 * 2 + 0.1 * 2)
    assert np.isnan(book.per_person("other", "masks"))
    assert np.isnan(book.per_person("hospice", "tongue depressors"))
    table = book.table(["residential-home", "other"], ["masks", "gloves"])
    need = modelled_need(np.array([30, NAN, 10]), np.array([0, 0, 1]), table)
    assert_allclose(need, [[36, 330], [NAN, NAN], [NAN, NAN]])


def test_masks_by_the_session_came_with_the_guidance_of_2_april():
    assert staffing_on(date(2020, 4, 1)).per_person("nursing-home", "masks") == 0
    assert staffing_on(date(2020, 4, 2)).per_person("nursing-home", "masks") > 0


def believed(counted=NAN, counted_age=0, stated=NAN, stated_age=0, modelled=NAN, newest=NAN):
    one = best_use(
        counted=np.array([[counted]]),
        counted_age=np.array([[counted_age]]),
        newest=np.array([[newest]]),
        stated=np.array([[stated]]),
        stated_age=np.array([[stated_age]]),
        modelled=np.array([[modelled]]),
        limits=LIMITS,
    )
    return one.rates[0, 0], Basis(one.bases[0, 0]), one.ages[0, 0]


def test_counts_are_believed_before_words_and_words_before_a_model():
    assert believed(10, 1, 20, 0, 30) == (10, Basis.COUNTS, 1)
    assert believed(NAN, 1, 20, 3, 30) == (20, Basis.STATED, 3)
    assert believed(modelled=30) == (30, Basis.MODELLED, 0)
    rate, basis, _ = believed()
    assert np.isnan(rate)
    assert basis is Basis.UNKNOWN


def test_from_its_day_on_counts_and_words_are_blended_and_each_part_is_said():
    limits = limits_on(date(2026, 11, 1))

    def one(**said):
        nothing = dict.fromkeys(("counted", "newest", "stated", "modelled"), NAN) | {
            "counted_age": 0, "stated_age": 0,
        }  # fmt: skip
        arrays = {name: np.array([[value]]) for name, value in (nothing | said).items()}
        return best_use(**arrays, limits=limits)

    both = one(counted=10, counted_age=1, stated=20, stated_age=3, modelled=100)
    assert both.rates[0, 0] == (3 * 10 + 20) / 4
    assert both.bases[0, 0] == Basis.BLEND
    assert both.ages[0, 0] == 3
    assert both.parts_at(0, 0) == [(Basis.COUNTS, 0.75, 1), (Basis.STATED, 0.25, 3)]
    old = one(counted=10, counted_age=limits.counts_last + 1, stated=20, modelled=100)
    assert (old.rates[0, 0], old.parts_at(0, 0)) == (20, [(Basis.STATED, 1.0, 0)])
    assert one(modelled=100).parts_at(0, 0) == [(Basis.MODELLED, 1.0, 0)]
    assert one().parts_at(0, 0) == []


@given(counted=st.floats(0, 1e6), stated=st.floats(0.1, 1e6), modelled=st.floats(0, 1e6))
def test_a_blend_lies_between_its_parts(counted, stated, modelled):
    arrays = {"counted": counted, "newest": 5.0, "stated": stated, "modelled": modelled}
    found = best_use(
        **{name: np.array([[value]]) for name, value in arrays.items()}, counted_age=np.array([[0]]),
        stated_age=np.array([[0]]), limits=limits_on(date(2026, 11, 1)),
    )  # fmt: skip
    low, high = sorted((counted, stated))
    assert low - 1e-6 * (1 + low) <= found.rates[0, 0] <= high + 1e-6 * (1 + high)


def test_days_in_words():
    assert bands_in_words([1.0, 2.0, 7.0, 14.0]) == [
        "Under a day", "1 to 2 days", "2 to 7 days", "7 to 14 days", "2 weeks and more",
    ]  # fmt: skip
    assert [in_words(days) for days in (2.0, 3.0, 7.0, 10.0)] == ["48 hours", "72 hours", "a week", "10 days"]


def test_who_has_none_and_says_that_none_is_used_tells_nothing_of_need():
    assert believed(stated=0, newest=0, modelled=30)[:2] == (30, Basis.MODELLED)
    assert believed(stated=0, newest=0)[1] is Basis.UNKNOWN
    assert believed(stated=0, newest=5, modelled=30)[:2] == (0, Basis.STATED)


def test_what_is_too_old_is_not_believed():
    assert believed(10, LIMITS.counts_last, 20)[1] is Basis.COUNTS
    assert believed(10, LIMITS.counts_last + 1, 20)[1] is Basis.STATED
    assert believed(stated=20, stated_age=LIMITS.stated_last + 1, modelled=30)[1] is Basis.MODELLED


def cover(counted, age, since, rate):
    return cover_of(np.array([counted]), np.array([age]), np.array([since]), np.array([rate]))


def test_cover_is_what_is_left_today_over_a_days_use():
    found = cover(100.0, 2, 30.0, 10.0)
    assert (found.stocks[0], found.days[0]) == (110, 11)
    assert found.runs_out_within(12).all()
    assert not found.runs_out_within(11).any()


def test_a_stock_that_was_used_up_since_is_nothing_and_not_less():
    assert cover(10.0, 5, 0.0, 4.0).days[0] == 0


def test_what_is_not_known_is_never_cover():
    assert np.isnan(cover(NAN, 0, 5.0, 4.0).days[0])
    assert np.isnan(cover(10.0, 3, 0.0, NAN).days[0])
    assert cover(10.0, 3, 0.0, NAN).stocks[0] == 10
    assert not cover(NAN, 0, 0.0, 4.0).runs_out_within(100).any()
    assert np.isinf(cover(10.0, 0, 0.0, 0.0).days[0])
    assert np.isnan(cover(NAN, 0, 0.0, 0.0).days[0])


def test_the_day_on_which_stock_is_used_up():
    assert runs_out_on(ON, 2.9) == date(2020, 4, 22)
    assert runs_out_on(ON, 0.0) == ON
    assert runs_out_on(ON, NAN) is None
    assert runs_out_on(ON, float("inf")) is None


def test_flags_by_hand():
    stocks, stated = np.array([7000.0, 100, 100, 100, NAN]), np.array([100.0, 400, 20, NAN, 100])
    found = flags_of(stocks, stated, np.array([100.0] * 5), LIMITS)
    assert found.tolist() == [Flag.HOARDING, Flag.OVERSTATED, Flag.UNDERSTATED, 0, 0]
    assert flags_of(stocks, stated, np.array([NAN, 0, NAN, 0, NAN]), LIMITS).tolist() == [0] * 5
    assert flags_in_words(Flag.HOARDING | Flag.UNDERSTATED) == [
        "Much more in stock than its people need",
        "Says it uses much less than its people need",
    ]
    assert flags_in_words(0) == []


def claim(rate, stock=0.0, coming=0.0, size=50, days=14):
    found = claims_of(
        np.array([[rate]]), np.array([[stock]]), np.array([[coming]]), np.array([size]), days=days
    )
    return int(found[0, 0])


def test_a_claim_fills_up_to_the_aim_in_whole_packs():
    assert claim(10, stock=40, coming=30) == 2  # 140 - 70 = 70
    assert claim(10, stock=40, coming=100) == 0
    assert claim(10, stock=40) == 2  # 100, exactly two
    assert claim(NAN) == 0
    assert claim(10, stock=NAN) == 3
    assert claim(10, stock=1e9) == 0


@given(st.floats(0, 1e4), st.floats(0, 1e5), st.floats(0, 1e5), st.integers(1, 500))
def test_who_has_more_never_claims_more(rate, stock, more, size):
    assert claim(rate, stock=stock + more, size=size) <= claim(rate, stock=stock, size=size)


def test_weights_by_how_soon_stock_runs_out():
    assert weights_of(np.array([0.5, 2.0, 6.9, 7.0, NAN]), LIMITS).tolist() == [3, 2, 2, 1, 1]
