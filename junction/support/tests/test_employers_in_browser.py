"""Pages of who employs their own carers, and of ways to have a service, in a real browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from junction.registry.models import Area
from junction.support.models import Service
from junction.support.operations.carers import NextStep, open_carer_help, step_carer_help
from junction.support.operations.desk import take_case
from junction.support.operations.employer_cases import EmployerAsks, Employs, open_employer_case
from junction.support.tests.needs import TRAFFORD, WHO
from junction.support.tests.referring import by_telephone, service
from tests.cast import officer_of, signed_in, user_who
from tests.once import made_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make():
    """A case of somebody who employs two, one decision agreed and one asked for, a service by telephone."""
    cache.clear()
    user, by = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD)), officer_of(TRAFFORD)
    asks = EmployerAsks(WHO, Employs(2, 30, False), TRAFFORD, "staff", "Both are ill", is_another=True)
    need = open_employer_case(asks, by=by, now=NOW).need
    take_case(need.pk, by=by, now=NOW)
    one = open_carer_help(need.pk, kind="family-carer", by=by, now=NOW)
    said = NextStep("agreed", why="necessary", owner="Direct payments team")
    step_carer_help(one.pk, step=said, by=by, now=NOW)
    open_carer_help(need.pk, kind="direct-payment", by=by, now=NOW)
    run = by_telephone(service("Talking line", needs="company"))
    return user, need.pk, one.pk, Service.objects.get(pk=run.pk).pk


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=NOW) as made:
        yield made


@pytest.mark.parametrize(
    ("name", "address", "shows"),
    [
        ("employer-take", "/support/desk/employers/", "How many assistants do they employ?"),
        ("employer-case", "/support/desk/cases/{1}/", "2 personal assistants"),
        ("employer-decided", "/support/carers/{2}/", "Necessary: nobody else can give this care"),
        ("employer-decide", "/support/carers/{2}/step/?state=agreed", "Until which day is it agreed?"),
        ("employer-list", "/support/carers/", "Asked for, not yet decided"),
        ("ways-find", "/support/needs/{1}/refer/?need=company&way=from-home", "Staff, Trafford"),
        ("ways-send", "/support/needs/{1}/refer/{3}/", "How does it suit them to have it?"),
    ],
)  # fmt: skip
def test_pages_are_accessible_and_fit(
    made, db, monkeypatch, settings, browser_page, browse_as, check_axe, take_pictures, site, name, address,
    shows,
):  # fmt: skip
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    browse_as(signed_in(made[0]))
    browser_page.goto(site + address.format(*made))
    assert shows in browser_page.content()
    check_axe(browser_page)
    take_pictures(browser_page, name)
