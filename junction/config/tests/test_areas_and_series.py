"""The commands `import areas`, `import series` and `series`, as a person or a program types them."""

import json

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app

pytestmark = pytest.mark.usefixtures("areas")
DEATHS = """publication,published_at,data_cutoff,area,day,measure,value
first,2020-05-12,2020-05-01,England,2020-04-10,covid,95
first,2020-05-12,2020-05-01,England,2020-04-11,covid,46
second,2020-05-12,2020-05-08,England,2020-04-10,covid,105
second,2020-05-12,2020-05-08,England,2020-04-11,covid,46
second,2020-05-12,2020-05-08,Narnia,2020-04-11,covid,2
"""


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def answer(*words):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def deaths(tmp_path):
    path = tmp_path / "deaths.csv"
    path.write_text(DEATHS)
    return path


def test_a_series_goes_in_once_and_reads_back_as_it_was_known(deaths):
    assert run("import", "series", deaths, "--name", "deaths", "--dry-run").exit_code == 0
    assert run("series", "--name", "deaths", "--area", "England", "--measure", "covid").exit_code == 1
    report = answer("import", "series", deaths, "--name", "deaths")
    assert (report["rows"], report["created"], report["changed"], report["unchanged"]) == (5, 3, 1, 1)
    assert report["checks"] == {"unknown-area": 1}
    assert answer("import", "series", deaths, "--name", "deaths")["unchanged"] == 5
    asked = (
        "series",
        "--name",
        "deaths",
        "--area",
        "England",
        "--measure",
        "covid",
        "--from",
        "2020-04-10",
        "--to",
    )
    found = answer(*asked, "2020-04-11", "--as-at", "first")
    assert (found["total"], found["publication"], found["data_cutoff"]) == (141, "first", "2020-05-01")
    assert found["published_at"] == "2020-05-12T00:00:00+01:00"
    assert found["values"][0] == {"day": "2020-04-10", "value": 95, "suppressed": False}
    assert answer(*asked, "2020-04-11", "--as-at", "2020-05-12")["total"] == 151
    assert answer(*asked, "2020-04-10")["total"] == 105
    assert answer(*asked, "2020-04-11", "--as-at", "2020-05-01")["publication"] is None


def test_what_is_not_there_is_said_with_what_there_is(deaths):
    answer("import", "series", deaths, "--name", "deaths")
    wrong = run("series", "--name", "deaths", "--area", "England", "--measure", "covid", "--as-at", "third")
    assert wrong.exit_code == 1
    assert "first, second" in wrong.stderr
    assert (
        "Measures: covid" in run("series", "--name", "deaths", "--area", "Leeds", "--measure", "covid").stderr
    )


def test_a_file_without_a_name_is_refused_as_one_object(deaths):
    result = run("import", "series", deaths, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["checks"]["no-name"] == 1


def test_areas_go_in_from_a_table_and_a_broken_one_is_refused(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(
        "code,name,kind,started_on,region,lrf\nE06000099,Newshire,unitary,2027-04-01,E12000006,E48000011\n"
    )
    assert answer("import", "areas", path)["created"] == 1
    assert answer("import", "areas", path)["unchanged"] == 1
    path.write_text("code,name,kind,started_on\nE060099,Newshire,unitary,2027-04-01\n")
    result = run("import", "areas", path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["findings"][0]["check"] == "not-a-code"
