"""Pictures and lists that look back: a place is counted where it was known to lie, under its name of then."""

from datetime import date, timedelta

import pytest

from junction.people.queries import system_actor
from junction.registry.models import Area, AreaInside, Organisation, Place, Registration
from junction.registry.operations import correct_place
from junction.returns.operations import file_return
from junction.returns.queries import area_sums, returns_known
from junction.returns.queries.completeness import completeness
from junction.returns.queries.exports import Which, exported_returns
from junction.returns.queries.history import past_returns
from junction.returns.queries.place_rows import place_rows
from junction.returns.rules.questions import question_set_on
from tests.cast import officer_of

from .conftest import DAY

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
SET = "care-home-daily"
HOUR = timedelta(hours=1)


@pytest.fixture
def moved(council, place, second_place, filing, now):
    """Of two homes in Trafford that filed, the first was known an hour later to lie in Stockport."""
    there = Area.objects.get_or_create(
        code="E08000007", defaults={"kind": "unitary", "name": "Stockport", "started_on": date(1974, 4, 1)}
    )[0]
    for area in (council, there):
        AreaInside.objects.get_or_create(ancestor=area, descendant=area, valid_from=date(1974, 4, 1))
    for one, occupied in ((place, 30), (second_place, 20)):
        change = {"occupied": occupied, "vacancies_admitting": 39 - occupied}
        file_return(filing(of=one, change=change, confirmed=None), by=SYSTEM, now=now)
    Place.objects.filter(pk=place.pk).update(area=there, council=there, amending_at=now + HOUR)
    correct_place(place_id=place.pk, details={"name": "Oak"}, why="Sign", by=SYSTEM, now=now + 2 * HOUR)
    return there


def occupied(as_at) -> dict[str, float]:
    found = area_sums(SYSTEM.scope, question_set=SET, on=DAY, as_at=as_at, codes=["occupied"])
    return dict(zip(found.keys, found.values["occupied"].tolist(), strict=True))


def test_a_picture_counts_a_place_where_it_was_known_to_lie(moved, council, now):
    before, after = {council.code: 50}, {council.code: 20, moved.code: 30}
    assert occupied(now) == occupied(now + HOUR - timedelta(seconds=1)) == before
    assert occupied(now + HOUR) == occupied(None) == after


def test_the_places_of_an_area_bear_the_names_they_had(moved, council, now):
    def names(area, as_at, scope=SYSTEM.scope):
        rows = place_rows(scope, question_set=SET, area_code=area.code, on=DAY, as_at=as_at)
        return [(row.name, row.measures["occupied"]) for row in rows]

    assert names(council, now) == [("Ash House", 30), ("Beech House", 20)]
    assert names(moved, now) == []
    assert names(moved, now + HOUR) == [("Ash House", 30)]
    assert names(moved, None) == names(moved, now + 2 * HOUR) == [("Oak", 30)]
    assert names(council, now, officer_of(council).scope) == names(council, now)
    assert names(council, now, officer_of(moved).scope) == []


def test_completeness_asks_the_council_that_was_known_then(moved, council, now):
    def asked(as_at):
        rows = completeness(
            SYSTEM.scope,
            question_set=question_set_on(SET, DAY),
            about_on=DAY,
            as_at=as_at,
            now=now + 3 * HOUR,
        )
        return {row.name: (row.asked, row.filed) for row in rows}

    assert asked(now) == {"Trafford": (2, 2)}
    assert asked(now + HOUR) == asked(None) == {"Stockport": (1, 1), "Trafford": (1, 1)}


def test_completeness_names_the_provider_that_was_known_to_run_a_place_by_its_name_then(
    place, second_place, now
):
    old, new = (
        Organisation.objects.create(
            kind="provider", name=name, name_key=name.lower(), created_at=now - 9 * HOUR
        )
        for name in ("Old Care", "New Care")
    )
    Registration.objects.update(organisation=old, amending_at=now - 9 * HOUR)
    Registration.objects.filter(place=place).update(organisation=new, amending_at=now)
    Organisation.objects.filter(pk=new.pk).update(name="Newer Care", amending_at=now + HOUR)

    def asked(as_at):
        rows = completeness(
            SYSTEM.scope, question_set=question_set_on(SET, DAY), about_on=DAY, by="provider", as_at=as_at,
            now=now + 3 * HOUR,
        )  # fmt: skip
        return {row.name: row.asked for row in rows}

    assert asked(now - HOUR) == {"Old Care": 2}
    assert asked(now) == {"New Care": 1, "Old Care": 1}
    assert asked(now + HOUR) == asked(None) == {"Newer Care": 1, "Old Care": 1}


def test_the_council_that_lost_a_place_still_reads_what_it_could_read_then(moved, council, place, now):
    before, after = officer_of(council).scope, officer_of(moved).scope
    for scope in (before, after):
        (found,) = returns_known(scope, place_id=place.pk, as_at=now)
        assert found.occupied == 30
        shown = past_returns(scope, place_id=place.pk, question_set=SET, until=DAY, as_at=now)
        assert (shown.place.name, shown.days[0].current.occupied) == ("Ash House", 30)
    assert [found.occupied for found in returns_known(after, place_id=place.pk)] == [30]
    for as_at in (None, now + HOUR):
        with pytest.raises(Place.DoesNotExist):
            returns_known(before, place_id=place.pk, as_at=as_at)


def test_exported_returns_name_a_place_as_it_was_known(moved, council, now):
    def names(as_at, area):
        _, rows = exported_returns(SYSTEM.scope, Which(SET, areas=[area.code], as_at=as_at))
        return [row[1] for row in rows]

    assert names(now, council) == ["Ash House", "Beech House"]
    assert names(None, council) == ["Beech House"]
    assert (names(now + HOUR, moved), names(None, moved)) == (["Ash House"], ["Oak"])
