"""Incidents: declared over areas one runs, several at once, extended, stood down; what they ask of whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Incident
from junction.registry.queries.incidents import timeline
from junction.registry.rules.incidents import BOOK, playbooks, playbooks_asking
from junction.registry.rules.service_types import ServiceType
from tests.cast import holder, lrf_of, national, officer_of, other_officer

pytestmark = pytest.mark.usefixtures("areas")
TRAFFORD, SALFORD, LEEDS = "E08000009", "E08000006", "E08000035"
NORTH_WEST, MANCHESTER_LRF = "E12000002", "E48000013"
ON = date(2020, 4, 20)


def forum():
    return lrf_of(*queries.inside([MANCHESTER_LRF], on=ON))


def declare(
    now, *, by=None, codes=(MANCHESTER_LRF,), playbook="pandemic", name="Coronavirus", why="Cases rise"
):
    by = by or national()
    return operations.declare_incident(
        name=name, playbook=playbook, area_codes=codes, why=why, by=by, now=now
    )


def sets(code, on=ON, as_at=None):
    """The question sets asked of some kind of care in an area on a day, as known at a moment."""
    around = queries.coverings(national().scope, [code], on=on, as_at=as_at)[code]
    return {name for one in around for name in one.sets_asked(on)}


def covered(playbook, on=ON, as_at=None):
    """Which of three areas an incident with this playbook covers, as the statements for places have it."""
    found = queries.areas_covered(national().scope, [playbook], on=on, as_at=as_at)
    return {code for (code,) in found.values_list("descendant_id")} & {TRAFFORD, SALFORD, LEEDS}


CARE_HOMES, AT_HOME = "care-home-daily", "home-care-daily"


def test_a_playbook_changes_from_a_date():
    assert playbooks(date(2020, 12, 1))["winter"].version == "incidents@2020-09-18"
    assert playbooks(ON)["winter"].kinds_asked(AT_HOME) == frozenset()
    assert "home-care" in playbooks(date(2020, 12, 1))["winter"].kinds_asked(AT_HOME)
    assert set(playbooks(date(2016, 1, 1))) == {"pandemic", "winter", "flood", "heat", "cyber"}


def test_floods_heat_and_lost_systems_ask_every_kind_of_care_how_its_site_stands():
    assert playbooks_asking("site-status", on=date(2026, 11, 1)) == {
        frozenset(ServiceType): {"flood", "heat", "cyber"}
    }
    assert playbooks_asking("site-status", on=date(2026, 10, 31)) == {}


def test_what_is_asked_anyway_needs_no_incident():
    homes = ("nursing-home", "residential-home")
    assert playbooks_asking(CARE_HOMES, on=ON, beside=homes) == {}
    also = frozenset({"extra-care", "supported-living"})
    assert playbooks_asking(AT_HOME, on=ON, beside=["home-care"]) == {also: {"pandemic", "flood", "cyber"}}


def test_how_often_is_left_to_the_question_sets():
    asks = [ask for book in BOOK.versions[-1].values.values() for ask in book["asks"]]
    assert asks and not any("every" in ask for ask in asks)


def test_declaring_asks_of_everything_inside_and_leaves_one_line(now):
    one = declare(now, by=forum())
    assert sets(TRAFFORD) == {CARE_HOMES, AT_HOME}
    assert sets(LEEDS) == set()
    line = AuditEntry.objects.get(subject=f"incident:{one.pk}")
    assert (line.verb, line.why, line.playbook) == (
        "registry.incident.declared",
        "Cases rise",
        "incidents@2020-03-19",
    )


def test_several_at_once_and_each_asks_until_it_is_stood_down(now):
    first = declare(now, playbook="winter", name="Winter", codes=(NORTH_WEST,))
    declare(now, playbook="cyber", name="Records down", codes=(TRAFFORD,))
    assert sets(TRAFFORD) == {CARE_HOMES, AT_HOME}
    later = now + timedelta(days=3)
    operations.stand_down_incident(incident_id=first.pk, why="Spring", by=national(), now=later)
    assert sets(TRAFFORD, on=date(2020, 4, 22)) == {CARE_HOMES, AT_HOME}
    assert sets(TRAFFORD, on=date(2020, 4, 23)) == {AT_HOME}
    assert sets(TRAFFORD, on=date(2020, 4, 19)) == set()


def test_a_local_day_counts_across_the_clock_change(now):
    declare(datetime(2020, 4, 20, 23, 30, tzinfo=UTC), codes=(TRAFFORD,))  # half past midnight on the 21st
    assert sets(TRAFFORD, on=date(2020, 4, 20)) == set()
    assert sets(TRAFFORD, on=date(2020, 4, 21))


def test_extending_reaches_more_areas_from_then_on(now):
    one = declare(now, codes=(TRAFFORD,))
    later = now + timedelta(days=2)
    operations.extend_incident(
        incident_id=one.pk, area_codes=[LEEDS, TRAFFORD], why="It spreads", by=national(), now=later
    )
    assert sets(LEEDS) == set()
    assert sets(LEEDS, on=date(2020, 4, 22))
    assert [(step.what, step.areas, step.why) for step in timeline(national().scope, one)] == [
        ("Extended", ("Leeds",), "It spreads"),
        ("Declared", ("Trafford",), "Cases rise"),
    ]
    then = queries.incidents(national().scope, as_at=now).get()
    assert [link.area_id for link in then.areas_then] == [TRAFFORD]


def test_looking_back_shows_what_was_in_force(now):
    one = declare(now)
    operations.stand_down_incident(incident_id=one.pk, why="Over", by=national(), now=now + timedelta(days=9))
    one.refresh_from_db()
    assert not queries.incidents(national().scope, as_at=now - timedelta(minutes=1))
    assert not one.is_over(at=now + timedelta(days=8))
    assert one.is_over(at=now + timedelta(days=9))


def test_looking_back_one_does_not_see_what_reached_ones_area_later(now):
    declared = declare(now, codes=(LEEDS,))
    later = now + timedelta(days=2)
    operations.extend_incident(
        incident_id=declared.pk, area_codes=[TRAFFORD], why="It spreads", by=national(), now=later
    )
    seen = officer_of(TRAFFORD).scope
    assert list(queries.incidents(seen, as_at=later)) == [declared]
    assert list(queries.incidents(seen, as_at=now)) == []


def test_who_sees_which_incident(now):
    declare(now, codes=(MANCHESTER_LRF,))
    declare(now, codes=(LEEDS,), name="Flood", playbook="flood")

    def seen(actor):
        return {one.name for one in queries.incidents(actor.scope)}

    assert seen(national()) == {"Coronavirus", "Flood"}
    assert seen(officer_of(TRAFFORD)) == {"Coronavirus"}
    assert seen(other_officer()) == set()


def test_a_manager_sees_what_is_declared_around_the_home(now):
    from junction.registry.tests.factories import PlaceFactory

    declare(now)
    declare(now, codes=(LEEDS,), name="Flood", playbook="flood")
    home = PlaceFactory(area_id=TRAFFORD)
    manager = holder("place-manager", Reach(places=frozenset({home.pk})))
    assert [one.name for one in queries.incidents(manager.scope)] == ["Coronavirus"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"why": ""},
        {"playbook": "war"},
        {"codes": ()},
        {"codes": ("E08999999",)},
        {"codes": ("E06000065",)},
    ],
)
def test_a_declaration_that_lacks_something_is_refused(wrong, now):
    with pytest.raises(operations.CannotDeclareIncident):
        declare(now, **wrong)
    assert not Incident.objects.exists()


def test_an_incident_is_run_only_over_ones_own_areas(now):
    with pytest.raises(operations.MayNotRunIncident):
        declare(now, by=forum(), codes=(LEEDS,))
    with pytest.raises(operations.MayNotRunIncident):
        declare(now, by=officer_of(TRAFFORD), codes=(TRAFFORD,))
    wide = declare(now, codes=(NORTH_WEST,))
    with pytest.raises(operations.MayNotRunIncident):
        operations.stand_down_incident(incident_id=wide.pk, why="Over", by=forum(), now=now)
    with pytest.raises(Incident.DoesNotExist):
        operations.stand_down_incident(incident_id=wide.pk, why="Over", by=other_officer(), now=now)


def test_standing_down_needs_a_reason_and_happens_once(now):
    one = declare(now)
    with pytest.raises(operations.CannotStandDown):
        operations.stand_down_incident(incident_id=one.pk, why=" ", by=national(), now=now)
    operations.stand_down_incident(incident_id=one.pk, why="Over", by=national(), now=now)
    for again in (
        lambda: operations.stand_down_incident(incident_id=one.pk, why="Over", by=national(), now=now),
        lambda: operations.extend_incident(
            incident_id=one.pk, area_codes=[LEEDS], why="More", by=national(), now=now
        ),
    ):
        with pytest.raises(operations.AlreadyStoodDown):
            again()
    assert AuditEntry.objects.filter(subject=f"incident:{one.pk}").count() == 2


def test_extending_by_nothing_new_is_refused(now):
    one = declare(now, codes=(TRAFFORD,))
    with pytest.raises(operations.CannotExtendIncident):
        operations.extend_incident(
            incident_id=one.pk, area_codes=[TRAFFORD], why="More", by=national(), now=now
        )


def test_asking_for_many_areas_is_one_statement(now, django_assert_num_queries):
    declare(now)
    codes = [area.code for area in queries.areas(national().scope, kind="unitary", on=ON)]
    with django_assert_num_queries(1):
        around = queries.coverings(national().scope, codes, on=ON)
    assert sum(bool(found) for found in around.values()) == 10


def test_a_flood_in_two_councils_and_then_the_whole_forum(now):
    """Trafford from the 20th, Leeds joins on the 22nd, Manchester's forum on the 24th; over on the 26th.

    day        20   21   22   23   24   25   26
    Trafford    x    x    x    x    x    x    .
    Leeds       .    .    x    x    x    x    .
    Salford     .    .    .    .    x    x    .     (in the forum)
    """
    flood = declare(now, playbook="flood", name="Floods", codes=(TRAFFORD,))
    for days, area in ((2, LEEDS), (4, MANCHESTER_LRF)):
        operations.extend_incident(
            incident_id=flood.pk, area_codes=[area], why="Rain", by=national(), now=now + timedelta(days=days)
        )
    over = now + timedelta(days=6)
    operations.stand_down_incident(incident_id=flood.pk, why="Dry", by=national(), now=over)
    expected = {
        19: set(),
        20: {TRAFFORD},
        21: {TRAFFORD},
        22: {TRAFFORD, LEEDS},
        23: {TRAFFORD, LEEDS},
        24: {TRAFFORD, LEEDS, SALFORD},
        25: {TRAFFORD, LEEDS, SALFORD},
        26: set(),
    }
    assert {day: covered("flood", date(2020, 4, day)) for day in expected} == expected
    by_area = {
        day: {code for code in (TRAFFORD, SALFORD, LEEDS) if sets(code, date(2020, 4, day))}
        for day in expected
    }
    assert by_area == expected


def test_what_was_known_of_it_at_a_moment(now):
    """Of the 26th: asked as known in the morning, no more as known after it was stood down at nine."""
    flood = declare(now, playbook="flood", name="Floods", codes=(TRAFFORD,))
    later, over = now + timedelta(days=2), now + timedelta(days=6)
    operations.extend_incident(incident_id=flood.pk, area_codes=[LEEDS], why="Rain", by=national(), now=later)
    operations.stand_down_incident(incident_id=flood.pk, why="Dry", by=national(), now=over)
    last, minute = date(2020, 4, 26), timedelta(minutes=1)
    for as_at, expected in [
        (now - minute, set()),
        (now, {TRAFFORD}),
        (later - minute, {TRAFFORD}),
        (later, {TRAFFORD, LEEDS}),
        (over - minute, {TRAFFORD, LEEDS}),
        (over, set()),
        (None, set()),
    ]:
        assert covered("flood", last, as_at) == expected
        assert {code for code in (TRAFFORD, LEEDS) if sets(code, last, as_at)} == expected


def test_who_sees_that_an_incident_covers_something_in_reach(now):
    from junction.registry.tests.factories import PlaceFactory

    declare(now, codes=(MANCHESTER_LRF,))
    declare(now, codes=(LEEDS,), name="Floods", playbook="flood")
    home = PlaceFactory(area_id=LEEDS)
    manager = holder("place-manager", Reach(places=frozenset({home.pk})))

    def names(actor, on=ON):
        found = queries.coverings_in_reach(actor.scope, permission="incidents.see", on=on)
        return [(one.name, one.area, one.since) for one in found]

    corona, floods = ("Coronavirus", "Greater Manchester LRF", ON), ("Floods", "Leeds", ON)
    assert names(national()) == [corona, floods]
    assert names(officer_of(TRAFFORD)) == [corona]
    assert names(manager) == [floods]
    assert names(other_officer()) == []
    assert names(manager, ON - timedelta(days=1)) == []
