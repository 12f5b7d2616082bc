"""Published series end to end: the real vintages, read back as they were known; refusals; who sees what."""

from datetime import date

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.imports import ImportRefused
from junction.core.scope import NOBODY, Actor, Reach
from junction.core.tables import Row, Table, read_path
from junction.returns.models import Figure, Publication, Series
from junction.returns.operations.series import MayNotImportSeries, import_series
from junction.returns.queries import series as queries
from junction.returns.rules.series import Said
from tests.cast import holder, manager_of, officer_of, other_officer

pytestmark = pytest.mark.usefixtures("areas")
BY = holder("system", Reach(national=True))
FIRST, LAST = date(2020, 4, 10), date(2020, 5, 1)
AS_AT = [
    ("2020-05-12.5cbe03b", 6391),
    ("2020-05-12.7c03433", 6811),
    ("2020-05-19.006d325", 6837),
    ("2020-05-26.8a969e0", 6819),
    ("2020-06-02.be51c04", 6823),
    ("2020-06-09.e9263f4", 6823),
    ("2020-06-16.b245545", 6823),
    ("2020-06-23.b1b9747", 6824),
]


def read(name, *, as_at=None, area="England", measure="covid", first_on=FIRST, last_on=LAST, by=BY):
    one = queries.series(by.scope, name)
    return queries.series_as_at(
        by.scope, one, area=area, measure=measure, first_on=first_on, last_on=last_on, as_at=as_at
    )


def table(*lines, header="publication,published_at,data_cutoff,area,day,measure,value"):
    names = tuple(header.split(","))
    rows = [Row(n, dict(zip(names, line.split(","), strict=True))) for n, line in enumerate(lines, 2)]
    return Table(header=names, rows=rows, rows_in_file=len(rows))


def test_the_real_deaths_as_at_each_of_eight_publications(shared_data, now):
    deaths = read_path(shared_data / "cqc_care_home_deaths_by_la_day_vintages_part.csv.gz")
    report = import_series(deaths, by=BY, now=now)
    assert (report.rows, report.errors, report.created) == (111_535, 0, 21_322)  # 22 come back
    assert report.created + report.changed == Figure.objects.count() < 22_300  # a fifth of the rows
    totals = [read("care-home-deaths", as_at=label).total for label, _ in AS_AT]
    assert totals == [count for _, count in AS_AT]

    assert read("care-home-deaths", as_at="2020-05-12").publication.label == "2020-05-12.7c03433"
    assert read("care-home-deaths", as_at="2020-05-20T08:00").total == 6837
    assert read("care-home-deaths").total == 6824
    assert read("care-home-deaths", as_at="2020-05-11").publication is None
    assert read("care-home-deaths", as_at="2020-05-11").total is None

    # Rutland's COVID figures are missing from the second and third publication, and come back
    counts = [len(read("care-home-deaths", area="Rutland", as_at=label).values) for label, _ in AS_AT]
    assert counts == [22, 0, 0, 22, 22, 22, 22, 22]
    assert read("care-home-deaths", area="City of Bristol").line.area_id == "E06000023"

    again = import_series(deaths, by=BY, now=now)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 111_535)
    assert Publication.objects.count() == 8


def test_the_real_deaths_read_back_cell_for_cell(shared_data, now):
    deaths = read_path(shared_data / "cqc_care_home_deaths_by_la_day_vintages_part.csv.gz")
    half = [row for row in deaths.rows if row.cells["la"] in ("England", "Rutland", "Trafford", "Dorset")]
    # the newest publications first: those between are put in their place afterwards
    for chosen in ({1, 3, 6}, {0, 2, 4, 5, 7}):
        labels = {AS_AT[n][0] for n in chosen}
        rows = [row for row in half if row.cells["vintage"] in labels]
        import_series(Table(deaths.header, rows, rows_in_file=len(rows)), by=BY, now=now)
    for publication in Publication.objects.all():
        stored = {
            (k.area_key, k.measure, str(k.day)): said.value
            for k, said in queries.state_at(BY.scope, publication).items()
        }
        given = {
            (row.cells["la"].lower(), row.cells["measure"], row.cells["notified_date"]): int(row.cells["n"])
            for row in half
            if row.cells["vintage"] == publication.label
        }
        assert stored == given, publication.label


def test_the_real_outbreaks_keep_unknown_areas_as_text_and_hide_small_numbers(shared_data, now):
    outbreaks = read_path(shared_data / "phe_care_home_outbreaks_vintages_part.csv.gz")
    report = import_series(outbreaks, name="first-outbreaks", by=BY, now=now)
    unknown = {f.value for f in report.findings if f.check == "unknown-area"}
    assert report.errors == 0
    assert len(unknown) == 9
    assert all(code.startswith("E45") for code in unknown)
    weeks = {"first_on": date(2020, 3, 9), "last_on": date(2020, 5, 18), "measure": "outbreaks"}
    assert read("first-outbreaks", area="Derby", **weeks).days_hidden == 0
    seen_by_manager = read("first-outbreaks", area="Derby", by=manager_of(1), **weeks)
    assert seen_by_manager.days_hidden > 0
    assert seen_by_manager.total is None
    assert read("first-outbreaks", area="Derby", by=officer_of("E06000015"), **weeks).days_hidden == 0
    assert read("first-outbreaks", area="Derby", by=other_officer(), **weeks).days_hidden > 0
    assert read("first-outbreaks", area="East Midlands", by=other_officer(), **weeks).total is None
    assert read("first-outbreaks", area="E45000016", **weeks).total > 0


def test_two_publications_of_one_moment_keep_the_order_of_the_file(now):
    import_series(
        table("b,2020-05-12,,England,2020-05-01,covid,5", "a,2020-05-12,,England,2020-05-01,covid,7"),
        name="x",
        by=BY,
        now=now,
    )
    assert [p.label for p in Publication.objects.all()] == ["b", "a"]
    assert read("x", last_on=date(2020, 5, 1)).total == 7
    assert read("x", as_at="b").total == 5


def test_a_suppressed_cell_is_kept_as_such(now):
    import_series(
        table("p,2020-05-12,,Leeds,2020-05-01,ill,c", "p,2020-05-12,,Leeds,2020-05-02,ill,9"),
        name="x",
        by=BY,
        now=now,
    )
    reading = read("x", area="Leeds City Council", measure="ill", last_on=date(2020, 5, 2))
    assert reading.values == ((date(2020, 5, 1), Said(None, True)), (date(2020, 5, 2), Said(9)))
    assert reading.total is None


def test_revisions_of_one_day(now):
    import_series(
        table(
            "a,2020-05-12,,Leeds,2020-05-01,ill,3",
            "b,2020-05-13,,Leeds,2020-05-02,ill,1",
            "c,2020-05-14,,Leeds,2020-05-01,ill,4",
        ),
        name="x",
        by=BY,
        now=now,
    )
    one = Series.objects.get()
    chosen = queries.line(BY.scope, one, area="Leeds", measure="ill")
    newest = queries.publication_as_at(BY.scope, one, None)
    day = date(2020, 5, 1)
    told = queries.history(BY.scope, chosen, first_on=day, last_on=day, upto=newest)
    assert [(issue.label, said) for issue, said in told] == [
        ("a", {day: Said(3)}),
        ("b", {}),
        ("c", {day: Said(4)}),
    ]


def test_a_dry_run_leaves_nothing_and_a_real_one_leaves_a_line(now):
    rows = table("a,2020-05-12,2020-05-08,Leeds,2020-05-01,ill,3")
    assert import_series(rows, name="x", dry_run=True, by=BY, now=now).created == 1
    assert not Series.objects.exists()
    import_series(rows, name="x", by=BY, now=now)
    line = AuditEntry.objects.get(verb="returns.series.imported")
    assert (line.detail["label"], line.detail["figures"]) == ("a", 1)


@pytest.mark.parametrize(
    ("lines", "check"),
    [
        (["a,2020-05-12,,Leeds,2020-05-01,ill,many"], "not-a-number"),
        (["a,2020-05-12,,Leeds,1 May,ill,3"], "not-a-day"),
        (["a,soon,,Leeds,2020-05-01,ill,3"], "no-publication-day"),
        (["a,2020-05-12,,,2020-05-01,ill,3"], "no-value"),
        (["a,2020-05-12,,Leeds,2020-05-01,ill,3", "a,2020-05-12,,Leeds,2020-05-01,ill,4"], "figure-twice"),
    ],
)
def test_a_bad_cell_refuses_the_file(lines, check, now):
    with pytest.raises(ImportRefused) as refused:
        import_series(table(*lines), name="x", by=BY, now=now)
    assert check in {finding.check for finding in refused.value.report.findings}
    assert not Series.objects.exists()


def test_a_publication_never_changes(now):
    import_series(table("a,2020-05-12,,Leeds,2020-05-01,ill,3"), name="x", by=BY, now=now)
    with pytest.raises(ImportRefused, match="never change"):
        import_series(table("a,2020-05-12,,Leeds,2020-05-01,ill,4"), name="x", by=BY, now=now)
    assert read("x", area="Leeds", measure="ill").total == 3


def test_a_file_of_another_kind_and_one_without_a_name_are_refused(now):
    with pytest.raises(ImportRefused, match="columns"):
        import_series(table("1,2", header="a,b"), by=BY, now=now)
    with pytest.raises(ImportRefused, match="Give a name"):
        import_series(table("a,2020-05-12,,Leeds,2020-05-01,ill,3"), by=BY, now=now)


def test_an_unknown_publication_line_or_reader(now):
    import_series(table("a,2020-05-12,,Leeds,2020-05-01,ill,3"), name="x", by=BY, now=now)
    with pytest.raises(queries.UnknownPublication):
        read("x", area="Leeds", measure="ill", as_at="the first")
    with pytest.raises(queries.UnknownLine):
        read("x", area="Trafford", measure="ill")
    assert queries.series(NOBODY, "x") is None
    assert not queries.all_series(NOBODY)
    with pytest.raises(MayNotImportSeries):
        import_series(table(), by=Actor("anonymous", "", NOBODY), now=now)


def test_reading_back_takes_few_statements(now, django_assert_num_queries):
    import_series(table("a,2020-05-12,,Leeds,2020-05-01,ill,3"), name="x", by=BY, now=now)
    one = Series.objects.get()
    with django_assert_num_queries(4):
        queries.series_as_at(BY.scope, one, area="Leeds", measure="ill", first_on=FIRST, last_on=LAST)
