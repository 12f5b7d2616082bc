"""A journey in a real browser: a call taker refers a need, the service reads it and declines it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import Area
from junction.support.models import Referral
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from junction.support.tests.referring import charity, run
from tests.browser import go, source_of
from tests.cast import signed_in, user_who

__all__ = ["charity", "run"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def test_a_need_is_referred_and_declined(
    run, charity, browser_page, browse_as, check_axe, take_pictures, monkeypatch, settings
):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page, need = browser_page, state(point=(-2.32, 53.42)).need
    agent = signed_in(user_who("helpline-agent", area=Area.objects.get(pk=TRAFFORD)))
    service = signed_in(user_who("support-partner", organisation=charity))
    browse_as(agent)
    page.goto(reverse("support:find-service", args=[need.pk]))
    check_axe(page)
    take_pictures(page, "find-service")
    go(page.get_by_role("link", name="Refer them"))
    check_axe(page)
    take_pictures(page, "send-referral")
    page.get_by_label("They agree").check()
    go(page.get_by_role("button", name="Send the referral"))
    assert Referral.objects.get().state == "sent"
    browse_as(service)
    page.goto(reverse("support:referrals"))
    check_axe(page)
    take_pictures(page, "referrals")
    go(page.get_by_role("link", name=Referral.objects.get().reference))
    assert WHO.name in source_of(page)
    check_axe(page)
    take_pictures(page, "referral")
    go(page.get_by_role("link", name="Decline it"))
    page.get_by_label("Full").check()
    go(page.get_by_role("button", name="Decline it"))
    assert WHO.name not in source_of(page)
    assert Referral.objects.get().declined_why == "full"
    for name in ("kept-services", "add-service", "home"):
        page.goto(reverse(f"support:{name}"))
        check_axe(page)
        take_pictures(page, name)
    page.goto(reverse("support:kept-service", args=[run.pk]))
    check_axe(page)
    take_pictures(page, "kept-service")
