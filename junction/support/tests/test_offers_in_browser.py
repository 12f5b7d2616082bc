"""Pages of offers of help in a real browser: accessible, and fit for a phone and for a desk."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import timezone

from junction.core.scope import ANONYMOUS
from junction.registry.models import Area, AreaInside
from junction.support.operations.offer_passing import OfferRouted, pass_on, set_route
from junction.support.operations.offers import (
    HelpOffered,
    OfferAnswer,
    Used,
    answer_offer,
    make_offer,
    use_offer,
)
from junction.support.tests.needs import NOW, TRAFFORD, state
from junction.support.tests.test_help_offers import actor
from tests.cast import signed_in, user_who
from tests.once import made_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FORUM = "E48000013"
HOUR = timedelta(hours=1)
LATER = NOW + 5 * HOUR


def offered(kind="accommodation", **more):
    said = {"company": "Dappled Hare Inn", "what": "Rooms with their own bath", "quantity": 24,
            "price_basis": "cost", "price": "£38 a night", "conditions": "No visitors", "name": "Jo Keeper",
            "starts_on": NOW.date(), "email": "jo@inn.example", "area": TRAFFORD}  # fmt: skip
    return HelpOffered(kind=kind, **(said | more))


def make():
    """One offer accepted and partly used, one that went round, one that waits without a home."""
    cache.clear()
    trafford, forum = Area.objects.get(code=TRAFFORD), Area.objects.get(code=FORUM)
    AreaInside.objects.get_or_create(ancestor=forum, descendant=trafford, defaults={"valid_from": NOW.date()})
    users = SimpleNamespace(
        officer=user_who("council-officer", area=trafford), second=user_who("council-officer", area=trafford),
        lrf=user_who("lrf", area=forum), national=user_who("national"),
    )  # fmt: skip
    first, second, lrf = actor(users.officer), actor(users.second), actor(users.lrf)
    set_route(OfferRouted("accommodation", TRAFFORD, first.key, NOW.date(), "Rota"), by=first, now=NOW)
    rooms = make_offer(offered(), by=ANONYMOUS, now=NOW)
    answer_offer(rooms.offer.pk, OfferAnswer("accepted", "We take ten rooms"), by=first, now=NOW + HOUR)
    need = state(now=NOW).need
    used = Used(10, "Trafford Council", NOW.date(), need.reference)
    use_offer(rooms.offer.pk, used, by=first, now=NOW + HOUR)
    nurses = {"kind": "staff", "staff_kind": "nurse", "company": "Ferngate Agency", "what": "Night nurses"}
    round_ = make_offer(offered(**nurses), by=ANONYMOUS, now=NOW)
    for to, why, by in (
        (second.key, "On leave from tomorrow", first),
        (f"desk:{FORUM}", "More than one council may want them", second),
        (f"desk:{TRAFFORD}", "Only this council has asked", lrf),
    ):
        pass_on(round_.offer.pk, to=to, why=why, by=by, now=NOW + 2 * HOUR)
    beds = {"company": "Sallowfield Hire", "what": "Beds", "elsewhere": "supply-offer:7"}
    waits = make_offer(offered("equipment", **beds), by=ANONYMOUS, now=NOW)
    return SimpleNamespace(rooms=rooms, round=round_, waits=waits, users=users)


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return made


@pytest.mark.parametrize(
    ("name", "who", "address"),
    [
        ("offer-help", "", "/help/offer/"),
        ("offer-help-status", "", "/help/offer/{round.token}/"),
        ("offer-help-answered", "", "/help/offer/{rooms.token}/"),
        ("offer-help-withdraw", "", "/help/offer/{waits.token}/withdraw/"),
        ("offers-write-down", "officer", "/help/offer/"),
        ("offers", "officer", "/support/offers/"),
        ("offers-none", "lrf", "/support/offers/?q=zebra"),
        ("offers-then", "officer", "/support/offers/?as_at=2020-04-20T10:30"),
        ("offers-one-then", "officer", "/support/offers/{rooms.offer.pk}/?as_at=2020-04-20T10:30"),
        ("offers-passed-round", "national", "/support/offers/passed-round/"),
        ("offers-routes", "officer", "/support/offers/routes/"),
        ("offers-route", "officer", "/support/offers/routes/E08000009/"),
        ("offers-one-used", "officer", "/support/offers/{rooms.offer.pk}/"),
        ("offers-one-round", "lrf", "/support/offers/{round.offer.pk}/"),
        ("offers-one-homeless", "officer", "/support/offers/{waits.offer.pk}/"),
        ("offers-pass-on", "officer", "/support/offers/{waits.offer.pk}/pass-on/"),
        ("offers-answer", "officer", "/support/offers/{waits.offer.pk}/answer/"),
        ("offers-use", "officer", "/support/offers/{rooms.offer.pk}/use/"),
        ("offers-home", "officer", "/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, world, check_axe, take_pictures, name, who, address
):
    if who:
        browse_as(signed_in(getattr(world.users, who)))
    page = browser_page.goto(address.format(**vars(world)))
    assert page.status == 200
    check_axe(browser_page)
    take_pictures(browser_page, name)
