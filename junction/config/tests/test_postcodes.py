"""`junction import postcodes`: a register in the office's columns, bad lines in words, twice the same."""

import json

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.audit.models import AuditEntry
from junction.core.scope import ANONYMOUS
from junction.registry.files.postcodes import opened
from junction.registry.models import Postcode
from junction.registry.operations.postcodes import MayNotImportPostcodes, import_postcodes
from junction.registry.queries.postcodes import lies
from tests.cast import NOW, ON, officer_of

pytestmark = pytest.mark.usefixtures("areas")
HEAD = '"pcd","pcd2","pcds","dointr","oslaua","lat","long"\n'
GOOD = (
    '"M33 7ZF","M33  7ZF","M33 7ZF","198001","E08000009",53.4189,-2.3216\n'
    '"CB1 1AA","CB1  1AA","CB1 1AA","198001","E07000008",52.2006,0.1313\n'
    '"CF101AA","CF10 1AA","CF10 1AA","198001","W06000015",51.4816,-3.1791\n'
    '"GY1 1AA","GY1  1AA","GY1 1AA","198001","L99999999",99.999999,0\n'
    '"M33 7XX","M33  7XX","M33 7XX","198001","E08000009",99.999999,0\n'
)
BAD = (
    '"M33 7ZF","M33  7ZF","M33 7ZF","198001","E08000003",53.4189,-2.3216\n'
    '"x","x","NOWHERE","198001","E08000009",53,-2\n'
    '"M33 1AA","M33  1AA","M33 1AA","198001","Trafford",53,-2\n'
    '"M33 1AB","M33  1AB","M33 1AB","198001","E08000009",north,-2\n'
    '"M33 1AD","M33  1AD","M33 1AD","198001","E08000009",-53,-2\n'
    '"M33 1AE","M33  1AE"\n'
    '"M33 1AF","M33  1AF","M33 1AF","198001","E08999999",53,-2\n'
)


def run(path, *words):
    return CliRunner().invoke(app, ["import", "postcodes", str(path), *words])


def take(tmp_path, text, *words):
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="utf-8")
    result = run(path, "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_register_is_taken_once_and_tells_the_council_of_two_tiers(tmp_path):
    tried = take(tmp_path, HEAD + GOOD, "--dry-run")
    assert (tried["created"], Postcode.objects.count()) == (3, 0)
    report = take(tmp_path, HEAD + GOOD)
    assert (report["rows"], report["created"], report["errors"], report["warnings"]) == (5, 3, 0, 0)
    assert report["checks"] == {"area-not-known": 2}
    found = lies(ANONYMOUS.scope, ["M33 7ZF", "CB1 1AA", "M33 7XX", "CF10 1AA"], on=ON)
    assert {code: one.council for code, one in found.items()} == {
        "M33 7ZF": "E08000009", "CB1 1AA": "E10000003", "M33 7XX": "E08000009"}  # fmt: skip
    assert found["M33 7ZF"].latitude == 53.4189 and found["M33 7XX"].latitude is None
    again = take(tmp_path, HEAD + GOOD)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert AuditEntry.objects.filter(verb="registry.postcodes.imported").count() == 1
    moved = take(tmp_path, HEAD + GOOD.replace("53.4189", "53.5"))
    assert (moved["created"], moved["changed"], moved["unchanged"]) == (0, 1, 2)


def test_each_bad_line_is_told_with_its_row_and_cell(tmp_path):
    report = take(tmp_path, HEAD + GOOD + BAD)
    told = {(one["row"], one["column"], one["check"], one["severity"]) for one in report["findings"]}
    assert told >= {
        (7, "postcode", "postcode-repeated", "error"), (8, "postcode", "no-postcode", "error"),
        (9, "area", "no-area-code", "error"), (10, "latitude", "no-point", "warning"),
        (11, "latitude", "point-outside", "warning"), (12, "", "too-few-cells", "error"),
        (0, "area", "area-not-known", "warning"),
    }  # fmt: skip
    assert Postcode.objects.get(pk="M33 7ZF").area_id == "E08000009"
    assert Postcode.objects.get(pk="M33 1AB").latitude is None
    assert not Postcode.objects.filter(pk__in=["M33 1AA", "M33 1AE", "M33 1AF"]).exists()


def test_many_of_a_kind_are_counted(tmp_path):
    report = take(tmp_path, HEAD + '"x","x","NOWHERE","1","E08000009",53,-2\n' * 150)
    assert len(report["findings"]) == 101 and "50 more lines" in report["findings"][-1]["message"]


@pytest.mark.parametrize("text", ["", "name,place\na,b\n", "pcds,lat,long\nM33 7ZF,53,-2\n", "\x00\n"])
def test_what_is_no_register_is_refused_in_words(tmp_path, text):
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1 and "names no column" in " ".join(result.output.split())


def test_plain_columns_of_real_data_serve(tmp_path, shared_data):
    lines = (shared_data / "greater_manchester_postcodes_sample.csv").read_text(encoding="utf-8")
    report = take(tmp_path, lines)
    assert report["rows"] == 10_000 == report["created"] and report["errors"] == 0
    assert lies(ANONYMOUS.scope, ["BL1 1AA"], on=ON)["BL1 1AA"].council == "E08000001"


def test_only_who_imports_for_the_nation_may(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    with opened(path) as register, pytest.raises(MayNotImportPostcodes):
        import_postcodes(register, by=officer_of("E08000009"), now=NOW)
