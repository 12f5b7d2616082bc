"""One file for many places: template, check, taking all or the sound rows; and how complete a day is."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from junction.registry.models import Organisation, Registration
from junction.returns.models import Return
from junction.returns.operations import file_return
from junction.returns.queries.completeness import Completeness, completeness
from junction.returns.rules.questions import question_set_on

from .conftest import ANSWERS, DAY

pytestmark = pytest.mark.django_db
SET = question_set_on("care-home-daily", DAY)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now, settings, tmp_path):
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.HOME = tmp_path


@pytest.fixture
def group(place, second_place, now):
    made = Organisation.objects.create(kind="provider", name="Maple Care", name_key="maple", created_at=now)
    for each in (place, second_place):
        Registration.objects.create(
            place=each,
            organisation=made,
            identifier_kind="cqc-location",
            identifier=f"1-100000000{each.pk % 10}",
            name=each.name,
            name_key=each.name_key,
            recorded_at=now,
        )
    return made


@pytest.fixture
def office(sign_in, group):
    return sign_in("head-office", organisation=group)


def filled(template: str, *changes: dict) -> SimpleUploadedFile:
    """Fill in the template as a person would; each change is for one row."""
    rows = list(csv.DictReader(io.StringIO(template)))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    for row, change in zip(rows, changes, strict=True):
        said = {code: str(answer) for code, answer in ANSWERS.items()} | {"admitting": "yes"} | change
        writer.writerow(row | said)
    return SimpleUploadedFile("returns.csv", out.getvalue().encode(), content_type="text/csv")


def template_of(office) -> str:
    return office.get("/returns/template/care-home-daily.csv").getvalue().decode("utf-8-sig")


def check(office, *changes: dict):
    file = filled(template_of(office), *changes)
    return office.post("/returns/upload/", {"question_set": "care-home-daily", "file": file})


def token_in(answer) -> str:
    return answer.context_data["file"] if hasattr(answer, "context_data") else _found(answer.content.decode())


def _found(page: str) -> str:
    return page.split('name="file" value="')[1].split('"')[0]


def test_the_template_has_a_row_for_each_place_of_theirs(office, council, now):
    rows = list(csv.DictReader(io.StringIO(template_of(office))))
    assert [row["name"] for row in rows] == ["Ash House", "Beech House"]
    assert {row["about_on"] for row in rows} == {"2020-04-20"}
    assert office.get("/returns/template/care-home-daily.xlsx").content[:2] == b"PK"
    assert office.get("/returns/template/nothing.csv").status_code == 404


def test_a_file_is_checked_then_taken(office):
    checked = check(office, {}, {})
    assert "2 rows: 2 new" in checked.content.decode() and not Return.objects.exists()
    taken = office.post("/returns/upload/", {"step": "take", "file": token_in(checked)})
    assert "The file has been taken" in taken.content.decode()
    assert {each.channel for each in Return.objects.all()} == {"file"} and Return.objects.count() == 2


def test_an_error_says_row_and_column_and_sound_rows_are_taken_by_choice(office):
    checked = check(office, {"occupied": "many"}, {})
    page = checked.content.decode()
    assert "occupied" in page and "many" in page and "Give a number" in page
    whole = office.post("/returns/upload/", {"step": "take", "file": token_in(checked)})
    assert not Return.objects.exists()
    part = {"step": "take", "file": token_in(whole), "partial": "yes"}
    assert office.post("/returns/upload/", part).status_code == 200
    assert Return.objects.count() == 1


def test_what_is_no_table_says_so(office):
    page = SimpleUploadedFile("returns.xlsx", b"<html><body>Sign in</body></html>")
    answer = office.post("/returns/upload/", {"question_set": "care-home-daily", "file": page})
    assert answer.status_code == 200 and "Error:" in answer.content.decode()
    assert office.post("/returns/upload/", {"question_set": "care-home-daily"}).status_code == 422


def test_a_file_somebody_else_checked_is_not_theirs_to_send(office, sign_in, council):
    checked = check(office, {}, {})
    other = sign_in("council-officer", area=council)
    assert other.post("/returns/upload/", {"step": "take", "file": token_in(checked)}).status_code == 404
    assert not Return.objects.exists()


def test_completeness_by_council_and_provider_now_and_as_it_was(
    sign_in, council, group, filing, manager, officer, stranger, now, django_assert_num_queries
):
    file_return(filing(), by=manager, now=now)
    with django_assert_num_queries(4):  # what is merged; the counts; their councils, with names
        rows = completeness(officer.scope, question_set=SET, about_on=DAY, now=now)
    assert [(row.name, row.asked, row.filed, row.in_time, row.missing) for row in rows] == [
        ("Trafford", 2, 1, 1, 1)
    ]
    by_provider = completeness(officer.scope, question_set=SET, about_on=DAY, by="provider", now=now)
    assert [(row.name, row.asked, row.filed) for row in by_provider] == [("Maple Care", 2, 1)]
    assert completeness(stranger.scope, question_set=SET, about_on=DAY, now=now) == []
    page = sign_in("council-officer", area=council).get("/completeness/").content.decode()
    assert "1 of 2 places" in page and "50%" in page
    assert (
        "Maple" in sign_in("council-officer", area=council).get("/completeness/?by=provider").content.decode()
    )


def test_as_it_was_known_before_it_was_filed(office, officer, filing, manager, now, group):
    from datetime import timedelta

    file_return(filing(), by=manager, now=now + timedelta(hours=8))
    later = now + timedelta(hours=9)
    known = completeness(officer.scope, question_set=SET, about_on=DAY, now=later)
    assert (known[0].filed, known[0].late) == (1, 1)
    before = completeness(officer.scope, question_set=SET, about_on=DAY, as_at=now, now=later)
    assert (before[0].asked, before[0].filed) == (2, 0)


def test_nothing_asked_is_unknown_not_all():
    assert Completeness(None, "x", 0, 0, 0).percent_filed is None
    assert Completeness(None, "x", 200, 199, 199).percent_filed == 99
