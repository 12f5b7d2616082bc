"""Pages of published series: read as it was published, exported, and with small numbers hidden from some."""

import pytest

from junction.core.scope import Reach
from junction.core.tables import Row, Table
from junction.registry.models import Area
from junction.returns.operations.series import import_series
from tests.cast import holder

pytestmark = pytest.mark.usefixtures("areas")
LINES = """first,2020-05-12,2020-05-01,England,2020-04-10,95
first,2020-05-12,2020-05-01,England,2020-04-11,46
first,2020-05-12,2020-05-01,Trafford,2020-04-10,3
first,2020-05-12,2020-05-01,Salford,2020-04-10,9
second,2020-05-12,2020-05-08,England,2020-04-10,105
second,2020-05-12,2020-05-08,England,2020-04-11,46
second,2020-05-12,2020-05-08,Trafford,2020-04-10,4
second,2020-05-12,2020-05-08,Salford,2020-04-10,9"""


def stored(now, name, measure):
    header = ("publication", "published_at", "data_cutoff", "area", "day", "value")
    rows = [
        Row(n, dict(zip(header, line.split(","), strict=True)) | {"measure": measure})
        for n, line in enumerate(LINES.splitlines(), 2)
    ]
    import_series(
        Table((*header, "measure"), rows, rows_in_file=len(rows)),
        name=name, by=holder("system", Reach(national=True)), now=now,
    )  # fmt: skip


@pytest.fixture
def deaths(now):
    stored(now, "care-home-deaths", "covid")


@pytest.fixture
def outbreaks(now):
    stored(now, "care-home-outbreaks", "outbreaks")


@pytest.fixture
def officer(sign_in):
    return sign_in("council-officer", area=Area.objects.get(code="E08000009"))


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_leads_to_each_series(deaths, officer):
    page = text(officer.get("/series/"))
    assert "Deaths of care home residents notified to the regulator" in page
    assert "/series/care-home-deaths/" in page
    assert "12 May 2020" in page


def test_a_series_reads_as_it_was_published(deaths, officer):
    page = text(officer.get("/series/care-home-deaths/"))
    assert "151" in page
    assert "was revised" in page
    assert "141" in text(officer.get("/series/care-home-deaths/", {"as_at": "first"}))
    page = text(
        officer.get("/series/care-home-deaths/", {"area": "Trafford", "as_at": "first", "to": "2020-04-10"})
    )
    assert "Trafford</strong>, Involving COVID-19, as published on" in page
    assert "Nothing had been published" in text(
        officer.get("/series/care-home-deaths/", {"as_at": "2020-05-01"})
    )


def test_a_series_exports_as_csv(deaths, officer):
    answer = officer.get("/series/care-home-deaths/", {"days-format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Day,Figure,First published as,Revised by", "2020-04-11,46,46,0", "2020-04-10,105,95,10"]


def test_small_numbers_are_hidden_with_every_total_that_gives_them_away(outbreaks, officer, sign_in):
    assert ">4<" in text(officer.get("/series/care-home-outbreaks/", {"area": "Trafford"}))
    other = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    page = text(other.get("/series/care-home-outbreaks/", {"area": "Trafford"}))
    assert ">4<" not in page
    assert "Not shown" in page
    assert "105" not in text(other.get("/series/care-home-outbreaks/", {"area": "England"}))
    assert ">9<" in text(other.get("/series/care-home-outbreaks/", {"area": "Salford"}))


def test_what_is_not_there_and_who_is_nobody(deaths, officer, client):
    assert officer.get("/series/no-such/").status_code == 404
    assert officer.get("/series/care-home-deaths/", {"area": "Narnia"}).status_code == 404
    assert officer.get("/series/care-home-deaths/", {"as_at": "third"}).status_code == 400
    assert officer.get("/series/care-home-deaths/", {"from": "soon"}).status_code == 400
    assert client.get("/series/").status_code == 302


def test_a_page_takes_few_statements(deaths, officer, django_assert_max_num_queries):
    officer.get("/series/")
    with django_assert_max_num_queries(14):
        officer.get("/series/care-home-deaths/")
