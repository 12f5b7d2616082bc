"""One file for many places: template, check, taking all or the sound rows; and how complete a day is."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from junction.people.models import Membership
from junction.registry.models import Organisation, Registration
from junction.returns import tasks
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


def send(client, file) -> str:
    """Send a file, do the job as a worker would, and return the address of its page."""
    answer = client.post("/returns/upload/", {"question_set": "care-home-daily", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    work(answer.url)
    return answer.url


def work(address: str) -> None:
    tasks.import_returns(int(address.rstrip("/").rpartition("/")[2]))


def check(office, *changes: dict) -> str:
    return send(office, filled(template_of(office), *changes))


def page_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def take(client, address: str, **more: str):
    answer = client.post(address, {"step": "take", **more})
    if answer.status_code == 302:
        work(address)
    return answer


def test_the_template_has_a_row_for_each_place_of_theirs(office, council, now):
    rows = list(csv.DictReader(io.StringIO(template_of(office))))
    assert [row["name"] for row in rows] == ["Ash House", "Beech House"]
    assert {row["about_on"] for row in rows} == {"2020-04-20"}
    assert office.get("/returns/template/care-home-daily.xlsx").content[:2] == b"PK"
    assert office.get("/returns/template/nothing.csv").status_code == 404


def test_a_file_is_checked_then_taken(office):
    address = check(office, {}, {})
    page = page_of(office, address)
    assert "What the file would change" in page and "Send 2 returns" in page
    assert f"Return: {SET.title}" in page and not Return.objects.exists()
    take(office, address)
    assert "The file has been imported" in page_of(office, address)
    assert {each.channel for each in Return.objects.all()} == {"file"} and Return.objects.count() == 2
    again = check(office, {}, {})
    assert "This file changes nothing" in page_of(office, again)


def test_an_error_says_row_and_column_and_sound_rows_are_taken_by_choice(office):
    address = check(office, {"occupied": "many"}, {})
    page = page_of(office, address)
    assert "occupied" in page and "many" in page and "Give a number" in page
    assert take(office, address).status_code == 422
    assert not Return.objects.exists()
    take(office, address, partial="yes")
    assert Return.objects.count() == 1 and "The file has been imported" in page_of(office, address)


def test_a_file_of_which_no_row_can_be_taken_says_so(office):
    address = check(office, {"occupied": "many"}, {"occupied": "x"})
    page = page_of(office, address)
    assert "No row of this file can be taken" in page and "known already" not in page
    assert "Send 0 returns" not in page and "Discard the file" in page


def test_what_is_no_table_says_so(office):
    wrong = SimpleUploadedFile("returns.xlsx", b"<html><body>Sign in</body></html>")
    page = page_of(office, send(office, wrong))
    assert "The file was not taken" in page and "This is a web page, not a table" in page
    assert office.post("/returns/upload/", {"question_set": "care-home-daily"}).status_code == 422
    assert office.post("/returns/upload/", {}).status_code == 422


def test_semicolons_and_another_encoding_are_read_and_said(office):
    text = filled(template_of(office), {"name": "Café"}, {}).read().decode()
    file = SimpleUploadedFile("returns.csv", text.replace(",", ";").encode("cp1252"))
    page = page_of(office, send(office, file))
    assert "semicolon" in page and "cp1252" in page and "Send 2 returns" in page


def test_a_file_somebody_else_sent_is_not_theirs_to_take(office, sign_in, council):
    address = check(office, {}, {})
    other = sign_in("council-officer", area=council)
    assert other.get(address).status_code == 404
    assert other.post(address, {"step": "take"}).status_code == 404
    assert "returns.csv" not in page_of(other, "/returns/upload/")
    assert "returns.csv" in page_of(office, "/returns/upload/")
    assert not Return.objects.exists()


def test_who_loses_the_role_before_the_job_runs_stores_nothing(office):
    address = check(office, {}, {})
    Membership.objects.update(valid_until=DAY)
    assert office.post(address, {"step": "take"}).status_code == 403
    Membership.objects.update(valid_until=None)
    office.post(address, {"step": "take"})
    Membership.objects.update(valid_until=DAY)
    work(address)
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
