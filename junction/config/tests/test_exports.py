"""Exports: what is written can be taken in again, is as it was known, and runs in no spreadsheet."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.audit.operations import chain, record
from junction.core.audit.rules import START, Line
from junction.core.tables import read
from junction.people.queries import system_actor
from junction.registry.models import Area, Contact
from junction.registry.operations import create_places, merge_places
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.places import PlaceDetails
from junction.returns.models import Return
from junction.returns.operations import file_return, import_returns
from junction.returns.queries.exports import Which, exported_returns
from junction.returns.rules.judging import Filing
from junction.returns.tests.conftest import ANSWERS, DAY, make_place

pytestmark = pytest.mark.django_db
AT = datetime(2020, 4, 20, 9, tzinfo=UTC)
SYSTEM = system_actor("test")
runner = CliRunner()


@pytest.fixture(autouse=True)
def _months(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT returns_make_partitions('2020-03-01', '2020-06-30')")


@pytest.fixture
def place(areas):
    return make_place(Area.objects.get(code="E08000009"), "Ash House", AT)


@pytest.fixture
def second_place(areas):
    return make_place(Area.objects.get(code="E08000009"), "Beech House", AT)


def run(*arguments: str) -> str:
    result = runner.invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def filed(place, *, now=AT, on=DAY, **change):
    filing = Filing(
        place_id=place.pk, question_set="care-home-daily", about_on=on, answers=ANSWERS | change,
        channel="api", confirmed=None,
    )  # fmt: skip
    return file_return(filing, by=SYSTEM, now=now)


def test_returns_go_out_and_come_in_again_unchanged(place, second_place, tmp_path):
    filed(place, stock_gloves={"not": "known"}, admitting=False)
    filed(second_place, stock_gowns={"not": "applicable"}, reserved=0)
    for form in ("csv", "xlsx"):
        file = tmp_path / f"returns.{form}"
        run("export", "returns", str(file), "--question-set", "care-home-daily")
        report = json.loads(
            run("import", "returns", str(file), "--question-set", "care-home-daily", "--json")
        )
        counts = {name: report[name] for name in ("rows", "created", "changed", "unchanged", "errors")}
        assert counts == {"rows": 2, "created": 0, "changed": 0, "unchanged": 2, "errors": 0}, form
        assert "unknown-column" not in report["checks"]


def test_returns_of_another_installation_give_the_very_same_answers(place):
    filed(place, stock_gloves={"not": "known"})
    header, rows = exported_returns(SYSTEM.scope, Which("care-home-daily"))
    text = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    before = dict(Return.objects.values_list("question_set", "answers"))
    moved = "\r\n".join(text).replace(DAY.isoformat(), (DAY - timedelta(days=1)).isoformat())
    report = import_returns(
        read(moved.encode(), filename="moved.csv"), question_set="care-home-daily", by=SYSTEM, now=AT
    )
    assert report.created == 1
    assert dict(Return.objects.values_list("question_set", "answers")) == before


def test_returns_are_as_they_were_known(place):
    filed(place, occupied=30, vacancies_admitting=9)
    filed(place, occupied=31, vacancies_admitting=8, now=AT + timedelta(hours=2))
    ask = ("export", "returns", "--question-set", "care-home-daily")
    column = next(name for name in table(run(*ask))[0] if "ccupied" in name or "living" in name)
    assert [row[column] for row in table(run(*ask))] == ["31"]
    assert [row[column] for row in table(run(*ask, "--as-at", "2020-04-20T11:00"))] == ["30"]
    assert table(run(*ask, "--as-at", "2020-04-19")) == []
    assert table(run(*ask, "--from", "2020-04-21")) == []


def test_only_returns_of_the_area(place, areas):
    filed(place)
    ask = ("export", "returns", "--question-set", "care-home-daily")
    assert len(table(run(*ask, "--area", "Trafford"))) == 1
    assert table(run(*ask, "--area", "Bristol")) == []


def test_a_merged_place_is_exported_once_under_the_one_that_stands(place, second_place):
    filed(place)
    filed(second_place)
    filed(second_place, on=DAY - timedelta(days=1))
    merge_places(kept_id=place.pk, gone_id=second_place.pk, why="one home", by=SYSTEM, now=AT)
    rows = table(run("export", "returns", "--question-set", "care-home-daily"))
    assert [(row["name"], row["about_on"]) for row in rows] == [
        ("Ash House", "2020-04-19"), ("Ash House", "2020-04-20")
    ]  # fmt: skip


def test_places_go_out_and_come_in_again(areas, tmp_path):
    details = PlaceDetails(
        name="Ash House", service_type="residential-home", postcode="M33 4RZ", area="E08000009",
        council="E08000009", beds=40, identifier=(IdentifierKind.CQC_LOCATION, "1-123456789"),
    )  # fmt: skip
    (place,) = create_places([details], by=SYSTEM, now=AT)
    Contact.objects.create(place=place, kind="phone", value="0161 496 0000", source="list", recorded_at=AT)
    file = tmp_path / "places.csv"
    run("export", "places", str(file))
    (row,) = table(file.read_text("utf-8"))
    shown = ("name", "area_name", "beds", "phone", "location_id")
    assert [row[name] for name in shown] == ["Ash House", "Trafford", "40", "0161 496 0000", "1-123456789"]
    report = json.loads(run("import", "places", str(file), "--json"))
    assert (report["created"], report["errors"]) == (0, 0)
    assert table(run("export", "places", "--as-at", "2020-04-19")) == []


def test_a_name_that_would_run_is_written_as_text(areas):
    make_place(Area.objects.get(code="E08000009"), '=HYPERLINK("http://example.org")', AT)
    text = run("export", "places")
    assert "'=HYPERLINK" in text


def test_areas_go_out_and_come_in_again_unchanged(areas, tmp_path):
    file = tmp_path / "areas.csv"
    run("export", "areas", str(file))
    report = json.loads(run("import", "areas", str(file), "--json"))
    assert (report["unchanged"], report["errors"]) == (Area.objects.count(), 0)


def test_series_go_out_as_published_and_come_in_again(tmp_path):
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(
        "publication,area,day,measure,value\n"
        "2020-05-01,Trafford,2020-04-20,covid,3\n2020-05-01,Trafford,2020-04-21,covid,c\n"
        "2020-05-08,Trafford,2020-04-20,covid,4\n2020-05-08,Trafford,2020-04-21,covid,7\n"
    )
    run("import", "series", str(file), "--name", "made-up")
    run("export", "series", str(out), "--name", "made-up", "--as-at", "2020-05-02")
    rows = table(out.read_text("utf-8"))
    assert [(row["publication"], row["value"]) for row in rows] == [("2020-05-01", "3"), ("2020-05-01", "c")]
    report = json.loads(run("import", "series", str(out), "--name", "made-up", "--json"))
    assert (report["created"], report["changed"], report["errors"]) == (0, 0, 0)


def test_the_log_goes_out_with_a_chain_that_others_can_check(place):
    filed(place)
    record(at=AT, by=SYSTEM, verb="test.done", subject="test:1", why="=1+1", count=2)
    chain()
    rows = table(run("export", "audit"))
    previous = START
    for number, row in enumerate(rows, start=1):
        why = row["why"].removeprefix("'")
        line = Line(
            int(row["id"]), datetime.fromisoformat(row["at"]), row["by"], row["verb"], row["subject"],
            row["detail"], why, row["playbook"],
        )  # fmt: skip
        assert (row["position"], row["previous_hash"]) == (str(number), previous.hex())
        previous = line.hash(previous)
        assert row["hash"] == previous.hex()
    assert rows


def test_a_template_of_returns_has_a_row_for_each_place_asked(place, tmp_path):
    for form in ("csv", "xlsx"):
        file = tmp_path / f"today.{form}"
        run("export", "returns-template", str(file), "--question-set", "care-home-daily")
        found = read(file.read_bytes(), filename=file.name)
        assert [row.cells["place"] for row in found.rows] == [f"place:{place.pk}"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("places", "out.doc"), ".csv or .xlsx"),
        (("returns", "--question-set", "nothing"), "There are: care-home-daily"),
        (("returns", "--question-set", "care-home-daily", "--area", "Nowhere"), "full name or its GSS code"),
        (("returns", "--question-set", "care-home-daily", "--as-at", "soon"), "no moment"),
        (("series", "--name", "nothing"), "Known: none yet"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_words(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, ["export", *arguments])
    assert result.exit_code == 1
    assert words in " ".join(result.output.split())
    assert not list(Path(tmp_path).iterdir())
