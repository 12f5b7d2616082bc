"""The page of completeness: from the nation down to a council, its trend, and what lies out of reach."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.returns.operations import add_up_days, file_return
from junction.returns.queries.reporting import reporting

from .conftest import DAY, make_place

pytestmark = pytest.mark.django_db
NEWCASTLE, GATESHEAD, FORUM, NORTH_EAST = "E08000021", "E08000037", "E48000026", "E12000001"
SET = "care-home-daily"


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def north_east(areas, filing, now):
    """Two homes in Newcastle, of which one filed yesterday and the other late; one in Gateshead never."""
    newcastle, gateshead = Area.objects.get(code=NEWCASTLE), Area.objects.get(code=GATESHEAD)
    ash, beech = make_place(newcastle, "Ash Lodge", now), make_place(newcastle, "Beech Lodge", now)
    make_place(gateshead, "Cedar Lodge", now)
    yesterday, system = DAY - timedelta(days=1), system_actor("test")
    file_return(filing(of=ash, on=yesterday), by=system, now=now - timedelta(days=1))
    file_return(filing(of=beech, on=yesterday), by=system, now=now)
    add_up_days(by=system, now=now)
    return newcastle


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def rows(page: str) -> list[str]:
    """The rows of the first table of a piece of a page; of the breakdown, where it is a whole page."""
    body = page.split('id="parts"')[-1] if "<html" in page else page
    body = body.split("<tbody", 1)[1].split(">", 1)[1].split("</tbody>", 1)[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in body.split("</tr>")[:-1]]


def test_the_nation_leads_down_to_a_council(north_east, sign_in):
    client, on = sign_in("national"), "on=2020-04-19"
    nation = text(client.get(f"/completeness/?{on}"))
    assert [row for row in rows(nation) if row.startswith("North East")] == ["North East 3 2 1 1 66 33"]
    assert f"?set={SET}&amp;area={NORTH_EAST}&amp;{on}" in nation
    region = text(client.get(f"/completeness/?area={NORTH_EAST}&{on}"))
    assert rows(region) == ["Northumbria LRF 3 2 1 1 66 33"]
    forum = text(client.get(f"/completeness/?area={FORUM}&{on}"))
    assert rows(forum) == ["Gateshead 1 0 0 1 0 0", "Newcastle upon Tyne 2 2 1 0 100 50"]
    council = text(client.get(f"/completeness/?area={NEWCASTLE}&by=council&{on}"))
    assert rows(council) == ["Newcastle upon Tyne 2 2 1 0 100 50"]
    assert "<strong>2 of 2 places</strong>" in council
    above = re.findall(r'<a class="govuk-breadcrumbs__link" href="[^"]*">([^<]*)', council)
    assert above == ["Home", "Completeness", "North East", "Northumbria LRF"]


def test_a_page_shows_the_share_of_each_day_with_a_table(north_east, sign_in):
    page = text(sign_in("national").get(f"/completeness/?area={NEWCASTLE}&on=2020-04-19"))
    assert "Show “Places that reported” as a table" in page
    behind = page.split("as a table</span>", 1)[1]
    assert [row for row in rows(behind) if row.startswith("19 Apr ")] == ["19 Apr 2020 100 50"]
    before = text(
        sign_in("national").get(f"/completeness/?area={NEWCASTLE}&on=2020-04-19&as_at=2020-04-20T09:00")
    )
    assert [row for row in rows(before.split("as a table</span>", 1)[1]) if row.startswith("19 Apr ")] == [
        "19 Apr 2020 50 50"
    ]


def test_an_officer_begins_at_the_own_council_and_reaches_no_other(north_east, sign_in):
    officer = sign_in("council-officer", area=north_east)
    page = text(officer.get("/completeness/?on=2020-04-19"))
    assert "Newcastle upon Tyne" in page and rows(page) == ["No provider known 2 2 1 0 100 50"]
    for code in (GATESHEAD, NORTH_EAST, "E92000001", "nowhere"):
        assert officer.get(f"/completeness/?area={code}").status_code == 404
    assert "Ring who has not reported" in text(officer.get("/completeness/"))


def test_a_file_holds_the_rows_of_the_breakdown(north_east, sign_in):
    found = sign_in("national").get(f"/completeness/?area={FORUM}&on=2020-04-19&format=csv")
    lines = b"".join(found.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["Gateshead,1,0,0,1,0,0", "Newcastle upon Tyne,2,2,1,0,100,50"]


def test_the_trend_of_days_takes_few_statements(north_east, officer, django_assert_max_num_queries):
    days = {"first_on": DAY - timedelta(days=27), "last_on": DAY}
    with django_assert_max_num_queries(3):  # what is merged; kept totals; places asked
        found = reporting(system_actor("test").scope, question_set=SET, **days)
    assert (len(found.days), found.filed.tolist()[-2:]) == (28, [2, 0])


def test_an_outsider_has_no_days(north_east, stranger):
    found = reporting(stranger.scope, question_set=SET, first_on=DAY, last_on=DAY)
    assert (found.asked.tolist(), found.filed.tolist(), found.percent_filed) == ([0], [0], [None])
