"""Pages of carers' assessments and short breaks in a real browser: accessible, fit for a phone and a desk."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from junction.core.scope import Reach
from junction.registry.models import Area
from junction.support.operations.carers import NextStep, open_carer_help, step_carer_help
from junction.support.tests.needs import NOW, TRAFFORD, state
from tests.cast import holder, signed_in, user_who
from tests.once import made_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LATER = NOW + timedelta(days=9)


def make():
    """An assessment that is with the council, a break that is late, and one that was refused."""
    cache.clear()
    by = holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key="user:999999")
    user = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))
    need = state().need
    one = open_carer_help(need.pk, kind="assessment", by=by, now=NOW)
    for code, owner in (("accepted", ""), ("referred", "Carers team")):
        step_carer_help(one.pk, step=NextStep(code, owner=owner), by=by, now=NOW + timedelta(days=1))
    open_carer_help(need.pk, kind="break", by=by, now=NOW)
    other = open_carer_help(state().need.pk, kind="break", by=by, now=NOW)
    step_carer_help(other.pk, step=NextStep("refused", why="shut"), by=by, now=NOW + timedelta(days=2))
    return user, one.pk, need.pk


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.mark.parametrize(
    ("name", "address", "shows"),
    [
        ("carers", "/support/carers/", "Asked for, late"),
        ("carer-help", "/support/carers/{1}/", "Carers team"),
        ("carer-step", "/support/carers/{1}/step/", "How does it stand now?"),
        ("carer-step-with", "/support/carers/{1}/step/?state=referred", "without an account here"),
        ("carer-step-done", "/support/carers/{1}/step/?state=done", "On which day was it done?"),
        ("carer-open", "/support/desk/cases/{2}/carer/", "Say that they may refuse"),
        ("carer-unmet", "/support/unmet/", "Short breaks that carers asked for"),
    ],
)  # fmt: skip
def test_pages_are_accessible_and_fit(
    made, db, monkeypatch, settings, browser_page, browse_as, check_axe, take_pictures, site, name, address,
    shows,
):  # fmt: skip
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    browse_as(signed_in(made[0]))
    browser_page.goto(site + address.format(*made))
    assert shows in browser_page.content()
    check_axe(browser_page)
    take_pictures(browser_page, name)
