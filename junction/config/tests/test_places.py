"""`junction import places`, as people and programs type it: real lists exactly, bad files in words."""

import json

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.audit.models import AuditEntry
from junction.registry.models import Listing, Place, Registration

pytestmark = pytest.mark.usefixtures("areas")
NAMED = ["rows", "created", "changed", "unchanged", "warnings", "errors", "checks", "details", "findings"]
TRAFFORD_2020 = ("trafford_care_homes_2020-04-20.csv", "2020-04-20", "Trafford")
TRAFFORD_2022 = ("trafford_care_homes_2022-06-15.csv", "2022-06-15", "Trafford")
GREATER_MANCHESTER = ("greater_manchester_care_homes_2019-08-12.csv", "2019-08-12", "")
ROW = "Ash House,Residential homes,1 High Road,M33 4RZ,Trafford,1-100000001\n"
HEAD = "name,types,address,postcode,area_name,location_id\n"


def run(*words):
    return CliRunner().invoke(app, ["import", "places", *(str(word) for word in words)])


def answer(*words):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def take(shared_data):
    def take(name, listed_on, complete_for, *more):
        words = [shared_data / name, "--listed-on", listed_on]
        return answer(*words, *(["--complete-for", complete_for] if complete_for else []), *more)

    return take


def counts(report):
    return tuple(report[name] for name in NAMED[:6])


def test_greater_manchester_then_trafford_twice_exactly(take):
    first = take(*GREATER_MANCHESTER)
    assert list(first) == NAMED
    assert counts(first) == (559, 559, 0, 0, 21, 0)
    assert first["checks"] == {
        "phone-without-zero": 1,
        "phone-as-number": 6,
        "phone-not-valid": 2,
        "area-code-not-valid": 9,
        "possible-duplicate": 4,
    }
    assert {name: n for name, n in first["details"].items() if n} == {
        "places_created": 559,
        "begun": 559,
        "proposed_duplicates": 4,
    }
    in_2020, in_2022 = take(*TRAFFORD_2020), take(*TRAFFORD_2022)
    assert (counts(in_2020), counts(in_2022)) == ((57, 3, 54, 0, 1, 0), (58, 9, 29, 20, 9, 0))
    assert {name: n for name, n in in_2022["details"].items() if n} == {
        "places_created": 2,
        "joined": 56,
        "begun": 9,
        "ended": 8,
        "proposed_successors": 8,
        "ended_with_successor": 6,
        "ended_with_several": 2,
    }


def test_the_same_file_again_says_that_nothing_changes_and_writes_nothing(take):
    take(*TRAFFORD_2020)
    before = Listing.objects.count(), AuditEntry.objects.count()
    assert counts(take(*TRAFFORD_2020))[:4] == (57, 0, 0, 57)
    assert before == (Listing.objects.count(), AuditEntry.objects.count())


def test_a_dry_run_answers_as_the_import_does_and_leaves_nothing(take):
    dry = take(*TRAFFORD_2020, "--dry-run")
    assert not Place.objects.exists() and not Listing.objects.exists() and not AuditEntry.objects.exists()
    assert dry == take(*TRAFFORD_2020)


def test_the_regulators_list_and_one_location(shared_data):
    assert counts(answer(shared_data / "cqc_locations_page.csv")) == (1000, 1000, 0, 0, 4, 0)
    assert counts(answer(shared_data / "cqc_location_detail.json")) == (1, 0, 1, 0, 0, 0)


def test_each_finding_names_row_column_value_and_what_to_do(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HEAD + ROW + "Elm,Residential homes,2 High Road,M33 4RZ,Trafford,1-12\n")
    report = answer(path)
    assert report["findings"] == [
        {
            "row": 3,
            "column": "location_id",
            "value": "1-12",
            "check": "identifier-not-valid",
            "severity": "error",
            "message": "A CQC location is 1- and 9 to 11 digits, such as 1-112588858.",
        }
    ]
    assert counts(report) == (2, 1, 0, 0, 0, 1)


BAD = {
    "empty": (b"", "file-empty"),
    "only a header": (HEAD.encode(), "no-rows"),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "file-is-html"),
    "other headers": (b"home,kind\nAsh,care\n", "header-unknown"),
    "a PDF": (b"%PDF-1.7", "file-is-pdf"),
    "days in two orders": (
        b"name,types,postcode,registered_from\nAsh,,M33 4RZ,25/12/2019\nElm,,M33 4RZ,12/25/2019\n",
        "day-order-mixed",
    ),
    "half a character": (b'{"locationId": "1-123456789", "name": "\\ud800"}', "json-not-valid"),
    "NUL in JSON": (b'{"locationId": "1-123456789", "name": "a\\u0000b"}', "json-not-valid"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words_and_as_one_object(name, tmp_path):
    content, check = BAD[name]
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    result = run(path, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, list(report), report["errors"]) == (1, NAMED, 1)
    assert report["checks"] == {check: 1}
    assert report["findings"][0]["message"].endswith((".", "download it again."))
    assert not Place.objects.exists()


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    result = run(path, "--json")
    assert (result.exit_code, json.loads(result.stdout)["checks"]) == (1, {"file-too-large": 1})


@pytest.mark.parametrize(
    ("content", "check"),
    [
        ((HEAD + ROW.replace("Ash", "Café")).encode("cp1252"), "encoding-assumed"),
        ((HEAD + ROW).replace(",", ";").encode(), "separator-assumed"),
        ((HEAD + ROW).encode("utf-16"), None),
    ],
    ids=["another encoding", "semicolons", "UTF-16"],
)
def test_a_file_that_can_be_read_one_way_is_read_and_says_how(content, check, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    report = answer(path)
    assert counts(report)[:2] == (1, 1) and list(report["checks"]) == ([check] if check else [])
    assert Place.objects.get().name in ("Ash House", "Café House")


def test_days_of_a_column_are_read_one_way(tmp_path):
    path = tmp_path / "list.csv"
    head = "name,types,postcode,location_id,registered_from\n"
    path.write_text(head + "Ash,,M33 4RZ,1-100000001,12/25/2019\nElm,,M33 4RZ,1-100000002,03/04/2020\n")
    assert answer(path)["checks"] == {"day-order-month-first": 1}
    began = Registration.objects.order_by("identifier").values_list("registered_from", flat=True)
    assert [day.isoformat() for day in began] == ["2019-12-25", "2020-03-04"]
