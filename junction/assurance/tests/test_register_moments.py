"""A register as at a moment leads on to pages as at that moment, and the live one to live pages."""

import pytest
from django.urls import reverse

from junction.registry.models import Area

from .test_national import TRAFFORD, home, raise_one

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def test_a_list_as_at_a_moment_leads_on_to_pages_as_at_it(home, sign_in):
    one = raise_one()
    page = reverse("assurance:national-issues")
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    at = reverse("assurance:national-issue", args=[one.pk]) + "?as_at=2020-04-20T12:00"
    assert f'href="{at}"' in officer.get(f"{page}?as_at=2020-04-20T12:00").content.decode()
    assert "as_at=" not in officer.get(page).content.decode().split("<tbody")[1].split("</tbody")[0]
