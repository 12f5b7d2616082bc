"""Lists and feeds of services sent on the page: good, broken, twice the same, a huge cell, odd characters."""

import json
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junction.core.tables import write_csv
from junction.registry.models import Area
from junction.support import tasks
from junction.support.files.directory import directory_template
from junction.support.models import Service
from junction.support.tests.listed_services import COLUMNS, LINE, LUNCH, NORTH, make_areas
from junction.support.tests.test_directory import feed_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def officer(sign_in):
    make_areas()
    return sign_in("council-officer", area=Area.objects.get(pk=NORTH))


def text(answer):
    return " ".join(answer.content.decode().split())


def listed(*rows):
    return "".join(write_csv(COLUMNS, rows)).encode()


def sent(client, content, *, name="services.csv", source="Northham list"):
    """Send a file, do its job, and return the address and what its page says."""
    about = {"file": SimpleUploadedFile(name, content), "source": source, "area": NORTH}
    answer = client.post(reverse("support:import-services"), about)
    assert answer.status_code == 302, text(answer)
    work(answer.url)
    return answer.url, text(client.get(answer.url))


def work(address):
    tasks.import_services(int(address.rstrip("/").rpartition("/")[2]))


def confirmed(client, address, **more):
    client.post(address, {"step": "take", **more})
    work(address)
    return text(client.get(address))


def test_a_list_is_read_shown_and_stored_only_when_confirmed(officer):
    address, page = sent(officer, listed(LUNCH, LINE))
    assert "What the file would change" in page and "New services 2" in strip(page)
    assert "Directory of: Northham" in strip(page) and not Service.objects.exists()
    assert "has been imported" in confirmed(officer, address)
    assert set(Service.objects.values_list("name", flat=True)) == {"Friday lunch club", "Prescription line"}
    _, again = sent(officer, listed(LUNCH, LINE), name="again.csv")
    assert "This file changes nothing" in again


def test_the_template_itself_can_be_sent(officer):
    answer = officer.get(reverse("support:services-template"))
    _, page = sent(officer, answer.content)
    assert answer.content == directory_template() and "What the file would change" in page


def test_broken_rows_are_named_by_row_and_column_and_left_out_only_when_said(officer):
    nameless, mad = ["", *LUNCH[1:]], [*LINE[:8], "Xy 99:00-12:00", "in May", *LINE[10:]]
    address, page = sent(officer, listed(LUNCH, nameless, mad))
    assert "Errors" in page and "opening" in page and "assured_date" in page
    refused = officer.post(address, {"step": "take"})
    assert refused.status_code == 422 and not Service.objects.exists()
    assert "has been imported" in confirmed(officer, address, partial="yes")
    assert "Friday lunch club" in set(Service.objects.values_list("name", flat=True))


def test_a_feed_is_taken_and_a_broken_one_says_where(officer):
    one = feed_service()
    address, page = sent(officer, json.dumps({"contents": [one]}).encode(), name="feed.json")
    assert "New services 1" in strip(page)
    confirmed(officer, address)
    assert Service.objects.get().name == "Hill food bank"
    _, page = sent(officer, b'{"contents": [{"id": }]}', name="broken.json")
    assert "no JSON: line 1, column 22" in page
    _, page = sent(officer, b"[" * 100_000, name="deep.json")
    assert "cannot be read as JSON" in page or "is no JSON" in page


def test_what_stands_twice_in_a_file_is_told_and_taken_once(officer):
    address, page = sent(officer, listed(LUNCH, LUNCH))
    assert "New services 1" in strip(page) and "The first row was taken" in page
    confirmed(officer, address, partial="yes")
    assert Service.objects.count() == 1
    one = feed_service()
    _, page = sent(officer, json.dumps([one, one]).encode(), name="feed.json", source="A feed")
    assert "has this service before" in page and "New services 1" in strip(page)


@pytest.mark.parametrize("column", [0, 1, 3, 10])
def test_a_huge_cell_never_breaks_the_page(officer, column):
    row = [*LUNCH]
    row[column] = "a" * 200_000
    _, page = sent(officer, listed(row, LINE))
    assert "was not taken" in page and "A cell of row 2 is too long" in page and len(page) < 100_000
    row[column] = "a" * 100_000
    address, page = sent(officer, listed(row, LINE))
    assert "What the file would change" in page and len(page) < 100_000
    done = confirmed(officer, address, partial="yes")
    assert "has been imported" in done
    assert Service.objects.filter(name="Prescription line").exists()


@pytest.mark.parametrize("field", ["name", "description", "url", "email"])
def test_a_feed_with_a_huge_value_or_a_nul_never_breaks_the_page(officer, field):
    for odd in ("b" * 300_000, "Hill\x00bank"):
        one = feed_service(id=str(uuid4()), **{field: odd})
        address, page = sent(
            officer, json.dumps([one, feed_service()]).encode(), name="feed.json", source="F"
        )
        assert "What the file would change" in page and len(page) < 100_000
        assert "has been imported" in confirmed(officer, address, partial="yes")


def test_what_is_neither_a_table_nor_a_feed_is_refused_in_words(officer):
    for content, name in ((b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "a.png"), (b"   \n", "empty.csv"),
                          (b"a,b\n1,2\n", "other.csv")):  # fmt: skip
        answer = officer.post(
            reverse("support:import-services"),
            {"file": SimpleUploadedFile(name, content), "source": "x", "area": NORTH},
        )
        if answer.status_code == 302:
            work(answer.url)
            answer = officer.get(answer.url)
        assert answer.status_code in (200, 422)
        assert (
            "Not taken" in text(answer) or "not be taken" in text(answer) or "error" in text(answer).lower()
        )
    assert not Service.objects.exists()


def strip(page):
    """A page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
