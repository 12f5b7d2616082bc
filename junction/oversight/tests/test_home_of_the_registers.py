"""The home page counts what waits in the registers of assurance, and each count leads to those very rows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from junction.assurance.tests import learned, test_escalations, test_national, test_offered
from junction.registry.models import Area, AreaInside

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 12, 14, 9, 0, tzinfo=UTC)
TRAFFORD, NORTH_WEST = learned.TRAFFORD, learned.NORTH_WEST
LATE = NOW - timedelta(days=20)
HEADING = "Help from above, and what was learned"
LINK = re.compile(r'<a class="govuk-link" href="([^"]+)">([0-9,]+)')


@pytest.fixture
def world(areas, monkeypatch):
    """An emergency need, a national issue, a request for help, a review and a lesson: all wait."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    AreaInside.objects.get_or_create(
        ancestor_id=NORTH_WEST, descendant_id=TRAFFORD, defaults={"valid_from": date(1974, 4, 1)}
    )
    home = learned.make_home()
    for at in (LATE, NOW - timedelta(hours=1)):
        test_escalations.need(home, now=at)
        test_offered.need(now=at)
    test_national.raise_one(now=LATE)
    learned.outbreak(home, kind="flu", now=LATE)
    number = learned.lesson(learned.held(home))
    learned.shared(number, "local")
    learned.shared(number, "regional")
    return home


def section(client) -> str:
    said = client.get("/").content.decode()
    return said.split(HEADING)[1].split("<h2")[0] if HEADING in said else ""


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def check_links(client, html: str) -> None:
    """Every number leads to a list of as many rows."""
    found = LINK.findall(html)
    assert found
    for href, number in found:
        page = client.get(href.replace("&amp;", "&")).content.decode()
        if "/practice/of/" not in href:
            assert f"{number} in all" in page or f" of {number}\n" in page or f" of {number}<" in page, href


def test_a_council_reads_what_waits_there_and_what_it_owes(world, sign_in):
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    html = section(client)
    said = text_of(html)
    assert "2 emergency needs wait for you, 1 late" in said
    assert "1 learning review is overdue" in said and "2 lessons wait to be discussed" in said
    assert "Trafford has missed 12 weekly reviews of practice" in said
    assert "national issue" not in said and "expert help" not in said
    check_links(client, html)


def test_a_region_reads_who_waits_for_help_and_how_many_councils_are_behind(world, sign_in):
    client = sign_in("region", area=Area.objects.get(code=NORTH_WEST))
    html = section(client)
    said = text_of(html)
    assert "2 requests of councils for expert help wait for an offer, 1 late" in said
    assert "Learning reviews are overdue in 1 council" in said and "1 lesson waits" in said
    assert "missed weekly reviews of practice" in said and "emergency" not in said
    check_links(client, html)


def test_the_nation_reads_which_issues_nobody_has(world, sign_in):
    client = sign_in("national")
    html = section(client)
    assert "1 national issue waits for an answer, 1 late; nobody has 1 of them" in text_of(html)
    check_links(client, html)


def test_others_read_nothing_of_it(world, sign_in):
    for role, over in (("place-manager", {"place": world}), ("auditor", {}), ("administrator", {})):
        assert section(sign_in(role, **over)) == ""
    assert "emergency" not in section(sign_in("council-officer", area=Area.objects.get(code="E08000025")))


def test_the_page_is_few_statements(world, sign_in, django_assert_max_num_queries):
    roles = (("council-officer", TRAFFORD, 29), ("region", NORTH_WEST, 25), ("national", "", 25))
    for role, area, most in roles:
        client = sign_in(role, **({"area": Area.objects.get(code=area)} if area else {}))
        client.get("/")
        with django_assert_max_num_queries(most):
            client.get("/")
