"""How long worked-out figures are kept, what is looked back at, which priorities there are: dated data."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from junction.supply.rules.kept_figures import keeping_on
from junction.supply.rules.looking_ahead import expected_claims
from junction.supply.rules.waves import waves_on
from junction.supply.views.board import wanted_from

DAY = date(2020, 6, 10)


def test_what_is_kept_and_for_how_long_stands_in_the_playbook():
    keeping = keeping_on(DAY)
    assert (keeping.flow_behind, keeping.flow_whole) == (timedelta(minutes=15), timedelta(days=3))
    assert (keeping.cover_from_places, keeping.cover_shown) == (1000, timedelta(hours=1))
    assert keeping.reference == "kept-figures@2019-01-01"


@pytest.mark.parametrize(("days", "expected"), [(7, 350), (14, 175), (1, 2450)])
def test_what_was_asked_for_lately_is_taken_for_a_week(days, expected):
    waves = replace(waves_on(DAY), asked_days=days)
    assert expected_claims({"masks": 10}, {"masks": 700}, waves=waves, part_left=0.5) == {"masks": expected}


@pytest.mark.parametrize(("asked", "found"), [("2", 2), ("4", 4), ("5", None), ("", None), ("P1", None)])
def test_the_board_can_be_narrowed_to_every_priority_of_the_playbook_and_no_other(asked, found):
    line = SimpleNamespace(priorities={1: "P1", 2: "P2", 4: "P4"})
    assert wanted_from({"priority": asked}, {}, line.priorities).priority == found
