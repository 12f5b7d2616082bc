"""Batches made of what is stored: when each is free, where each may help, and that a district is used
evenly.
"""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from junction.engine.pairing import pair
from junction.support.rules.homes import is_home
from junction.support.rules.matching import (
    ANYWHERE,
    UNSET,
    TaskArrays,
    TooManyAreas,
    VolunteerArrays,
    batch_of,
    reasons_of,
    spread_out,
)
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.rules.volunteering import codes, mask, volunteering_on

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)  # a Monday, 10:00 on the wall
BOOK = volunteering_on(NOW.date())
NOBODY_ASKED = (np.empty(0, np.int64), np.empty(0, np.int64))


def columns(count, **more):
    said = {
        "ids": np.arange(1, count + 1), "areas": ["A"] * count, "longitude": np.full(count, -2.0),
        "latitude": np.full(count, 53.0), "skills": np.ones(count, np.int64),
        "languages": np.ones(count, np.int64),
    } | more  # fmt: skip
    return {name: value if name == "areas" else np.broadcast_to(value, count) for name, value in said.items()}


def tasks(count=1, **more):
    usual = {"languages": 0, "level": 1, "opens": NOW.timestamp(), "closes": NOW.timestamp() + 86_400,
             "minutes": 60, "limit_km": 10, "priority": 1, "setting": ANYWHERE} | more  # fmt: skip
    return TaskArrays(**columns(count, **usual))


def volunteers(count=1, **more):
    usual = {"hours": BOOK.every_hour, "reach_km": 10, "free": 1, "recent": 0, "level": 1,
             "until": NOW.timestamp() + 86_400 * 3, "setting": UNSET} | more  # fmt: skip
    return VolunteerArrays(**columns(count, **usual))


def met(some, people, *, asked=NOBODY_ASKED, days=3):
    plan = pair(batch_of(some, people, asked, book=BOOK, now=NOW, days=days, spread=500))
    return int(plan.met.sum())


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (["0-morning"], 1), (["0-evening"], 1), (["1-morning"], 1), (["2-morning"], 0), (["6-morning"], 0),
        ([], 0),
    ],
)  # fmt: skip
def test_hours_count_from_now_until_the_task_closes(hours, found):
    assert met(tasks(), volunteers(hours=BOOK.hours_mask(hours))) == found


def test_a_long_task_fits_where_parts_of_a_day_touch_and_not_where_duty_ends_before():
    all_day = BOOK.hours_mask(["0-morning", "0-afternoon"])
    assert met(tasks(minutes=420), volunteers(hours=all_day)) == 1
    assert met(tasks(minutes=420), volunteers(hours=BOOK.hours_mask(["0-morning", "0-evening"]))) == 0
    assert met(tasks(minutes=420), volunteers(hours=all_day, until=NOW.timestamp() + 3_600)) == 0
    assert met(tasks(), volunteers(until=NOW.timestamp() + 1_800)) == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        (["A"], ["A"], 1),
        (["B"], ["A"], 0),
        ([""], ["A"], 1),
        (["A", "B"], ["A", "B"], 2),
        (["A", "A"], ["A", "B"], 1),
    ],
)
def test_a_scheme_helps_in_its_own_area(mine, theirs, found):
    assert met(tasks(len(theirs), areas=theirs), volunteers(len(mine), areas=mine)) == found


def test_more_areas_with_schemes_of_their_own_than_there_are_bits_are_refused():
    areas = [f"A{number}" for number in range(41)]
    with pytest.raises(TooManyAreas):
        met(tasks(41, areas=areas), volunteers(41, areas=areas))
    assert met(tasks(41, areas=areas), volunteers(41, areas=[""] * 41)) == 41


def test_who_was_asked_before_is_not_asked_again():
    assert met(tasks(), volunteers(), asked=(np.array([1]), np.array([1]))) == 0
    assert met(tasks(), volunteers(2), asked=(np.array([1]), np.array([1]))) == 1


def test_a_whole_district_is_used_though_all_of_it_stands_at_one_point():
    assert met(tasks(300), volunteers(300)) >= 290


def test_places_are_spread_evenly_always_alike_and_never_further():
    ids = np.arange(1, 2_001)
    x, y = spread_out((np.zeros(2_000), np.zeros(2_000)), ids, 1_000)
    away = np.hypot(x, y)
    assert away.max() <= 1_000 and 0.45 < (away < 1_000 / np.sqrt(2)).mean() < 0.55
    again = spread_out((np.zeros(2_000), np.zeros(2_000)), ids[::-1], 1_000)
    assert (again[0][::-1] == x).all()


def test_reasons_stand_beside_each_pair():
    plan = pair(
        batch_of(
            tasks(2), volunteers(3, recent=[0, 0, 2]), NOBODY_ASKED, book=BOOK, now=NOW, days=1, spread=500
        )
    )
    why = reasons_of(plan)
    assert list(why.tasks) == [1, 2] and set(why.volunteers) == {1, 2} and list(why.candidates) == [3, 3]
    assert (why.next_metres >= 0).all() and (why.metres <= 2_000).all()


def test_bits_and_codes_are_the_same_thing():
    assert codes(BOOK.skills, mask(BOOK.skills, ["talk", "errands", "talk"])) == ["errands", "talk"]
    assert BOOK.hours_of(BOOK.hours_mask(["6-evening", "0-morning"])) == ["0-morning", "6-evening"]
    assert len(BOOK.hours_of(BOOK.every_hour)) == 21


def inside(*places, **more):
    return tasks(len(places), setting=np.array(places, np.int64), **more)


def test_who_was_in_one_home_is_not_sent_to_another_and_may_go_back_or_to_people():
    bound = volunteers(setting=7)
    assert met(inside(7), bound) == 1
    assert met(inside(8), bound) == 0
    assert met(inside(ANYWHERE), bound) == 1


def test_who_was_in_none_goes_into_one_home_of_a_batch_and_not_into_two():
    assert met(inside(7, 8), volunteers(free=2)) == 1
    assert met(inside(7, 7), volunteers(free=2)) == 2  # one home twice
    assert met(inside(7, 8), volunteers(2, free=2)) == 2  # two people, a home each
    assert met(inside(ANYWHERE, ANYWHERE, 7), volunteers(free=3)) == 3


def test_who_is_near_no_home_of_a_batch_may_take_as_many_of_people_as_they_have_room_for():
    far = np.array([-2.0, -2.0, -3.0, -3.0])
    some = inside(7, 8, ANYWHERE, ANYWHERE, longitude=far)
    assert met(some, volunteers(2, free=2, longitude=np.array([-2.0, -3.0]))) == 3


def test_before_the_guidance_of_april_2020_nothing_kept_anybody_out_of_a_second_place():
    before, since = tasks_on(date(2020, 4, 1)), tasks_on(date(2020, 4, 2))
    assert (before.setting_days, before.setting_kinds) == (0, ())
    assert since.setting_days == 14 and "nursing-home" in since.setting_kinds
    assert set(before.inside) - set(since.inside) == {"talk", "driving", "calls"}
    assert not is_home("nursing-home", elsewhere=False, on=date(2020, 4, 1))
    assert is_home("nursing-home", elsewhere=False, on=date(2020, 4, 2))
