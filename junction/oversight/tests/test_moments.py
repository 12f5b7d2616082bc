"""Every page of figures says its moment, keeps it in every link to another, and refuses one that is none."""

import re
from html import unescape

import pytest

from junction.oversight.tests.conftest import DAY, NEWCASTLE, NORTH_EAST
from junction.registry.models import Organisation, Registration

AS_AT = "as_at=2020-04-20T12:30"
FIGURES = re.compile(
    r"^(/areas/|/picture/|/indicators/|/completeness/|/returns/\d+/[\w-]+/(past|\d{4}-\d\d-\d\d)/)"
)
PAGES = [
    f"/areas/{NORTH_EAST}/",
    f"/areas/{NORTH_EAST}/?by=council&map=occupancy",
    f"/areas/{NEWCASTLE}/",
    "/picture/places/{ash}/",
    "/places/{ash}/",
    "/returns/{ash}/care-home-daily/past/",
    "/returns/{ash}/care-home-daily/2020-04-20/",
    "/completeness/",
    "/indicators/",
    "/indicators/staff_absence/",
]


@pytest.fixture
def region(sign_in, north_east):
    return sign_in("region", area_id=NORTH_EAST)


def asked(page: str, north_east, moment: str) -> str:
    href = page.format(ash=north_east.ash.pk)
    return f"{href}{'&' if '?' in href else '?'}{moment}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_its_moment_and_every_link_to_figures_keeps_it(page, region, north_east):
    answer = region.get(asked(page, north_east, AS_AT))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "as it was known at 12:30pm on Monday 20 April 2020" in said
    body = said[said.index('id="main-content"') :]
    trail = re.search(r'<nav class="govuk-breadcrumbs.*?</nav>', said, re.S)
    links = re.findall(r'href="([^"]+)"', body + (trail.group() if trail else ""))
    back_to_now = page.format(ash=north_east.ash.pk)
    lost = [
        link for link in map(unescape, links)
        if (FIGURES.match(link) or link.startswith("?")) and "as_at=" not in link and link != back_to_now
    ]  # fmt: skip
    assert not lost, lost


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("moment", ["as_at=yesterday", "on=2020-13-01", "as_at=2999-01-01T00:00"])
def test_what_is_no_moment_is_refused(page, moment, region, north_east):
    answer = region.get(asked(page, north_east, moment))
    assert answer.status_code == 400


def test_the_picture_of_a_group_keeps_its_moment_too(sign_in, north_east):
    group = Organisation.objects.create(kind="provider", name="G", name_key="g", created_at="2020-01-01T00Z")
    Registration.objects.filter(place=north_east.ash).update(organisation=group, amending_at=group.created_at)
    client = sign_in("head-office", organisation=group)
    said = client.get(f"/picture/?{AS_AT}").content.decode()
    links = re.findall(r'href="(/picture/places/[^"]+)"', said)
    assert links and all(AS_AT in link for link in links)
    assert client.get("/picture/?on=never").status_code == 400


@pytest.mark.parametrize("moment", ["on=never", "on=2020-13-01"])
def test_a_chase_list_of_no_day_is_refused(moment, sign_in, north_east):
    client = sign_in("council-officer", area=north_east.newcastle)
    assert client.get(f"/chase/?{moment}").status_code == 400


def test_the_day_of_the_fixture_is_the_day_looked_at():
    assert DAY.isoformat() in AS_AT
