"""A run for more councils than one batch can tell apart is one run, worked out in parts."""

import pytest

from junction.registry.models import Area
from junction.support.models import Need, Task, TaskOffer
from junction.support.operations.matching import ask_matching, match
from junction.support.queries import matching as queries
from junction.support.rules import matching as rules
from junction.support.tests.volunteers import (
    MANCHESTER,
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_councils(areas):
    """A need and a volunteer of each of two councils of one region, and one volunteer of the nation."""
    place_postcodes()
    scheme()
    scheme("Manchester Together", MANCHESTER)
    need_of()
    need_of(name="Mona Else", phone="01632 960555")
    Need.objects.filter(person__phone=Need.objects.last().person.phone).update(
        area_id=MANCHESTER, longitude=-2.24, latitude=53.48
    )
    return ready(1), ready(2, postcode="M1 4RZ")


@pytest.mark.parametrize("most", [40, 1])
def test_in_parts_as_at_once_each_helps_in_their_own_council(two_councils, monkeypatch, most):
    for module in (queries, rules):
        monkeypatch.setattr(module, "MOST_AREAS", most)
    region = Area.objects.get(kind="region", code="E12000002")
    run = match(ask_matching(region.pk, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    assert run.state == "done" and run.figures["tasks"] == 2 and run.figures["volunteers"] == 2
    assert (run.figures["offered"], run.figures["met"], run.figures["nobody"]) == (2, {"2": 1.0}, 0)
    assert (run.done, run.of) == (2, 2)
    for offer in TaskOffer.objects.select_related("task", "volunteer"):
        assert offer.volunteer.area_id == offer.task.area_id
    assert Task.objects.filter(state="offered").count() == 2


def test_the_parts_are_regions_and_cut_where_one_has_too_many(two_councils, monkeypatch):
    by = SYSTEM.scope
    match(ask_matching("E12000002", by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    Task.objects.update(state="open")
    codes = sorted(queries.inside(["E12000002"], on=NOW.date()))
    assert queries.parts_of(by, codes, on=NOW.date()) == [codes]
    monkeypatch.setattr(queries, "MOST_AREAS", 1)
    assert queries.parts_of(by, codes, on=NOW.date()) == [[MANCHESTER], [TRAFFORD]]
