"""The areas of England as they are loaded: complete, dated, resolvable, and imported twice without effect."""

from datetime import date

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.imports import ImportRefused
from junction.core.scope import Reach
from junction.core.tables import Row, Table
from junction.registry import queries
from junction.registry.files.areas import read_facts
from junction.registry.models import Area, AreaLink, valid_on
from junction.registry.operations import MayNotImportAreas, import_areas, load_area_facts
from tests.cast import holder, officer_of

pytestmark = pytest.mark.usefixtures("areas")
IN_2020, IN_2024 = date(2020, 4, 20), date(2024, 5, 1)
BY = holder("system", Reach(national=True))
SCOPE = BY.scope


def codes(kind, on=IN_2024):
    return set(queries.areas(SCOPE, kind=kind, on=on).values_list("code", flat=True))


def councils(on=IN_2024):
    return codes("unitary", on) | codes("district", on)


def table(*rows):
    return Table(header=(), rows=[Row(n, cells) for n, cells in enumerate(rows, 2)], rows_in_file=len(rows))


def test_england_has_its_parts():
    assert (len(codes("country")), len(codes("region")), len(codes("lrf")), len(codes("icb"))) == (
        1,
        9,
        38,
        42,
    )
    assert len(councils()) == 296
    assert len(codes("county")) == 21


@pytest.mark.parametrize(
    ("on", "count"),
    [(date(2017, 1, 1), 326), (date(2019, 6, 1), 317), (IN_2020, 314), (date(2021, 6, 1), 309)],
)
def test_councils_of_earlier_years_are_there(on, count):
    assert len(councils(on)) == count


@pytest.mark.parametrize("on", [date(2017, 1, 1), IN_2020, date(2022, 9, 1), IN_2024])
def test_every_council_has_a_region_a_forum_and_an_upper_tier(on):
    links = AreaLink.objects.filter(valid_on(on))
    for kind, among in (("region", councils(on)), ("lrf", councils(on)), ("upper", codes("district", on))):
        linked = list(links.filter(kind=kind, child__in=among).values_list("child_id", flat=True))
        assert sorted(linked) == sorted(among), kind


@pytest.mark.parametrize("on", [date(2022, 9, 1), IN_2024])
def test_every_council_has_a_board_and_its_shares_make_one(on):
    shares = dict.fromkeys(councils(on), 0)
    for code, share in AreaLink.objects.filter(valid_on(on), kind="icb").values_list("child_id", "share"):
        shares[code] += share
    assert set(shares.values()) == {1}


def test_every_board_has_a_council():
    assert set(
        AreaLink.objects.filter(kind="icb", child__in=councils()).values_list("parent_id", flat=True)
    ) == codes("icb")


@pytest.mark.parametrize("kind", ["region", "lrf", "icb", "country"])
def test_areas_of_one_kind_part_the_councils_among_them(kind):
    parts = [queries.inside([code], on=IN_2024) & councils() for code in codes(kind)]
    assert sum(map(len, parts)) == 296
    assert frozenset().union(*parts) == councils()


def test_the_old_counties_held_their_districts_then_and_not_now():
    cumbria = "E10000006"
    held = queries.children(SCOPE, cumbria, "district", on=IN_2020).values_list("name", flat=True)
    assert sorted(held) == [
        "Allerdale",
        "Barrow-in-Furness",
        "Carlisle",
        "Copeland",
        "Eden",
        "South Lakeland",
    ]
    assert queries.inside([cumbria], on=IN_2024) == {cumbria}


def test_a_new_council_holds_what_it_replaced():
    cumberland = queries.inside(["E06000063"], on=IN_2024)
    assert cumberland == {"E06000063", "E07000026", "E07000028", "E07000029"}
    assert "E07000190" in queries.inside(["E06000066"], on=IN_2024)  # Taunton Deane, two changes ago


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Somerset", IN_2020, "E10000027"),
        ("Somerset", IN_2024, "E06000066"),
        ("North Yorkshire", IN_2020, "E10000023"),
        ("North Yorkshire", IN_2024, "E06000065"),
        ("Northamptonshire", IN_2020, "E10000021"),
        ("Buckinghamshire County", date(2020, 3, 31), "E10000002"),
        ("Buckinghamshire", date(2020, 4, 1), "E06000060"),
        ("Bristol, City of", None, "E06000023"),
        ("City of Bristol", None, "E06000023"),
        ("Kingston upon Hull", None, "E06000010"),
        ("Hull", None, "E06000010"),
        ("Herefordshire", None, "E06000019"),
        ("St Helens", None, "E08000013"),
        ("Shepway", None, "E07000112"),
        ("London", None, "E12000007"),
        ("City of London", None, "E09000001"),
        ("England", None, "E92000001"),
        ("Frimley ICB", None, "E54000034"),
        ("Greater Manchester Local Resilience Forum", None, "E48000013"),
        ("e08000009", None, "E08000009"),
        ("Christchurch", None, "E07000048"),
    ],
)
def test_names_and_codes_resolve_as_of_a_day(name, on, code):
    assert queries.resolve_area(name, on=on).code == code


@pytest.mark.parametrize(
    "text", ["E080009", "NA", "", "Newcastle", "Cumbria (part)", "Atlantis", "E08999999"]
)
def test_what_is_unknown_broken_or_ambiguous_is_not_resolved(text):
    assert queries.resolve_area(text) is None


def test_every_council_of_the_real_death_notices_resolves(shared_data):
    import csv
    import gzip

    with gzip.open(
        shared_data / "cqc_care_home_deaths_by_la_day_vintages_part.csv.gz", "rt", encoding="utf-8-sig"
    ) as file:
        names = {row["la"] for row in csv.DictReader(file)}
    index = queries.area_index()
    found = {name: index.resolve(name, on=IN_2020).code for name in names}
    assert [name for name, code in found.items() if code is None] == []
    assert len(set(found.values())) == 150


def test_the_upper_tier_is_the_county_or_the_council_itself():
    assert queries.upper_tiers(["E07000026", "E08000009"], on=IN_2020) == {
        "E07000026": "E10000006",
        "E08000009": "E08000009",
    }


def test_expanding_many_areas_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(queries.inside(["E12000001", "E48000013"], on=IN_2024)) > 20


def test_loading_again_changes_nothing_and_writes_no_line(now, django_assert_max_num_queries):
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(16):
        report = load_area_facts(by=BY, now=now)
    assert (report.rows, report.created, report.changed, report.unchanged) == (455, 0, 0, 455)
    assert AuditEntry.objects.count() == before


def test_a_changed_name_is_one_change_with_one_line_and_a_dry_run_leaves_nothing(now):
    trafford = next(row.cells for row in read_facts() if row.cells["code"] == "E08000009")
    rows = trafford | {"name": "Trafford Borough"}
    report = import_areas(table(rows), dry_run=True, by=BY, now=now)
    assert (report.created, report.changed, Area.objects.get(code="E08000009").name) == (0, 1, "Trafford")
    before = AuditEntry.objects.count()
    import_areas(table(rows), dry_run=False, by=BY, now=now)
    assert Area.objects.get(code="E08000009").name == "Trafford Borough"
    assert queries.resolve_area("Trafford Borough").code == "E08000009"
    assert AuditEntry.objects.count() == before + 1
    assert import_areas(table(rows), dry_run=False, by=BY, now=now).unchanged == 1


def test_a_reorganisation_is_a_table_of_its_own(now):
    trafford = next(row.cells for row in read_facts() if row.cells["code"] == "E08000009")
    new = trafford | {"code": "E08000099", "name": "Greater Trafford", "started_on": "2027-04-01"}
    old = trafford | {"ended_on": "2027-04-01", "replaced_by": "E08000099"}
    report = import_areas(table(old, new), dry_run=False, by=BY, now=now)
    assert (report.created, report.changed) == (1, 1)
    assert queries.inside(["E08000099"], on=date(2028, 1, 1)) == {"E08000099", "E08000009"}


def test_an_unknown_parent_refuses_the_whole_table(now):
    good = {"code": "E06000099", "name": "Newshire", "kind": "unitary", "started_on": "2026-04-01"}
    with pytest.raises(ImportRefused) as refused:
        import_areas(
            table(good, good | {"code": "E06000098", "region": "E12000099"}),
            dry_run=False,
            by=BY,
            now=now,
        )
    assert [(f.row, f.column, f.check) for f in refused.value.report.findings] == [
        (3, "region", "unknown-parent")
    ]
    assert not Area.objects.filter(code="E06000099").exists()


def test_an_officer_may_not_change_the_map(now):
    with pytest.raises(MayNotImportAreas):
        import_areas(table(), dry_run=False, by=officer_of("E08000009"), now=now)
