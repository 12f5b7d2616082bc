"""Incidents decide what is asked, and of whom: a flood around Manchester and Leeds, worked by hand.

    place       kind                 council    asked how its site stands
    Ash         residential home     Trafford   from the 20th
    Agency      home care            Trafford   from the 20th
    Court       extra care           Trafford   from the 20th, and the agencies' return too
    Salford     nursing home         Salford    from the 22nd, when it joins
    Leeds       nursing home         Leeds      never

The flood is stood down on the 24th at nine, so that it asks for the 23rd last.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from junction.core.imports import ImportRefused
from junction.core.tables import read
from junction.registry import operations as registry
from junction.registry.models import Area
from junction.returns.files.returns import required_columns
from junction.returns.models import Return
from junction.returns.operations import CannotTakeReturn, check_return, file_return, import_returns
from junction.returns.queries.asked import asked_here, places_asked
from junction.returns.queries.belonging import families_at
from junction.returns.queries.chase import chase_list
from junction.returns.queries.completeness import completeness
from junction.returns.queries.mine import returns_of_mine
from junction.returns.queries.owed import Wanted
from junction.returns.queries.sheets import NotAskedFor, sheet
from junction.returns.queries.templates import rows_to_fill_in
from junction.returns.rules.judging import Filing
from junction.returns.rules.questions import question_set_on
from tests.cast import manager_of, national, officer_of

from .conftest import make_place

pytestmark = pytest.mark.usefixtures("areas")
TRAFFORD, SALFORD, LEEDS = "E08000009", "E08000006", "E08000035"
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAYS = {number: date(2026, 11, number) for number in range(18, 28)}
SITE, HOMES, AGENCIES = "site-status", "care-home-daily", "home-care-daily"
STANDS = {
    "affected": "at risk",
    "people_where": "staying",
    "road_access": "as usual",
    "power": "as usual",
    "staff_reach": "yes",
    "rating_overall": "amber",
}


def at(day: int, hour: int = 9) -> datetime:
    return NINE.replace(day=day, hour=hour)


@pytest.fixture
def world(areas):
    kinds = [
        ("Ash", "residential-home", TRAFFORD), ("Agency", "home-care", TRAFFORD),
        ("Court", "extra-care", TRAFFORD), ("Salford", "nursing-home", SALFORD),
        ("Leeds", "nursing-home", LEEDS),
    ]  # fmt: skip
    return SimpleNamespace(
        **{
            name.lower(): make_place(Area.objects.get(code=code), name, NINE, service_type=kind)
            for name, kind, code in kinds
        }
    )


@pytest.fixture
def flood(world):
    """Declared on the 20th, extended on the 22nd, stood down on the 24th, by the real operations."""
    by = national()
    one = registry.declare_incident(
        name="Floods", playbook="flood", area_codes=[TRAFFORD], why="Rain", by=by, now=at(20)
    )
    registry.extend_incident(incident_id=one.pk, area_codes=[SALFORD], why="More rain", by=by, now=at(22))
    registry.stand_down_incident(incident_id=one.pk, why="Dry", by=by, now=at(24))
    return one


def filing(place, day: int, question_set=SITE, answers=STANDS, **more) -> Filing:
    return Filing(place.pk, question_set, DAYS[day], answers, "api", **more)


def asked(name, day, as_at=None):
    question_set = question_set_on(name, DAYS[day])
    scope, given = national().scope, {"permission": "returns.see", "on": DAYS[day], "as_at": as_at}
    found = places_asked(scope, question_set, **given, families=families_at(scope, as_at=as_at))
    return {place.name for place in found}


def test_who_is_asked_day_by_day(flood):
    trafford = {"Ash", "Agency", "Court"}
    assert {day: asked(SITE, day) for day in (19, 20, 21, 22, 23, 24)} == {
        19: set(),
        20: trafford,
        21: trafford,
        22: trafford | {"Salford"},
        23: trafford | {"Salford"},
        24: set(),
    }


def test_a_standing_set_is_asked_of_its_kinds_everywhere_and_of_more_in_the_flood(flood):
    assert asked(AGENCIES, 19) == {"Agency"}
    assert asked(AGENCIES, 20) == {"Agency", "Court"}
    assert asked(AGENCIES, 24) == {"Agency"}
    assert asked(HOMES, 19) == asked(HOMES, 22) == asked(HOMES, 24) == {"Ash", "Salford", "Leeds"}


def test_who_was_asked_as_it_was_known(flood):
    minute = timedelta(minutes=1)
    assert asked(SITE, 22, as_at=at(22) - minute) == {"Ash", "Agency", "Court"}
    assert asked(SITE, 22, as_at=at(22)) == {"Ash", "Agency", "Court", "Salford"}
    assert asked(SITE, 24, as_at=at(24) - minute) == {"Ash", "Agency", "Court", "Salford"}
    assert asked(SITE, 24, as_at=at(24)) == set()


def test_a_place_whose_district_is_not_known_is_asked_by_its_council(world, flood):
    world.ash.area, world.ash.amending_at = None, at(20)
    world.ash.save()
    assert "Ash" in asked(SITE, 21)


def test_two_incidents_ask_once_and_one_goes_on_when_the_other_is_over(world, flood):
    registry.declare_incident(
        name="Records down", playbook="cyber", area_codes=[TRAFFORD], why="x", by=national(), now=at(21)
    )
    for day in (21, 23, 24):
        assert asked(SITE, day) >= {"Ash", "Agency", "Court"}
    (mine,) = returns_of_mine(manager_of(world.court).scope, question_set=SITE, now=at(22, 12))
    assert [row.name for row in mine.page.rows] == ["Court"]


def test_chase_list_completeness_templates_and_the_list_of_returns_say_the_same(world, flood):
    """On the 22nd four are asked; the agency has answered."""
    file_return(filing(world.agency, 22), by=manager_of(world.agency), now=at(22, 10))
    now, day = at(22, 12), DAYS[22]
    officer = officer_of(TRAFFORD, SALFORD)
    question_set = question_set_on(SITE, day)
    about = {"question_set": question_set, "about_on": day, "now": now}
    counted = {row.name: (row.asked, row.filed, row.late) for row in completeness(officer.scope, **about)}
    assert counted == {"Trafford": (3, 1, 0), "Salford": (1, 0, 0)}
    missing = chase_list(officer.scope, wanted=Wanted(), **about)
    assert {row.standing.name for row in missing.rows} == {"Ash", "Court", "Salford"}
    template = rows_to_fill_in(officer.scope, question_set=question_set, day=day)
    assert [row[1] for row in template] == ["Agency", "Ash", "Court", "Salford"]
    mine = returns_of_mine(officer.scope, now=now)
    assert {each.question_set.name: each.page.total for each in mine} == {HOMES: 2, AGENCIES: 2, SITE: 4}


def test_what_is_asked_here_are_the_standing_sets_and_what_incidents_in_reach_add(flood):
    def names(actor, day):
        here = asked_here(actor.scope, permission="returns.see", on=DAYS[day])
        return [each.name for each in here.sets], [
            one.name for one in here.because(question_set_on(SITE, DAYS[day]))
        ]

    assert names(officer_of(TRAFFORD), 21) == ([SITE, HOMES, AGENCIES], ["Floods"])
    assert names(officer_of(TRAFFORD), 24) == ([HOMES, AGENCIES], [])
    assert names(officer_of(LEEDS), 21) == ([HOMES, AGENCIES], [])


def test_a_return_nobody_asks_for_is_refused_and_says_why(world, flood):
    leeds = manager_of(world.leeds)
    with pytest.raises(CannotTakeReturn) as refused:
        file_return(filing(world.leeds, 22), by=leeds, now=at(22, 12))
    (problem,) = refused.value.problems
    assert (problem.check, problem.question) == ("not-asked", "question_set")
    assert "asked only while an incident asks for it" in problem.message
    assert check_return(filing(world.leeds, 22), by=leeds, now=at(22, 12)).errors == [problem]
    with pytest.raises(CannotTakeReturn):
        file_return(filing(world.court, 19, AGENCIES, {}), by=manager_of(world.court), now=at(22, 12))
    with pytest.raises(NotAskedFor, match="Site status in an incident"):
        sheet(leeds.scope, place_id=world.leeds.pk, question_set=SITE, now=at(22, 12))
    with pytest.raises(NotAskedFor, match="not asked of this kind of care"):
        sheet(leeds.scope, place_id=world.leeds.pk, question_set=AGENCIES, now=at(22, 12))
    assert not Return.objects.exists()


def test_after_it_is_over_no_more_is_taken_but_what_was_asked_may_be_sent_late_and_corrected(world, flood):
    ash = manager_of(world.ash)
    file_return(filing(world.ash, 22), by=ash, now=at(22, 12))
    late = file_return(filing(world.ash, 23), by=ash, now=at(25))
    again = file_return(filing(world.ash, 22, answers=STANDS | {"power": "none"}), by=ash, now=at(25))
    assert (late.outcome, again.outcome, again.version) == ("filed", "corrected", 2)
    for day in (24, 25, 19):
        with pytest.raises(CannotTakeReturn):
            file_return(filing(world.ash, day), by=ash, now=at(25))


def test_what_was_filed_on_the_day_it_was_stood_down_may_still_be_corrected(world):
    one = registry.declare_incident(
        name="Floods", playbook="flood", area_codes=[TRAFFORD], why="Rain", by=national(), now=at(20)
    )
    ash = manager_of(world.ash)
    file_return(filing(world.ash, 20), by=ash, now=at(20, 10))
    registry.stand_down_incident(incident_id=one.pk, why="Dry", by=national(), now=at(20, 11))
    again = file_return(filing(world.ash, 20, answers=STANDS | {"power": "none"}), by=ash, now=at(20, 12))
    assert again.outcome == "corrected"
    assert sheet(ash.scope, place_id=world.ash.pk, question_set=SITE, now=at(20, 12)).version == 2
    with pytest.raises(CannotTakeReturn):
        file_return(filing(world.court, 20), by=manager_of(world.court), now=at(20, 12))


def test_a_part_of_those_to_be_moved_is_not_above_all_of_them(world, flood):
    ash, moved = manager_of(world.ash), {"people_to_move": 3, "people_to_move_nursing": 2}
    wrong = filing(world.ash, 22, answers=STANDS | moved | {"people_to_move_in_bed": 4})
    assert [one.question for one in check_return(wrong, by=ash, now=at(22, 12)).errors] == [
        "people_to_move_in_bed"
    ]
    right = filing(world.ash, 22, answers=STANDS | moved | {"people_to_move_in_bed": 3})
    assert not check_return(right, by=ash, now=at(22, 12)).problems


def test_a_file_is_taken_for_who_is_asked_and_other_rows_are_told(world, flood):
    question_set = question_set_on(SITE, DAYS[22])
    header = ["place", "about_on", *STANDS]
    lines = [[f"place:{place.pk}", "2026-11-22", *STANDS.values()] for place in (world.ash, world.leeds)]
    text = "\n".join(",".join(line) for line in [header, *lines])
    table = read(text.encode(), filename="sites.csv", required=required_columns(question_set))
    by = officer_of(TRAFFORD, SALFORD, LEEDS)
    with pytest.raises(ImportRefused) as refused:
        import_returns(table, question_set=SITE, by=by, now=at(22, 12))
    (finding,) = [one for one in refused.value.report.findings if one.check == "not-asked"]
    assert (finding.row, str(finding.severity)) == (3, "error")
    report = import_returns(table, question_set=SITE, partial=True, by=by, now=at(22, 12))
    assert (report.created, report.errors) == (1, 1)
    assert Return.objects.get().place_id == world.ash.pk


def test_a_set_of_nobody_in_particular_is_taken_from_anybody_by_machine(world):
    """The published weekly file names no kind of care; who has filed it once may go on by hand."""
    weekly = filing(world.leeds, 22, "nhsn-ltcf-weekly", {"beds": 40}, confirmed=None)
    leeds = manager_of(world.leeds)
    with pytest.raises(NotAskedFor):
        sheet(leeds.scope, place_id=world.leeds.pk, question_set=weekly.question_set, now=at(23))
    assert file_return(weekly, by=leeds, now=at(23)).outcome == "filed"
    assert sheet(leeds.scope, place_id=world.leeds.pk, question_set=weekly.question_set, now=at(23)).version


def test_filing_costs_a_statement_more_only_where_an_incident_must_be_asked(
    world, flood, django_assert_num_queries
):
    ash = manager_of(world.ash)
    file_return(filing(world.ash, 21), by=ash, now=at(21, 12))
    with django_assert_num_queries(3):  # the place with its newest return; the incidents around it; store
        file_return(filing(world.ash, 22), by=ash, now=at(22, 12))


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(22, 12))


def test_the_chase_list_of_an_incident_takes_at_most_eight_statements(
    world, flood, clock, sign_in, django_assert_max_num_queries
):
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    client.get(f"/chase/?set={SITE}")
    with django_assert_max_num_queries(8):
        page = client.get(f"/chase/?set={SITE}").content.decode()
    assert "Court" in page and "Leeds" not in page
