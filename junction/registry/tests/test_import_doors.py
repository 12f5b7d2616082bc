"""Importing a list on the pages: send, wait, see what it would change, confirm or discard."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from junction.core.uploads.models import Upload
from junction.registry import tasks
from junction.registry.models import Area, Place, Proposal

pytestmark = pytest.mark.usefixtures("areas")
HEAD = "name,type,address,postcode,telephone,website,area_name,area_code,lon,lat\n"
ROW = "Lime Tree House,Residential homes,264 High Road,M33 4RZ,1619737956,NA,Trafford,E0800009,-2.33,53.41\n"
LIST = HEAD + ROW
WRONG = HEAD + ROW + ROW.replace("Lime Tree House", "")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def administrator(sign_in):
    return sign_in("administrator")


@pytest.fixture
def a_worker_lives(db):
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (clock_timestamp())")


def text(answer):
    return " ".join(answer.content.decode().split())


def send(client, content=LIST, *, name="list.csv", day="", **more):
    """Send a file and return the address of its page."""
    content = content.encode() if isinstance(content, str) else content
    upload = SimpleUploadedFile(name, content, content_type="text/csv")
    year, month, number = (day or "--").split("-")
    days = {"listed_on-day": number, "listed_on-month": month, "listed_on-year": year}
    answer = client.post("/places/import/", {"file": upload, **days, **more})
    assert answer.status_code == 302, text(answer)
    return answer.url


def work(address):
    """Do the job of a file, as a worker would."""
    tasks.import_places(int(address.rstrip("/").rpartition("/")[2]))


def sent(client, *arguments, **named):
    address = send(client, *arguments, **named)
    work(address)
    return address


def press(client, address, step, **more):
    return client.post(address, {"step": step, **more}, follow=True)


def test_a_list_is_sent_read_confirmed_and_stored(administrator, a_worker_lives):
    address = send(administrator)
    page = text(administrator.get(address))
    assert "Reading the file" in page and "<progress" in page and "It waits for its turn" in page
    assert '<noscript><meta http-equiv="refresh"' in page and "no worker" not in page
    work(address)
    page = text(administrator.get(address))
    assert "What the file would change" in page and "Nothing is stored yet" in page
    assert "E0800009 is no GSS code" in page and "Import the list" in page
    assert not Place.objects.exists()
    assert "Storing the file" in text(press(administrator, address, "take"))
    work(address)
    assert "The file has been imported" in text(administrator.get(address))
    assert Place.objects.get().council_id == "E08000009"


def test_without_a_worker_the_page_says_so_and_goes_on_when_one_comes(administrator):
    address = send(administrator)
    assert "Nothing is working on it, since no worker is running" in text(administrator.get(address))
    work(address)
    assert "What the file would change" in text(administrator.get(address))


def test_the_page_asks_how_far_it_is_and_is_told_when_there_is_more_to_see(administrator, a_worker_lives):
    address = send(administrator)
    asked = administrator.get(f"{address}?progress=1", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in asked.headers and 'id="progress"' in text(asked)
    work(address)
    asked = administrator.get(f"{address}?progress=1", headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    assert "What the file would change" in text(administrator.get(f"{address}?progress=1"))


def test_the_same_list_again_says_that_it_changes_nothing(administrator):
    for _ in range(2):
        address = sent(administrator)
        press(administrator, address, "take")
        work(address)
    address = sent(administrator, name="again.csv")
    page = text(administrator.get(address))
    assert "This file changes nothing: what it says is known already" in page
    assert "Import the list" not in page and "Discard the file" in page
    assert Place.objects.count() == 1


def test_the_list_of_files_sent_says_how_each_stands(administrator, sign_in):
    address = sent(administrator, name="first.csv")
    press(administrator, address, "discard")
    sent(administrator, "a,b\n1,2\n", name="second.csv")
    send(administrator, name="third.csv")
    page = text(administrator.get("/places/import/"))
    for name, state in (("first", "Discarded"), ("second", "Not taken"), ("third", "Being read")):
        assert f"{name}.csv</a>" in page and state in page
    assert "3 in all" in page
    assert "first.csv" not in text(sign_in("national").get("/places/import/"))


def test_a_file_is_its_senders_alone(administrator, sign_in):
    address = sent(administrator)
    for role in ("national", "administrator"):
        other = sign_in(role)
        assert other.get(address).status_code == 404
        assert other.post(address, {"step": "take"}).status_code == 404
    assert sign_in("council-officer", area=Area.objects.first()).get(address).status_code == 403
    assert Upload.objects.get().state == "read"


def test_rows_with_an_error_are_left_out_only_when_that_was_said(administrator):
    address = sent(administrator, WRONG)
    page = text(administrator.get(address))
    assert "The name is empty" in page and "Leave out the rows with an error" in page
    refused = administrator.post(address, {"step": "take"})
    assert refused.status_code == 422 and "Tick the box" in text(refused)
    press(administrator, address, "take", partial="yes")
    work(address)
    assert Place.objects.get().name == "Lime Tree House"


def test_what_is_discarded_is_gone_and_says_so(administrator):
    address = sent(administrator)
    assert "The file was discarded" in text(press(administrator, address, "discard"))
    page = text(press(administrator, address, "take"))
    assert "cannot be done to the file any more" in page
    assert not Place.objects.exists()


def test_a_job_that_fails_says_so_and_can_be_tried_again(administrator, monkeypatch):
    address = send(administrator)
    with monkeypatch.context() as broken:
        broken.setattr(tasks.operations, "import_places", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            work(address)
    page = text(administrator.get(address))
    assert "The file could not be finished" in page and "Nothing of it was stored" in page
    assert "Reading the file" in text(press(administrator, address, "again"))
    work(address)
    assert "What the file would change" in text(administrator.get(address))


def test_a_job_that_was_lost_is_shown_as_failed(administrator):
    address = send(administrator)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed'")
    assert "The file could not be finished" in text(administrator.get(address))
    assert "Reading the file" in text(press(administrator, address, "again"))


def test_the_day_and_the_area_go_along(administrator):
    address = sent(administrator, day="2020-04-20", complete_for="Trafford")
    page = text(administrator.get(address))
    assert "Speaks of: Monday 20 April 2020" in page and "Complete for: Trafford" in page
    press(administrator, address, "take")
    work(address)
    later = sent(
        administrator, LIST.replace("Lime Tree House", "Elm"), day="2020-05-20", complete_for="Trafford"
    )
    page = text(administrator.get(later))
    assert "Registrations ended" in page and "Likely successors to decide" in page
    assert not Proposal.objects.exists()


def test_a_complete_list_needs_its_day_and_a_form_a_file(administrator):
    upload = SimpleUploadedFile("list.csv", LIST.encode())
    answer = administrator.post("/places/import/", {"file": upload, "complete_for": "Trafford"})
    assert answer.status_code == 422 and "Enter the day" in text(answer)
    assert "Select a file" in text(administrator.post("/places/import/", {}))
    empty = SimpleUploadedFile("list.csv", b"")
    assert "The file is empty" in text(administrator.post("/places/import/", {"file": empty}))
    assert not Upload.objects.exists()


def workbook(rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page, not a table"),
        (b"home,kind\nAsh,care\n", "is no list of places that Junction knows"),
        (HEAD.encode(), "The file has a header and no rows"),
        (b"   \n\n", "is empty"),
        (b"PK\x03\x04 cut short", "damaged or cut short"),
        (b"\x00\x01\x02" * 99, "neither a table nor a workbook"),
        (
            b"name,types,postcode,registered_from\nAsh,,M33 4RZ,25/12/2019\nElm,,M33 4RZ,12/25/2019\n",
            "has days in two orders",
        ),
        (workbook([["home", "kind"], ["Ash", "care"]]), "is no list of places that Junction knows"),
    ],
)
def test_a_bad_file_is_refused_and_says_what_to_do(content, words, administrator):
    address = sent(administrator, content, name="list.xlsx")
    page = text(administrator.get(address))
    assert "The file was not taken" in page and words in page and "send the file again" in page
    assert "Import the list" not in page and not Place.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LIST.replace("Lime", "Café").encode("cp1252"), "was read as cp1252"),
        (LIST.replace(",", ";").encode(), "semicolon"),
        (workbook([line.split(",") for line in LIST.splitlines()]), "Nothing is stored yet"),
    ],
)
def test_a_file_that_can_be_read_says_how_it_was(content, words, administrator):
    address = sent(administrator, content)
    assert words in text(administrator.get(address))
    press(administrator, address, "take")
    work(address)
    assert Place.objects.get().name in ("Lime Tree House", "Café Tree House")


def test_findings_as_a_file_that_no_spreadsheet_runs(administrator):
    formula = "=HYPERLINK(1)"
    address = sent(administrator, LIST.replace("1619737956", formula))
    assert formula in text(administrator.get(address))
    answer = administrator.get(f"{address}?found-format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="findings.csv"'
    assert lines[0] == "Row,Column,Value,Check,Severity,What is wrong and what to do"
    (line,) = (line for line in lines if "phone-not-valid" in line)
    assert line.startswith(f"2,phone,'{formula},phone-not-valid,Warning,")


def test_a_page_costs_as_many_statements_for_many_findings(administrator, django_assert_max_num_queries):
    many = HEAD + "".join(ROW.replace("E0800009", f"X{n}") for n in range(150))
    address = sent(administrator, many)
    with django_assert_max_num_queries(8):
        page = text(administrator.get(address))
    assert "Showing 1 to 50 of" in page
    with django_assert_max_num_queries(8):
        administrator.get("/places/import/")
